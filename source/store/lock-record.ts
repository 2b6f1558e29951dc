/**
 * Who holds a run, as files `lock.1`, `lock.2` … in its folder; the one with the greatest number
 * counts. They name the holder, and where there is no flock(1) they are the lock.
 *
 * Number N+1 is linked (exclusive, and with its content at once) only by who saw that the holder
 * of N is gone; letting go links a record that says `free`. So that this excludes, the greatest
 * number never goes down: it is never removed, and who finds a greater one than the number just
 * linked (a process that slept between looking and linking) takes its own back. Removing a stale
 * file and making a new one, as lock files commonly do, lets two processes in: both see the stale
 * one, the first removes and makes, the second removes the first one's.
 */
import { linkSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Holder, UnreadableFile } from './errors.ts';
import { besideName, writeFresh } from './own-files.ts';
import { readBeginning } from './read-runbook.ts';
import { codeOf } from './system-errors.ts';

export type LockRecord = Holder & {
	/** The holder let go. */
	readonly free: boolean;
	/** The holder has the kernel's lock, too. */
	readonly kernel: boolean;
	/** When the process was started, as processes.ts tells it. */
	readonly start?: string;
	readonly boot?: string;
	readonly namespace?: string;
};

/** The record that counts. Without `record` it cannot be read as one. Number 0: there is none. */
export type Newest = {
	readonly number: number;
	readonly file: string;
	readonly record?: LockRecord;
};

/** A record has some 200 bytes. */
const LONGEST = 64 * 1024;

const fileOf = (folder: string, number: number): string => join(folder, `lock.${number}`);

function numbers(folder: string): readonly number[] {
	return readdirSync(folder)
		.map(name => /^lock\.([1-9]\d{0,14})$/.exec(name)?.[1])
		.filter(digits => digits !== undefined)
		.map(Number);
}

/** Looks up the record that counts. */
export function newestRecord(folder: string): Newest {
	for (;;) {
		const number = Math.max(0, ...numbers(folder));
		const file = fileOf(folder, number);
		if (number === 0) return { number, file };
		try {
			const record = parse(Buffer.from(readBeginning(file, LONGEST)).toString());
			return { number, file, ...(record === undefined ? {} : { record }) };
		} catch (error) {
			if (!(error instanceof UnreadableFile)) throw error;
			// Removed since we looked, so there is a greater one by now. A pipe or a device tells nothing.
			if (codeOf(error.cause) !== 'ENOENT') return { number, file };
		}
	}
}

/** Makes `record` the one that counts. Gives false where another process was faster. */
export function publishRecord(folder: string, number: number, record: LockRecord): boolean {
	const file = fileOf(folder, number);
	const beside = besideName(join(folder, 'lock'));
	writeFresh(beside, Buffer.from(`${JSON.stringify(record)}\n`));
	try {
		linkSync(beside, file);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	} finally {
		unlinkSync(beside);
	}
	const present = numbers(folder);
	if (Math.max(...present) > number) {
		remove(file);
		return false;
	}
	for (const older of present) if (older < number) remove(fileOf(folder, older));
	return true;
}

function remove(file: string): void {
	try {
		unlinkSync(file);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
}

function parse(text: string): LockRecord | undefined {
	try {
		const value = JSON.parse(text) as Partial<LockRecord> | null;
		if (typeof value?.pid !== 'number' || !Number.isSafeInteger(value.pid) || value.pid < 1) {
			return undefined;
		}
		const { user, host, since, free, kernel, start, boot, namespace } = value;
		return {
			pid: value.pid,
			user: String(user),
			host: String(host),
			since: String(since),
			free: free === true,
			kernel: kernel === true,
			...(typeof start === 'string' ? { start } : {}),
			...(typeof boot === 'string' ? { boot } : {}),
			...(typeof namespace === 'string' ? { namespace } : {}),
		};
	} catch {
		return undefined;
	}
}
