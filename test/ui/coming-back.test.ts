/** What is found on coming back to a run is what is there, and not what the runbook says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resumeWalk } from '../../source/walk/open-walk.ts';
import type { Walk } from '../../source/walk/walk.ts';
import { sessionIn, temporaryFolder, walkOf, walkScreen } from './helpers.tsx';

const wait = 'while [ ! -e "$RUNBOOK_JOB/go" ]; do sleep 0.02; done';

/** The run as it is found when the program is started again, whatever the first one still does. */
function resumed(walk: Walk): Walk {
	walk.leave();
	const again = resumeWalk(walk.session, walk.run);
	onTestFinished(async () => {
		await again.stop(true).catch(() => []);
		again.close();
	});
	return again;
}

const letGo = (walk: Walk) => writeFileSync(join(walk.run.folder, 'jobs', '1', 'go'), '');

describe('a command that still runs', () => {
	it('is shown with the bytes that run, and as edited', async () => {
		const session = sessionIn(temporaryFolder());
		const walk = walkOf(`## One\n\nLook.\n\n## Two\n\n~~~sh\necho original\n${wait}\n~~~`, {
			session,
		});
		const first = walkScreen(walk);
		await first.sees('Look.');
		await first.press('right');
		await first.sees('echo original');
		await first.press('e', 'delete', 'delete', 'delete', 'delete', ...'printf "%s\\n"', 'ctrl-s');
		await first.sees('EDITED', 'printf "%s\\n" original');
		await first.press('r', 'y');
		await first.sees('     original', '▶ running');
		const trial = walkScreen(resumed(walk));
		const frame = await trial.sees('❯ ▶ Two', 'EDITED', 'printf "%s\\n" original', '▶ running');
		expect(frame).not.toContain('echo original');
		letGo(walk);
		await trial.sees('✓ exit 0', 'EDITED', 'printf "%s\\n" original');
	});

	it('is shown as it runs after an answer was changed', async () => {
		const walk = walkOf(`## One\n\n~~~sh\necho {{word}}\n${wait}\n~~~`, {
			head: 'inputs:\n  word: { prompt: Which word }\n',
		});
		walk.answer('word', 'before');
		const first = walkScreen(walk);
		await first.sees('echo before');
		await first.press('r');
		await first.sees('     before');
		const again = resumed(walk);
		again.answer('word', 'after');
		const trial = walkScreen(again);
		const frame = await trial.sees('echo before', '▶ running');
		expect(frame).not.toContain('echo after');
		expect(frame).not.toContain('EDITED');
		letGo(walk);
		await trial.sees('✓ exit 0', 'echo before');
	});
});

describe('coming back leads to where one is needed', () => {
	const step = (name: string, command = 'true') =>
		`## ${name}\n\n~~~sh\n${command} ${name}\n~~~\n\nBack:\n\n~~~sh undo\n${command} not ${name}\n~~~\n\n`;
	const yes = { approve: () => true };

	it('the step that was taken back', async () => {
		const walk = walkOf(`${step('One')}${step('Two')}${step('Three')}`);
		for (const visit of ['one', 'two']) await walk.runOn(visit, yes);
		const between = resumed(walk);
		const first = walkScreen(between);
		await first.sees('❯ · Three');
		await first.press('left', 'u', 'r');
		await first.sees('Taken back: Two.');
		const trial = walkScreen(resumed(between));
		await trial.sees('❯ ↶ Two', 'This step was taken back. r opens it again');
	});

	it('the one whose taking back failed', async () => {
		const walk = walkOf(`${step('One').replace('true not', 'false not')}${step('Two')}`);
		await walk.runOn('one', yes);
		const between = resumed(walk);
		const first = walkScreen(between);
		await first.sees('❯ · Two');
		await first.press('u', 'r');
		await first.sees('Not taken back');
		const trial = walkScreen(resumed(between));
		await trial.sees('❯ ✗ One', 'undo failed', 'Taking this back did not work: u shows it.');
	});

	it('the one that failed, also where one before it is left open', async () => {
		const walk = walkOf(`${step('One')}${step('Two', 'false')}${step('Three')}`);
		await walk.runOn('two', yes);
		const trial = walkScreen(resumed(walk));
		await trial.sees('❯ ✗ Two', 'This is where it stopped: see above how.');
	});

	it('and where nothing is to be seen to, the first thing that is left', async () => {
		const walk = walkOf(`${step('One')}${step('Two')}${step('Three')}`);
		for (const visit of ['one', 'three']) await walk.runOn(visit, yes);
		const trial = walkScreen(resumed(walk));
		expect(await trial.sees('❯ · Two')).not.toContain('─ T');
	});
});
