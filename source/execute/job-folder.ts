/** The files of a job's folder: what the wrapper leaves there, and how it is read. */
import {
	closeSync,
	constants,
	fchmodSync,
	fsyncSync,
	openSync,
	readdirSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readOrdinary } from './ordinary-file.ts';

/** What the wrapper wrote when it began. */
export type Began = {
	/** Of the wrapper. Its process group and session have the same number, but not with `terminal`. */
	readonly pid: number;
	/** When that process began, in the words of this system; empty where nothing tells. */
	readonly start: string;
	readonly boot: string;
	/** It runs on the terminal, in the process group of whoever started it. */
	readonly terminal: boolean;
};

/** `fenced`: somebody took the name first, so that the job never will begin. */
export type Beginning = Began | 'absent' | 'fenced' | 'unreadable';

const fence = 'fenced';

/** Gives the names in a folder; none when it is not there. */
export function namesIn(folder: string): ReadonlySet<string> {
	try {
		return new Set(readdirSync(folder));
	} catch (error) {
		if (isCode(error, 'ENOENT')) return new Set();
		throw error;
	}
}

/** Gives the exit status that the names of a folder tell. */
export function statusAmong(names: Iterable<string>): number | undefined {
	for (const name of names) {
		const digits = /^exit\.(\d{1,3})$/.exec(name)?.[1];
		if (digits === undefined) continue;
		const status = Number(digits);
		// ksh93 says 256 + signal, and yash 384 + signal.
		return status > 255 ? 128 + (status & 127) : status;
	}
	return undefined;
}

/** Reads `began`. */
export function readBeginning(folder: string): Beginning {
	let text: string;
	try {
		text = readOrdinary(join(folder, 'began')).toString();
	} catch (error) {
		if (isCode(error, 'ENOENT')) return 'absent';
		throw error;
	}
	const [pid = '', start = '', boot = '', mode = ''] = text.split('\n');
	// The wrapper links a whole file; only a fence can be seen before it is written.
	if (text === '' || pid === fence) return 'fenced';
	// `kill` takes -1 for everybody.
	if (!/^[1-9]\d*$/.test(pid) || Number(pid) < 2) return 'unreadable';
	return {
		pid: Number(pid),
		start: start.trim(),
		boot: boot.trim(),
		terminal: mode === 'terminal',
	};
}

/**
 * Takes `began`, so that the wrapper, should it still come, does nothing.
 * Gives false when the job has begun; raises what the file system says otherwise.
 */
export function takeBeginning(folder: string): boolean {
	let file: number;
	try {
		file = createFile(join(folder, 'began'));
	} catch (error) {
		if (isCode(error, 'EEXIST')) return false;
		throw error;
	}
	try {
		writeFileSync(file, `${fence}\n`);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	return true;
}

/** Creates a file that was not there, for its owner alone whatever the umask; gives its descriptor. */
export function createFile(path: string): number {
	const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
	const file = openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
	fchmodSync(file, 0o600);
	return file;
}

export const isCode = (error: unknown, code: string): boolean =>
	error instanceof Error && 'code' in error && error.code === code;

/** The token of a job, which its processes carry in their environment. */
export function tokenOf(folder: string): string | undefined {
	try {
		return readOrdinary(join(folder, 'token')).toString('latin1') || undefined;
	} catch {
		return undefined;
	}
}

/** The beginning, when there is one. */
export function begunIn(folder: string): Began | undefined {
	const began = readBeginning(folder);
	return typeof began === 'object' ? began : undefined;
}
