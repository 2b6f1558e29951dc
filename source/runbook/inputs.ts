/** One input of the front matter. */
import { findPlaceholders, readCommand } from './command/index.ts';
import type { Entry, Pair } from './front-matter.ts';
import { checkKeysFitType, checkPattern, isInputType, TYPES } from './input-rules.ts';
import { didYouMean, listed } from './nearest.ts';
import { optional } from './optional.ts';
import type { Report } from './report.ts';
import { readFlag, readLine, reportUnknownKeys } from './settings.ts';
import { tooMuchInCommand } from './shell-guard.ts';
import type { Input, InputType, PatternMatcher, Position } from './types.ts';
import { checkAnswer } from './values.ts';

const KEYS = [
	'prompt',
	'help',
	'type',
	'default',
	'choices',
	'suggest',
	'pattern',
	'min',
	'max',
	'optional',
	'many',
	'dash',
];

/** Reads an input; what is wrong is reported, and the name stays known all the same. */
export function readInput(
	{ key: name, keyAt, value }: Pair,
	report: Report,
	position: Position,
	matches: PatternMatcher,
): Input {
	const pairs = value.kind === 'map' ? value.pairs : [];
	if (value.kind !== 'map') {
		report.add(
			'wrong-value',
			value.at,
			`The input \`${name}\` has no keys of its own.`,
			`Write \`${name}: { prompt: What to ask, type: text }\`.`,
		);
	} else {
		reportUnknownKeys(pairs, KEYS, 'description of an input', report);
	}
	const of = (key: string): Entry | undefined => pairs.find(pair => pair.key === key)?.value;
	const reader = new InputReader(name, of, report);
	const input: Input = {
		name,
		prompt: reader.prompt(keyAt, value.kind === 'map'),
		...optional('help', reader.help()),
		type: reader.type(),
		...optional('default', reader.default()),
		choices: reader.choices(),
		...optional('suggest', reader.suggest()),
		...optional('pattern', reader.pattern()),
		...optional('min', reader.number('min')),
		...optional('max', reader.number('max')),
		optional: readFlag('optional', of('optional'), report),
		many: readFlag('many', of('many'), report),
		dash: reader.dash(),
		position,
	};
	checkKeysFitType(input, of, report, keyAt);
	checkDefault(input, of('default'), report, matches);
	return input;
}

class InputReader {
	readonly #name: string;
	readonly #of: (key: string) => Entry | undefined;
	readonly #report: Report;

	constructor(name: string, of: (key: string) => Entry | undefined, report: Report) {
		this.#name = name;
		this.#of = of;
		this.#report = report;
	}

	prompt(keyAt: number, isMap: boolean): string {
		const entry = this.#of('prompt');
		if (entry !== undefined) return readLine('prompt', entry, this.#report);
		if (isMap) {
			this.#report.add(
				'no-prompt',
				keyAt,
				`The input \`${this.#name}\` has no prompt, so nobody would know what to type.`,
				'Add `prompt: What to ask`.',
			);
		}
		return this.#name;
	}

