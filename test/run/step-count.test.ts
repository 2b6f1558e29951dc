/** How many steps are done is one number, wherever it is said. */
import { expect, it } from 'vitest';
import { progress } from '../../source/run/progress.ts';
import { countSteps } from '../../source/run/step-count.ts';
import { Trial } from '../helpers/trial.ts';

const body =
	'## A\n\n~~~sh\na\n~~~\n\nBack:\n\n~~~sh undo\nback\n~~~\n\n## B\n\n1. [C](#c)\n\n### C\n\n- [ ] Look\n\n## Part\n\nOnly read.\n\n### D\n\nBy hand.';

const count = (trial: Trial) => {
	const { steps, ...counted } = countSteps(progress(trial.runbook, trial.state));
	return { ...counted, steps: steps.map(({ visit }) => visit.id) };
};

it('counts the steps that hold something to be done, each once', () => {
	expect(count(new Trial(body))).toEqual({
		steps: ['a', 'b/1.c', 'part/d'],
		done: 0,
		undone: 0,
		skipped: 0,
		left: 3,
	});
});

it('tells what is done from what was undone', () => {
	const trial = new Trial(body).pass('a#0').mark('b/1.c#tick-1', 'by-hand');
	expect(count(trial)).toMatchObject({ done: 2, undone: 0, left: 1 });
	expect(count(trial.undo())).toMatchObject({ done: 1, undone: 1, left: 1 });
});

it('does not count as done what was skipped whole', () => {
	const trial = new Trial(body).mark('a#0', 'skipped', 'later').mark('b/1.c#tick-1', 'by-hand');
	expect(count(trial)).toMatchObject({ done: 1, skipped: 1, left: 1 });
});
