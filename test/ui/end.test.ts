/** The last page says what happened, and to what. */
import { describe, expect, it } from 'vitest';
import { walkOf, walkScreen } from './helpers.tsx';

const two = '## One\n\n~~~sh\ntrue a\n~~~\n\n~~~sh\ntrue b\n~~~\n\n## Two\n\n~~~sh\ntrue c\n~~~';

describe('the end', () => {
	it('tells what of a step was skipped from a step that was skipped whole', async () => {
		const trial = walkScreen(walkOf(two), { rows: 30 });
		await trial.sees('true a');
		await trial.press('r');
		await trial.sees('✓ exit 0');
		await trial.press('s', ...'later', 'enter', 'enter', 's', ...'never', 'enter', 'enter');
		const frame = await trial.sees(
			'Nothing is left to be done.',
			'– One  skipped in part\n',
			'     – skipped action: true b (later)',
			'– Two  skipped: never',
			'runbook report ',
		);
		expect(frame).not.toContain('One  done: later');
	});

	it('names what was skipped with its values, and does not count it as done', async () => {
		const body =
			'## One\n\n~~~sh capture=system\necho Linux\n~~~\n\n~~~sh\necho on {{system}}\n~~~\n\n## Two\n\n~~~sh\ntrue c\n~~~';
		const trial = walkScreen(walkOf(body), { rows: 30 });
		await trial.sees('echo Linux');
		await trial.press('r');
		await trial.sees('echo on Linux', 'r run');
		await trial.press('s', ...'why', 'enter');
		await trial.sees('This step is over, and part of it was skipped.');
		await trial.press('enter', 's', ...'never', 'enter', 'enter');
		await trial.sees('skipped action: echo on Linux (why)', '– Two  skipped: never');
		await trial.press('q');
		expect(trial.left()?.[0]).toBe('Trial: finished, 1 step done, 1 skipped.');
	});

	it('calls a run of which all is taken back there taken back, and not finished', async () => {
		const body = '## One\n\n~~~sh\ntrue a\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~';
		const walk = walkOf(body);
		const trial = walkScreen(walk);
		await trial.sees('true a');
		await trial.press('r');
		await trial.sees('Done. Enter goes on to the end.');
		await trial.press('enter');
		await trial.sees('Finished. Nothing is left to be done.');
		await trial.press('u');
		await trial.sees('true back');
		await trial.press('r');
		await trial.sees('Everything is taken back.', '↶ One', 'Taken back: One.');
		await trial.press('q');
		expect(trial.left()?.[0]).toBe('Trial: taken back, 0 of 1 steps done, 1 taken back.');
		expect(walk.state.finished).toBe(false);
	});

	it('says of a dry run that nothing was run', async () => {
		const trial = walkScreen(walkOf(two, { dryRun: true }), { dryRun: true });
		await trial.sees('true a');
		await trial.press('r', 'r', 'enter', 'r', 'enter');
		await trial.sees(
			'This was a dry run: nothing was run, and nothing was changed.',
			'Every step was looked at.',
		);
	});
});
