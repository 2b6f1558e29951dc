import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../source/run/events.ts';
import { firstUnfinished, progress } from '../../source/run/progress.ts';
import { exited, Trial } from '../helpers/trial.ts';

const full = `
## Move

Needed?

~~~sh done
test -e /x
~~~

Before:

~~~sh verify
true
~~~

~~~sh
one
~~~

1. [Reload](#reload)

~~~sh
two
~~~

After:

~~~sh verify
true
~~~

## Reload

~~~sh
reload
~~~

Back:

~~~sh undo
back
~~~
`;

const two = '## A\n\n~~~sh\none\n~~~\n\n~~~sh\ntwo\n~~~';
const undoable = '## A\n\n~~~sh\none\n~~~\n\nBack:\n\n~~~sh undo\nback\n~~~';

const steps = (trial: Trial) => progress(trial.runbook, trial.state).map(view => view.status);
const first = (trial: Trial) => firstUnfinished(progress(trial.runbook, trial.state))?.view.item.id;

describe('a `done` block that says yes', () => {
	const trial = new Trial(full).pass('move#0');

	it('passes over the actions and the numbered lists', () => {
		expect(trial.status('move#2')).toBe('done-already');
		expect(trial.status('move#3')).toBe('done-already');
		expect(trial.status('move/1.reload#0')).toBe('done-already');
		expect(trial.status('move/1.reload')).toBe('done-already');
	});

	it('leaves the gates to be run', () => {
		expect(trial.status('move#1')).toBe('open');
		expect(trial.status('move#4')).toBe('open');
		expect(trial.status('move')).toBe('begun');
	});

	it('makes the step done already once its gates have passed', () => {
		const after = new Trial(full).pass('move#0').pass('move#1').pass('move#4');
		expect(after.status('move')).toBe('done-already');
	});

	it('speaks for its own step only', () => {
		expect(trial.status('reload#0')).toBe('open');
	});

	it('is never an action that was done', () => {
		expect(trial.undos()).toEqual([]);
	});

	it('may be said by the operator instead', () => {
		expect(new Trial(full).mark('move#0', 'by-hand').status('move#2')).toBe('done-already');
		expect(new Trial(full).mark('move#0', 'skipped').status('move#2')).toBe('open');
	});
});

it('a `done` block that says no is over with, and the actions are to be run', () => {
	const trial = new Trial(full).fail('move#0', 7);
	expect(trial.status('move#0')).toBe('not-yet');
	expect(trial.status('move#2')).toBe('open');
	expect(first(trial)).toBe('move#1');
});

it('a `done` block without an answer is no answer', () => {
	const trial = new Trial(full).start('move#0').end({ kind: 'timed-out' });
	expect(trial.status('move#0')).toBe('failed');
	expect(trial.status('move#2')).toBe('open');
});

describe('an item', () => {
	it.each<[Outcome, string]>([
		[exited(0), 'passed'],
		[exited(1), 'failed'],
		[exited(137), 'failed'],
		[{ kind: 'timed-out' }, 'failed'],
		[{ kind: 'stopped' }, 'failed'],
		[{ kind: 'never-started', why: 'lost' }, 'open'],
		[{ kind: 'unknown', why: 'gone' }, 'unknown'],
	])('whose job ended with %j is %s', (outcome, status) => {
		expect(new Trial(two).start('a#0').end(outcome).status('a#0')).toBe(status);
	});

	it('runs while its job has not ended', () => {
		const trial = new Trial(two).start('a#0');
		expect(trial.status('a#0')).toBe('running');
		expect(trial.status('a')).toBe('running');
	});

	it('that captured nothing has failed', () => {
		const trial = new Trial('## A\n\n~~~sh capture=id\nid\n~~~\n\n~~~sh\necho {{id}}\n~~~');
		trial.start('a#0').end(exited(0), { refused: 'it printed nothing' });
		expect(trial.status('a#0')).toBe('failed');
	});

	it('says why it is skipped, not needed or unknown', () => {
		const trial = new Trial(
			'## A\n\n~~~sh when=fast\ntrue\n~~~\n\n~~~sh\ntrue\n~~~',
			'inputs:\n  fast: { prompt: Fast, type: boolean, default: true }',
		).answer('fast', 'false');
		expect(trial.view('a#0')).toMatchObject({
			status: 'not-needed',
			reason: '`fast` is `false`',
		});
		expect(trial.mark('a#1', 'skipped', 'no time').view('a#1').reason).toBe('no time');
		expect(trial.start('a#1').end({ kind: 'unknown', why: 'gone' }).view('a#1').reason).toBe(
			'gone',
		);
	});

	it('is open again when its mark is taken off, or its step is opened', () => {
		expect(new Trial(two).mark('a#0', 'by-hand').mark('a#0', 'open').status('a#0')).toBe('open');
		const trial = new Trial(two).pass('a#0').pass('a#1').add({ type: 'reopened', visit: 'a' });
		expect([trial.status('a#0'), trial.status('a#1')]).toEqual(['open', 'open']);
	});

	it('is undone when all that takes it back was run', () => {
		const trial = new Trial(undoable).pass('a#0').undo();
		expect([trial.status('a#0'), trial.status('a')]).toEqual(['undone', 'undone']);
	});

	it('is not undone by an undo that failed, or was skipped', () => {
		expect(new Trial(undoable).pass('a#0').undo(exited(1)).status('a#0')).toBe('passed');
		const skipped = new Trial(undoable).pass('a#0');
		const undo = skipped.state.undos[0]?.id ?? '';
		skipped.add({ type: 'settled', undo, how: 'skipped', reason: 'kept' });
		expect(skipped.status('a#0')).toBe('passed');
		expect(skipped.undos()).toEqual([]);
	});

	it('is done once more when it ran again after its undo', () => {
		const trial = new Trial(undoable).pass('a#0').undo();
		trial.add({ type: 'reopened', visit: 'a' }).pass('a#0');
		expect(trial.status('a#0')).toBe('passed');
	});

	it('stays done when it ran again after its undo and now has none', () => {
		const trial = new Trial(undoable).pass('a#0').undo();
		trial.add({ type: 'reopened', visit: 'a' }).start('a#0', { undo: [] }).end(exited(0));
		expect(trial.status('a#0')).toBe('passed');
	});
});

