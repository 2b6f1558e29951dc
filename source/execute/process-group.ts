/** The process group of a job: whether it is still there, and still the job's. */
import { readdirSync } from 'node:fs';
import { bootIdentity } from './boot.ts';
import { type Began, isCode } from './job-folder.ts';
import { hasProc, processStart, processStatus } from './process-identity.ts';
import { readText } from './system-text.ts';

/** Gives the numbers of all processes; none where there is no /proc. */
export function allProcesses(): number[] {
	try {
		return readdirSync('/proc')
			.filter(name => /^\d+$/.test(name))
			.map(Number);
	} catch {
		return [];
	}
}

/** Whether a process carries the token of a job in its environment; undefined when that is not for us to see. */
export function carriesToken(pid: number, token: string): boolean | undefined {
	return readText(`/proc/${pid}/environ`)?.split('\0').includes(`RUNBOOK_TOKEN=${token}`);
}

/**
 * Whether a job that began still has a process. Its leader may be gone while others remain; but a
 * leader that started at another time is a stranger, and so is a group without leader none of whose
 * processes carries the token.
 */
export function isAlive(began: Began, token: string | undefined): boolean {
	if (began.boot !== bootIdentity()) return false;
	const leader = processStatus(began.pid);
	if (began.terminal) {
		return leader === undefined
			? !hasProc() && answers(began.pid) && processStart(began.pid) === began.start
			: leader.start === began.start && !leader.zombie;
	}
	if (!answers(-began.pid)) return false;
	if (leader !== undefined && leader.start !== began.start) return false;
	if (leader !== undefined && !leader.zombie) return true;
	if (!hasProc()) {
		const start = processStart(began.pid);
		return start === '' || start === began.start;
	}
	const members = allProcesses().filter(pid => {
		const status = processStatus(pid);
		return status?.group === began.pid && !status.zombie;
	});
	// A leader that nobody has reaped is proof enough whose group it is.
	if (leader !== undefined || token === undefined) return members.length > 0;
	// What a step runs as another user shows us no environment.
	return members.some(pid => carriesToken(pid, token) !== false);
}

/**
 * Sends a signal to the job's group, unless the group is not the job's any more.
 * Raises EPERM when all of it belongs to somebody else.
 */
export function signalGroup(began: Began, token: string | undefined, signal: NodeJS.Signals): void {
	if (began.terminal || !isAlive(began, token)) return;
	try {
		process.kill(-began.pid, signal);
	} catch (error) {
		if (!isCode(error, 'ESRCH')) throw error;
	}
}

/** Whether a process, or with a minus a group, exists. */
function answers(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return isCode(error, 'EPERM');
	}
}
