/** Begins a run, or comes back to one. */
import { existsSync } from 'node:fs';
import { replay } from '../run/apply.ts';
import type { RecordedEvent } from '../run/events.ts';
import { type RunState, runningExecution } from '../run/state.ts';
import type { Runbook } from '../runbook/types.ts';
import { openJournal, readJournal } from '../store/journal.ts';
import { takeLock } from '../store/lock.ts';
import { readRunbookFile } from '../store/places.ts';
import { createRun, newRunId, type RunFolder } from '../store/runs.ts';
import { adopt } from './jobs.ts';
import { readBytes } from './read-bytes.ts';
import { Recorder } from './recorder.ts';
import { type Session, sumOf } from './session.ts';
import { Walk } from './walk.ts';

/** A run that cannot be gone on with here; the message says why and what to do. */
export class CannotResume extends Error {
	override name = 'CannotResume';
}

/** Makes the run's folder, takes it, and records that it began. Nothing of the runbook runs. */
export function beginWalk(
	session: Session,
	runbook: Runbook,
	options: { readonly file: string; readonly dryRun: boolean },
): Walk {
	const id = newRunId(session.random);
	const run = createRun(session.home, id, runbook.text);
	return holding(run, session, ({ journal }) => {
		const recorder = Recorder.start(journal, {
			type: 'began',
			id,
			runbook: runbook.name,
			file: options.file,
			sum: sumOf(runbook.text),
			title: runbook.title,
			dryRun: options.dryRun,
			host: session.host,
			...(session.namespace === undefined ? {} : { namespace: session.namespace }),
			user: session.user,
			root: session.root,
			program: session.program,
			date: session.now().toISOString().slice(0, 10).replaceAll('-', ''),
		});
		return { runbook, recorder };
	});
}

/**
 * Goes on with a run: replays its journal, and finds out what became of a job that was running.
 * @throws Held when another process has the run, CannotResume when it was begun elsewhere.
 */
export function resumeWalk(session: Session, run: RunFolder): Walk {
	// Before the lock: the holder of a run that was begun elsewhere cannot be judged from here.
	refuseElsewhere(session, readRun(run).state);
	return holding(run, session, ({ journal, reading }) => {
		const state = replay(reading.lines as RecordedEvent[]);
		const runbook = frozenRunbook(run, state);
		const recorder = new Recorder(journal, state);
		recorder.record({ type: 'resumed', program: session.program });
		const running = runningExecution(state);
		if (running) {
			const left = new AbortController().signal;
			adopt({ runbook, run, recorder, session, stopped: new Set(), left }, running.job);
		}
		return { runbook, recorder };
	});
}

/** Takes the run and opens its journal; gives both back when that does not make a walk. */
function holding(
	run: RunFolder,
	session: Session,
	open: (opened: ReturnType<typeof openJournal>) => { runbook: Runbook; recorder: Recorder },
): Walk {
	const lock = takeLock(run.folder, session.environment);
	let opened: ReturnType<typeof openJournal> | undefined;
	try {
		opened = openJournal(run.journalFile, session.now);
		const { runbook, recorder } = open(opened);
		return new Walk({ runbook, run, recorder, session }, () => lock.release());
	} catch (error) {
		opened?.journal.close();
		lock.release();
		throw error;
	}
}

/** A run as the journal tells it, for lists and reports; takes nothing and changes nothing. */
export function readRun(run: RunFolder): {
	readonly state: RunState;
	readonly runbook: Runbook;
	readonly events: readonly RecordedEvent[];
	/** What is wrong with the journal, if anything. */
	readonly damage?: string;
} {
	// The folder is there before its journal: whoever was killed in between has begun nothing.
	const reading = existsSync(run.journalFile) ? readJournal(run.journalFile) : undefined;
	const events = (reading?.lines ?? []) as RecordedEvent[];
	const damage =
		reading?.damage && `line ${reading.damage.line} of the journal: ${reading.damage.why}`;
	if (events.length === 0) {
		if (damage) {
			throw new CannotResume(
				`Nothing can be told of run \`${run.id}\`, also not whether any of it was run: ${damage}. Look at its folder \`${run.folder}\`.`,
			);
		}
		throw new CannotResume(
			`Run \`${run.id}\` was left before it began; nothing of it was run. Its folder \`${run.folder}\` can be removed.`,
		);
	}
	const state = replay(events);
	return {
		state,
		events,
		runbook: frozenRunbook(run, state),
		...(damage ? { damage } : {}),
	};
}

function frozenRunbook(run: RunFolder, state: RunState): Runbook {
	const bytes = readRunbookFile(run.runbookFile);
	const { runbook, diagnostics } = readBytes(state.began.runbook, bytes);
	if (!runbook || sumOf(runbook.text) !== state.began.sum) {
		const why = runbook
			? 'its bytes are not those that the run began with'
			: (diagnostics[0]?.message ?? 'it cannot be read');
		throw new CannotResume(
			`The text of run \`${run.id}\` is damaged: ${why}. Its journal is in \`${run.folder}\`; begin a new run.`,
		);
	}
	return runbook;
}

function refuseElsewhere(session: Session, { began }: RunState): void {
	if (began.host !== session.host) {
		throw new CannotResume(
			`Run \`${began.id}\` was begun on \`${began.host}\`, and this is \`${session.host}\`. Resume it there; here it can only be read: \`runbook report ${began.id}\`.`,
		);
	}
	if (began.namespace !== session.namespace) {
		throw new CannotResume(
			`Run \`${began.id}\` was begun in another container of this machine. Resume it there; here it can only be read: \`runbook report ${began.id}\`.`,
		);
	}
}
