/** The runbooks of a folder and of those in it, for whoever keeps many in one place. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableFile } from './errors.ts';
import { findRunbooks } from './places.ts';
import { reasonOf } from './system-errors.ts';

/**
 * Their files, a folder's own before those of the folders in it; also the Markdown files that
 * cannot be read. Hidden folders, `node_modules` and links to folders are passed over. Raises
 * UnreadableFile for a folder that cannot be listed.
 */
export function runbooksBelow(
	folder: string,
	isRunbook: (bytes: Uint8Array) => boolean,
): readonly string[] {
	const below = foldersIn(folder).flatMap(name => runbooksBelow(join(folder, name), isRunbook));
	const here = findRunbooks([{ folder, kind: 'path' }], isRunbook);
	return [...here.map(({ file }) => file), ...below];
}

function foldersIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder, { withFileTypes: true })
			.filter(entry => entry.isDirectory() && isLookedInto(entry.name))
			.map(({ name }) => name)
			.sort();
	} catch (error) {
		throw new UnreadableFile(folder, reasonOf(error), 'See `ls -l` for who may read it.', error);
	}
}

/** What ends as a file is told as one that cannot be read. */
function isLookedInto(name: string): boolean {
	return !name.startsWith('.') && name !== 'node_modules' && !name.endsWith('.md');
}
