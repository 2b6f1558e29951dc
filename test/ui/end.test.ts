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
			'✓ One  done in part\n',
			'     – skipped action: true b: later',
			'– Two  skipped: never',
			'runbook report ',
		);
		expect(frame).not.toContain('One  done: later');
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
