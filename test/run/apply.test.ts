import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, begin, JournalMakesNoSense, replay } from '../../source/run/apply.ts';
import type { Outcome, RecordedEvent } from '../../source/run/events.ts';
import { allItems } from '../../source/run/outline.ts';
import { firstUnfinished, progress } from '../../source/run/progress.ts';
import { openUndos } from '../../source/run/undo-entries.ts';
import { runbookOf } from '../helpers/runbooks.ts';
import { exited, Trial } from '../helpers/trial.ts';

const runbook = runbookOf(
	`
## A

Needed?

~~~sh done
true
~~~

~~~sh capture=id
add {{x}}
~~~

~~~text file=/srv/{{x}}
{{id}}
~~~

Back:

~~~sh undo
del {{id}}
~~~

- [B](#b)
- [C](#c)

### B

~~~sh
b
~~~

Back:

~~~sh undo
unb
~~~

### C

- [ ] Look.

## D

1. [A again](#a)
2. [Undo](#a "undo")

## E

By hand.
`,
	'inputs:\n  x: { prompt: X }\nhosts:\n  first: The first',
);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
	fc.constantFrom(0, 0, 0, 1, 137).map(exited),
	fc.constantFrom<Outcome>(
		{ kind: 'timed-out' },
		{ kind: 'stopped' },
		{ kind: 'never-started', why: 'lost' },
		{ kind: 'unknown', why: 'gone' },
	),
);

/** Something that may happen next, whatever the state is. */
const deed = fc.record({
	what: fc.constantFrom(
		'run',
		'run',
		'run',
		'mark',
		'choose',
		'answer',
		'undo',
		'reopen',
		'note',
		'leave',
	),
	at: fc.nat(50),
	outcome,
	how: fc.constantFrom('by-hand', 'skipped', 'would-run', 'open'),
	ends: fc.boolean(),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

function happen(trial: Trial, { what, at, outcome, how, ends }: Deed): void {
	const items = allItems(trial.visits);
	const item = items[at % items.length];
	if (!item) return;
	const visit = item.visit;
	switch (what) {
		case 'run':
			if (item.kind !== 'block') return;
			trial.start(item.id);
			// The last one may still run.
			if (ends) trial.end(outcome, { value: String(at) });
			return;
		case 'mark':
			trial.mark(item.id, how as 'by-hand');
			return;
		case 'choose':
			trial.choose('a', at % 2);
			return;
		case 'answer':
			trial.answer('x', String(at));
			return;
		case 'undo':
			if (openUndos(trial.state).length > 0) trial.undo(outcome);
			return;
		case 'reopen':
			trial.add({ type: 'reopened', visit });
			return;
		case 'note':
			trial.add({ type: 'noted', visit, text: 'text' });
			return;
		default:
			trial.add({ type: 'left' }).add({ type: 'resumed', program: '2.0.0' });
	}
}

const run = fc.array(deed, { maxLength: 25 }).map(deeds => {
	const trial = new Trial(runbook);
	for (const one of deeds) happen(trial, one);
	return trial;
});

describe('whatever happens in a run', () => {
	it('replaying its journal gives the state that it had', () => {
		fc.assert(
			fc.property(run, trial => {
				expect(replay(trial.events)).toEqual(trial.state);
			}),
			{ numRuns: 60 },
		);
	});

	it('every journal that is cut off can be gone on with', () => {
		fc.assert(
			fc.property(run, trial => {
				for (let length = 1; length <= trial.events.length; length++) {
					const state = replay(trial.events.slice(0, length));
					expect(state.lastSeq).toBe(length);
					expect(() => progress(runbook, state)).not.toThrow();
				}
			}),
			{ numRuns: 30 },
		);
	});

	it('every event leaves the state before it as it was', () => {
		fc.assert(
			fc.property(run, trial => {
				let state = begin(trial.events[0] as RecordedEvent);
				for (const event of trial.events.slice(1)) {
					const before = structuredClone(state);
					const next = apply(state, event);
					expect(state).toEqual(before);
					state = next;
				}
			}),
			{ numRuns: 20 },
		);
	});

	it('every undo has a name of its own, and comes at most once', () => {
		fc.assert(
			fc.property(run, ({ state }) => {
				const all = state.undos.map(entry => entry.id);
				expect(new Set(all).size).toBe(all.length);
				const open = openUndos(state).map(entry => entry.id);
				expect(new Set(open).size).toBe(open.length);
				expect(open).toHaveLength(state.undos.filter(entry => !entry.settled).length);
			}),
			{ numRuns: 60 },
		);
	});

	it('of two attempts at an action, the newer one is undone first', () => {
		fc.assert(
			fc.property(run, ({ state }) => {
				const open = openUndos(state);
				for (const [at, entry] of open.entries()) {
					const same = open
						.slice(at + 1)
						.filter(({ visit, position }) => visit === entry.visit && position === entry.position);
					for (const later of same) expect(later.newest).toBeLessThan(entry.newest);
				}
			}),
			{ numRuns: 100 },
		);
	});

	it('running on ends: each job that passes leaves less to do', () => {
		const trial = new Trial(runbook).answer('x', 'x').choose('a', 0).choose('d/1.a', 1);
		for (let left = 30; left > 0; left--) {
			const next = firstUnfinished(progress(runbook, trial.state));
			if (!next) break;
			const { item } = next.view;
			if (item.kind === 'block') trial.pass(item.id, 'value');
			else trial.mark(item.id, 'by-hand');
		}
		expect(firstUnfinished(progress(runbook, trial.state))).toBeUndefined();
	});
});

describe('a journal that makes no sense is refused', () => {
	const first = new Trial(runbook).events;
	const second = new Trial(runbook).answer('x', '1').events.slice(1);

	it.each<[string, readonly RecordedEvent[]]>([
		['that is empty', []],
		['that does not begin with a beginning', second],
		['that begins twice', [...first, ...first]],
		[
			'in which a job ends that was never started',
			(() => {
				const [event] = first;
				const end = {
					type: 'job-ended',
					job: 3,
					outcome: exited(0),
					outputBytes: 0,
					truncated: false,
					stillWriting: false,
				} as const;
				return event ? [event, { ...event, seq: 2, event: end }] : [];
			})(),
		],
	])('%s', (_, events) => {
		expect(() => replay(events)).toThrow(JournalMakesNoSense);
	});
});

describe('a run is finished', () => {
	const finished = () => new Trial(runbook).add({ type: 'finished' });

	it('until something of it is run, opened or unmarked', () => {
		expect(finished().state.finished).toBe(true);
		expect(finished().start('a#0').state.finished).toBe(false);
		expect(finished().add({ type: 'reopened', visit: 'a' }).state.finished).toBe(false);
		expect(finished().mark('e#hand', 'open').state.finished).toBe(false);
	});

	it('still when somebody comes back, notes something or leaves', () => {
		const trial = finished().add({ type: 'resumed', program: '2' });
		trial.add({ type: 'noted', visit: 'a', text: 'text' }).add({ type: 'left' });
		expect(trial.state.finished).toBe(true);
		expect(trial.state.notes).toMatchObject([{ visit: 'a', text: 'text' }]);
	});
});

it('a secret is known to have been given, and its value is nowhere', () => {
	const trial = new Trial(runbook).add({ type: 'answered', name: 'x', value: null, secret: true });
	expect(trial.state.answers.get('x')).toEqual({ kind: 'secret' });
});
