import { describe, expect, it } from 'vitest';
import { firstLeft } from '../../source/run/left.ts';
import { progress } from '../../source/run/progress.ts';
import { exited, Trial } from '../helpers/trial.ts';

const step = (name: string) =>
	`## ${name}\n\n~~~sh\nact\n~~~\n\nBack:\n\n~~~sh undo\nback\n~~~\n\n`;
const left = (trial: Trial) =>
	firstLeft(progress(trial.runbook, trial.state), trial.state)?.view.item.id;

describe('a walk goes on', () => {
	it('at what is not finished, and nowhere when all is', () => {
		const trial = new Trial(`${step('A')}${step('B')}`).pass('a#0');
		expect(left(trial)).toBe('b#0');
		expect(left(trial.pass('b#0'))).toBeUndefined();
	});

	it('at what was taken back, before what comes behind it or when nothing does', () => {
		const trial = new Trial(`${step('A')}${step('B')}`).pass('a#0').undo();
		expect(left(trial)).toBe('a#0');
		expect(left(trial.mark('a#0', 'skipped', 'not now'))).toBe('b#0');
		const last = new Trial(`${step('A')}${step('B')}`).pass('a#0').pass('b#0').undo();
		expect(left(last)).toBe('b#0');
		expect(left(last.add({ type: 'reopened', visit: 'b' }).pass('b#0'))).toBeUndefined();
	});

	it('at what is open before that', () => {
		const trial = new Trial(`${step('A')}${step('B')}`).pass('b#0').undo();
		expect(left(trial)).toBe('a#0');
		expect(left(trial.pass('a#0'))).toBe('b#0');
	});

	const body = `${step('A')}${step('B')}## Z\n\n1. [Back](#a "undo")\n\n${step('C')}`;

	it('behind the list that took it back', () => {
		const trial = new Trial(body).pass('a#0').pass('b#0');
		trial.add({ type: 'settled', undo: 'b#1@1', how: 'skipped', reason: 'kept' });
		trial.undo(exited(0), 'z#undo-1');
		trial.add({ type: 'marked', item: 'z#undo-1', how: 'taken-back', undo: [] });
		expect(left(trial)).toBe('c#0');
		expect(left(trial.pass('c#0'))).toBeUndefined();
	});

	it('at what a person took back before the list would have, while something between needs it', () => {
		const trial = new Trial(body).pass('a#0').undo();
		expect(left(trial)).toBe('a#0');
		// Behind B it is time for it to be taken back.
		expect(left(trial.pass('b#0'))).toBe('c#0');
	});
});
