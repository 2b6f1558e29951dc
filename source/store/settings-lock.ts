/**
 * One writer of the settings at a time. conf reads, changes and writes without any: four writers of
 * 100 keys each kept 115 of 400.
 */
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from './home.ts';
import { takeKernelLock } from './kernel-lock.ts';
import { besideName } from './own-files.ts';
import { codeOf } from './system-errors.ts';

const PATIENCE = 20_000;
const ABANDONED = 10_000;

/** Waits for its turn; `file` is made for that. Raises when it does not come. */
export async function holding<T>(
	file: string,
	environment: Environment,
	use: () => Promise<T>,
): Promise<T> {
	const end = performance.now() + PATIENCE;
	for (;;) {
		const release = take(file, environment);
		if (release) {
			try {
				return await use();
			} finally {
				release();
			}
		}
		if (performance.now() > end) throw new Error(`another program has \`${file}\` all the time`);
		// Not all at the same moment again.
		await setTimeout(2 + Math.random() * 10);
	}
}

function take(file: string, environment: Environment): (() => void) | undefined {
	const kernel = takeKernelLock(file, environment);
	if (kernel.state === 'taken') return () => closeSync(kernel.descriptor);
	return kernel.state === 'held' ? undefined : takeByName(`${file}-name`);
}

/** Where there is no flock(1). An old name was left by a program that was killed: these are only settings. */
function takeByName(file: string): (() => void) | undefined {
	try {
		closeSync(openSync(file, 'wx', 0o600));
		return () => rmSync(file, { force: true });
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
	const stats = statSync(file, { throwIfNoEntry: false });
	if (stats && Date.now() - stats.mtimeMs > ABANDONED) {
		// Of two who find it old, one moves it.
		const aside = besideName(file);
		try {
			renameSync(file, aside);
		} catch {
			return undefined;
		}
		rmSync(aside, { force: true });
	}
	return undefined;
}
