/** Appending to an open journal. */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync } from 'node:fs';
import { JournalNotWritten } from './errors.ts';
import { formatLine, type JournalLine } from './journal-line.ts';
import { writeAll } from './own-files.ts';
import { reasonOf } from './system-errors.ts';

/** A journal that is open for appending. Hold the run's lock as long as it is open. */
export type Journal = {
	/**
	 * Writes `event` (any JSON value) and gives the line as replaying will see it. It is on disk
	 * when this returns. Raises JournalNotWritten; then the file ends with the last whole line,
	 * and nothing more is appended.
	 */
	append(event: unknown): JournalLine;
	/** Closes the file; may be called again. */
	close(): void;
};

/** Where the file ends: its bytes, and the sum and number of its last line. */
export type End = { readonly length: number; readonly sum: string; readonly seq: number };

/** Appends behind `from` to the open file; `file` is its name for messages, `now` the clock. */
export function appender(file: string, descriptor: number, from: End, now: () => Date): Journal {
	let end = from;
	let stopped: string | undefined;

	const write = (bytes: Uint8Array): void => {
		try {
			writeAll(descriptor, bytes);
			fdatasyncSync(descriptor);
		} catch (error) {
			stopped = `an event before this one was not written: ${reasonOf(error)}`;
			try {
				ftruncateSync(descriptor, end.length);
				fdatasyncSync(descriptor);
			} catch {
				// What was written stays: without its newline, the next opening cuts it off.
			}
			throw new JournalNotWritten(file, reasonOf(error), error);
		}
	};

	return {
		append(event) {
			const text = JSON.stringify(event);
			if (text === undefined) throw new TypeError('An event must be a JSON value');
			stopped ??= changed(descriptor, end.length);
			if (stopped !== undefined) throw new JournalNotWritten(file, stopped);
			const seq = end.seq + 1;
			const time = now().toISOString();
			const { bytes, sum } = formatLine(seq, time, text, end.sum);
			write(bytes);
			end = { length: end.length + bytes.length, sum, seq };
			return { seq, time, event: JSON.parse(text) };
		},
		close() {
			if (stopped === CLOSED) return;
			stopped = CLOSED;
			closeSync(descriptor);
		},
	};
}

const CLOSED = 'it is closed already';

/** Why the file is not as we left it, if so: cutting back then would take away what others wrote. */
function changed(descriptor: number, length: number): string | undefined {
	const stats = fstatSync(descriptor);
	if (stats.nlink === 0) return 'the file was removed meanwhile';
	if (stats.size !== length) {
		return `it has ${stats.size} bytes where we left ${length}: another program has changed it`;
	}
	return undefined;
}
