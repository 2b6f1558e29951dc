import { describe, expect, it } from 'vitest';
import { exited, Trial } from '../helpers/trial.ts';

const step = `
## A

Needed?

~~~sh done
needed
~~~

Before:

~~~sh verify
before
~~~

~~~sh
one
~~~

Between:

~~~sh verify
between
~~~

~~~sh
two
~~~

After:

~~~sh verify
after
~~~
`;

/** What one order to run at a step runs, when all of it passes but `done`, and where it ends. */
function order(trial: Trial, visit = 'a', options: { root?: boolean } = {}): string[] {
	const ran: string[] = [];
	let acted = false;
	for (let rounds = 0; rounds < 20; rounds++) {
		const act = trial.next(visit, { acted, ...options });
		if (act.kind === 'stop') return [...ran, `stop: ${act.stop.kind}`];
		if (act.kind !== 'run') return [...ran, act.kind];
		ran.push(act.script.text);
		if (act.item.block.purpose === 'done') trial.fail(act.item.id);
		else trial.pass(act.item.id);
		acted ||= act.item.block.purpose === 'action';
	}
	throw new Error('The order does not end.');
}

describe('one order to run', () => {
	it('takes what `done` says, the gates, one action, and the gates behind it', () => {
		expect(order(new Trial(step))).toEqual(['needed', 'before', 'one', 'between', 'pause']);
	});

	it('goes on with the second action when it is given again', () => {
		const trial = new Trial(step);
		order(trial);
		expect(order(trial)).toEqual(['two', 'after', 'end']);
		expect(order(trial)).toEqual(['end']);
	});

	it('runs the gates and no action where it is done already', () => {
		const trial = new Trial(step).pass('a#0');
		expect(order(trial)).toEqual(['before', 'between', 'after', 'end']);
	});

	it('goes on behind a failure only through that block', () => {
		const trial = new Trial(step).fail('a#0').pass('a#1').fail('a#2');
		expect(order(trial)).toEqual(['one', 'between', 'pause']);
	});

	it('does not run a block again that passed, when one behind it failed', () => {
		const trial = new Trial(step).fail('a#0').pass('a#1').pass('a#2').fail('a#3');
		expect(order(trial)).toEqual(['between', 'two', 'after', 'end']);
	});

	it('passes over what is not needed', () => {
		const trial = new Trial(
			'## A\n\n~~~sh when=fast\nfast\n~~~\n\n~~~sh when=!fast\nslow\n~~~',
			'inputs:\n  fast: { prompt: Fast, type: boolean, default: true }',
		).answer('fast', 'false');
		expect(order(trial)).toEqual(['slow', 'end']);
	});

	it('puts the values in', () => {
		const trial = new Trial(
			'## A\n\n~~~sh\necho {{name}} {{run.id}} {{run.date}}\n~~~',
			'inputs:\n  name: { prompt: Name, type: text }',
		).answer('name', "it's");
		expect(order(trial)).toEqual(["echo 'it'\\''s' abcdefghijkl 20261122", 'end']);
	});
});

