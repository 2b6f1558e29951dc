/** The runbooks that can be had here: finding them, reading them, and whether they may run. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isRunbook } from '../runbook/is-runbook.ts';
import { nearest } from '../runbook/nearest.ts';
import type { Runbook } from '../runbook/types.ts';
import { findRunbooks, type Place, places, readRunbookFile } from '../store/places.ts';
import { isTrusted, wasTrusted } from '../store/trust.ts';
import { type LibraryEntry, NoSuchRunbook, problemOf, type Shelves } from './library-entry.ts';
import { type System, suits, thisSystem } from './platform.ts';
import { readBytes } from './read-bytes.ts';
import type { Session } from './session.ts';

/** An entry of the library with all that is in it. */
export type Opened = LibraryEntry & { readonly runbook?: Runbook };

export { NoSuchRunbook, type Shelves };

/** All runbooks, by name; a broken one comes with its problem, and hides no other. */
export function library(session: Session, shelves: Shelves): readonly Opened[] {
	const here = thisSystem();
	const found = findRunbooks(places(shelves.builtIn, session.environment, shelves.cwd), isRunbook);
	return found.map(({ name, file, place, hides, broken }) =>
		broken === undefined
			? open(session, here, { name, file, place, hides })
			: { ...bare({ name, file, place, hides }), problem: broken },
	);
}

/**
 * One runbook by its name, or by its file: what holds a `/` or ends in `.md` is a file.
 * @throws NoSuchRunbook that offers the nearest name, UnreadableFile.
 */
export function openNamed(session: Session, shelves: Shelves, nameOrFile: string): Opened {
	const here = thisSystem();
	const all = places(shelves.builtIn, session.environment, shelves.cwd);
	if (nameOrFile.includes('/') || nameOrFile.endsWith('.md')) {
		return openOne(session, here, describeFile(all, resolve(shelves.cwd, nameOrFile)));
	}
	const found = findRunbooks(all, isRunbook);
	const one = found.find(other => other.name === nameOrFile);
	if (one) {
		return one.broken === undefined
			? openOne(session, here, one)
			: { ...bare(one), problem: one.broken };
	}
	const near = nearest(
		nameOrFile,
		found.map(other => other.name),
	);
	const file = `${nameOrFile}.md`;
	throw new NoSuchRunbook(
		`There is no runbook \`${nameOrFile}\`. ${
			near
				? `Did you mean \`${near}\`?`
				: existsSync(resolve(shelves.cwd, file))
					? `To open the file here, write \`./${file}\`.`
					: '`runbook list` names all.'
		}`,
	);
}

/** The runbook in a file that somebody has found, read once; undefined where it is none. */
export function openFound(session: Session, shelves: Shelves, file: string): Opened | undefined {
	const all = places(shelves.builtIn, session.environment, shelves.cwd);
	const described = describeFile(all, file);
	const bytes = bytesOf(described);
	if (!(bytes instanceof Uint8Array)) return bytes;
	return isRunbook(bytes) ? openBytes(session, thisSystem(), described, bytes) : undefined;
}

/** One of the library, read now, whatever the list said of it. */
export function openEntry(session: Session, { name, file, place, hides }: LibraryEntry): Opened {
	const where = { folder: dirname(file), kind: place };
	return openOne(session, thisSystem(), { name, file, place: where, hides });
}

type Described = {
	readonly name: string;
	readonly file: string;
	readonly place: Place;
	readonly hides: readonly string[];
};

/** A file that lies in one of the places is trusted as that place is. */
function describeFile(all: readonly Place[], file: string): Described {
	const folder = realFolder(dirname(file));
	const place = all.find(other => realFolder(other.folder) === folder) ?? {
		folder,
		kind: 'path' as const,
	};
	return { name: basename(file, '.md'), file, place, hides: [] };
}

/** Of one file it is worth to look whether another text of it was trusted. */
function openOne(session: Session, here: System, described: Described): Opened {
	const opened = open(session, here, described);
	return { ...opened, changed: !opened.trusted && wasTrusted(described.file, session.home) };
}

function open(session: Session, here: System, described: Described): Opened {
	const bytes = bytesOf(described);
	return bytes instanceof Uint8Array ? openBytes(session, here, described, bytes) : bytes;
}

/** What is in its file, or what stands for one that cannot be read. */
function bytesOf(described: Described): Uint8Array | Opened {
	try {
		return readRunbookFile(described.file);
	} catch (error) {
		return { ...bare(described), problem: error instanceof Error ? error.message : String(error) };
	}
}

function openBytes(
	session: Session,
	here: System,
	described: Described,
	bytes: Uint8Array,
): Opened {
	const { runbook, diagnostics } = readBytes(described.name, bytes);
	return {
		...bare(described),
		diagnostics,
		trusted: isTrusted(described, bytes, session.home),
		...(runbook ? { runbook, ...suits(runbook, here) } : { problem: problemOf(diagnostics) }),
	};
}

function bare({ name, file, place, hides }: Described): Opened {
	return {
		...{ name, file, place: place.kind, hides, diagnostics: [] },
		...{ trusted: false, changed: false, fits: true, untested: false },
	};
}

function realFolder(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		return folder;
	}
}
