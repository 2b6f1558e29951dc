/** The fields of a form: what is asked, what stands there, what is wrong with it. Pure. */
import { defaultAnswer } from '../../run/draft.ts';
import type { Input, PatternMatcher, Value } from '../../runbook/types.ts';
import { checkAnswer, checkValue } from '../../runbook/values.ts';
import { type Field, fieldWith } from './field.ts';

export type Entry = {
	readonly name: string;
	readonly label: string;
	readonly help: string;
	readonly kind:
		| { readonly is: 'input'; readonly input: Input }
		| { readonly is: 'host'; readonly host: string };
	readonly field: Field;
	/** What can be picked with the arrows. Empty where anything may be typed. */
	readonly choices: readonly string[];
	/** Only these may stand there; else they are offers. */
	readonly closed: boolean;
	readonly problem?: string;
};

/** What an entry gives. `null`: an optional input that is left empty. */
export type Answer =
	| { readonly kind: 'value'; readonly value: Value | null }
	| { readonly kind: 'secret'; readonly value: string }
	| { readonly kind: 'host'; readonly here: boolean; readonly name: string }
	| { readonly kind: 'wrong'; readonly problem: string };

/** `known` is what was answered before, if this is a change. */
export function inputEntry(input: Input, known?: Value | null): Entry {
	const choices =
		input.type === 'boolean' ? ['true', 'false'] : input.type === 'choice' ? input.choices : [];
	const value = known === undefined ? defaultAnswer(input) : known;
	const optional = input.optional ? ['optional'] : [];
	const many = input.many ? ['several, with commas between'] : [];
	const range = [
		...(input.min === undefined ? [] : [`at least ${input.min}`]),
		...(input.max === undefined ? [] : [`at most ${input.max}`]),
	];
	const facts = [input.type === 'text' ? '' : input.type, ...range, ...many, ...optional];
	return {
		name: input.name,
		label: input.prompt,
		help: [input.help ?? '', facts.filter(fact => fact !== '').join(', ')]
			.filter(text => text !== '')
			.join(' · '),
		kind: { is: 'input', input },
		field: fieldWith([value ?? []].flat().join(', ')),
		choices,
		closed: choices.length > 0 && !input.many,
	};
}

export function hostEntry(host: string, description: string, known?: string): Entry {
	return {
		name: host,
		label: description,
		help: '`here` for this machine, or the name of the other one',
		kind: { is: 'host', host },
		field: fieldWith(known ?? ''),
		choices: ['here'],
		closed: false,
	};
}

/** The text of a list is parted at commas. */
export function valuesOf(entry: Entry): readonly string[] {
	const { text } = entry.field;
	if (entry.kind.is === 'input' && entry.kind.input.type === 'secret')
		return text === '' ? [] : [text];
	const many = entry.kind.is === 'input' && entry.kind.input.many;
	const parts = many ? text.split(',') : [text];
	return parts.map(part => part.trim()).filter(part => part !== '');
}

export function answerOf(entry: Entry, matches: PatternMatcher): Answer {
	const values = valuesOf(entry);
	if (entry.kind.is === 'host') return hostAnswer(entry.kind.host, values[0], matches);
	const { input } = entry.kind;
	const problem = checkAnswer(input, values, matches);
	if (problem !== undefined) return { kind: 'wrong', problem };
	const [first] = values;
	if (first === undefined) return { kind: 'value', value: null };
	if (input.type === 'secret') return { kind: 'secret', value: first };
	return { kind: 'value', value: input.many ? values : first };
}

function hostAnswer(host: string, value: string | undefined, matches: PatternMatcher): Answer {
	if (value === undefined) return { kind: 'wrong', problem: `Which machine is \`${host}\`?` };
	if (value === 'here') return { kind: 'host', here: true, name: 'here' };
	const problem = checkValue(
		{
			name: host,
			prompt: host,
			type: 'host',
			choices: [],
			optional: false,
			many: false,
			dash: false,
			position: { line: 1, column: 1 },
		},
		value,
		matches,
	);
	return problem === undefined
		? { kind: 'host', here: false, name: value }
		: { kind: 'wrong', problem };
}

/** The choices that what is typed leaves: all of them while one stands there whole. */
export function choicesLeft(entry: Entry): readonly string[] {
	const typed = (entry.closed ? entry.field.text : '').trim().toLowerCase();
	if (typed === '' || entry.choices.includes(entry.field.text)) return entry.choices;
	return entry.choices.filter(choice => choice.toLowerCase().includes(typed));
}

/** The entry with the next or the previous choice in it. */
export function withOtherChoice(entry: Entry, by: 1 | -1): Entry {
	const left = choicesLeft(entry);
	if (left.length === 0) return entry;
	const at = left.indexOf(entry.field.text);
	const next = at === -1 ? (by === 1 ? 0 : left.length - 1) : (at + by + left.length) % left.length;
	return withText(entry, left[next] ?? '');
}

export function withText(entry: Entry, text: string): Entry {
	const { problem: _gone, ...rest } = entry;
	return { ...rest, field: fieldWith(text) };
}
