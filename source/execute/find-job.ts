/** What became of a job, and what it prints: read from its folder, and from the processes of this machine. */
import { join } from 'node:path';
import { bootIdentity } from './boot.ts';
import { ownWrapper } from './job.ts';
import { endOf, type JobEnd } from './job-end.ts';
import {
	isCode,
	namesIn,
	readBeginning,
	statusAmong,
	takeBeginning,
	tokenOf,
} from './job-folder.ts';
import { OutputReader } from './output-reader.ts';
import { isAlive } from './process-group.ts';
import { readText } from './system-text.ts';

export type { JobEnd } from './job-end.ts';

export type JobFinding =
	| { readonly state: 'ended'; readonly end: JobEnd }
	| { readonly state: 'running' }
	/** It never began, and never will: its `began` is taken. */
	| { readonly state: 'not-started' }
	| { readonly state: 'unknown'; readonly why: string };

/**
 * Finds out what became of a job that the journal announced.
 *
 * Takes the job's folder, and the boot that the start event names. A job that has not begun in this
 * boot is fenced: it never will begin, and may be started again in another folder.
 */
export function findJob(folder: string, announcedBoot: string): JobFinding {
	try {
		return look(folder, announcedBoot);
	} catch (error) {
		return unknown(`its folder cannot be read: ${error instanceof Error ? error.message : error}`);
	}
}

function look(folder: string, announcedBoot: string): JobFinding {
	const names = namesIn(folder);
	const status = statusAmong(names);
	const began = readBeginning(folder);
	const token = tokenOf(folder);
	if (status !== undefined) {
		const writing = typeof began === 'object' && !names.has('closed') && isAlive(began, token);
		return { state: 'ended', end: endOf(folder, status, writing) };
	}
	if (began === 'absent') return fenceOff(folder, announcedBoot);
	if (began === 'fenced') {
		return announcedBoot === bootIdentity() || readText(join(folder, 'began')) !== ''
			? { state: 'not-started' }
			: unknown('the machine was restarted while it began');
	}
	if (began === 'unreadable') return unknown('`began` in its folder is damaged');
	if (began.boot !== bootIdentity()) {
		return unknown('the machine was restarted before it had ended');
	}
	if (isAlive(began, token)) return { state: 'running' };
	return afterDeath(folder);
}

/** Nothing of the job lives any more: what it has left now is all that it will leave. */
function afterDeath(folder: string): JobFinding {
	const names = namesIn(folder);
	const status = statusAmong(names);
	if (status !== undefined || names.has('timedout') || names.has('stopped')) {
		return { state: 'ended', end: endOf(folder, status, false) };
	}
	return unknown('it was killed together with what would have noted its status');
}

function fenceOff(folder: string, announcedBoot: string): JobFinding {
	const boot = bootIdentity();
	if (boot === '') return unknown('this system does not tell when it was started');
	if (announcedBoot !== boot) {
		return unknown('the machine was restarted, and nothing shows whether it had begun');
	}
	try {
		return takeBeginning(folder) ? { state: 'not-started' } : look(folder, announcedBoot);
	} catch (error) {
		return unknown(
			isCode(error, 'ENOENT')
				? 'its folder is gone'
				: `it cannot be kept from starting: ${error instanceof Error ? error.message : error}`,
		);
	}
}

const unknown = (why: string): JobFinding => ({ state: 'unknown', why });

export type FollowOptions = {
	/**
	 * Gets the bytes of the output, in order, as they appear. Of one that is cut they may be up to 511
	 * more than are kept, when its limit is no multiple of 512.
	 */
	readonly onOutput?: (chunk: Uint8Array) => void;
	/** For whom the end of a flood will do: gets how many bytes `onOutput` is not given. */
	readonly onSkipped?: ((bytes: number) => void) | undefined;
	/** Ends the following; never the job. */
	readonly signal?: AbortSignal;
	/** Where in the output to begin. */
	readonly fromByte?: number;
};

/** Milliseconds between two looks: a frame of the screen. */
const frame = 33;
/** Milliseconds between two looks whether the job's processes are alive: it may take reading all of /proc. */
const lifeSign = 250;
/** Milliseconds that the output may stay open after the script has ended. */
const closing = 1000;

/**
 * Follows a job until its end; a second more, at most, until its output is closed.
 *
 * @returns what `findJob` finds then; `running` when the signal ended the following.
 * Raises what `onOutput` raises.
 */
export async function followJob(
	folder: string,
	announcedBoot: string,
	{ onOutput, onSkipped, signal, fromByte = 0 }: FollowOptions,
): Promise<JobFinding> {
	const output =
		onOutput && new OutputReader(join(folder, 'output'), fromByte, { onOutput, onSkipped }, signal);
	let endSeen: number | undefined;
	let looked = -lifeSign;
	try {
		while (!signal?.aborted) {
			const names = namesIn(folder);
			const now = performance.now();
			const exited = statusAmong(names) !== undefined;
			if (exited) endSeen ??= now;
			// A wrapper of ours that has not begun yet is still to come; anybody else's is fenced.
			const due = exited || (names.has('began') ? now - looked >= lifeSign : !ownWrapper(folder));
			const finding = due ? findJob(folder, announcedBoot) : undefined;
			if (due) looked = now;
			await output?.readOn();
			if (finding && isOver(finding, endSeen === undefined ? 0 : now - endSeen)) return finding;
			await pause(folder, exited ? 5 : frame, signal);
		}
		return { state: 'running' };
	} finally {
		await output?.close();
	}
}

/** Whether there is nothing more to wait for, so many milliseconds after the script has ended. */
function isOver(finding: JobFinding, since: number): boolean {
	if (finding.state === 'running') return false;
	return finding.state !== 'ended' || !finding.end.stillWriting || since >= closing;
}

/** Waits some time, or until the wrapper ends or the signal comes. */
function pause(
	folder: string,
	milliseconds: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	return new Promise(resolve => {
		const wrapper = ownWrapper(folder);
		const done = () => {
			clearTimeout(timer);
			wrapper?.off('exit', done);
			signal?.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, milliseconds);
		wrapper?.once('exit', done);
		signal?.addEventListener('abort', done);
		if (signal?.aborted) done();
	});
}
