/** Which keys of an input go together. */
import type { Entry } from './front-matter.ts';
import type { Report } from './report.ts';
import type { Input, InputType } from './types.ts';

export const TYPES: readonly InputType[] = [
	'text',
	'integer',
	'boolean',
	'choice',
	'port',
	'host',
	'ip',
	'cidr',
	'url',
	'path',
	'secret',
];

export function isInputType(text: string): text is InputType {
	return (TYPES as readonly string[]).includes(text);
}

/** What is wrong with a pattern, to follow its name in a sentence. */
export function checkPattern(pattern: string): string | undefined {
	if (pattern === '') return 'is empty';
	if (pattern.length > 1000) return 'has more than 1,000 characters';
	try {
		// By itself as well: `a)|(b` is whole only between other brackets.
		new RegExp(pattern, 'u');
		new RegExp(`^(?:${pattern})$`, 'u');
		return undefined;
	} catch (error) {
		const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : String(error);
		return `does not compile: ${reason}`;
	}
}

/** Types for which a key says something. */
const FITTING: Readonly<Record<string, (type: InputType) => boolean>> = {
	min: type => type === 'integer' || type === 'port',
	max: type => type === 'integer' || type === 'port',
	choices: type => type === 'choice',
	pattern: type => type !== 'boolean' && type !== 'choice',
	many: type => type !== 'boolean' && type !== 'secret',
	suggest: type => type !== 'boolean' && type !== 'secret',
	default: type => type !== 'secret',
	dash: type => type !== 'boolean' && type !== 'port' && type !== 'path' && type !== 'url',
};

export function checkKeysFitType(
	input: Input,
	of: (key: string) => Entry | undefined,
	report: Report,
	keyAt: number,
): void {
	for (const [key, fits] of Object.entries(FITTING)) {
		const entry = of(key);
		if (entry === undefined || fits(input.type)) continue;
		report.add(
			'key-without-type',
			entry.at,
			`\`${key}\` means nothing for \`${input.name}\`, whose type is \`${input.type}\`.`,
			key === 'choices' ? 'Write `type: choice`.' : 'Remove it, or change the type.',
		);
	}
	if (input.type === 'choice' && of('choices') === undefined) {
		report.add(
			'bad-choices',
			keyAt,
			`\`${input.name}\` is a choice without \`choices\`.`,
			'Add `choices: [one, two]`.',
		);
	}
	if (input.min !== undefined && input.max !== undefined && input.min > input.max) {
		report.add(
			'bad-range',
			of('min')?.at ?? keyAt,
			`\`min\` of \`${input.name}\` is ${input.min}, more than \`max\`, ${input.max}.`,
			'Exchange them.',
		);
	}
}
