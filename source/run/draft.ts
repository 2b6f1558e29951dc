/**
 * A state that no journal holds: what a run would be with these answers. The brief's form, the
 * check before an unattended run, `script` and dry looks ahead are made with it.
 */
import type { Input, Runbook, Value } from '../runbook/types.ts';
import { apply, begin } from './apply.ts';
import type { RunEvent } from './events.ts';
import { answersToTake, type GivenAnswers } from './given.ts';
import { neededHosts, neededInputs } from './needs.ts';
import { allItems, allVisits, type Item, outline } from './outline.ts';
import type { Began, RunState } from './state.ts';

/** What somebody gave beforehand, by name. */
export type Given = GivenAnswers & {
	readonly hosts: ReadonlyMap<string, { readonly here: boolean; readonly name: string }>;
	/** The index of the choice for a visit, if one was given for it. */
	readonly choice: (item: Extract<Item, { kind: 'choice' }>) => number | undefined;
};

/** What is still open after all that was given, and all defaults. */
export type Open = {
	readonly inputs: readonly Input[];
	readonly hosts: readonly string[];
	readonly choices: readonly Extract<Item, { kind: 'choice' }>[];
};

export type Draft = {
	readonly state: RunState;
	/** The answers, hosts and choices that were taken, as events to be recorded in a run. */
	readonly events: readonly RunEvent[];
	readonly open: Open;
};

/**
 * Takes what was given, and defaults for the rest, as far as the way through the runbook needs
 * them; what depends on an answer comes into view once that is there.
 */
export function draft(runbook: Runbook, began: Began, given: Given): Draft {
	let state = begin({ seq: 1, time: '1970-01-01T00:00:00.000Z', event: began });
	const events: RunEvent[] = [];
	const take = (event: RunEvent) => {
		events.push(event);
		state = apply(state, { seq: events.length + 1, time: state.beganAt, event });
	};
	for (const answered of answersToTake(runbook, state, given)) take(answered);
	for (;;) {
		const open = whatIsOpen(runbook, state);
		const next = firstAnswer(open, given);
		if (!next) return { state, events, open };
		take(next);
	}
}

/** What all that is certain to come needs, and nobody has given. */
export function whatIsOpen(runbook: Runbook, state: RunState): Open {
	const visits = outline(runbook, state.choices);
	const all = allVisits(visits);
	return {
		inputs: neededInputs(runbook, state, all),
		hosts: neededHosts(runbook, all).filter(host => !state.hosts.has(host)),
		choices: allItems(visits).flatMap(item =>
			item.kind === 'choice' && !state.choices.has(item.visit) ? [item] : [],
		),
	};
}

/** The answer that stands when nobody gives one: the default, or nothing for what is optional. */
export function defaultAnswer(input: Input): Value | null | undefined {
	if (input.default) return input.many ? input.default : input.default[0];
	if (input.type === 'boolean') return undefined;
	return input.optional ? null : undefined;
}

function firstAnswer(open: Open, given: Given): RunEvent | undefined {
	for (const host of open.hosts) {
		const named = given.hosts.get(host);
		if (named) return { type: 'host-named', host, ...named };
	}
	for (const input of open.inputs) {
		if (input.type === 'secret') continue;
		const value = defaultAnswer(input);
		if (value !== undefined) return { type: 'answered', name: input.name, value, secret: false };
	}
	for (const item of open.choices) {
		const choice = given.choice(item);
		const target = choice === undefined ? undefined : item.choices[choice]?.target;
		if (choice !== undefined && target !== undefined) {
			return { type: 'chose', visit: item.visit, choice, target };
		}
	}
	return undefined;
}
