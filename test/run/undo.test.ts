import { describe, expect, it } from 'vitest';
import { openUndos, perhapsNotNeeded } from '../../source/run/undo-entries.ts';
import { undosFor } from '../../source/run/undo-groups.ts';
import type { Step } from '../../source/runbook/types.ts';
import { runbookOf } from '../helpers/runbooks.ts';
import { exited, Trial } from '../helpers/trial.ts';

/** A step of blocks: `a` is an action, `u` an undo, `f` a file; each says its place. */
function step(blocks: string): string {
	const texts: Record<string, (at: number) => string> = {
		a: at => `~~~sh\naction ${at}\n~~~`,
		u: at => `Back:\n\n~~~sh undo\nundo ${at}\n~~~`,
		f: at => `~~~text file=/tmp/f${at}\ntext\n~~~`,
		v: at => `Look:\n\n~~~sh verify\nlook ${at}\n~~~`,
	};
	return `## A\n\n${[...blocks].map((kind, at) => texts[kind]?.(at)).join('\n\n')}`;
}

const only = (blocks: string) => runbookOf(step(blocks)).steps[0] as Step;

/** For each action, the places of the blocks that take it back; a file also by restoring it. */
function groups(blocks: string): Record<string, readonly number[]> {
	const all = only(blocks).parts.flatMap(part => (part.kind === 'block' ? [part] : []));
	return Object.fromEntries(
		all
			.filter(block => block.purpose === 'action')
			.map(block => [
				block.index,
				undosFor(only(blocks), block)
					.map(undo => undo.index)
					.sort((a, b) => a - b),
			]),
	);
}

describe('an undo block takes back', () => {
	it.each<[string, string, Record<string, readonly number[]>]>([
		['the action above it', 'au', { 0: [1] }],
		['all actions above it', 'aau', { 0: [2], 1: [2] }],
		['all of them as far as the undo before it', 'auaau', { 0: [1], 2: [4], 3: [4] }],
		['nothing below it', 'aua', { 0: [1], 2: [] }],
		['across gates', 'avu', { 0: [2] }],
		['the file above it, which is restored as well', 'fu', { 0: [0, 1] }],
		['the file below it where nothing is above', 'uf', { 1: [0, 1] }],
		['the file below it where only an undo is above', 'auuf', { 0: [1], 3: [2, 3] }],
		['the action above it rather than the file below', 'auf', { 0: [1], 2: [2] }],
		['a file and what is behind it', 'ufau', { 1: [0, 1, 3], 2: [3] }],
		['each file by itself', 'ff', { 0: [0], 1: [1] }],
	])('%s: %s', (_, blocks, expected) => {
		expect(groups(blocks)).toEqual(expected);
	});
});

describe('undoing goes', () => {
	it('from the newest to the oldest', () => {
		const trial = new Trial(step('auauau')).pass('a#0').pass('a#2').pass('a#4');
		expect(trial.undos()).toEqual(['undo 5', 'undo 3', 'undo 1']);
	});

	it('over steps, too, in the order in which they were done', () => {
		const trial = new Trial(`${step('au')}\n\n${step('au').replace('## A', '## B')}`);
		trial.pass('b#0').pass('a#0');
		expect(trial.undos()).toHaveLength(2);
		expect(trial.undos({ visit: 'b' })).toEqual(['undo 1']);
		expect(trial.state.undos.map(entry => entry.visit)).toEqual(['b', 'a']);
	});

	it('with the file first where its undo stands above it', () => {
		const trial = new Trial(step('uf')).pass('a#1');
		expect(trial.undos()).toEqual(['/tmp/f1', 'undo 0']);
	});

	it('with the undo first where it stands below the file', () => {
		expect(new Trial(step('fu')).pass('a#0').undos()).toEqual(['undo 1', '/tmp/f0']);
	});

	it('from the newest attempt at a file to the oldest, with its undo at its place', () => {
		const ids = (blocks: string, item: string) =>
			openUndos(new Trial(step(blocks)).fail(item).pass(item).state).map(entry => entry.id);
		expect(ids('fu', 'a#0')).toEqual(['a#1@1', 'a#0@2', 'a#0@1']);
		expect(ids('uf', 'a#1')).toEqual(['a#1@2', 'a#1@1', 'a#0@1']);
	});

	it('from the last block to the first where they share a round', () => {
		const trial = new Trial(step('ufau')).pass('a#1').pass('a#2');
		expect(trial.undos()).toEqual(['undo 3', '/tmp/f1', 'undo 0']);
	});

	it('with what was done a second time before what was done the first time', () => {
		const trial = new Trial(step('auau')).pass('a#0').fail('a#2');
		trial.add({ type: 'reopened', visit: 'a' }).pass('a#0').pass('a#2');
		expect(openUndos(trial.state).map(entry => entry.id)).toEqual(['a#3@1', 'a#1@2', 'a#1@1']);
	});

	it('with an action that was first done in the second round before that round', () => {
		const trial = new Trial(step('auau')).pass('a#0');
		trial.add({ type: 'reopened', visit: 'a' }).pass('a#0').pass('a#2');
		expect(openUndos(trial.state).map(entry => entry.id)).toEqual(['a#3@1', 'a#1@2', 'a#1@1']);
	});
});

