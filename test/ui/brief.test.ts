/** The first page of a runbook: read, trusted, and its form. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRuns } from '../../source/store/runs.ts';
import { WalkPage } from '../../source/ui/pages/walk-page.ts';
import { libraryScreen, sessionIn, shelvesWith, temporaryFolder } from './helpers.tsx';

const byHand = '## One\n\nLook at it.';

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