	help(): string | undefined {
		const entry = this.#of('help');
		if (entry === undefined) return undefined;
		if (entry.kind === 'text' && entry.text.trim() !== '') return entry.text.trim();
		this.#report.add(
			'wrong-value',
			entry.at,
			`\`help\` of \`${this.#name}\` is no text.`,
			'Write a sentence, or leave it out.',
		);
		return undefined;
	}

	type(): InputType {
		const entry = this.#of('type');
		if (entry === undefined) return 'text';
		if (entry.kind === 'text' && isInputType(entry.text)) return entry.text;
		const written = entry.kind === 'text' ? entry.text : `a ${entry.kind}`;
		this.#report.add('unknown-type', entry.at, `\`${written}\` is no type of an input.`, () =>
			didYouMean(written, TYPES, `The types are ${listed(TYPES)}.`),
		);
		return 'text';
	}

	choices(): readonly string[] {
		const entry = this.#of('choices');
		if (entry === undefined) return [];
		const texts = entry.kind === 'list' ? entry.items : [];
		const words = texts.map(item =>
			readLine('choices', item, this.#report, 'Every choice is one word or line.'),
		);
		if (words.length === 0 || new Set(words).size !== words.length) {
			this.#report.add(
				'bad-choices',
				entry.at,
				`\`choices\` of \`${this.#name}\` is not a list of different words.`,
				'Write `choices: [one, two]`.',
			);
		}
		return words;
	}

	default(): readonly string[] | undefined {
		const entry = this.#of('default');
		if (entry === undefined) return undefined;
		if (entry.kind === 'text') return [entry.text];
		const items = entry.kind === 'list' ? entry.items : [];
		if (items.length > 0 && items.every(item => item.kind === 'text')) {
			return items.map(item => item.text);
		}
		this.#report.add(
			'bad-default',
			entry.at,
			`The default of \`${this.#name}\` is neither a text nor a list of texts.`,
			'Write the value, or leave `default` out.',
		);
		return undefined;
	}

	suggest(): string | undefined {
		const entry = this.#of('suggest');
		if (entry === undefined) return undefined;
		const text = entry.kind === 'text' ? entry.text.replace(/\n+$/, '') : '';
		if (text.trim() === '') {
			this.#report.add(
				'bad-suggest',
				entry.at,
				`\`suggest\` of \`${this.#name}\` holds no command.`,
				'Write a command whose lines are offered, or leave it out.',
			);
			return undefined;
		}
		const [placeholder] = findPlaceholders(text);
		if (placeholder !== undefined) {
			this.#report.add(
				'bad-suggest',
				entry.at,
				`\`suggest\` of \`${this.#name}\` holds \`{{${placeholder.name}}}\`; it runs before there are values.`,
				'Write a command that needs none.',
			);
			return text;
		}
		const much = tooMuchInCommand(text);
		if (much !== undefined) {
			this.#report.add(
				'bad-suggest',
				entry.at,
				`\`suggest\` of \`${this.#name}\` holds ${much}.`,
				'Put the script into a file of its own, and call it.',
			);
			return text;
		}
		const { problems } = readCommand({ text, placeholders: [] }, 'sh', () => undefined);
		const problem = problems.find(({ severity }) => severity === 'error');
		if (problem !== undefined) {
			this.#report.add(
				'bad-suggest',
				entry.at,
				`\`suggest\` of \`${this.#name}\` cannot run: ${problem.message}`,
				problem.remedy,
			);
		}
		return text;
	}

	pattern(): string | undefined {
		const entry = this.#of('pattern');
		if (entry === undefined) return undefined;
		const text = entry.kind === 'text' ? entry.text : '';
		const problem = checkPattern(text);
		if (problem === undefined) return text;
		this.#report.add(
			'bad-pattern',
			entry.at,
			`The pattern of \`${this.#name}\` ${problem}.`,
			"Write a regular expression in single quotes, as JavaScript reads it: `pattern: '[a-z]+'`.",
		);
		return undefined;
	}

	number(key: 'min' | 'max'): number | undefined {
		const entry = this.#of(key);
		if (entry === undefined) return undefined;
		if (entry.kind === 'text' && /^(?:0|-?[1-9]\d{0,14})$/.test(entry.text)) {
			return Number(entry.text);
		}
		this.#report.add(
			'wrong-value',
			entry.at,
			`\`${key}\` of \`${this.#name}\` is not a whole number.`,
			`Write \`${key}: 1\`, or leave it out.`,
		);
		return undefined;
	}

	dash(): boolean {
		const entry = this.#of('dash');
		if (entry === undefined) return false;
		if (entry.kind === 'text' && entry.text === 'allowed') return true;
		this.#report.add(
			'wrong-value',
			entry.at,
			`\`dash\` of \`${this.#name}\` has one meaning only.`,
			'Write `dash: allowed` if a value may begin with `-`, or leave it out.',
		);
		return false;
	}
}

function checkDefault(
	input: Input,
	entry: Entry | undefined,
	report: Report,
	matches: PatternMatcher,
): void {
	if (entry === undefined || input.default === undefined) return;
	const problem = checkAnswer(input, input.default, matches);
	if (problem === undefined) return;
	report.add(
		'bad-default',
		entry.at,
		`The default of \`${input.name}\` is refused: ${problem}`,
		'Give a default that the input itself would take, or none.',
	);
}
