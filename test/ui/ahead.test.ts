/** `r` past steps that are not done, and what Enter does where nothing can run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, walkOf, walkScreen } from './helpers.tsx';

const step = (name: string) => `## ${name}\n\n~~~sh\ntouch FOLDER/${name}\n~~~\n\n`;

describe('`r` on a step that comes later', () => {
	it('is asked about, and no is no', async () => {
		const { folder, body } = inFolder(['A', 'B', 'C', 'D', 'E'].map(step).join(''));
		const trial = walkScreen(walkOf(body));
		await trial.sees('touch');
		await trial.press('right', 'right', 'right', 'right', 'r');
		await trial.sees('4 steps before this one are not done', 'A, B, C, and 1 more');
		await trial.press('r', 'enter');
		await trial.sees('Not run.', '❯ · E');
		expect(existsSync(join(folder, 'E'))).toBe(false);
		await trial.press('r', 'y');
		await trial.sees('❯ ✓ E');
		expect(existsSync(join(folder, 'E'))).toBe(true);
	});

	it('is not asked about where what comes first is done, skipped, or only to be read', async () => {
		const { body } = inFolder(
			`${step('A')}## Read\n\nOf these two:\n\n${step('B').replace('##', '###')}${step('C')}`,
		);
		const trial = walkScreen(walkOf(body));
		await trial.sees('touch');
		await trial.press('r');
		await trial.sees('❯ ✓ A');
		await trial.press('enter');
		await trial.sees('❯ · Read');
		await trial.press('enter', 's', 'n', 'o', 'enter');
		await trial.sees('❯   – B', 'This step is skipped. Enter goes on: C');
		await trial.press('enter', 'r');
		await trial.sees('❯ ✓ C');
	});

	it('is asked about where what comes first was taken back, but not where it is what takes back', async () => {
		const { folder, body } = inFolder(
			`${step('A')}Back:\n\n~~~sh undo\nrm FOLDER/A\n~~~\n\n${step('B')}Back:\n\n~~~sh undo\nrm FOLDER/B\n~~~\n\n## Z\n\n1. [Away](#b "undo")\n\nNothing is left:\n\n~~~sh verify\ntest ! -e FOLDER/B\n~~~\n`,
		);
		const trial = walkScreen(walkOf(body));
		await trial.sees('touch');
		await trial.press('r');
		await trial.sees('❯ ✓ A');
		await trial.press('u', 'r');
		await trial.sees('Taken back');
		await trial.press('right');
		await trial.sees('❯ · B');
		await trial.press('r');
		await trial.sees('One step before this one is not done', 'A (taken back)');
		await trial.press('y');
		await trial.sees('❯ ✓ B');
		expect(existsSync(join(folder, 'A'))).toBe(false);
		await trial.press('enter');
		await trial.sees('❯ · Z');
		await trial.press('r');
		await trial.sees('❯ ✓ Z');
		expect(existsSync(join(folder, 'B'))).toBe(false);
	});

	it('counts no step of a way that was not chosen', async () => {
		const { body } = inFolder(
			`## Which\n\n- [X](#x)\n- [Y](#y)\n\n${step('X').replace('##', '###')}${step('Y').replace('##', '###')}`,
		);
		const trial = walkScreen(walkOf(body));
		await trial.sees('❯ ( ) X');
		await trial.press('down', 'enter');
		await trial.sees('❯   · Y');
		await trial.press('r');
		await trial.sees('❯   ✓ Y');
	});
});

describe('a dry run', () => {
	it('is walked through by Enter alone', async () => {
		const { folder, body } = inFolder(
			`${step('A')}~~~sh\ntouch FOLDER/more\n~~~\n\n## Look\n\nBy hand.\n\n## Which\n\n- [X](#x)\n- [Y](#y)\n\n### X\n\nThis.\n\n### Y\n\nThat.\n\n`,
		);
		const walk = walkOf(body, { dryRun: true });
		const trial = walkScreen(walk);
		const foot = (await trial.sees('touch', 'Enter next', 'b back')).split('\n').at(-1);
		expect(foot).not.toMatch(/ r | d | s | e /);
		await trial.press('r');
		await trial.sees('❯ » A');
		await trial.press('enter');
		await trial.sees('❯ · Look', '○ A', 'would run', 'in a real run you do it');
		await trial.press('enter');
		const frame = await trial.sees('❯ · Which', '○ Look', 'looked at');
		expect(frame.match(/would run/g)).toHaveLength(1);
		await trial.press('enter');
		await trial.sees('❯   · X');
		await trial.press('b', 'down', 'enter');
		await trial.sees('❯   · Y');
		await trial.press('q');
		expect(trial.left()?.[0]).toBe('Trial: Dry run, nothing was run: 3 of 4 steps looked at.');
		expect(walk.state.executions).toEqual([]);
		expect(existsSync(join(folder, 'A'))).toBe(false);
	});

	it('says what would be, and not that it is', async () => {
		const trial = walkScreen(walkOf(step('A'), { dryRun: true }));
		await trial.sees('touch');
		await trial.press('r');
		await trial.sees('This step would be done. Enter goes on to the end.');
		await trial.press('enter');
		await trial.sees('Every step was looked at.');
	});
});

describe('the keys below a step', () => {
	it('name nothing that would do nothing', async () => {
		const trial = walkScreen(walkOf(`${step('A')}## Look\n\nBy hand.`));
		const frame = await trial.sees('r run', 'n note');
		for (const key of ['Enter', 'u undo', 'o output']) expect(frame).not.toContain(key);
		await trial.press('right');
		const hand = await trial.sees('By hand.', 'd done by hand');
		for (const key of ['Enter', 'r run', 'c copy']) expect(hand).not.toContain(key);
		await trial.press('d');
		await trial.sees('Enter next');
		await trial.press('enter', 's', 'n', 'o', 'enter', 'enter');
		expect(await trial.sees('Nothing is left to be done.', 'Enter library')).not.toContain(
			'u undo',
		);
	});
});
