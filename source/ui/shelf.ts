/** What the library shows, read as fast as it can be. */
import { listRuns } from '../store/runs.ts';
import { listLibrary } from '../walk/listing.ts';
import type { App } from './app.ts';
import { makeShelf, type Shelf, type UnfinishedRun } from './model/library.ts';

export async function readShelf({ session, shelves, recent }: App): Promise<Shelf> {
	const runbooks = await listLibrary(session, shelves);
	return makeShelf(await runsOf(session), runbooks, recent());
}

/** The unfinished ones. */
export async function runsOf(session: App['session']): Promise<readonly UnfinishedRun[]> {
	try {
		// To read a journal takes half of the program; where there is none it can wait.
		if (listRuns(session.home).length === 0) return [];
	} catch {
		// It says below what is wrong.
	}
	const { unfinishedRuns } = await import('./unfinished.ts');
	return unfinishedRuns(session);
}
