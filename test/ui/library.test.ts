/** The list of what there is to walk. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeShelf } from '../../source/ui/model/library.ts';
import { LibraryPage } from '../../source/ui/pages/library-page.ts';
import { library, type Shelves } from '../../source/walk/library.ts';
import { readRun } from '../../source/walk/open-walk.ts';
import { markdown } from '../helpers/runbooks.ts';
import {
	libraryScreen,
	screenWith,
	sessionIn,
	shelvesWith,
	temporaryFolder,
	walkOf,
} from './helpers.tsx';

const byHand = '## One\n\nLook at it.';

describe('the library', () => {
	it('filters as one types, by letters that are keys elsewhere, too', async () => {
		const shelves = shelvesWith({ apache: byHand, quota: byHand, carp: byHand });
		const trial = libraryScreen({ shelves });
		await trial.sees('The apache', 'The carp', '3 runbooks');
		await trial.press('q', 'u', 'o');
		const frame = await trial.sees('Filter: quo', 'The quota', '1 of 3 runbooks');
		expect(frame).not.toContain('The carp');
		await trial.press('D', '?');
		await trial.sees('Filter: quoD?', 'Nothing here has these words');
		await trial.press('escape');
		await trial.sees('3 runbooks');
	});

	it('turns the dry run on and off, and says so all the time', async () => {
		const trial = libraryScreen({ shelves: shelvesWith({ alpha: byHand }) });
		await trial.press('ctrl-d');
		await trial.sees('DRY RUN: nothing runs');
		await trial.press('enter');
		await trial.sees('DRY RUN', 'The alpha');
		await trial.press('b');
		await trial.press('ctrl-d');
		await trial.sees('The dry run is over');
		await trial.press('enter', 'enter');
		expect((await trial.sees('Look at it.')).includes('DRY RUN')).toBe(false);
	});

	it('marks what was not tested on a system like this one, in the list and in the brief', async () => {
		const shelves = shelvesWith({ alpha: byHand });
		const file = join(shelves.builtIn, 'beta.md');
		writeFileSync(file, markdown(byHand, 'tested: [amiga-2.04]').replace('# Trial', '# The beta'));
		const trial = libraryScreen({ shelves });
		const frame = await trial.sees('The beta', 'not tested here');
		expect(frame).toMatch(/The beta .*not tested here/);
		expect(frame).not.toMatch(/The alpha .*not tested/);
		await trial.press('b', 'e', 't', 'a', 'enter');
		await trial.sees('Not tested on this system: it was tested on amiga-2.04.');
	});

	it('does not end a dry run that the program was started with', async () => {
		const trial = libraryScreen({ shelves: shelvesWith({ alpha: byHand }), dryRun: true });
		await trial.press('ctrl-d');
		await trial.sees('Started with --dry-run', 'DRY RUN: nothing runs');
	});

	it('offers the tour first to who has walked nothing, and else goes by the titles', async () => {
		const session = sessionIn(temporaryFolder());
		const shelves = shelvesWith({ beta: byHand, 'first-steps': byHand, alpha: byHand });
		const order = (frame: string) => [...frame.matchAll(/The (\S+)/g)].map(([, name]) => name);
		const fresh = libraryScreen({ session, shelves });
		expect(order(await fresh.sees('The beta'))).toEqual(['first-steps', 'alpha', 'beta']);
		walkOf(byHand, { session }).leave();
		const later = libraryScreen({ session, shelves });
		expect(order(await later.sees('The beta'))).toEqual(['alpha', 'beta', 'first-steps']);
	});

	it('says of an unfinished run how far it came, and when', async () => {
		const session = sessionIn(temporaryFolder());
		const walk = walkOf('## One\n\nFirst.\n\n## Two\n\nSecond.', { session });
		const [one] = walk.visits.flatMap(visit =>
			visit.entries.flatMap(entry => (entry.kind === 'item' ? [entry.item] : [])),
		);
		if (one) walk.mark(one, 'by-hand');
		walk.leave();
		const trial = libraryScreen({ session, shelves: shelvesWith({}) });
		await trial.sees('1 of 2 done · just now', `${walk.run.id}, 1 of 2 steps done, last worked on`);
	});

	it('has unfinished runs on top, and goes on with one', async () => {
		const session = sessionIn(temporaryFolder());
		const walk = walkOf('## One\n\nFirst.\n\n## Two\n\nSecond.', { session });
		const [item] = walk.visits.flatMap(visit =>
			visit.entries.flatMap(entry => (entry.kind === 'item' ? [entry.item] : [])),
		);
		if (item) walk.mark(item, 'by-hand');
		walk.leave();
		const trial = libraryScreen({ session, shelves: shelvesWith({ alpha: byHand }) });
		await trial.sees(`» Trial  run ${walk.run.id}`, 'The alpha');
		await trial.press('enter');
		await trial.sees('❯ · Two', 'Second.');
		await trial.press('b', 'b');
		await trial.sees('is kept: Enter goes on with it');
	});

	it('stands on the run that was left, though others came above it', async () => {
		const session = sessionIn(temporaryFolder());
		const shelves = shelvesWith({ alpha: byHand, beta: byHand });
		walkOf(byHand, { session }).leave();
		const trial = libraryScreen({ session, shelves });
		await trial.press('down', 'down');
		await trial.sees('❯ The beta');
		await trial.press('enter', 'enter');
		const frame = await trial.sees('run ', 'Look at it.');
		const id = /run (\S+)/.exec(frame)?.[1] ?? 'none';
		await trial.press('b');
		await trial.sees(`❯ » The beta  run ${id}`);
	});

	it('stands on the runbook of a run that is over', async () => {
		const session = sessionIn(temporaryFolder());
		const shelves = shelvesWith({ alpha: byHand, beta: byHand });
		walkOf(byHand, { session }).leave();
		const trial = libraryScreen({ session, shelves });
		await trial.press('down', 'down', 'enter', 'enter', 'd');
		await trial.press('enter');
		await trial.sees('library');
		await trial.press('enter');
		await trial.sees('is finished', '❯ The beta');
	});

	it('says how long ago a run was worked on, and not when in UTC', async () => {
		const session = sessionIn(temporaryFolder());
		walkOf(byHand, { session }).leave();
		const later = (ms: number) => ({ ...session, now: () => new Date(Date.now() + ms) });
		const at = async (ms: number, ...texts: string[]) => {
			const trial = libraryScreen({ session: later(ms), shelves: shelvesWith({}) });
			const frame = await trial.sees('» Trial', ...texts);
			expect(frame).not.toMatch(/\d\dT\d\d|Z\./);
		};
		await at(0, 'last worked on just now.');
		await at(200_000, 'last worked on 3 min ago.');
		await at(2 * 86_400_000, `last worked on ${new Date().getFullYear()}-`);
	});

	it('shows a damaged run, and every other one', async () => {
		const session = sessionIn(temporaryFolder());
		const good = walkOf(byHand, { session });
		good.leave();
		const bad = walkOf(byHand, { session });
		bad.close();
		writeFileSync(bad.run.journalFile, 'no journal at all\n');
		const trial = libraryScreen({ session, shelves: shelvesWith({}) });
		await trial.sees(good.run.id, bad.run.id);
	});

	it('goes on with no real run in a dry run', async () => {
		const session = sessionIn(temporaryFolder());
		walkOf(byHand, { session }).leave();
		const trial = libraryScreen({ session, shelves: shelvesWith({}), dryRun: true });
		await trial.sees('» Trial');
		await trial.press('enter');
		await trial.sees('that run is a real one');
	});

	it('says why a broken runbook is broken, and hides no other by it', async () => {
		const shelves = shelvesWith({ alpha: byHand, broken: '## One\n\n~~~sh\necho "{{x}}"\n~~~' });
		const trial = libraryScreen({ shelves });
		await trial.sees('The alpha', 'broken');
		await trial.press('down', 'enter');
		await trial.sees('nothing in it can run', 'broken.md:');
		await trial.press('enter');
		await trial.sees('cannot be walked');
	});
});

describe('Enter before what lies behind the list is loaded', () => {
	const early = (shelves: Shelves) =>
		screenWith(app => new LibraryPage(app, makeShelf([], library(app.session, app.shelves), [])), {
			shelves,
		});

	it('opens one thing, however often it is pressed', async () => {
		const trial = early(shelvesWith({ alpha: byHand }));
		await trial.chunk('\r\r\r');
		await trial.sees('Enter begin');
		await trial.press('b');
		await trial.sees('Type to filter');
	});

	it('is taken back by another key', async () => {
		const trial = early(shelvesWith({ alpha: byHand }));
		await trial.chunk('\r?');
		await trial.sees('Keys of the library');
		await trial.press('b');
		await trial.sees('Type to filter');
		await trial.press('enter');
		await trial.sees('Enter begin');
	});
});

describe('Enter behind the end of a walk', () => {
	it('leads into no other run', async () => {
		const session = sessionIn(temporaryFolder());
		const other = walkOf(byHand, { session });
		other.leave();
		const trial = libraryScreen({ session, shelves: shelvesWith({ alpha: byHand, beta: byHand }) });
		await trial.sees(`❯ » Trial  run ${other.run.id}`);
		await trial.press('down', 'down', 'enter', 'enter');
		await trial.sees('The beta', '❯ · One');
		await trial.press('d', 'enter');
		await trial.sees('Nothing is left to be done.');
		await trial.press('enter');
		// At the same moment.
		await trial.chunk('\r');
		await trial.sees('is finished.', '❯ The beta', 'That key came too soon, and did nothing.');
		await trial.press('enter');
		await trial.sees('Enter begin', 'The beta');
		expect(readRun(other.run).state.lastSeq).toBe(other.state.lastSeq);
	});
});
