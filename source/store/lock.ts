/** One process holds a run. */
import { closeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Held, type Holder, StateRefused } from './errors.ts';
import type { Environment } from './home.ts';
import { machineIdentity } from './identity.ts';
import { takeKernelLock } from './kernel-lock.ts';
import { type LockRecord, type Newest, newestRecord, publishRecord } from './lock-record.ts';
import { requireOwnFolder } from './own-files.ts';
import { bootIdentity, isAlive, startOf } from './processes.ts';
import { reasonOf } from './system-errors.ts';

export type { Holder };
export { Held };

/** A run that is ours until `release` is called or this process ends, however it ends. */
export type Lock = {
	/** Lets go; may be called again. */
	release(): void;
};

/**
 * Takes the run in `folder` for this process, without waiting. flock(1) is looked for on the PATH
 * of `environment`. Raises Held with the holder where another process has it, or where it cannot
 * be told whether that process lives; StateRefused where the folder is not ours or not writable.
 *
 * Both forms honour each other: a process without flock(1) sees the records of one that has it,
 * and the other way round.
 */
export function takeLock(folder: string, environment: Environment = process.env): Lock {
	let descriptor: number | undefined;
	try {
		requireOwnFolder(folder, 0o077);
		const kernel = takeKernelLock(join(folder, 'lock'), environment);
		if (kernel.state === 'held') throw new Held(folder, waitForHolder(folder));
		if (kernel.state === 'taken') descriptor = kernel.descriptor;
		const mine = ownRecord(descriptor !== undefined);
		const number = becomeHolder(folder, mine);
		return lockOf(folder, mine, number, descriptor);
	} catch (error) {
		if (descriptor !== undefined) closeSync(descriptor);
		if (error instanceof Held || error instanceof StateRefused) throw error;
		throw new StateRefused(folder, reasonOf(error), undefined, error);
	}
}

/** Who has the run now, as far as its records tell; takes nothing. */
export function holderNow(folder: string): Holder | undefined {
	const newest = newestRecord(folder);
	if (newest.record === undefined || judge(newest, ownRecord(false)) !== 'alive') return undefined;
	return holderOf(newest.record);
}

function becomeHolder(folder: string, mine: LockRecord): number {
	for (;;) {
		const newest = newestRecord(folder);
		const judged = judge(newest, mine);
		if (judged !== 'gone') {
			const holder = newest.record ?? UNKNOWN;
			throw new Held(folder, holderOf(holder), judged === 'unknown' ? newest.file : undefined);
		}
		if (publishRecord(folder, newest.number + 1, mine)) return newest.number + 1;
	}
}

/** Whether the holder of a record is gone, seen with what we know of ourselves. */
function judge({ number, record }: Newest, mine: LockRecord): 'gone' | 'alive' | 'unknown' {
	if (number === 0) return 'gone';
	if (record === undefined) return mine.kernel ? 'gone' : 'unknown';
	if (record.free) return 'gone';
	if (record.host !== mine.host) return 'unknown';
	if (record.boot !== mine.boot) return 'gone';
	// The kernel's lock was given to us, so nobody has it, whichever container it was in.
	if (record.kernel && mine.kernel) return 'gone';
	if (record.namespace !== mine.namespace) return 'unknown';
	return isAlive(record.pid, record.start) ? 'alive' : 'gone';
}

function lockOf(
	folder: string,
	mine: LockRecord,
	number: number,
	descriptor: number | undefined,
): Lock {
	let released = false;
	return {
		release() {
			if (released) return;
			released = true;
			try {
				publishRecord(folder, number + 1, { ...mine, free: true });
			} catch {
				// A full disk, or the folder is gone: then it is free when this process ends.
			} finally {
				if (descriptor !== undefined) closeSync(descriptor);
			}
		},
	};
}

function ownRecord(kernel: boolean): LockRecord {
	const { host, namespace } = machineIdentity();
	const start = startOf(process.pid);
	const boot = bootIdentity();
	return {
		pid: process.pid,
		user: userName(),
		host,
		since: new Date().toISOString(),
		free: false,
		kernel,
		...(start === undefined ? {} : { start }),
		...(boot === undefined ? {} : { boot }),
		...(namespace === undefined ? {} : { namespace }),
	};
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return String(process.geteuid?.() ?? '');
	}
}

const UNKNOWN: Holder = { pid: 0, user: '', host: '', since: '' };

const holderOf = ({ pid, user, host, since }: Holder): Holder => ({ pid, user, host, since });

/** The holder has the kernel's lock some milliseconds before its record is there. */
function waitForHolder(folder: string): Holder {
	const sleep = new Int32Array(new SharedArrayBuffer(4));
	const mine = ownRecord(false);
	for (let attempt = 0; attempt < 20; attempt++) {
		const newest = newestRecord(folder);
		if (newest.record !== undefined && judge(newest, mine) !== 'gone') {
			return holderOf(newest.record);
		}
		Atomics.wait(sleep, 0, 0, 10);
	}
	return UNKNOWN;
}
