/** Opens the runbook that a link in another one names. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { NoSuchRunbook, type Opened, openNamed, type Shelves } from './library.ts';
import type { Session } from './session.ts';

/**
 * `path` is from the file `from`: beside it, or else the one of that name in the library.
 * @throws NoSuchRunbook where it is neither here nor there.
 */
export function openLinked(session: Session, shelves: Shelves, from: string, path: string): Opened {
	const beside = resolve(dirname(from), path);
	if (existsSync(beside)) return openNamed(session, shelves, beside);
	const name = basename(path, '.md');
	if (path === `${name}.md` && !name.includes('/')) {
		try {
			return openNamed(session, shelves, name);
		} catch (error) {
			if (!(error instanceof NoSuchRunbook)) throw error;
		}
	}
	throw new NoSuchRunbook(
		`There is no runbook \`${path}\`, neither beside \`${from}\` nor in the library.`,
	);
}
