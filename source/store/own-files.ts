/**
 * Making our own files and folders: never through a symbolic link, never readable by others,
 * never half there.
 */
import { randomBytes } from 'node:crypto';
import {
	closeSync,
	constants,
	existsSync,
	fsyncSync,
	lstatSync,
	mkdirSync,
	openSync,
	renameSync,
	statSync,
	unlinkSync,
	writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StateRefused } from './errors.ts';
import { codeOf, reasonOf } from './system-errors.ts';

/** Our user, as the kernel counts it for files. */
export const ownUser = (): number => process.geteuid?.() ?? -1;

/** Writes all of `bytes`; a full disk gives short writes first (851 of 1,009 bytes seen). */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
	let at = 0;
	while (at < bytes.length) at += writeSync(descriptor, bytes, at);
}

/** Makes the names in `folder` durable. Not every file system can; then there is nothing to do. */
export function syncFolder(folder: string): void {
	const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
	try {
		fsyncSync(descriptor);
	} catch (error) {
		if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error))) throw error;
	} finally {
		closeSync(descriptor);
	}
}

/** Writes a file that must not exist yet (0600, durable); nothing of it stays after a failure. */
export function writeFresh(file: string, bytes: Uint8Array): void {
	const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
	const descriptor = openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
	try {
		writeAll(descriptor, bytes);
		fsyncSync(descriptor);
	} catch (error) {
		unlinkSync(file);
		throw error;
	} finally {
		closeSync(descriptor);
	}
}

/** A name beside `file` that nobody else uses. */
export const besideName = (file: string): string =>
	`${file}.new-${process.pid}-${randomBytes(6).toString('hex')}`;

/** Puts `bytes` in the place of `file` at once: whole or not at all, even when power fails. */
export function replaceFile(file: string, bytes: Uint8Array): void {
	const beside = besideName(file);
	writeFresh(beside, bytes);
	try {
		renameSync(beside, file);
	} catch (error) {
		unlinkSync(beside);
		throw error;
	}
	syncFolder(dirname(file));
}

/**
 * Raises StateRefused unless `folder` is a real folder of ours without any of the mode bits
 * `forbidden` (0o022: others may not write; 0o077: others may do nothing).
 */
export function requireOwnFolder(folder: string, forbidden: number): void {
	const stats = lstatSync(folder);
	if (stats.isSymbolicLink()) throw new StateRefused(folder, 'it is a symbolic link');
	if (!stats.isDirectory()) throw new StateRefused(folder, 'it is not a folder');
	if (stats.uid !== ownUser()) {
		throw new StateRefused(folder, `it belongs to user ${stats.uid}, not to us (${ownUser()})`);
	}
	if ((stats.mode & forbidden) !== 0) {
		const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
		throw new StateRefused(
			folder,
			`its mode is ${mode}, so others may use it`,
			`See who changed it, then: chmod 700 '${folder}'`,
		);
	}
}

/**
 * Makes `folder` and what is missing above it. Node's own way tries for ever where the kernel says
 * that there is no such folder and lets nobody make it, as in /proc.
 */
function makeFolders(folder: string): void {
	try {
		mkdirSync(folder, { mode: 0o700 });
	} catch (error) {
		const above = dirname(folder);
		if (codeOf(error) === 'ENOENT' && above !== folder && !existsSync(above)) {
			makeFolders(above);
			makeFolders(folder);
		} else if (codeOf(error) !== 'EEXIST' && !existsSync(folder)) throw error;
	}
}

/**
 * Makes `folder` (0700) inside `home`, and `home` itself, where they are missing, and raises
 * StateRefused where they cannot be made or are not safely ours. `home` may be a folder that
 * others read (`XDG_STATE_HOME=/run`), or one with the sticky bit; `folder` may not be written by others.
 */
export function ensureFolder(home: string, folder: string): void {
	try {
		makeFolders(folder);
		const stats = statSync(home);
		const writable = (stats.mode & 0o022) !== 0 && (stats.mode & 0o1000) === 0;
		if ((stats.uid !== ownUser() && stats.uid !== 0) || writable) {
			throw new StateRefused(home, 'others may write there');
		}
		requireOwnFolder(folder, 0o022);
	} catch (error) {
		if (error instanceof StateRefused) throw error;
		const why =
			codeOf(error) === 'ENOENT' ? 'no folder can be made there (ENOENT)' : reasonOf(error);
		throw new StateRefused(folder, why, undefined, error);
	}
}
