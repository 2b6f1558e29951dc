/** Whether a process that was noted down is still the same one and alive. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { codeOf } from './system-errors.ts';

/** The present boot, on Linux. Elsewhere the boot time moves with the clock and proves nothing. */
export function bootIdentity(): string | undefined {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	} catch {
		return undefined;
	}
}

/**
 * When process `pid` was started: ticks since boot on Linux, else the text of ps. Undefined where
 * there is no such process, where it has ended and only waits for its parent, or where it cannot
 * be seen.
 */
export function startOf(pid: number): string | undefined {
	return startFromProc(pid) ?? startFromPs(pid);
}

function startFromProc(pid: number): string | undefined {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
		// The second field is the name in parentheses, and may itself hold spaces and parentheses.
		const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
		return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

function startFromPs(pid: number): string | undefined {
	if (bootIdentity() !== undefined) return undefined;
	const { stdout } = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
		env: { PATH: '/bin:/usr/bin:/sbin:/usr/sbin', LC_ALL: 'C', TZ: 'UTC0' },
		encoding: 'utf8',
		timeout: 5000,
	});
	const [state, ...start] = (stdout ?? '').trim().split(/\s+/);
	return state === undefined || state.startsWith('Z') ? undefined : start.join(' ');
}

/**
 * Whether the process with this number and start lives. In doubt it does: what is asked here is
 * whether its lock may be taken away.
 */
export function isAlive(pid: number, start: string | undefined): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (codeOf(error) === 'ESRCH') return false;
	}
	const present = startOf(pid);
	if (present !== undefined && start !== undefined) return present === start;
	return !isZombie(pid);
}

function isZombie(pid: number): boolean {
	try {
		return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
	} catch {
		return false;
	}
}
