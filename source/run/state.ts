/** What is known of a run after the events so far. */
import type { Language, Value } from '../runbook/types.ts';
import type { FrozenUndo, MarkKind, Outcome, RunEvent } from './events.ts';

export type Began = Extract<RunEvent, { type: 'began' }>;

/** A name that was answered: with a value, or left empty, or a secret that is held in memory only. */
export type Answer =
	| { readonly kind: 'value'; readonly value: Value }
	| { readonly kind: 'empty' }
	| { readonly kind: 'secret' };

export type Execution = {
	readonly job: number;
	readonly item: string;
	readonly purpose: Extract<RunEvent, { type: 'job-started' }>['purpose'];
	readonly sum: string;
	readonly edited: boolean;
	readonly tty: boolean;
	readonly boot: string;
	readonly capture?: string;
	readonly undoes?: string;
	/** The undo by link that ordered it. */
	readonly by?: string;
	/** The sequence number of its beginning. */
	readonly seq: number;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	readonly endedAt?: string;
	/** When its end was recorded: after coming back, later than it ended. */
	readonly endRecordedAt?: string;
	/** Absent while it runs, as far as the journal knows. */
	readonly outcome?: Outcome;
	readonly outputBytes: number;
	readonly truncated: boolean;
	readonly stillWriting: boolean;
	readonly value?: string;
	readonly refused?: string;
	/** Of a file: it is as it was before this job. */
	readonly unchanged?: true;
};

/** The newest thing that happened to an item. */
export type ItemRecord =
	| { readonly kind: 'job'; readonly job: number }
	| { readonly kind: 'mark'; readonly how: Exclude<MarkKind, 'open'>; readonly reason?: string };

/** Something that can be taken back: one undo block, or one file, for one round of executions. */
export type UndoEntry = FrozenUndo & {
	readonly id: string;
	readonly visit: string;
	/** From 1: which walk over its visit it belongs to. One more when an action is done once more. */
	readonly round: number;
	/** The items that it takes back, each with its newest job in this round, if it had one. */
	readonly items: ReadonlyMap<string, number | undefined>;
	/** The sequence number of the newest event that belongs to it. */
	readonly newest: number;
	/** What it takes back was done by hand, at least in part: shown, and marked by hand again. */
	readonly byHand: boolean;
	/** The action was edited before it ran. */
	readonly edited: boolean;
	/** An earlier attempt, whose job is not among the `items` any more, may have begun. */
	readonly attempted: boolean;
	readonly settled?: {
		readonly how: 'undone' | 'by-hand' | 'skipped';
		readonly reason?: string;
		/** The sequence number of the event that settled it. */
		readonly seq: number;
	};
};

export type Note = { readonly visit: string; readonly text: string; readonly time: string };

export type RunState = {
	readonly began: Began;
	readonly beganAt: string;
	readonly answers: ReadonlyMap<string, Answer>;
	readonly hosts: ReadonlyMap<string, { readonly here: boolean; readonly name: string }>;
	readonly choices: ReadonlyMap<string, number>;
	readonly records: ReadonlyMap<string, ItemRecord>;
	readonly executions: readonly Execution[];
	readonly undos: readonly UndoEntry[];
	readonly notes: readonly Note[];
	readonly finished: boolean;
	/** The visit that the newest event but coming and going was about. */
	readonly lastVisit?: string;
	readonly lastSeq: number;
	readonly lastTime: string;
};

/** The execution of a job, by its number. */
export function executionOf(state: RunState, job: number): Execution | undefined {
	return state.executions.find(execution => execution.job === job);
}

/** The newest execution of an item, if that is the newest thing that happened to it. */
export function currentExecution(state: RunState, item: string): Execution | undefined {
	const record = state.records.get(item);
	return record?.kind === 'job' ? executionOf(state, record.job) : undefined;
}

/** Whether the newest job of the run has not ended, as far as the journal knows. */
export function runningExecution(state: RunState): Execution | undefined {
	return state.executions.find(execution => execution.outcome === undefined);
}

export function succeeded(execution: Execution | undefined): boolean {
	return execution?.outcome?.kind === 'exited' && execution.outcome.status === 0;
}

/** Whether a language is run by bash. */
export function isBash(language: Language): boolean {
	return language === 'bash';
}
