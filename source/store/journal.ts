/** The journal of a run: events, one line each, on disk before what they announce happens. */
import {
	closeSync,
	constants,
	fdatasyncSync,
	fstatSync,
	ftruncateSync,
	openSync,
	readFileSync,
} from 'node:fs';
import { JournalNotWritten, JournalRefused, UnreadableFile } from './errors.ts';
import { appender, type Journal } from './journal-appender.ts';
import { keepBeside, openOwn, requireOwn, requireWritable } from './journal-checks.ts';
import type { JournalLine } from './journal-line.ts';
import { type JournalReading, readText } from './journal-text.ts';
import { reasonOf } from './system-errors.ts';

export type { Journal, JournalLine, JournalReading };

/**
 * Reads a journal, also one of another user or a newer version. Raises UnreadableFile; damage is
 * no error but told in what is given back.
 */
export function readJournal(file: string): JournalReading {
	let descriptor: number;
	try {
		// O_NONBLOCK: a pipe in the place of the journal must not make us wait for a writer.
		const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
		descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	} catch (error) {
		throw new UnreadableFile(file, reasonOf(error), 'This run cannot be shown or resumed.', error);
	}
	try {
		if (!fstatSync(descriptor).isFile()) throw new Error('it is not an ordinary file');
		return readText(readFileSync(descriptor)).reading;
	} catch (error) {
		throw new UnreadableFile(file, reasonOf(error), 'This run cannot be shown or resumed.', error);
	} finally {
		closeSync(descriptor);
	}
}

/**
 * Opens a journal for appending, and makes it where there is none. A torn tail is cut off and
 * kept beside as `journal.torn-N`. `now` is the clock. Raises JournalRefused for a file or folder
 * with the wrong owner or modes, a newer version, or damage in the middle; JournalNotWritten
 * where it cannot be opened or repaired.
 */
export function openJournal(
	file: string,
	now: () => Date,
): { readonly journal: Journal; readonly reading: JournalReading } {
	const descriptor = openOwn(file);
	try {
		requireOwn(file, descriptor);
		const bytes = readFileSync(descriptor);
		const { reading, length, sum } = readText(bytes);
		requireWritable(file, reading);
		if (reading.torn > 0) {
			keepBeside(file, bytes.subarray(length));
			ftruncateSync(descriptor, length);
			fdatasyncSync(descriptor);
		}
		const seq = reading.lines.length;
		return { journal: appender(file, descriptor, { length, sum, seq }, now), reading };
	} catch (error) {
		closeSync(descriptor);
		if (error instanceof JournalRefused) throw error;
		throw new JournalNotWritten(file, reasonOf(error), error);
	}
}
