/** The runs in the library: unfinished ones, those taken back, and dry ones. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	libraryScreen,
	sessionIn,
	shelvesWith,
	temporaryFolder,
	until,
	walkOf,
	walkScreen,
} from './helpers.tsx';

const byHand = '## One\n\nLook at it.';

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