describe('a step', () => {
	it.each<[string, (trial: Trial) => Trial, string]>([
		['nothing of which was done is open', trial => trial, 'open'],
		['half of which is done has begun', trial => trial.pass('a#0'), 'begun'],
		['with a failure has failed', trial => trial.pass('a#0').fail('a#1'), 'failed'],
		['all of which passed is done', trial => trial.pass('a#0').pass('a#1'), 'passed'],
		[
			'all of which was skipped is skipped',
			trial => trial.mark('a#0', 'skipped').mark('a#1', 'skipped'),
			'skipped',
		],
		[
			'some of which was skipped is done',
			trial => trial.mark('a#0', 'skipped').pass('a#1'),
			'passed',
		],
		[
			'that was partly done by hand says so',
			trial => trial.mark('a#0', 'by-hand').pass('a#1'),
			'by-hand',
		],
		[
			'of a dry run says so',
			trial => trial.mark('a#0', 'would-run').mark('a#1', 'would-run'),
			'would-run',
		],
		[
			'that nobody knows about is unknown',
			trial => trial.start('a#0').end({ kind: 'unknown', why: 'gone' }),
			'unknown',
		],
	])('%s', (_, happens, status) => {
		expect(happens(new Trial(two)).status('a')).toBe(status);
	});

	it('is not needed when none of its blocks applies', () => {
		const trial = new Trial(
			'## A\n\n~~~sh when=fast\ntrue\n~~~',
			'inputs:\n  fast: { prompt: Fast, type: boolean, default: true }',
		).answer('fast', 'false');
		expect(trial.status('a')).toBe('not-needed');
	});

	it('does not wait for a gate that has failed and is not needed by another answer', () => {
		const trial = new Trial(
			'## A\n\nLook:\n\n~~~sh verify when=fast\nfalse\n~~~',
			'inputs:\n  fast: { prompt: Fast, type: boolean, default: true }',
		);
		trial.answer('fast', 'true').start('a#0').end(exited(1));
		expect(trial.status('a')).toBe('failed');
		expect(trial.answer('fast', 'false').status('a')).toBe('not-needed');
	});

	it('has a state of its own for each place it is done from', () => {
		const trial = new Trial(full).pass('reload#0');
		expect(trial.status('reload')).toBe('passed');
		expect(trial.status('move/1.reload')).toBe('open');
	});

	it('takes part in the step above it', () => {
		const trial = new Trial('## A\n\nRead.\n\n### B\n\n~~~sh\ntrue\n~~~\n\n### C\n\nBy hand.');
		expect(trial.status('a')).toBe('open');
		expect(trial.pass('a/b#0').status('a')).toBe('begun');
		expect(trial.mark('a/c#hand', 'by-hand').status('a')).toBe('by-hand');
	});
});

describe('an undo by link', () => {
	const runbook = `${undoable}\n\n## Z\n\n1. [Back again](#a "undo")`;

	it('is not needed where nothing was done', () => {
		expect(new Trial(runbook).status('z#undo-1')).toBe('not-needed');
		expect(new Trial(runbook).pass('a#0').undo().status('z#undo-1')).toBe('not-needed');
	});

	it.each([
		[exited(1), 'failed'],
		[{ kind: 'timed-out' } as const, 'failed'],
		[{ kind: 'unknown', why: 'gone' } as const, 'unknown'],
	])(
		'stays open where another order to take it back came to %o: that step says so',
		(outcome, word) => {
			const trial = new Trial(runbook).pass('a#0').undo(outcome);
			expect(trial.status('z#undo-1')).toBe('open');
			expect(trial.view('a#0')).toMatchObject({ status: 'passed', undoing: word });
			trial.undo();
			expect(trial.view('a#0').undoing).toBeUndefined();
		},
	);

	it('is open while something can be taken back', () => {
		expect(new Trial(runbook).pass('a#0').status('z#undo-1')).toBe('open');
	});

	it.each<[Outcome, string]>([
		[exited(1), 'failed'],
		[{ kind: 'stopped' }, 'failed'],
		[{ kind: 'unknown', why: 'the machine went down' }, 'unknown'],
		[{ kind: 'never-started', why: 'the connection was lost' }, 'open'],
	])('stands as the newest try to take that back: %o is %s', (outcome, expected) => {
		const trial = new Trial(runbook).pass('a#0').undo(outcome, 'z#undo-1');
		expect(trial.status('z#undo-1')).toBe(expected);
		expect(trial.view('a#0').undoing).toBeUndefined();
		expect(trial.undo().status('z#undo-1')).toBe('not-needed');
	});
});

it('the first thing that is not finished is found in the order of the walk', () => {
	const trial = new Trial(full);
	const order: string[] = [];
	for (let next = first(trial); next; next = first(trial)) {
		order.push(next);
		trial.pass(next);
		if (order.length > 20) break;
	}
	expect(order).toEqual(['move#0', 'move#1', 'move#4', 'reload#0']);
	expect(steps(trial)).toEqual(['done-already', 'passed']);
});
