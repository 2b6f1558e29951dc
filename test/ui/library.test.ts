import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRuns } from '../../source/store/runs.ts';
import { makeShelf } from '../../source/ui/model/library.ts';
import { LibraryPage } from '../../source/ui/pages/library-page.ts';
import { WalkPage } from '../../source/ui/pages/walk-page.ts';
import { library, type Shelves } from '../../source/walk/library.ts';
import { readRun } from '../../source/walk/open-walk.ts';
import { markdown } from '../helpers/runbooks.ts';
import {
	libraryScreen,
	screenWith,
	sessionIn,
	shelvesWith,
	temporaryFolder,
	until,
	walkOf,
	walkScreen,
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

describe('an unfinished run in the list', () => {
	const undoable =
		'## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~\n\n## Two\n\nLook.';
	const yes = { approve: () => true };

	it('says that its command runs, until it has ended', async () => {
		const session = sessionIn(temporaryFolder());
		const walk = walkOf(
			'## One\n\n~~~sh\nwhile [ ! -e "$RUNBOOK_JOB/go" ]; do sleep 0.02; done\n~~~',
			{ session },
		);
		const ran = walk.runOn('one', yes);
		const began = join(walk.run.folder, 'jobs', '1', 'began');
		await until('the job to begin', () => existsSync(began) || undefined);
		walk.leave();
		await ran;
		const trial = libraryScreen({ session });
		await trial.sees('▶ Trial', 'running · 0 of 1 done', 'Its command runs now.');
		writeFileSync(join(walk.run.folder, 'jobs', '1', 'go'), '');
		expect(await trial.sees('» Trial', 'goes on with it')).not.toContain('running');
	});

	it('says that another terminal has it open', async () => {
		const session = sessionIn(temporaryFolder());
		walkOf(undoable, { session });
		const trial = libraryScreen({ session });
		await trial.sees('▶ Trial', 'open elsewhere · 0 of 2 done', 'Another terminal has it open.');
	});

	it('is there no more when all of it is taken back', async () => {
		const session = sessionIn(temporaryFolder());
		const walk = walkOf(undoable, { session });
		const trial = walkScreen(walk);
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('u', 'r');
		await trial.sees('Taken back: One. Everything is taken back. r opens this step', 'q leaves.');
		await trial.press('q');
		expect(trial.left()?.[1]).toBe(`The report: runbook report ${walk.run.id}`);
		const list = libraryScreen({ session, shelves: shelvesWith({ alpha: '## One\n\nLook.' }) });
		expect(await list.sees('The alpha')).not.toContain(walk.run.id);
	});
});

describe('a run that is taken back as far as it can be', () => {
	const body =
		'## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~\n\n## Bare\n\n~~~sh\ntrue bare\n~~~\n\n## Two\n\nLook.';
	const toTheUndo = async () => {
		const session = sessionIn(temporaryFolder());
		const walk = walkOf(body, { session });
		const trial = walkScreen(walk);
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('Enter goes on: Bare');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Two');
		await trial.press('u', 'r');
		await trial.sees('Taken back: One. Nothing else can be; what has no undo stands.');
		await trial.press('q');
		await trial.sees('Close this run?', 'y close it, and leave', 'keep it, and leave');
		return { session, walk, trial };
	};

	it('is closed by who says so, and is there no more', async () => {
		const { session, walk, trial } = await toTheUndo();
		await trial.press('y');
		expect(trial.left()?.[1]).toBe(`The report: runbook report ${walk.run.id}`);
		const list = libraryScreen({ session, shelves: shelvesWith({ alpha: '## One\n\nLook.' }) });
		expect(await list.sees('The alpha')).not.toContain(walk.run.id);
	});

	it('is kept otherwise', async () => {
		const { session, walk, trial } = await toTheUndo();
		await trial.press('n');
		expect(trial.left()?.[1]).toBe(`To go on: runbook resume ${walk.run.id}`);
		const list = libraryScreen({ session });
		await list.sees(walk.run.id);
	});
});

describe('a dry run that was left', () => {
	it('is no unfinished run', async () => {
		const session = sessionIn(temporaryFolder());
		const real = walkOf(byHand, { session });
		real.leave();
		const dry = walkOf(byHand, { session, dryRun: true });
		dry.leave();
		const trial = libraryScreen({ session, shelves: shelvesWith({ alpha: byHand }) });
		expect(await trial.sees(`run ${real.run.id}`)).not.toContain(dry.run.id);
	});

	it('says where it is kept', async () => {
		const trial = libraryScreen({ shelves: shelvesWith({ alpha: byHand }), dryRun: true });
		await trial.press('enter', 'enter');
		await trial.sees('❯ · One');
		await trial.press('b');
		await trial.sees('is kept: runbook runs has it.', '❯ The alpha');
	});
});

describe('a dry run that is switched on or off', () => {
	it('says so, and the key is named after what it does', async () => {
		const trial = libraryScreen({ shelves: shelvesWith({ alpha: byHand }) });
		await trial.press('ctrl-d');
		await trial.sees('DRY RUN', 'from now on nothing can run', 'Ctrl-D end the dry run');
		await trial.press('enter');
		await trial.sees('DRY RUN', 'D end the dry run');
		await trial.press('D');
		const frame = await trial.sees('The dry run is over: r in a walk runs things again.');
		expect(frame).toContain('D dry run');
		expect(frame).not.toContain('DRY RUN');
		await trial.press('D');
		await trial.sees('DRY RUN', 'from now on nothing can run', 'D end the dry run');
		await trial.press('enter');
		await trial.sees('DRY RUN', '❯ · One');
	});
});

describe('the brief', () => {
	it('is read to its end by Enter before anything is asked', async () => {
		const steps = Array.from({ length: 40 }, (_, at) => `## Step ${at + 1}\n\nLook.`).join('\n\n');
		const trial = libraryScreen({ shelves: shelvesWith({ alpha: steps }) });
		await trial.press('enter');
		await trial.sees('Step 1', 'Enter read on', 'more');
		await trial.press('enter');
		await trial.sees('Step 20', 'Enter read on');
		await trial.press('enter');
		await trial.sees('Step 40', 'Enter begin');
		await trial.press('g');
		await trial.sees('Enter begin');
		await trial.press('enter');
		await trial.sees('❯ · Step 1');
	});

	it('asks for trust by a deliberate key, and Enter is none', async () => {
		const session = sessionIn(temporaryFolder());
		const shelves = shelvesWith({ alpha: byHand }, 'project');
		const trial = libraryScreen({ session, shelves });
		await trial.sees('not trusted');
		await trial.press('enter', 'enter');
		await trial.sees('Trust this runbook?', 'alpha.md', 'nothing in it runs');
		await trial.press('enter', 't', 'y');
		await trial.sees('Trust this runbook?');
		expect(listRuns(session.home)).toEqual([]);
		expect(existsSync(join(session.home, 'trust'))).toBe(false);
		await trial.press('T');
		await trial.sees('Trusted. Enter goes on.');
		await trial.press('enter');
		await trial.sees('❯ · One');
	});

	it('trusts nothing that has changed since it was shown', async () => {
		const shelves = shelvesWith({ alpha: byHand }, 'project');
		const trial = libraryScreen({ shelves });
		await trial.press('enter', 'enter');
		await trial.sees('Trust this runbook?');
		const file = join(shelves.cwd, 'runbooks', 'alpha.md');
		chmodSync(file, 0o644);
		writeFileSync(file, '---\nrunbook: 1\nsummary: Other.\n---\n\n# Other\n\n## One\n\nOther.\n');
		trial.resize(60, 15);
		await trial.sees('more');
		await trial.press('G');
		await trial.sees('change it is asked again');
		await trial.press('T');
		await trial.sees('The file has changed');
	});

	it('says that a file has changed since it was trusted', async () => {
		const session = sessionIn(temporaryFolder());
		const shelves = shelvesWith({ alpha: byHand, beta: byHand }, 'project');
		const trial = libraryScreen({ session, shelves });
		await trial.press('enter', 'enter', 'T');
		await trial.sees('Trusted. Enter goes on.');
		await trial.press('escape');
		const file = join(shelves.cwd, 'runbooks', 'alpha.md');
		writeFileSync(file, readFileSync(file, 'utf8').replace('Look at it.', 'Look away.'));
		await trial.press('enter');
		await trial.sees('CHANGED since it was trusted');
		await trial.press('enter');
		await trial.sees('which has changed?', 'If that was not you');
		await trial.press('escape', 'escape', 'down', 'enter');
		expect(await trial.sees('Not trusted:')).not.toContain('CHANGED');
	});

	it('offers the dry run only where its key does something', async () => {
		const shelves = shelvesWith({ alpha: byHand, broken: '## One\n\n~~~sh\necho "{{x}}"\n~~~' });
		const dry = libraryScreen({ shelves, dryRun: true });
		expect(await dry.sees('The alpha')).not.toContain('D dry run');
		await dry.press('enter');
		expect(await dry.sees('Enter begin')).not.toContain('D dry run');
		const trial = libraryScreen({ shelves });
		await trial.sees('D dry run');
		await trial.press('enter');
		await trial.sees('Enter begin', 'D dry run');
		await trial.press('escape', 'down', 'enter');
		expect(await trial.sees('nothing in it can run')).not.toMatch(/D dry run|Enter/);
	});

	it('walks one that is not trusted in a dry run', async () => {
		const shelves = shelvesWith({ alpha: '## One\n\n~~~sh\necho a\n~~~' }, 'project');
		const trial = libraryScreen({ shelves, dryRun: true });
		await trial.press('enter', 'enter');
		await trial.sees('❯ · One', 'DRY RUN');
		await trial.press('r');
		await trial.sees('○ One', 'would run');
	});

	it('takes answers in a form, with defaults, choices and errors in place', async () => {
		const session = sessionIn(temporaryFolder());
		const shelves = shelvesWith({});
		mkdirSync(shelves.builtIn, { recursive: true });
		writeFileSync(
			join(shelves.builtIn, 'form.md'),
			[
				'---',
				'runbook: 1',
				'summary: A form.',
				'inputs:',
				'  count: { prompt: How many, type: integer, min: 1, max: 9 }',
				'  kind: { prompt: Which kind, type: choice, choices: [red, green, blue] }',
				'  word: { prompt: A secret, type: secret }',
				'  name: { prompt: A name, default: friend }',
				'---',
				'',
				'# Form',
				'',
				'## One',
				'',
				'```sh',
				'echo {{count}} {{kind}} {{name}} "$word"',
				'```',
				'',
			].join('\n'),
		);
		const trial = libraryScreen({ session, shelves });
		await trial.press('enter');
		await trial.sees('Asked for at the beginning', 'How many');
		await trial.press('enter');
		await trial.sees('❯ How many', '❘ friend');
		await trial.press('5', '0', 'enter');
		await trial.sees('✗ `50` is more than 9');
		await trial.press('backspace', 'enter');
		await trial.sees('❯ Which kind');
		await trial.press('g', 'r', 'enter');
		await trial.sees('❘ green', '❯ A secret');
		await trial.paste('hunter2\n');
		const masked = await trial.sees('❘ •••••••');
		expect(masked).not.toContain('hunter2');
		await trial.press('enter', 'enter');
		await trial.sees('❯ [ Begin');
		await trial.press('enter');
		await trial.sees('echo 5 green friend "$word"');
		expect(trial.app.page).toBeInstanceOf(WalkPage);
	});

	it('asks which machine a host is, and presumes none', async () => {
		const shelves = shelvesWith({});
		writeFileSync(
			join(shelves.builtIn, 'hosts.md'),
			'---\nrunbook: 1\nsummary: Two.\nhosts: { first: The one, second: The other }\n---\n\n# Hosts\n\n## One\n\nOn the first:\n\n```sh host=first\necho a\n```\n\nOn the second:\n\n```sh host=second\necho b\n```\n',
		);
		const trial = libraryScreen({ shelves });
		await trial.press('enter', 'enter');
		await trial.sees('❯ The one', '❯ The one');
		await trial.press('enter');
		await trial.sees('✗ Which machine is `first`?');
		await trial.press('tab', 'up');
		await trial.sees('❯ The one', '   ❘\n');
		await trial.press('right', 'enter');
		await trial.press('f', 'w', '2', 'enter', 'enter');
		await trial.sees('first (here)', 'second (fw2)', 'by hand: not this machine');
		await trial.press('r');
		await trial.sees('That runs on second');
		await trial.press('d');
		await trial.sees('✓ by hand');
	});
});
