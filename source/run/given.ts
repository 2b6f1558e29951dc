/**
 * What somebody gave beforehand, as answers to be recorded: whether or not something asks for them.
 * `when=` looks at an answer that nobody asked for, too, and one that was given is not to be lost.
 */
import type { Runbook, Value } from '../runbook/types.ts';
import type { RunEvent } from './events.ts';
import { gaveNothing } from './needs.ts';
import type { RunState } from './state.ts';
import { captureNames } from './values.ts';

export type GivenAnswers = {
	/** `null` is an optional input that is left empty. */
	readonly answers: ReadonlyMap<string, Value | null>;
	/** Names of secrets that are at hand; their values are elsewhere. */
	readonly secrets: ReadonlySet<string>;
};

type Answered = Extract<RunEvent, { type: 'answered' }>;

/** Those that the run does not have yet, or has otherwise. What a command will tell is not among them. */
export function answersToTake(
	runbook: Runbook,
	state: RunState,
	given: GivenAnswers,
): readonly Answered[] {
	const captures = captureNames(runbook);
	const values = [...given.answers].filter(([name, value]) =>
		captures.has(name)
			? !state.answers.has(name) && gaveNothing(runbook, state, name)
			: !isAnswered(state, name, value),
	);
	const secrets = [...given.secrets].filter(name => state.answers.get(name)?.kind !== 'secret');
	return [
		...values.map(([name, value]): Answered => {
			return { type: 'answered', name, value, secret: false };
		}),
		...secrets.map((name): Answered => {
			return { type: 'answered', name, value: null, secret: true };
		}),
	];
}

function isAnswered({ answers }: RunState, name: string, value: Value | null): boolean {
	const answer = answers.get(name);
	if (answer?.kind !== 'value') return value === null && answer?.kind === 'empty';
	return value !== null && [answer.value].flat().join('\n') === [value].flat().join('\n');
}
