/** The one way an event takes: to the disk first, then into the state, then to whoever watches. */

import { apply, begin } from '../run/apply.ts';
import type { RecordedEvent, RunEvent } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import type { Journal } from '../store/journal.ts';
import { noteEvent } from './last-events.ts';

export type Watcher = {
	/** After each event that is on disk. */
	readonly changed?: (state: RunState, recorded: RecordedEvent) => void;
	/** Bytes that a job has written, as they appear. */
	readonly output?: (job: number, chunk: Uint8Array) => void;
	/** For whom the end of a flood will do: how many bytes come before the next ones. */
	readonly skipped?: (job: number, bytes: number) => void;
};

export class Recorder {
	readonly #journal: Journal;
	readonly #watchers = new Set<Watcher>();
	#state: RunState;

	constructor(journal: Journal, state: RunState) {
		this.#journal = journal;
		this.#state = state;
		noteEvent(state.began.id, state.began);
	}

	/** The first event of a run. */
	static start(journal: Journal, event: RunEvent): Recorder {
		return new Recorder(journal, begin(write(journal, event)));
	}

	get state(): RunState {
		return this.#state;
	}

	/** @throws JournalNotWritten: then what it announces must not happen. */
	record(event: RunEvent): void {
		const recorded = write(this.#journal, event);
		this.#state = apply(this.#state, recorded);
		noteEvent(this.#state.began.id, event);
		for (const watcher of this.#watchers) watcher.changed?.(this.#state, recorded);
	}

	output(job: number, chunk: Uint8Array): void {
		for (const watcher of this.#watchers) watcher.output?.(job, chunk);
	}

	skipped(job: number, bytes: number): void {
		for (const watcher of this.#watchers) watcher.skipped?.(job, bytes);
	}

	/** Whether somebody needs all that jobs write. */
	get isHeardWhole(): boolean {
		return [...this.#watchers].some(({ output, skipped }) => output && !skipped);
	}

	watch(watcher: Watcher): () => void {
		this.#watchers.add(watcher);
		return () => {
			this.#watchers.delete(watcher);
		};
	}

	close(): void {
		this.#journal.close();
	}
}

function write(journal: Journal, event: RunEvent): RecordedEvent {
	const { seq, time } = journal.append(event);
	return { seq, time, event };
}