describe('it stops', () => {
	const stops = (body: string, head = '') => new Trial(body, head);

	it('at a block of another machine, and at one whose machine nobody has named', () => {
		const trial = () =>
			stops('## A\n\nThere:\n\n~~~sh host=first\ntrue\n~~~', 'hosts:\n  first: The first one');
		expect(order(trial())).toEqual(['stop: elsewhere']);
		expect(order(trial().host('first', false))).toEqual(['stop: elsewhere']);
		expect(order(trial().host('first', true))).toEqual(['true', 'end']);
	});

	it('at a block for root when the program is not', () => {
		const trial = () => stops('## A\n\n~~~sh\none\n~~~\n\n~~~sh root\ntwo\n~~~');
		expect(order(trial(), 'a', { root: false })).toEqual(['one', 'pause']);
		expect(order(trial().pass('a#0'), 'a', { root: false })).toEqual(['stop: needs-root']);
		expect(order(trial().pass('a#0'), 'a', { root: true })).toEqual(['two', 'end']);
	});

	it('at a block that waits for a value', () => {
		const trial = stops('## A\n\n~~~sh\necho {{x}}\n~~~', 'inputs:\n  x: { prompt: X }');
		expect(trial.next('a')).toMatchObject({
			kind: 'stop',
			stop: { kind: 'waiting', names: ['x'] },
		});
	});

	it('at a block that waits for what another one captures', () => {
		const trial = stops('## A\n\n~~~sh capture=id\nid\n~~~\n\n~~~sh\necho {{id}}\n~~~');
		trial.mark('a#0', 'skipped');
		expect(trial.next('a')).toMatchObject({ stop: { kind: 'waiting', names: ['id'] } });
	});

	it('at a condition that waits for an answer', () => {
		const trial = stops(
			'## A\n\n~~~sh when=fast\ntrue\n~~~',
			'inputs:\n  fast: { prompt: Fast, type: boolean, default: true }',
		);
		expect(trial.next('a')).toMatchObject({ stop: { kind: 'waiting', names: ['fast'] } });
	});

	it('at a value that may not stand where it would', () => {
		const trial = stops(
			'## A\n\n~~~sh\nssh there echo {{x}}\n~~~',
			'inputs:\n  x: { prompt: X }',
		).answer('x', '$(reboot)');
		expect(trial.next('a')).toMatchObject({ stop: { kind: 'refused', name: 'x' } });
	});

	it('at a step by hand, at each box, and at a decision', () => {
		expect(order(stops('## A\n\nDo it.'))).toEqual(['stop: by-hand']);
		const boxes = stops('## A\n\n~~~sh\none\n~~~\n\n- [ ] first\n- [ ] second');
		expect(order(boxes)).toEqual(['one', 'stop: by-hand']);
		boxes.mark('a#tick-1', 'by-hand');
		expect(boxes.next('a')).toMatchObject({ view: { item: { id: 'a#tick-2' } } });
		const choice = stops(
			'## A\n\n- [B](#b)\n- [No](#c)\n\n### B\n\n~~~sh\nb\n~~~\n\n## C\n\nDone.',
		);
		expect(order(choice)).toEqual(['stop: choose']);
	});

	it('at a job that still runs', () => {
		expect(order(new Trial(step).start('a#0'))).toEqual(['stop: running']);
	});

	it('at what nobody knows about, unless the operator wants it run again', () => {
		const trial = new Trial(step).fail('a#0').pass('a#1');
		trial.start('a#2').end({ kind: 'unknown', why: 'restarted' });
		expect(order(trial)).toEqual(['stop: unknown']);
		expect(trial.next('a', { again: new Set(['a#2']) })).toMatchObject({
			kind: 'run',
			script: { text: 'one' },
		});
		expect(trial.next('a', { again: new Set(['a#4']) }).kind).toBe('stop');
	});

	it('never at a job that surely did not begin: it is run', () => {
		const trial = new Trial(step).fail('a#0').pass('a#1');
		trial.start('a#2').end({ kind: 'never-started', why: 'lost' });
		expect(order(trial)).toEqual(['one', 'between', 'pause']);
	});

	it('before the steps of a numbered list, which are walked by themselves', () => {
		const trial = stops(
			'## A\n\n~~~sh\none\n~~~\n\n1. [B](#b)\n\n~~~sh\ntwo\n~~~\n\n## B\n\n~~~sh\nb\n~~~',
		);
		expect(order(trial)).toEqual(['one', 'stop: step-below']);
		expect(order(trial)).toEqual(['stop: step-below']);
		expect(order(trial, 'a/1.b')).toEqual(['b', 'end']);
		expect(order(trial)).toEqual(['two', 'end']);
	});

	it('behind its own content: sub-steps have orders of their own', () => {
		const trial = stops('## A\n\n~~~sh\none\n~~~\n\n### B\n\n~~~sh\nb\n~~~');
		expect(order(trial)).toEqual(['one', 'end']);
		expect(order(trial, 'a/b')).toEqual(['b', 'end']);
	});
});

describe('an undo by link', () => {
	const body = `
## A

~~~sh
one
~~~

Back:

~~~sh undo
back
~~~

## Z

~~~sh
last
~~~

1. [Back](#a "undo")
`;

	it('counts as an action: it is not run behind another one', () => {
		const trial = new Trial(body).pass('a#0');
		expect(order(trial, 'z')).toEqual(['last', 'pause']);
		expect(trial.next('z').kind).toBe('take-back');
	});

	it('is passed over when nothing is left to take back', () => {
		const trial = new Trial(body).pass('a#0').undo(exited(0));
		expect(order(trial, 'z')).toEqual(['last', 'end']);
	});
});
