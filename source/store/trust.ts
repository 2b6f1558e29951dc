/** Which runbooks may run here. Everything may be read. */
import { createHash } from 'node:crypto';
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StateRefused, UnreadableFile } from './errors.ts';
import { ensureFolder, ownUser, requireOwnFolder, writeFresh } from './own-files.ts';
import type { Place } from './places.ts';
import { codeOf, reasonOf } from './system-errors.ts';

/**
 * Whether the runbook with these bytes may run. Built-in ones may; those of `/etc/runbook` where
 * the file, its folder and all parents are root's and not writable by others; every other when
 * `trust` was called for this real path and content, so that an edit, a copy elsewhere or a link
 * that points elsewhere by now must be trusted anew. `home` is where state is kept.
 */
export function isTrusted(
	found: { readonly file: string; readonly place: Place },
	bytes: Uint8Array,
	home: string,
): boolean {
	if (found.place.kind === 'built-in') return true;
	if (found.place.kind === 'system' && isRoots(found.file, found.place.folder)) return true;
	try {
		const file = trustFile(realpathSync(found.file), bytes, home);
		if (file === undefined) return false;
		requireOwnFolder(dirname(file), 0o022);
		const stats = lstatSync(file);
		return stats.isFile() && stats.uid === ownUser();
	} catch {
		return false;
	}
}

/**
 * Trusts the file with exactly these bytes, from now on. Raises UnreadableFile for a file that is
 * gone or whose path holds a newline, StateRefused where that cannot be kept.
 */
export function trust(file: string, bytes: Uint8Array, home: string): void {
	const real = realPath(file);
	const target = trustFile(real, bytes, home);
	if (target === undefined) {
		throw new UnreadableFile(file, 'its path holds a newline', 'Move it elsewhere first.');
	}
	ensureFolder(home, dirname(target));
	try {
		// What is in it is for people; that it exists is what counts.
		writeFresh(target, Buffer.from(`${real}\n`));
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return;
		throw new StateRefused(target, reasonOf(error), undefined, error);
	}
}

function realPath(file: string): string {
	try {
		return realpathSync(file);
	} catch (error) {
		throw new UnreadableFile(file, reasonOf(error), 'See `ls -l` for what is there.', error);
	}
}

/** Undefined for a path with a newline: it could be read as another path and its content. */
function trustFile(real: string, bytes: Uint8Array, home: string): string | undefined {
	if (real.includes('\n')) return undefined;
	const sum = createHash('sha256').update(`${real}\n`).update(bytes).digest('hex');
	return join(home, 'trust', sum);
}

/**
 * Whether only root can change what is read as `file`. It must lie in the folder itself, not
 * behind a link; the folder may be reached by links that are root's (`/etc` on macOS is one).
 */
function isRoots(file: string, folder: string): boolean {
	try {
		const real = realpathSync(file);
		if (real !== join(realpathSync(folder), basename(file))) return false;
		return [...upwards(real), ...upwards(folder)].every(path => {
			const stats = lstatSync(path);
			return stats.uid === 0 && (stats.isSymbolicLink() || (stats.mode & 0o022) === 0);
		});
	} catch {
		return false;
	}
}

function upwards(path: string): readonly string[] {
	const parent = dirname(path);
	return parent === path ? [path] : [path, ...upwards(parent)];
}
