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
import { dirname } from 'node:path';
import { JournalNotWritten, JournalRefused, StateRefused, UnreadableFile } from './errors.ts';
import { formatLine, type JournalLine } from './journal-line.ts';
import { type JournalReading, readText } from './journal-text.ts';
import { ownUser, requireOwnFolder, syncFolder, writeAll, writeFresh } from './own-files.ts';
import { codeOf, reasonOf } from './system-errors.ts';

export type { JournalLine, JournalReading };

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

function openOwn(file: string): number {
	const { O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;
	const flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK;
	try {
		requireOwnFolder(dirname(file), 0o077);
		try {
			return openSync(file, flags);
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') throw error;
		}
		const descriptor = openSync(file, flags | O_CREAT | O_EXCL, 0o600);
		syncFolder(dirname(file));
		return descriptor;
	} catch (error) {
		if (error instanceof StateRefused) {
			throw new JournalRefused(file, error.message, error.remedy, error);
		}
		throw new JournalNotWritten(file, reasonOf(error), error);
	}
}

function requireOwn(file: string, descriptor: number): void {
	const stats = fstatSync(descriptor);
	const remedy = 'See who changed that before you trust this run.';
	if (!stats.isFile()) throw new JournalRefused(file, 'it is not an ordinary file', remedy);
	if (stats.uid !== ownUser()) {
		throw new JournalRefused(file, `it belongs to user ${stats.uid}, not ${ownUser()}`, remedy);
	}
	if ((stats.mode & 0o077) !== 0) {
		const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
		const why = `its mode is ${mode}, so others may use it`;
		throw new JournalRefused(file, why, `${remedy} Then: chmod 600 '${file}'`);
	}
}

function requireWritable(file: string, { damage, newer }: JournalReading): void {
	if (damage !== undefined) {
		throw new JournalRefused(
			file,
			`line ${damage.line} is damaged (${damage.why})`,
			'The lines before it can be read with `runbook report`; to go on, begin a new run.',
		);
	}
	if (newer) {
		throw new JournalRefused(
			file,
			'a newer version of runbook wrote it',
			'Resume the run with that version; this one only shows it.',
		);
	}
}

function keepBeside(file: string, bytes: Uint8Array): void {
	for (let number = 1; ; number++) {
		try {
			writeFresh(`${file}.torn-${number}`, bytes);
			syncFolder(dirname(file));
			return;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw error;
		}
	}
}

type End = { readonly length: number; readonly sum: string; readonly seq: number };

function appender(file: string, descriptor: number, from: End, now: () => Date): Journal {
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
				// The half line stays, without newline: the next opening cuts it off.
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
