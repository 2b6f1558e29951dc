import { describe, expect, it } from 'vitest';
import { allItems, allVisits, type Item, visitOf } from '../../source/run/outline.ts';
import { Trial } from '../helpers/trial.ts';

const ids = (trial: Trial) => allItems(trial.visits).map(item => item.id);
const visitIds = (trial: Trial) => allVisits(trial.visits).map(visit => visit.id);

const sub = `
## Prepare

~~~sh
true
~~~

### One

~~~sh
true
~~~

#### Deeper

~~~sh
true
~~~

### Two

By hand.

## Last

~~~sh
true
~~~
`;

const decision = `
## Decide

~~~sh verify
true
~~~

- [Fast](#fast)
- [Fast, but in the evening](#fast)
- [Slow](#slow)
- [Not at all](#after)

### Fast

~~~sh
true
~~~

### Slow

~~~sh
true
~~~

## After

~~~sh
true
~~~
`;

const lists = `
## Move

~~~sh
true
~~~

1. [Reload](#reload)
2. [Reload once more](#reload)

~~~sh verify
true
~~~

3. [Not this time](#reload "undo")

## Reload

~~~sh
true
~~~

### Look

~~~sh verify
true
~~~
`;

describe('the way through steps', () => {
	it('walks a step before its sub-steps, and sub-steps in the order of the file', () => {
		expect(visitIds(new Trial(sub))).toEqual([
			'prepare',
			'prepare/one',
			'prepare/one/deeper',
			'prepare/two',
			'last',
		]);
		expect(ids(new Trial(sub))).toEqual([
			'prepare#0',
			'prepare/one#0',
			'prepare/one/deeper#0',
			'prepare/two#hand',
			'last#0',
		]);
	});

	it('knows how deep a step stands, and below which', () => {
		const deeper = allVisits(new Trial(sub).visits)[2];
		expect(deeper?.level).toBe(2);
		expect(deeper?.within).toEqual(['prepare', 'one', 'deeper']);
	});

	it.each<[string, string, readonly Item['kind'][]]>([
		['is done by hand when it has only prose', '## A\n\nDo it.', ['hand']],
		['is done by hand when it is empty', '## A', ['hand']],
		['is only read when it has sub-steps and prose', '## A\n\nRead.\n\n### B\n\nDo it.', ['hand']],
		[
			'is ticked off where it has boxes, and not done by hand then',
			'## A\n\n- [ ] one\n- [ ] two',
			['tick', 'tick'],
		],
		['never runs an example', '## A\n\n~~~sh example\nfalse\n~~~\n\n~~~sh\ntrue\n~~~', ['block']],
		['is by hand with nothing but an example', '## A\n\n~~~sh example\nfalse\n~~~', ['hand']],
		[
			'does not walk an undo',
			'## A\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\ntrue\n~~~',
			['block'],
		],
		['shows a block in another language only', '## A\n\n~~~apache\nListen 80\n~~~', ['hand']],
	])('a step %s', (_, body, kinds) => {
		expect(allItems(new Trial(body).visits).map(item => item.kind)).toEqual(kinds);
	});
});

describe('a decision', () => {
	it('is the last of its step, and leads nowhere until it is taken', () => {
		expect(ids(new Trial(decision))).toEqual(['decide#0', 'decide#choice', 'after#0']);
	});

	it.each([
		[0, ['decide', 'decide/fast', 'after']],
		[1, ['decide', 'decide/fast', 'after']],
		[2, ['decide', 'decide/slow', 'after']],
		[3, ['decide', 'after']],
		[9, ['decide', 'after']],
	])('with choice %i walks %j', (choice, expected) => {
		expect(visitIds(new Trial(decision).choose('decide', choice))).toEqual(expected);
	});

	it('can be taken anew', () => {
		const trial = new Trial(decision).choose('decide', 0).choose('decide', 2);
		expect(visitIds(trial)).toEqual(['decide', 'decide/slow', 'after']);
	});
});

describe('a numbered list', () => {
	it('visits its steps where it stands, each with ids of its own', () => {
		expect(ids(new Trial(lists))).toEqual([
			'move#0',
			'move/1.reload#0',
			'move/1.reload/look#0',
			'move/2.reload#0',
			'move/2.reload/look#0',
			'move#1',
			'move#undo-3',
			'reload#0',
			'reload/look#0',
		]);
	});

	it('marks the visits that it leads to, and not those below them', () => {
		const linked = allVisits(new Trial(lists).visits).filter(visit => visit.linked);
		expect(linked.map(visit => visit.id)).toEqual(['move/1.reload', 'move/2.reload']);
	});

	it('stands below both its own step and the one of the document', () => {
		const look = allVisits(new Trial(lists).visits).find(
			visit => visit.id === 'move/2.reload/look',
		);
		expect(look?.within).toEqual(['move', 'reload', 'look']);
	});

	it('leaves sub-steps of its own step to lists', () => {
		const trial = new Trial(`
## A

1. [B](#b)

### B

~~~sh
true
~~~

### C

~~~sh
true
~~~

## D

1. [C](#c)
`);
		expect(visitIds(trial)).toEqual(['a', 'a/1.b', 'd', 'd/1.c']);
	});

	it('asks for a decision once for each place that leads to it', () => {
		const trial = new Trial(`${decision}\n## Again\n\n1. [Decide](#decide)\n`)
			.choose('decide', 0)
			.choose('again/1.decide', 2);
		expect(visitIds(trial)).toEqual([
			'decide',
			'decide/fast',
			'after',
			'again',
			'again/1.decide',
			'again/1.decide/slow',
		]);
	});
});

it('tells the step of an item from its id', () => {
	for (const visit of allVisits(new Trial(lists).visits)) {
		for (const entry of visit.entries) {
			if (entry.kind === 'item') expect(visitOf(entry.item.id)).toBe(visit.id);
		}
	}
});
