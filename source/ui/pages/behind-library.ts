/** What lies behind the list: loaded once the list is on the screen, for it is most of the program. */
import { findRun } from '../../store/runs.ts';
import { safe } from '../../text/safe.ts';
import { openEntry } from '../../walk/library.ts';
import type { LibraryEntry } from '../../walk/library-entry.ts';
import { readRun, resumeWalk } from '../../walk/open-walk.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Back, Notice } from '../page.ts';
import { messageOf } from '../unfinished.ts';
import { BriefPage } from './brief-page.ts';
import { WalkPage } from './walk-page.ts';

/** Reads the file now: what the list said of it may be of a moment ago. */
export function openBrief(app: App, entry: LibraryEntry, back: Back): void {
	app.open(new BriefPage(app, openEntry(app.session, entry), back));
}

/** Gives the notice why not, where it cannot be gone on with. */
export function openRun(app: App, id: string, back: Back): Notice | undefined {
	const { session, dryRun } = app;
	try {
		const run = findRun(session.home, id);
		if (dryRun && !readRun(run).state.began.dryRun) {
			return {
				text: safe`This is a dry run, and that run is a real one: Ctrl-D first.`,
				role: 'warning',
			};
		}
		app.open(new WalkPage(app, resumeWalk(session, run), back));
		return undefined;
	} catch (error) {
		return { text: showText(messageOf(error)), role: 'bad' };
	}
}

export { BriefPage, WalkPage };
