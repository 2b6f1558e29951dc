/** Which runbooks may run here. Everything may be read. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
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
export function isTrusted(found: FoundFile, bytes: Uint8Array, home: string): boolean {
	if (isTrustedByPlace(found)) return true;
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

type FoundFile = { readonly file: string; readonly place: Place };

function isTrustedByPlace({ file, place }: FoundFile): boolean {
	return place.kind === 'built-in' || (place.kind === 'system' && isRoots(file, place.folder));
}

/** As `isTrusted`, for lists: `sum` is the `trustSum` of its bytes, `trusted` what `trustedSums` gave. */
export function isTrustedBy(found: FoundFile, sum: string, trusted: ReadonlySet<string>): boolean {
	return isTrustedByPlace(found) || trusted.has(sum);
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

/**
 * Whether a file at this real path was trusted with other bytes: it has changed since. For the few
 * words that are said of one file; what runs asks `isTrusted`.
 */
export function wasTrusted(file: string, home: string): boolean {
	try {
		return trustedPaths(home).has(realpathSync(file));
	} catch {
		return false;
	}
}

/** The real paths of which some text is trusted, for lists. */
export function trustedPaths(
	home: string,
	sums: ReadonlySet<string> = trustedSums(home),
): ReadonlySet<string> {
	const folder = join(home, 'trust');
	return new Set([...sums].flatMap(sum => pathIn(join(folder, sum))));
}

function pathIn(file: string): readonly string[] {
	try {
		return [readFileSync(file, 'utf8').replace(/\n$/, '')];
	} catch {
		return [];
	}
}

/** Undefined for a path with a newline: it could be read as another path and its content. */
function trustFile(real: string, bytes: Uint8Array, home: string): string | undefined {
	if (real.includes('\n')) return undefined;
	return join(home, 'trust', trustSum(real, bytes));
}

/** The name of the file that says that these bytes at this real path are trusted. */
export function trustSum(real: string, bytes: Uint8Array): string {
	return createHash('sha256').update(`${real}\n`).update(bytes).digest('hex');
}

/**
 * All that is trusted, by `trustSum`, for lists: looking once at the folder, where asking of each
 * of 10,000 would look 20,000 times. What runs asks `isTrusted`.
 */
export function trustedSums(home: string): ReadonlySet<string> {
	const folder = join(home, 'trust');
	try {
		requireOwnFolder(folder, 0o022);
		const own = readdirSync(folder, { withFileTypes: true }).filter(
			entry => entry.isFile() && lstatSync(join(folder, entry.name)).uid === ownUser(),
		);
		return new Set(own.map(({ name }) => name));
	} catch {
		return new Set();
	}
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
