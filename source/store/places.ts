/** Where runbooks lie, and which ones are there. */
import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { StateRefused, UnreadableFile } from './errors.ts';
import { baseFolder, type Environment } from './home.ts';
import { LONGEST, readBeginning } from './read-runbook.ts';
import { codeOf, reasonOf } from './system-errors.ts';

export type Place = {
	readonly folder: string;
	readonly kind: 'built-in' | 'system' | 'user' | 'project' | 'path';
};

/** A runbook by the name it is asked for. */
export type Found = {
	/** The file's name without `.md`. */
	readonly name: string;
	readonly file: string;
	readonly place: Place;
	/** The files of the same name farther away, the farthest first. */
	readonly hides: readonly string[];
};

/** `broken` says why it cannot be read. */
export type ListedRunbook = Found & { readonly broken?: string };

/**
 * The places, farthest first: built-in, `/etc/runbook`, `$XDG_CONFIG_HOME/runbook/runbooks`,
 * `./runbooks`, and the absolute entries of RUNBOOK_PATH, of which the first is the nearest, as
 * in PATH. A folder that is in there twice (the built-in one is `./runbooks` of this project)
 * comes once: where it is nearest, with the kind of where it is farthest.
 */
export function places(builtIn: string, environment: Environment, cwd: string): readonly Place[] {
	const path = (environment.RUNBOOK_PATH ?? '').split(':').filter(isAbsolute).reverse();
	const all: readonly Place[] = [
		{ folder: builtIn, kind: 'built-in' },
		{ folder: '/etc/runbook', kind: 'system' },
		...userPlace(environment),
		{ folder: resolve(cwd, 'runbooks'), kind: 'project' },
		...path.map((folder): Place => ({ folder: resolve(folder), kind: 'path' })),
	];
	const once = new Map<string, Place>();
	for (const place of all) {
		const real = realFolder(place.folder);
		const before = once.get(real);
		once.delete(real);
		once.set(real, before ?? place);
	}
	return [...once.values()];
}

function userPlace(environment: Environment): readonly Place[] {
	try {
		const config = baseFolder(environment, 'XDG_CONFIG_HOME', '.config');
		return [{ folder: join(config, 'runbook', 'runbooks'), kind: 'user' }];
	} catch (error) {
		if (error instanceof StateRefused) return [];
		throw error;
	}
}

/** Where the folder really is; as it was given where that cannot be found out. */
export function realFolder(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		return folder;
	}
}

/** Enough for any front matter, and a small part of the longest file. */
const BEGINNING = 64 * 1024;

/** Says of an ordinary file, without its bytes, whether it is a runbook; undefined where it cannot. */
export type Known = (file: string, place: Place) => boolean | undefined;

type Entry = { readonly name: string; readonly file: string; readonly broken?: string };

/**
 * Every runbook of these places (farthest first), sorted by name: the `*.md` files for whose first
 * 64 KiB `isRunbook` says so, and with the reason in `broken` those that cannot be read, are
 * folders, pipes or dangling links. A broken one hides farther ones, too: whoever put it there
 * must not be given another text under its name. A place that does not exist holds nothing; one
 * that cannot be listed comes as a broken entry with the folder as its file. A file is not opened
 * where `known` has the answer.
 */
export function findRunbooks(
	places: readonly Place[],
	isRunbook: (bytes: Uint8Array) => boolean,
	known: Known = () => undefined,
): readonly ListedRunbook[] {
	const found = new Map<string, ListedRunbook>();
	for (const place of places) {
		for (const entry of entriesOf(place, isRunbook, known)) {
			const farther = found.get(entry.name);
			// A copy of a built-in runbook is that runbook: it hides nothing, and need not be trusted anew.
			if (farther?.place.kind === 'built-in' && isSame(farther.file, entry.file)) continue;
			const hides = farther === undefined ? [] : [...farther.hides, farther.file];
			found.set(entry.name, { ...entry, place, hides });
		}
	}
	return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function entriesOf(
	place: Place,
	isRunbook: (bytes: Uint8Array) => boolean,
	known: Known,
): readonly Entry[] {
	let listed: readonly Dirent[];
	try {
		listed = readdirSync(place.folder, { withFileTypes: true });
	} catch (error) {
		if (codeOf(error) === 'ENOENT' && !isLink(place.folder)) return [];
		return [{ name: place.folder, file: place.folder, broken: reasonOf(error) }];
	}
	return listed
		.filter(({ name }) => name.endsWith('.md') && !name.startsWith('.'))
		.flatMap(entry => {
			const file = join(place.folder, entry.name);
			const is = entry.isFile() ? known(file, place) : undefined;
			if (is === undefined) return look(place.folder, entry.name, isRunbook);
			return is ? [{ name: entry.name.slice(0, -'.md'.length), file }] : [];
		});
}

function look(
	folder: string,
	fileName: string,
	isRunbook: (bytes: Uint8Array) => boolean,
): readonly Entry[] {
	const file = join(folder, fileName);
	const name = fileName.slice(0, -'.md'.length);
	try {
		return isRunbook(readBeginning(file, BEGINNING)) ? [{ name, file }] : [];
	} catch (error) {
		if (!(error instanceof UnreadableFile)) throw error;
		// Removed since it was listed: then it is not there.
		if (codeOf(error.cause) === 'ENOENT' && !isLink(file)) return [];
		return [{ name, file, broken: error.reason }];
	}
}

function isSame(one: string, other: string): boolean {
	try {
		return Buffer.compare(readBeginning(one, LONGEST), readBeginning(other, LONGEST)) === 0;
	} catch {
		return false;
	}
}

function isLink(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/**
 * The bytes of a runbook, at most 1 MiB and one more byte. Raises UnreadableFile for a folder, a
 * missing file, one without permission, and pipes and devices, for which it never waits.
 */
export function readRunbookFile(file: string): Uint8Array {
	return readBeginning(file, LONGEST);
}
