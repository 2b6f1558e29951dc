/** Whether a value may be what an input is. */
import { isAddress, isHostName, isNetwork } from './addresses.ts';
import { findHidden } from './hidden-characters.ts';
import { nearest } from './nearest.ts';
import { patternInWords, strangerIn } from './pattern-words.ts';
import type { Input, PatternMatcher } from './types.ts';

/** One sentence with the value, ready for a person. */
export type ValueProblem = string;

/** Longer values are refused: a pattern is tried on no more, and nobody types more. */
const LONGEST = 4096;

/** What the name of a machine must be, which is asked for a host that the runbook names. */
export function machineOf(host: string): Input {
	return {
		name: host,
		prompt: host,
		type: 'host',
		choices: [],
		optional: false,
		many: false,
		dash: false,
		position: { line: 1, column: 1 },
	};
}

/** Checks one text against the input's type, pattern, min/max, choices, dash. */
export function checkValue(
	input: Input,
	value: string,
	matches: PatternMatcher,
): ValueProblem | undefined {
	const shown = input.type === 'secret' ? `The value of \`${input.name}\`` : `\`${value}\``;
	if (value === '') return `\`${input.name}\` has no value.`;
	if (value.length > LONGEST) {
		return `The value of \`${input.name}\` has ${value.length} characters; ${LONGEST} are the most.`;
	}
	if (value.includes('\0')) return `${shown} holds a NUL, which no command can be given.`;
	if (value.startsWith('-') && !input.dash) {
		return `${shown} begins with \`-\` and would be taken for an option; \`${input.name}\` has no \`dash: allowed\`.`;
	}
	const wrong = checkType(input, value);
	if (wrong !== undefined) return `${shown} ${wrong}.`;
	if (input.pattern !== undefined && !matches(input.pattern, value)) {
		return `${shown} does not fit${whatFits(input, input.pattern, value)} (pattern: \`${input.pattern}\`).`;
	}
	return undefined;
}

/** What is wrong with it in plain words, to follow it in a sentence; nothing of a secret is told. */
function whatFits(input: Input, pattern: string, value: string): string {
	const stranger = input.type === 'secret' ? undefined : strangerIn(pattern, value);
	const wrong =
		stranger === undefined
			? ''
			: `: ${stranger === ' ' ? 'a blank' : `\`${stranger}\``} cannot stand in it`;
	const words = patternInWords(pattern);
	if (words !== undefined) return `${wrong}. It takes ${words}`;
	if (input.help !== undefined) return `${wrong}. ${input.help.replace(/\.$/, '')}`;
	const [example] = [input.default ?? []].flat();
	return example === undefined ? wrong : `${wrong}. One that fits is \`${example}\``;
}

/** Checks a whole answer: one, or several for `many`; missing values of what is not optional. */
export function checkAnswer(
	input: Input,
	values: readonly string[],
	matches: PatternMatcher,
): ValueProblem | undefined {
	if (values.length === 0) {
		return input.optional ? undefined : `\`${input.name}\` is empty, and needs a value.`;
	}
	if (values.length > 1 && !input.many) {
		return `\`${input.name}\` takes one value, not ${values.length}.`;
	}
	for (const value of values) {
		const problem = checkValue(input, value, matches);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

/** What is wrong with it, to follow the value in a sentence. */
function checkType(input: Input, value: string): string | undefined {
	if (input.type === 'secret') return undefined;
	if (value.includes('\n')) return 'has more than one line';
	const [hidden] = findHidden(value);
	if (hidden || value.includes('\t')) {
		return `holds ${hidden?.code ?? 'a tab'}, which ${hidden?.what ?? 'is a control character'}`;
	}
	switch (input.type) {
		case 'text':
			return undefined;
		case 'integer':
			if (!/^(?:0|-?[1-9]\d{0,14})$/.test(value)) return 'is not a whole number';
			return checkRange(input, Number(value));
		case 'port':
			if (!/^[1-9]\d{0,4}$/.test(value) || Number(value) > 65535) {
				return 'is not a port, a number from 1 to 65535';
			}
			return checkRange(input, Number(value));
		case 'boolean':
			return value === 'true' || value === 'false' ? undefined : 'is neither `true` nor `false`';
		case 'choice': {
			if (input.choices.includes(value)) return undefined;
			const near = nearest(value, input.choices);
			const offer = near === undefined ? '' : `; did you mean \`${near}\``;
			return `is none of ${input.choices.map(choice => `\`${choice}\``).join(', ')}${offer}`;
		}
		case 'host':
			return isHostName(value) ? undefined : 'is neither the name nor the address of a machine';
		case 'ip':
			return isAddress(value) ? undefined : 'is not an IP address';
		case 'cidr':
			return isNetwork(value)
				? undefined
				: 'is neither an IP address nor a network such as `192.0.2.0/24`';
		case 'url':
			return isUrl(value)
				? undefined
				: 'is not an address that begins with `http://` or `https://`';
		case 'path':
			if (!value.startsWith('/')) return 'is not an absolute path; it must begin with `/`';
			return value.split('/').includes('..')
				? 'goes up with `..`; write the path it means'
				: undefined;
	}
}

function checkRange({ min, max }: Input, value: number): string | undefined {
	if (min !== undefined && value < min) return `is less than ${min}`;
	if (max !== undefined && value > max) return `is more than ${max}`;
	return undefined;
}

function isUrl(value: string): boolean {
	return /^https?:\/\/[^\s/?#]/i.test(value) && !/\s/u.test(value) && URL.canParse(value);
}
