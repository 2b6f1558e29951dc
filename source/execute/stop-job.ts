/** Ends a job, and says what of it goes on. */
import { linkSync } from 'node:fs';
import { join } from 'node:path';
import {
	type Began,
	begunIn,
	isCode,
	namesIn,
	statusAmong,
	takeBeginning,
	tokenOf,
} from './job-folder.ts';
import { allProcesses, carriesToken, isAlive, signalGroup } from './process-group.ts';
import { readText } from './system-text.ts';

export type StopOptions = {
	/** Ends it at once, without asking it first. */
	readonly now?: boolean;
	/** Seconds between asking and ending; 5 unless given. */
	readonly graceSeconds?: number;
};

/** A process that was started by the job and is not in its group. */
export type LeftAlive = { readonly pid: number; readonly command: string };

/**
 * Ends a job: TERM to its group, five seconds, KILL. One that has not begun never will; one that has
 * ended by itself is left alone, since what it left behind is a daemon.
 *
 * @returns the processes that carry the job's token and live on; none where there is no /proc
 */
export async function stopJob(
	folder: string,
	{ now = false, graceSeconds = 5 }: StopOptions,
): Promise<{ readonly leftAlive: readonly LeftAlive[] }> {
	const token = tokenOf(folder);
	const began = begunIn(folder) ?? (takeBeginning(folder) ? undefined : begunIn(folder));
	if (began !== undefined && !began.terminal && mayBeEnded(folder)) {
		await endGroup(began, token, now ? 0 : graceSeconds * 1000);
	}
	return { leftAlive: token === undefined ? [] : carriersOf(token) };
}

/** Notes that the job is being stopped. Once it is, what its end left behind is ended, too. */
function mayBeEnded(folder: string): boolean {
	const names = namesIn(folder);
	if (names.has('stopped')) return true;
	if (statusAmong(names) !== undefined) return false;
	try {
		// A link, because the disk may be full.
		linkSync(join(folder, 'began'), join(folder, 'stopped'));
	} catch (error) {
		if (!isCode(error, 'EEXIST')) throw error;
	}
	return true;
}

async function endGroup(began: Began, token: string | undefined, grace: number): Promise<void> {
	if (grace > 0) {
		signalGroup(began, token, 'SIGTERM');
		if (await isGone(began, token, grace)) return;
	}
	signalGroup(began, token, 'SIGKILL');
	await isGone(began, token, 1000);
}

/** Waits until a group is gone; gives false when it is not in time. */
async function isGone(began: Began, token: string | undefined, limit: number): Promise<boolean> {
	const start = performance.now();
	while (isAlive(began, token)) {
		if (performance.now() - start >= limit) return false;
		await new Promise(resolve => setTimeout(resolve, 20));
	}
	return true;
}

function carriersOf(token: string): LeftAlive[] {
	return allProcesses()
		.filter(pid => pid !== process.pid && carriesToken(pid, token) === true)
		.map(pid => ({ pid, command: commandOf(pid) }));
}

/** The words of a process as it gives them: not safe to show as they are. */
function commandOf(pid: number): string {
	const bytes = Buffer.from(readText(`/proc/${pid}/cmdline`) ?? '', 'latin1');
	return bytes.toString('utf8').replaceAll('\0', ' ').trim();
}