describe('one undo', () => {
	it('is for all the actions above it, however many of them ran', () => {
		const trial = new Trial(step('aau')).pass('a#0');
		expect(trial.undos()).toEqual(['undo 2']);
		expect(trial.pass('a#1').undos()).toEqual(['undo 2']);
		trial.undo();
		expect([trial.status('a#0'), trial.status('a#1')]).toEqual(['undone', 'undone']);
	});

	it('is for an attempt that failed and the one after it', () => {
		const trial = new Trial(step('au')).fail('a#0').fail('a#0').pass('a#0');
		expect(trial.undos()).toEqual(['undo 1']);
	});

	it('is not enough for an action that was done twice', () => {
		const trial = new Trial(step('au')).pass('a#0');
		trial.add({ type: 'reopened', visit: 'a' }).pass('a#0');
		expect(trial.undos()).toEqual(['undo 1', 'undo 1']);
	});

	it('is never shared by two attempts at a file, each of which kept what was there', () => {
		expect(new Trial(step('f')).fail('a#0').pass('a#0').undos()).toEqual(['/tmp/f0', '/tmp/f0']);
	});

	it('is there for what failed, and for what nobody knows about', () => {
		expect(new Trial(step('au')).fail('a#0').undos()).toEqual(['undo 1']);
		const unknown = new Trial(step('au')).start('a#0').end({ kind: 'unknown', why: 'gone' });
		expect(unknown.undos()).toEqual(['undo 1']);
	});

	it('stays when it failed, and can be run again', () => {
		const trial = new Trial(step('au')).pass('a#0').undo(exited(1));
		expect(trial.undos()).toEqual(['undo 1']);
		expect(trial.undo().undos()).toEqual([]);
	});
});

describe('a file that was left as it was', () => {
	const unchanged = { unchanged: true } as const;

	it('has nothing to take back, and neither has what belongs to it alone', () => {
		const trial = new Trial(step('fu')).start('a#0').end(exited(1), unchanged);
		expect(trial.undos()).toEqual([]);
		expect(new Trial(step('uf')).start('a#1').end(exited(0), unchanged).undos()).toEqual([]);
		expect(trial.status('a#0')).toBe('failed');
	});

	it('is taken back once where only one of two attempts changed it', () => {
		const trial = new Trial(step('fu')).start('a#0').end(exited(1), unchanged).pass('a#0');
		expect(trial.undos()).toEqual(['undo 1', '/tmp/f0']);
		trial.undo().undo();
		expect(trial.status('a#0')).toBe('undone');
	});

	it('is taken back once where it was run again and was there already', () => {
		const trial = new Trial(step('f')).pass('a#0').add({ type: 'reopened', visit: 'a' });
		trial.start('a#0').end(exited(0), unchanged);
		expect(trial.undos()).toEqual(['/tmp/f0']);
		trial.undo();
		expect(trial.status('a#0')).toBe('undone');
	});

	it('stays failed where it failed after it had been taken back', () => {
		const trial = new Trial(step('f')).pass('a#0').undo().add({ type: 'reopened', visit: 'a' });
		trial.start('a#0').end(exited(1), unchanged);
		expect([trial.status('a#0'), trial.undos()]).toEqual(['failed', []]);
	});

	it('leaves what the actions beside it and its earlier attempts need', () => {
		const shared = new Trial(step('afu')).pass('a#0').start('a#1').end(exited(1), unchanged);
		expect(shared.undos()).toEqual(['undo 2']);
		const half = new Trial(step('fu')).fail('a#0').start('a#0').end(exited(1), unchanged);
		expect(half.undos()).toEqual(['undo 1', '/tmp/f0']);
	});
});

