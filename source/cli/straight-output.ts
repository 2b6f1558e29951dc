/** Standard output for what prints once and ends: to have Node's streams takes 4 of 30 ms. */
import { fstatSync, writeSync } from 'node:fs';
import type { Io, Output } from './io.ts';

const STDOUT = 1;

/** Writes without a stream where nobody needs one: not to a terminal, whose width is asked for. */
export function straightOutput(io: Io): Output {
	return canBeWritten() ? { write: text => write(io, Buffer.from(text)) } : io.stdout;
}

function canBeWritten(): boolean {
	try {
		const stats = fstatSync(STDOUT);
		return stats.isFIFO() || stats.isFile() || stats.isSocket();
	} catch {
		return false;
	}
}

/** A full pipe that does not wait, or no reader any more, is for the stream: it waits, or says it. */
function write(io: Io, bytes: Uint8Array): void {
	let written = 0;
	try {
		while (written < bytes.length) written += writeSync(STDOUT, bytes, written);
	} catch {
		io.stdout.write(bytes.subarray(written));
	}
}
