/** What must be so before a journal is written to. */
import { constants, fstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { JournalNotWritten, JournalRefused, StateRefused } from './errors.ts';
import type { JournalReading } from './journal-text.ts';
import { ownUser, requireOwnFolder, syncFolder, writeFresh } from './own-files.ts';
import { codeOf, reasonOf } from './system-errors.ts';

/**
 * Opens the journal to read and append, making it (0600, its name durable) where it is missing.
 * Raises JournalRefused where its folder is not ours alone, JournalNotWritten where that fails.
 */
export function openOwn(file: string): number {
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

/** Raises JournalRefused unless the open file is an ordinary one that only we can use. */
export function requireOwn(file: string, descriptor: number): void {
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

/** Raises JournalRefused for damage in the middle and for what a newer version wrote. */
export function requireWritable(file: string, { damage, newer }: JournalReading): void {
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

/** Keeps bytes that are about to be cut off, in the first free `journal.torn-N`. */
export function keepBeside(file: string, bytes: Uint8Array): void {
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