describe('what can be undone', () => {
	const valued = '## A\n\n~~~sh\nadd {{x}}\n~~~\n\nBack:\n\n~~~sh undo\ndel {{x}}\n~~~';
	const x = 'inputs:\n  x: { prompt: X }';

	it('keeps the values that its action ran with', () => {
		const trial = new Trial(valued, x).answer('x', 'old').pass('a#0').answer('x', 'new');
		expect(trial.undos()).toEqual(['del old']);
	});

	it('opens a second time where the failed attempt ran with other values', () => {
		const trial = new Trial(valued, x)
			.answer('x', 'old')
			.fail('a#0')
			.answer('x', 'new')
			.pass('a#0');
		expect(trial.undos()).toEqual(['del new', 'del old']);
	});

	it('waits for what its own action captures', () => {
		const trial = new Trial(
			'## A\n\n~~~sh capture=id\nadd\n~~~\n\nBack:\n\n~~~sh undo\ndel {{id}}\n~~~',
		).pass('a#0', '7');
		expect(trial.undos()).toEqual(['waits for id']);
	});

	it('stays when another branch is chosen', () => {
		const trial = new Trial(
			'## A\n\n- [B](#b)\n- [C](#c)\n\n### B\n\n~~~sh\nb\n~~~\n\nBack:\n\n~~~sh undo\nunb\n~~~\n\n### C\n\n~~~sh\nc\n~~~\n\nBack:\n\n~~~sh undo\nunc\n~~~',
		);
		trial.choose('a', 0).pass('a/b#0').choose('a', 1).pass('a/c#0');
		expect(trial.undos()).toEqual(['unc', 'unb']);
		expect(trial.undos({ below: 'a' })).toEqual(['unc', 'unb']);
	});

	it('is not there for a gate, and not for what was skipped or done already', () => {
		const body = `## A\n\nNeeded?\n\n~~~sh done\ntrue\n~~~\n\n${step('vau').slice(6)}`;
		expect(new Trial(body).pass('a#1').undos()).toEqual([]);
		expect(new Trial(body).pass('a#0').undos()).toEqual([]);
		expect(new Trial(body).mark('a#2', 'skipped').undos()).toEqual([]);
	});

	it('is not there where its condition did not hold', () => {
		const trial = new Trial(
			'## A\n\n~~~sh\none\n~~~\n\nBack:\n\n~~~sh undo when=fast\nback\n~~~',
			'inputs:\n  fast: { prompt: Fast, type: boolean, default: true }',
		).answer('fast', 'false');
		expect(trial.pass('a#0').undos()).toEqual([]);
	});

	it('is there for what was done by hand, and marked so', () => {
		const trial = new Trial(step('aau')).pass('a#0').mark('a#1', 'by-hand');
		expect(trial.undos()).toEqual(['undo 2']);
		expect(trial.state.undos[0]?.byHand).toBe(true);
		const id = trial.state.undos[0]?.id ?? '';
		trial.add({ type: 'settled', undo: id, how: 'by-hand' });
		expect([trial.status('a#0'), trial.status('a#1')]).toEqual(['undone', 'undone']);
	});

	it('says that its action was edited, also when only an earlier attempt was', () => {
		const trial = new Trial(step('au')).start('a#0', { edited: true }).end(exited(1)).pass('a#0');
		expect(trial.state.undos[0]?.edited).toBe(true);
	});

	it('is perhaps not needed only while nothing of it ever began', () => {
		const never = { kind: 'never-started', why: 'lost' } as const;
		const perhaps = (trial: Trial) =>
			trial.state.undos.map(entry => perhapsNotNeeded(trial.state, entry));
		const trial = new Trial(step('aau')).start('a#0').end(never);
		expect(perhaps(trial)).toEqual([true]);
		expect(perhaps(trial.pass('a#0'))).toEqual([false]);
		expect(perhaps(new Trial(step('aau')).pass('a#0').start('a#1').end(never))).toEqual([false]);
		expect(perhaps(new Trial(step('au')).mark('a#0', 'by-hand'))).toEqual([false]);
		// What failed before it did not begin has left something behind.
		expect(perhaps(new Trial(step('au')).fail('a#0').start('a#0').end(never))).toEqual([false]);
	});

	it('is only what was done at or below a step, also from a list elsewhere', () => {
		const trial = new Trial(
			`${step('au')}\n\n## B\n\n1. [A](#a)\n\n## C\n\n~~~sh\nc\n~~~\n\nBack:\n\n~~~sh undo\nunc\n~~~`,
		);
		trial.pass('a#0').pass('b/1.a#0').pass('c#0');
		expect(trial.undos({ below: 'a' })).toHaveLength(2);
		expect(trial.undos({ below: 'b' })).toHaveLength(1);
		expect(trial.undos({ below: 'c' })).toEqual(['unc']);
		expect(trial.undos({ visit: 'a' })).toHaveLength(1);
	});
});
