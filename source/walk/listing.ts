/** The library as a list: what is known of a file already is not read out of it again. */
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRunbook } from '../runbook/is-runbook.ts';
import type { Reading } from '../runbook/types.ts';
import { ListCache, stampOf } from '../store/list-cache.ts';
import {
	findRunbooks,
	type ListedRunbook,
	places,
	readRunbookFile,
	realFolder,
} from '../store/places.ts';
import { isTrustedBy, trustedPaths, trustedSums, trustSum } from '../store/trust.ts';
import type { Catalogue } from './catalogue.ts';
import * as built from './catalogue.ts';
import { type Facts, factsOf, type LibraryEntry, type Shelves } from './library-entry.ts';
import { type System, suits, thisSystem } from './platform.ts';
import type { Session } from './session.ts';

/** What the bytes of a file say, and the name under which exactly they are trusted. */
type Known = { readonly facts: Facts; readonly sum: string };

export type ListOptions = {
	readonly catalogue?: Catalogue;
	/** Of the reader, for what is kept until the next time. Without one nothing is kept. */
	readonly edition?: string | undefined;
	/** Half of the program: loaded where there is something that nobody has read before. */
	readonly loadReader?: () => Promise<(name: string, bytes: Uint8Array) => Reading>;
};

/** All runbooks, by name; a broken one comes with its problem, and hides no other. */
export async function listLibrary(
	session: Pick<Session, 'home' | 'environment'>,
	shelves: Shelves,
	options: ListOptions = {},
): Promise<readonly LibraryEntry[]> {
	const { catalogue = built.catalogue, edition = built.edition, loadReader = reader } = options;
	const cache = edition === undefined ? undefined : new ListCache<Known>(session.home, edition);
	const known = new Map<string, Known>();
	const all = places(shelves.builtIn, session.environment, shelves.cwd);
	const realOf = realPaths();
	const found = findRunbooks(all, isRunbook, (file, place) => {
		const before =
			place.kind === 'built-in' ? inCatalogue(catalogue, file) : inCache(cache, realOf, file);
		if (before) known.set(file, before);
		return before ? true : undefined;
	});
	const rest = found.filter(({ broken, file }) => broken === undefined && !known.has(file));
	if (rest.length > 0) {
		const read = await loadReader();
		for (const { name, file } of rest) {
			const stamp = stampOf(file);
			const now = readNow(read, name, file);
			known.set(file, now);
			// Only what had the same stamp before and after was read in that state.
			if (stamp !== undefined && stamp === stampOf(file)) cache?.set(realOf(file), stamp, now);
		}
	}
	cache?.save();
	const trusted = trustedSums(session.home);
	const here = thisSystem();
	const entries = found.map(one => entryOf(one, known.get(one.file), trusted, here));
	// What is kept is read only where there is something that may have changed.
	if (trusted.size === 0 || entries.every(entry => entry.trusted)) return entries;
	const paths = trustedPaths(session.home, trusted);
	return entries.map(entry => ({
		...entry,
		changed: !entry.trusted && paths.has(realFile(realOf, entry.file)),
	}));
}

async function reader(): Promise<(name: string, bytes: Uint8Array) => Reading> {
	return (await import('./read-bytes.ts')).readBytes;
}

function inCatalogue(catalogue: Catalogue, file: string): Known | undefined {
	const known = catalogue.get(basename(file));
	if (!known) return undefined;
	try {
		// Trusted by its place.
		return known.isOf(readRunbookFile(file)) ? { facts: known.facts, sum: 'built-in' } : undefined;
	} catch {
		return undefined;
	}
}

function inCache(
	cache: ListCache<Known> | undefined,
	realOf: (file: string) => string,
	file: string,
): Known | undefined {
	const stamp = cache && stampOf(file);
	return stamp === undefined ? undefined : cache?.get(realOf(file), stamp);
}

/** The real path of a file that is no link itself, asking once for each folder. */
function realPaths(): (file: string) => string {
	const folders = new Map<string, string>();
	return file => {
		const folder = dirname(file);
		const real = folders.get(folder) ?? realFolder(folder);
		folders.set(folder, real);
		return join(real, basename(file));
	};
}

/** Where a file really is, also one that is a link. */
function realFile(realOf: (file: string) => string, file: string): string {
	try {
		return lstatSync(file).isSymbolicLink() ? realpathSync(file) : realOf(file);
	} catch {
		return file;
	}
}

function readNow(
	read: (name: string, bytes: Uint8Array) => Reading,
	name: string,
	file: string,
): Known {
	try {
		const bytes = readRunbookFile(file);
		return { facts: factsOf(read(name, bytes)), sum: trustSum(realpathSync(file), bytes) };
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		return { facts: { problem, diagnostics: [] }, sum: '' };
	}
}

function entryOf(
	{ name, file, place, hides, broken }: ListedRunbook,
	known: Known | undefined,
	trusted: ReadonlySet<string>,
	here: System,
): LibraryEntry {
	const bare = {
		name,
		file,
		place: place.kind,
		hides,
		diagnostics: [],
		...{ trusted: false, changed: false, fits: true, untested: false },
	};
	if (!known) return { ...bare, problem: broken ?? 'it cannot be read' };
	const { facts, sum } = known;
	return {
		...bare,
		...facts,
		trusted: sum !== '' && isTrustedBy({ file, place }, sum, trusted),
		...(facts.runbook ? suits(facts.runbook, here) : {}),
	};
}
