/** The fields of a form: what is asked, what stands there, what is wrong with it. Pure. */
import { defaultAnswer } from '../../run/draft.ts';
import { answerInSentences, whatItTakes } from '../../runbook/input-words.ts';
import type { Input, PatternMatcher, Value } from '../../runbook/types.ts';
import { checkAnswer, checkValue, machineOf } from '../../runbook/values.ts';
import { type Field, fieldWith } from './field.ts';

export type Entry = {
	readonly name: string;
	readonly label: string;
	/** What there is to know, a line each. */
	readonly help: readonly string[];
	readonly kind:
		| { readonly is: 'input'; readonly input: Input }
		| { readonly is: 'host'; readonly host: string };
	/** What is typed now: of a list the value that is being added. */
	readonly field: Field;
	/** What stood there before anything was typed. */
	readonly given: string;
	/** Of a list the values that stand there already. */
	readonly items: readonly string[];
	/** It is what was answered in an earlier run. */
	readonly remembered: boolean;
	/** A command that suggests values is running. */
	readonly asking: boolean;
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

/** What was answered to an input in an earlier run of a runbook. Never asked for a secret. */
export type Remembered = (runbook: string, input: string) => Value | undefined;

/**
 * `known` is what was answered before, if this is a change; `remembered` what was answered in an
 * earlier run.
 */
export function inputEntry(input: Input, known?: Value | null, remembered?: Value): Entry {
	const choices =
		input.type === 'boolean' ? ['true', 'false'] : input.type === 'choice' ? input.choices : [];
	const isRemembered = known === undefined && remembered !== undefined && input.type !== 'secret';
	const value = known !== undefined ? known : isRemembered ? remembered : defaultAnswer(input);
	const values = [value ?? []].flat();
	const given = input.many ? '' : (values[0] ?? '');
	// What can be chosen stands below the question anyway.
	const takes = choices.length > 0 ? undefined : whatItTakes(input);
	const list = 'A list: Enter adds a line, and on an empty line goes on.';
	const facts = answerInSentences(input, takes, list).join(' ');
	return {
		name: input.name,
		label: input.prompt,
		help: [input.help ?? '', facts].filter(text => text !== ''),
		kind: { is: 'input', input },
		field: fieldWith(given),
		given,
		items: input.many ? values : [],
		remembered: isRemembered,
		asking: false,
		choices,
		closed: choices.length > 0 && !input.many,
	};
}

export function hostEntry(host: string, description: string, known?: string): Entry {
	return {
		name: host,
		label: description,
		help: ['What you call it, or `here` if it is this machine.'],
		kind: { is: 'host', host },
		field: fieldWith(known ?? ''),
		given: known ?? '',
		items: [],
		remembered: false,
		asking: false,
		choices: ['here'],
		closed: false,
	};
}

/** What Tab does in a field. `suggests`: whether commands that suggest values may run. */
export function tabOf(entry: Entry, suggests: boolean): 'complete' | 'ask' | 'next' {
	const { choices, field, kind } = entry;
	if (choices.length > 0) {
		const isOpen = field.text !== '' && !choices.includes(field.text);
		return isOpen && choicesLeft(entry).length > 0 ? 'complete' : 'next';
	}
	return suggests && kind.is === 'input' && kind.input.suggest !== undefined ? 'ask' : 'next';
}

export function isList(entry: Entry): boolean {
	return entry.kind.is === 'input' && entry.kind.input.many;
}

export function isSecret(entry: Entry): boolean {
	return entry.kind.is === 'input' && entry.kind.input.type === 'secret';
}

export function valuesOf(entry: Entry): readonly string[] {
	const { text } = entry.field;
	if (isSecret(entry)) return text === '' ? [] : [text];
	return [...entry.items, text.trim()].filter(value => value !== '');
}

/** What is wrong with what stands there so far; nothing is, while nothing stands there. */
export function problemSoFar(entry: Entry, matches: PatternMatcher): string | undefined {
	if (entry.field.text === '') return undefined;
	const answer = answerOf(entry, matches);
	return answer.kind === 'wrong' ? answer.problem : undefined;
}

/** A list with what is typed as one more value of it. */
export function withItem(entry: Entry): Entry {
	const value = entry.field.text.trim();
	return value === '' ? entry : { ...withText(entry, ''), items: [...entry.items, value] };
}

/** A list with its last value in the field again, to be changed. */
export function withoutItem(entry: Entry): Entry {
	const last = entry.items.at(-1);
	return last === undefined ? entry : { ...withText(entry, last), items: entry.items.slice(0, -1) };
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
	const problem = checkValue(machineOf(host), value, matches);
	return problem === undefined
		? { kind: 'host', here: false, name: value }
		: { kind: 'wrong', problem };
}

/** The choices that what is typed leaves: all of them while one stands there whole. */
export function choicesLeft(entry: Entry): readonly string[] {
	const typed = entry.field.text.trim().toLowerCase();
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
	return { ...rest, remembered: false, field: fieldWith(text) };
}

/** Whether the same stands there, whatever is typed of it. */
export function sameValues(entry: Entry, other: Entry | undefined): boolean {
	const [now, then] = [valuesOf(entry), other ? valuesOf(other) : []];
	return now.length === then.length && now.every((value, at) => value === then[at]);
}

export function withoutProblem(entry: Entry): Entry {
	const { problem: _gone, ...rest } = entry;
	return rest;
}

/** What was typed of a choice, and leaves only one, is that one. */
export function matching(entry: Entry): Entry {
	const typed = entry.field.text.trim().toLowerCase();
	const found = entry.choices.filter(choice => choice.toLowerCase().includes(typed));
	const [only] = found;
	return typed !== '' && found.length === 1 && only !== undefined ? withText(entry, only) : entry;
}
