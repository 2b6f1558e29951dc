/** The Markdown files of a folder and of those in it, for whoever keeps many runbooks in one place. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableFile } from './errors.ts';
import { reasonOf } from './system-errors.ts';

export type Below = {
	/** Also links, pipes and folders that end as a file: reading them says what they are. */
	readonly files: readonly string[];
	/** The folders that cannot be listed. */
	readonly unreadable: readonly UnreadableFile[];
};

/**
 * A folder's own files before those of the folders in it. Hidden files and folders, `node_modules` and
 * links to folders are passed over.
 */
export function markdownBelow(folder: string): Below {
	let entries: readonly Dirent[];
	try {
		entries = readdirSync(folder, { withFileTypes: true }).sort(byName);
	} catch (error) {
		const remedy = 'See `ls -ld` for who may list it.';
		return { files: [], unreadable: [new UnreadableFile(folder, reasonOf(error), remedy, error)] };
	}
	const seen = entries.filter(({ name }) => !name.startsWith('.'));
	const files = seen.filter(({ name }) => isMarkdown(name)).map(({ name }) => join(folder, name));
	const below = seen
		.filter(
			entry => entry.isDirectory() && !isMarkdown(entry.name) && entry.name !== 'node_modules',
		)
		.map(({ name }) => markdownBelow(join(folder, name)));
	return {
		files: [...files, ...below.flatMap(other => other.files)],
		unreadable: below.flatMap(other => other.unreadable),
	};
}

function isMarkdown(name: string): boolean {
	return name.endsWith('.md');
}

function byName({ name: a }: Dirent, { name: b }: Dirent): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
