/** What is said of a command that failed: the ways out that exist, and that a key did something. */
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inFolder, walkOf, walkScreen } from './helpers.tsx';

const head = 'inputs:\n  target:\n    prompt: Which machine?\n    default: wrong';

describe('a gate that fails with an answer', () => {
	const body = '## One\n\n~~~sh verify\ntest {{target}} = right\n~~~\n\n## Two\n\nLook.';

	it('leads to the answer, and offers no undo where nothing can be taken back', async () => {
		const trial = walkScreen(walkOf(body, { head }));
		await trial.sees('Which machine?');
		await trial.press('enter', 'enter');
		await trial.sees('test wrong = right');
		await trial.press('r');
		const frame = await trial.sees('Not passed: exit 1. r again, i change the answer,');
		expect(frame.replace(/[\s─]+/g, ' ')).toContain('d done by hand, s skip. r run i answer');
		expect(frame).not.toMatch(/u undo/);
	});
});

describe('a step that asks for nothing', () => {
	it('offers no answer to be changed, and the undo of what was done before', async () => {
		const trial = walkScreen(
			walkOf(
				'## One\n\n~~~sh\ntrue\n~~~\n\n~~~sh undo\ntrue back\n~~~\n\n## Two\n\n~~~sh\nfalse\n~~~',
			),
		);
		await trial.sees('true');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('enter', 'r');
		const frame = await trial.sees(
			'Not passed: exit 1. r again, e edit, d done by hand, s skip, u undo',
		);
		expect(frame).not.toContain('change the answer');
	});
});

describe('the same once more', () => {
	it('is counted when it fails again, and has its time when it passes again', async () => {
		const { folder, body } = inFolder(
			'## One\n\n~~~sh verify\ntest ! -e FOLDER/bad\n~~~\n\n## Two\n\nLook.',
		);
		writeFileSync(`${folder}/bad`, '');
		const trial = walkScreen(walkOf(body));
		expect(await trial.sees('test ! -e')).not.toContain('v check again');
		await trial.press('r');
		await trial.sees('Not passed: exit 1.');
		await trial.press('r');
		await trial.sees('Failed again (try 2): exit 1.');
		await trial.press('v');
		await trial.sees('Failed again (try 3): exit 1.');
		rmSync(`${folder}/bad`);
		await trial.press('r');
		await trial.sees('Enter goes on: Two', 'v check again');
		await trial.press('v');
		expect(await trial.sees('Passed again, at ')).toMatch(/Passed again, at \d\d:\d\d:\d\d\./);
	});
});
