/** Whether a job that was to write a file has left it as it was: then nothing is there to be taken back. */
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readOrdinary } from '../execute/ordinary-file.ts';
import type { Outcome } from '../run/events.ts';

/** Of a larger file it is not looked at: it counts as changed, and its undo finds out. */
const LARGEST = 1024 * 1024;

/**
 * `path` is the file, `folder` the job's. Only of a job whose end is known; where there is any doubt
 * the file counts as changed.
 */
export function leftUnchanged(folder: string, path: string | undefined, outcome: Outcome): boolean {
	if (outcome.kind === 'unknown' || outcome.kind === 'never-started') return false;
	if (!existsSync(folder)) return false;
	const wasThere = existsSync(join(folder, 'before'));
	const wasAbsent = existsSync(join(folder, 'absent'));
	// It keeps one of them before it changes anything.
	if (!wasThere && !wasAbsent) return true;
	const hasFailed = outcome.kind !== 'exited' || outcome.status !== 0;
	if (!hasFailed || path === undefined) return false;
	return wasAbsent ? !isThere(path) : isSame(path, folder);
}

/** The file is replaced at once, whole and with its mode; so its bytes tell whether it was. */
function isSame(path: string, folder: string): boolean {
	const [now, before, written] = [path, join(folder, 'before'), join(folder, 'written')].map(read);
	return now !== undefined && before?.equals(now) === true && written?.equals(now) === false;
}

function read(path: string): Buffer | undefined {
	try {
		return lstatSync(path).size > LARGEST ? undefined : readOrdinary(path);
	} catch {
		return undefined;
	}
}

function isThere(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
