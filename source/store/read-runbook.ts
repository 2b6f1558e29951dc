/** Reading the bytes of a file that may be a runbook, without ever waiting for it. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { UnreadableFile } from './errors.ts';
import { reasonOf } from './system-errors.ts';

/** A runbook is at most 1 MiB; one byte more is read, so that the reader can say so. */
export const LONGEST = 1024 * 1024 + 1;

/**
 * The first `limit` bytes of a file, or all. Raises UnreadableFile, whose `reason` says in short
 * why not. A pipe or device is refused before it is opened, and the opening does not wait.
 */
export function readBeginning(file: string, limit: number): Uint8Array {
	let descriptor: number | undefined;
	try {
		refuseSpecial(statSync(file));
		const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
		descriptor = openSync(file, O_RDONLY | O_NONBLOCK | O_NOCTTY);
		const stats = fstatSync(descriptor);
		refuseSpecial(stats);
		// One byte more than there should be, to see the end at once.
		const bytes = Buffer.allocUnsafe(Math.min(limit, stats.size + 1));
		return bytes.subarray(0, fill(descriptor, bytes));
	} catch (error) {
		throw new UnreadableFile(file, reasonOf(error), remedyFor(error), error);
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}

function fill(descriptor: number, bytes: Uint8Array): number {
	let length = 0;
	while (length < bytes.length) {
		const count = readSync(descriptor, bytes, length, bytes.length - length, null);
		if (count === 0) break;
		length += count;
	}
	return length;
}

class Special extends Error {}

function refuseSpecial(stats: Stats): void {
	if (stats.isFile()) return;
	if (stats.isDirectory()) throw new Special('it is a folder');
	if (stats.isFIFO()) throw new Special('it is a named pipe');
	if (stats.isSocket()) throw new Special('it is a socket');
	throw new Special('it is a device');
}

function remedyFor(error: unknown): string {
	return error instanceof Special
		? 'Give an ordinary Markdown file.'
		: 'See `ls -l` for what is there, and who may read it.';
}
