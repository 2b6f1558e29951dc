/** Which process is which: a number alone comes back after a while. */
import { askSystem, readText } from './system-text.ts';

/** What Linux says of a process. */
export type ProcessStatus = {
	readonly zombie: boolean;
	readonly group: number;
	/** In clock ticks since the boot. */
	readonly start: string;
};

/** Reads /proc/PID/stat; gives nothing where there is no such process, or no such file. */
export function processStatus(pid: number): ProcessStatus | undefined {
	const text = readText(`/proc/${pid}/stat`);
	if (text === undefined) return undefined;
	// The name in brackets may itself hold brackets and blanks.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	const [state = '', , group = '', ...rest] = fields;
	return { zombie: state === 'Z' || state === 'X', group: Number(group), start: rest[16] ?? '' };
}

/** Gives when a process began, in the words that the wrapper writes; empty when it is gone or unknown. */
export function processStart(pid: number): string {
	return processStatus(pid)?.start ?? askSystem('ps', '-o', 'lstart=', '-p', String(pid)).trim();
}

/** Whether this system shows its processes as files, the way Linux does. */
export const hasProc = (): boolean => processStatus(process.pid) !== undefined;
