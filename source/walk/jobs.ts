/** Starts one script as a job, follows it, and records its beginning and its end. */

import { existsSync, rmdirSync } from 'node:fs';
import { jobEnvironment } from '../execute/environment.ts';
import { findJob, followJob, type JobEnd, type JobFinding } from '../execute/find-job.ts';
import { freeBytes } from '../execute/free-space.ts';
import { type JobSpec, startJob } from '../execute/job.ts';
import { endTimeOf } from '../execute/job-end.ts';
import { matchPattern } from '../execute/match-pattern.ts';
import { runOnTerminal } from '../execute/terminal-job.ts';
import type { FrozenUndo, Outcome, RunEvent } from '../run/events.ts';
import type { Execution } from '../run/state.ts';
import { executionOf } from '../run/state.ts';
import { declarationOf } from '../run/values.ts';
import type { Block, Language, Purpose, Runbook } from '../runbook/types.ts';
import { checkValue } from '../runbook/values.ts';
import { createJobFolder, jobFolder, type RunFolder } from '../store/runs.ts';
import { leftUnchanged } from './left-unchanged.ts';
import type { Recorder } from './recorder.ts';
import { type Session, sumOf } from './session.ts';

/** Less than this and a job is only started when the operator wants it all the same. */
export const leastFreeBytes = 64 * 1024 * 1024;

export type JobOrder = {
	readonly item: string;
	readonly purpose: Purpose | 'restore';
	readonly script: string;
	readonly language: Language;
	readonly edited: boolean;
	readonly tty: boolean;
	readonly capture?: string;
	readonly within?: number;
	readonly timeout?: number;
	readonly limit?: number;
	readonly undo: readonly FrozenUndo[];
	readonly undoes?: string;
	/** The undo by link that it is run for. */
	readonly by?: string;
	readonly secrets: Readonly<Record<string, string>>;
};

/** Gives the terminal to a command and takes it back; what `use` gives is given on. */
export type HandOver = <T>(use: () => Promise<T>) => Promise<T>;

export type JobRoom = {
	readonly runbook: Runbook;
	readonly run: RunFolder;
	readonly recorder: Recorder;
	readonly session: Session;
	/** Jobs that the operator ended, whether or not there was time to note it in their folder. */
	readonly stopped: Set<number>;
	/** Ends the following of jobs, which go on by themselves: the run is left. */
	readonly left: AbortSignal;
};

/** The parts of a block that limit its job. */
export function limitsOf(block: Block): Pick<JobOrder, 'within' | 'timeout' | 'limit'> {
	return {
		...(block.within === undefined ? {} : { within: block.within }),
		...(block.timeout === undefined ? {} : { timeout: block.timeout }),
		...(block.limit === undefined ? {} : { limit: block.limit }),
	};
}

/** Runs a job to its end, however long that takes. */
export async function runJob(
	room: JobRoom,
	order: JobOrder,
	handOver: HandOver | undefined,
): Promise<Execution> {
	const { recorder, run, session } = room;
	const { job, folder } = makeFolder(room);
	try {
		recorder.record(startEvent(job, order, session.boot));
	} catch (error) {
		rmdirSync(folder);
		throw error;
	}
	const spec: JobSpec = {
		folder,
		script: order.script,
		language: order.language,
		capture: order.capture !== undefined,
		...(order.within === undefined ? {} : { within: order.within }),
		...(order.timeout === undefined ? {} : { timeout: order.timeout }),
		...(order.limit === undefined ? {} : { limit: order.limit }),
		environment: jobEnvironment(session.environment, {
			folder,
			token: `${run.id}-${job}`,
			secrets: order.secrets,
		}),
	};
	if (order.tty && handOver) {
		try {
			const end = await handOver(() => runOnTerminal(spec));
			return ended(room, job, { state: 'ended', end });
		} catch (error) {
			// The terminal may have been lost before or after it began; what began is left as it is.
			adopt(room, job);
			throw error;
		}
	}
	try {
		await startJob(spec);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		recorder.record(endEvent(job, { kind: 'never-started', why }));
		throw error;
	}
	return follow(room, job, 0);
}

/**
 * The folder of the next job. It is there before the job is announced, so that one which was announced
 * and not begun can be kept from ever beginning. What was made and never announced is left lying.
 */
function makeFolder({ run, recorder }: JobRoom): { readonly job: number; readonly folder: string } {
	let job = 1 + Math.max(0, ...recorder.state.executions.map(execution => execution.job));
	while (existsSync(jobFolder(run, job))) job += 1;
	return { job, folder: createJobFolder(run, job) };
}

