import { describe, expect, it } from 'vitest';
import { progress } from '../../source/run/progress.ts';
import { canBeClosed, endWord, isTakenBack } from '../../source/run/taken-back.ts';
import { exited, Trial } from '../helpers/trial.ts';

const step = (name: string, more = 'Back:\n\n~~~sh undo\nback\n~~~\n\n') =>
	`## ${name}\n\n~~~sh\nact\n~~~\n\n${more}`;
const gate = 'Look:\n\n~~~sh verify\nlook\n~~~\n\n';
const over = (trial: Trial) => isTakenBack(progress(trial.runbook, trial.state), trial.state);

describe('a run is taken back', () => {
	it('when all that was done of it is undone, however much was still to come', () => {
		const trial = new Trial(`${step('A')}${gate}${step('B')}${step('C')}`);
		expect(over(trial.pass('a#0').pass('a#2').pass('b#0'))).toBe(false);
		expect(over(trial.undo())).toBe(false);
		expect(over(trial.undo())).toBe(true);
	});

	it('not any more when a step is opened again, or done again', () => {
		const trial = new Trial(step('A')).pass('a#0').undo();
		expect(over(trial.add({ type: 'reopened', visit: 'a' }))).toBe(false);
		expect(over(trial.pass('a#0'))).toBe(false);
		expect(over(trial.undo())).toBe(true);
	});

	it('not when nothing was done, and not when it was finished', () => {
		expect(over(new Trial(step('A')))).toBe(false);
		const trial = new Trial(step('A')).pass('a#0').undo();
		expect(over(trial.add({ type: 'finished' }))).toBe(false);
	});

	it('not while something stands that has no undo, or whose undo failed or was skipped', () => {
		const none = new Trial(`${step('A')}${step('B', '')}`).pass('a#0').undo();
		expect(over(none.pass('b#0'))).toBe(false);
		expect(over(new Trial(step('A')).pass('a#0').undo(exited(1)))).toBe(false);
		const skipped = new Trial(step('A')).pass('a#0');
		const undo = skipped.state.undos[0]?.id ?? '';
		skipped.add({ type: 'settled', undo, how: 'skipped', reason: 'kept' });
		expect(over(skipped)).toBe(false);
	});

	it('not while something stands on a way that was left', () => {
		const body = `## Which\n\n- [X](#x)\n- [Y](#y)\n\n${step('X', '').replace('##', '###')}${step('Y').replace('##', '###')}`;
		const trial = new Trial(body).choose('which', 0).pass('which/x#0').choose('which', 1);
		expect(over(trial.pass('which/y#0').undo())).toBe(false);
	});

	it('not while something stands that was opened again, skipped or marked since', () => {
		const body = `${step('A')}${step('B', '')}`;
		const ran = () => new Trial(body).pass('a#0').start('b#0').end(exited(1));
		expect(over(ran().mark('b#0', 'skipped', 'later').undo())).toBe(false);
		const passed = () => new Trial(body).pass('a#0').pass('b#0');
		expect(over(passed().add({ type: 'reopened', visit: 'b' }).undo())).toBe(false);
		const never = () => new Trial(body).pass('a#0').start('b#0');
		const why = { kind: 'never-started', why: 'no shell' } as const;
		expect(over(never().end(why).mark('b#0', 'skipped', 'later').undo())).toBe(true);
	});

	it('not behind an undo by link, which is a step of the walk', () => {
		const body = `${step('A')}## Z\n\n1. [Back](#a "undo")\n\n## Last\n\n~~~sh\nact\n~~~\n`;
		const trial = new Trial(body).pass('a#0').undo(exited(0), 'z#undo-1');
		trial.add({ type: 'marked', item: 'z#undo-1', how: 'taken-back', undo: [] });
		expect(over(trial)).toBe(false);
	});

	it('also where a file step had failed before it changed anything', () => {
		const file = '## F\n\n~~~text file=/tmp/f\ntext\n~~~\n';
		const trial = new Trial(`${step('A')}${file}`).pass('a#0').start('f#0');
		trial.end(exited(1), { unchanged: true });
		expect(over(trial.undo())).toBe(true);
	});
});

describe('a run can be closed', () => {
	const closable = (trial: Trial) => canBeClosed(progress(trial.runbook, trial.state), trial.state);
	const word = (trial: Trial) => endWord(progress(trial.runbook, trial.state), trial.state);
	const body = `${step('A')}${step('B', '')}${step('C')}`;

	it('when all that has an undo is taken back, and something stands that has none', () => {
		const trial = new Trial(body).pass('a#0');
		expect(closable(trial.pass('b#0'))).toBe(false);
		expect(closable(trial.undo())).toBe(true);
		expect(word(trial)).toBeUndefined();
		expect(word(trial.add({ type: 'finished' }))).toBe('closed before its end');
		expect(closable(trial)).toBe(false);
	});

	it('not when all is taken back anyway, nor when something was done since', () => {
		const trial = new Trial(body).pass('a#0').undo();
		expect(closable(trial)).toBe(false);
		expect(word(trial)).toBe('taken back');
		const since = new Trial(body).pass('a#0').undo().pass('b#0');
		expect(closable(since)).toBe(false);
	});

	it('not behind an undo by link, nor where an undo was skipped, nor when nothing was taken back', () => {
		const byLink = new Trial(`${body}## Z\n\n1. [Back](#a "undo")\n`).pass('a#0').pass('b#0');
		expect(closable(byLink.undo(exited(0), 'z#undo-1'))).toBe(false);
		const skipped = new Trial(body).pass('b#0').pass('a#0');
		const undo = skipped.state.undos[0]?.id ?? '';
		skipped.add({ type: 'settled', undo, how: 'skipped', reason: 'kept' });
		expect(closable(skipped)).toBe(false);
		expect(closable(new Trial(body).pass('b#0'))).toBe(false);
	});
});