/** Follows a job that an earlier start of the program began, and records its end. */
export async function follow(room: JobRoom, job: number, fromByte: number): Promise<Execution> {
	const { recorder, run } = room;
	const started = executionOf(recorder.state, job);
	if (!started) throw new TypeError(`There is no job ${job} to follow.`);
	const finding = await followJob(jobFolder(run, job), started.boot, {
		fromByte,
		onOutput: chunk => recorder.output(job, chunk),
		onSkipped: recorder.isHeardWhole ? undefined : bytes => recorder.skipped(job, bytes),
		signal: room.left,
	});
	// Whoever comes back records how it ended; the journal is closed by now.
	if (room.left.aborted) return started;
	return ended(room, job, finding);
}

/** What became of a job while nobody looked; records it unless it still runs. */
export function adopt(room: JobRoom, job: number): 'running' | 'ended' {
	const started = executionOf(room.recorder.state, job);
	if (!started) throw new TypeError(`There is no job ${job} to look for.`);
	const finding = findJob(jobFolder(room.run, job), started.boot);
	if (finding.state === 'running') return 'running';
	ended(room, job, finding);
	return 'ended';
}

export function hasRoom(room: JobRoom): boolean {
	return freeBytes(room.run.folder) >= leastFreeBytes;
}

function ended(room: JobRoom, job: number, finding: JobFinding): Execution {
	const { recorder, runbook } = room;
	const stopped = room.stopped.has(job);
	const outcome = outcomeOf(finding, stopped);
	const end = finding.state === 'ended' ? finding.end : undefined;
	const capture = executionOf(recorder.state, job)?.capture;
	const took =
		capture !== undefined && outcome.kind === 'exited' && outcome.status === 0
			? takeValue(runbook, capture, end?.value)
			: {};
	const endedAt =
		end?.status === undefined ? undefined : endTimeOf(jobFolder(room.run, job), end.status);
	recorder.record({
		...endEvent(job, outcome, end),
		...took,
		...(hasLeftAll(room, job, outcome) ? { unchanged: true as const } : {}),
		...(endedAt === undefined ? {} : { endedAt }),
	});
	const execution = executionOf(recorder.state, job);
	if (!execution) throw new TypeError(`Job ${job} is not in the state.`);
	return execution;
}

/** Whether the job was to write a file, and did nothing of it. */
function hasLeftAll({ recorder, run }: JobRoom, job: number, outcome: Outcome): boolean {
	const file = recorder.state.undos.find(
		({ kind, items }) => kind === 'file' && [...items.values()].includes(job),
	);
	return file !== undefined && leftUnchanged(jobFolder(run, job), file.path, outcome);
}

function outcomeOf(finding: JobFinding, stopped: boolean): Outcome {
	switch (finding.state) {
		case 'ended':
			if (finding.end.timedOut) return { kind: 'timed-out' };
			if (stopped || finding.end.stopped) return { kind: 'stopped' };
			return finding.end.status === undefined
				? { kind: 'unknown', why: 'it ended without leaving an exit status' }
				: { kind: 'exited', status: finding.end.status };
		case 'not-started':
			return { kind: 'never-started', why: 'the connection was lost before it began' };
		case 'unknown':
			return stopped ? { kind: 'stopped' } : { kind: 'unknown', why: finding.why };
		case 'running':
			return { kind: 'unknown', why: 'it was still running when it was left' };
	}
}

/** Standard output without its trailing newlines: one line, at most 4 KiB, valid by its type. */
function takeValue(
	runbook: Runbook,
	name: string,
	raw: string | undefined,
): { readonly value: string } | { readonly refused: string } {
	const value = raw?.replace(/\n+$/, '') ?? '';
	if (value === '') return { refused: 'it printed nothing' };
	if (value.includes('\n')) return { refused: 'it printed more than one line' };
	if (Buffer.byteLength(value) > 4096) return { refused: 'it printed more than 4 KiB' };
	const input = declarationOf(runbook, name);
	const problem = input && checkValue(input, value, matchPattern);
	return problem === undefined ? { value } : { refused: problem };
}

function startEvent(job: number, order: JobOrder, boot: string): RunEvent {
	return {
		type: 'job-started',
		job,
		item: order.item,
		purpose: order.purpose,
		sum: sumOf(order.script),
		language: order.language,
		edited: order.edited,
		tty: order.tty,
		boot,
		undo: order.undo,
		...(order.capture === undefined ? {} : { capture: order.capture }),
		...(order.undoes === undefined ? {} : { undoes: order.undoes }),
		...(order.by === undefined ? {} : { by: order.by }),
	};
}

function endEvent(job: number, outcome: Outcome, end?: JobEnd) {
	return {
		type: 'job-ended',
		job,
		outcome,
		outputBytes: end?.outputBytes ?? 0,
		truncated: end?.truncated ?? false,
		stillWriting: end?.stillWriting ?? false,
	} as const;
}
