/** Taking back: what failed of it, what only a person can do, and what it has to be told. */
import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resumeWalk } from '../../source/walk/open-walk.ts';
import { temporaryFolder, walkOf, walkScreen } from './helpers.tsx';

const filler = Array.from({ length: 12 }, (_, at) => `Line ${at}.`).join('\n\n');

describe('an undo by link that failed', () => {
	const body =
		'## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\necho why it failed; test -e FOLDER/now\n~~~\n\n' +
		`## Back\n\n${filler}\n\n1. [Take it away](#one "undo")\n\n## Last\n\nLook.`;

	it('says so at its step, shows why, and has its output', async () => {
		const folder = temporaryFolder();
		const trial = walkScreen(walkOf(body.replaceAll('FOLDER', folder)));
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter', 'r');
		await trial.sees('Not all of it');
		await trial.press('r');
		await trial.sees(
			'❯ ✗ Back',
			'✗ failed',
			'✗ exit 1',
			'     why it failed',
			'Not passed: exit 1',
		);
		await trial.press('o');
		await trial.sees('Output of command 1 of 1 · undo', 'why it failed');
		await trial.press('escape');
		writeFileSync(`${folder}/now`, '');
		await trial.press('r');
		await trial.sees('❯ ✓ Back', 'Enter goes on: Last', '↶ One');
		await trial.press('o');
		await trial.sees('Output of command 2 of 2 · undo');
	});
});

describe('an undo from the list that failed', () => {
	it('is said at the step whose it is, and not at one that undoes it by link', async () => {
		const trial = walkScreen(
			walkOf(
				'## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\nfalse\n~~~\n\n## Back\n\n1. [Take it away](#one "undo")',
			),
		);
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('Enter goes on: Back');
		await trial.press('u', 'r');
		await trial.sees('Not taken back: exit 1.');
		await trial.press('b');
		const frame = await trial.sees('❯ ✗ One', 'undo failed');
		expect(frame).toContain('· Back');
	});
});

describe('the list of what can be undone', () => {
	it('does not offer to run what only a person can take back', async () => {
		const trial = walkScreen(
			walkOf('## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~'),
		);
		await trial.sees('true one');
		await trial.press('d', 'y', 'u');
		const frame = await trial.sees('by hand: it was done by hand', 'd done by hand');
		expect(frame).not.toContain('r run this undo ');
		await trial.press('r');
		await trial.sees('This is done by hand');
		await trial.press('d');
		await trial.sees('Nothing is left to be taken back.');
	});

	it('asks before it notes as taken back what it could take back itself', async () => {
		const walk = walkOf('## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('✓ exit 0');
		await trial.press('u', 'd');
		await trial.sees('Taken back by hand?');
		await trial.press('enter');
		await trial.sees('r run this undo');
		expect(walk.undos()).toHaveLength(1);
		await trial.press('d', 'y');
		await trial.sees('Nothing is left to be taken back.');
	});

	it('asks for the secret that was forgotten with the program before', async () => {
		const folder = temporaryFolder();
		const first = walkOf(
			`## One\n\n~~~sh\ntest -n "$word"\n~~~\n\nBack:\n\n~~~sh undo\nprintf %s "$word" >${folder}/was; test "$word" = hunter2\n~~~`,
			{ head: 'inputs:\n  word: { prompt: The secret word, type: secret }\n' },
		);
		const before = walkScreen(first);
		await before.sees('The secret word');
		await before.press(...'hunter2', 'enter', 'enter', 'r');
		await before.sees('✓ exit 0');
		first.leave();
		const walk = resumeWalk(first.session, first.run);
		const trial = walkScreen(walk);
		await trial.sees('✓ One');
		await trial.press('u', 'r');
		await trial.sees('Undo of One: what it needs', '❯ The secret word');
		expect(existsSync(`${folder}/was`)).toBe(false);
		await trial.press(...'hunter2', 'enter', 'enter');
		await trial.sees('newest first', 'r run this undo');
		await trial.press('r');
		await trial.sees('Taken back: One.');
		expect(existsSync(`${folder}/was`)).toBe(true);
		walk.close();
	});

	it('shows how a long undo ended', async () => {
		const long = Array.from({ length: 30 }, (_, at) => `echo back-${at}`).join('\n');
		const trial = walkScreen(
			walkOf(`## One\n\n~~~sh\ntrue one\n~~~\n\nBack:\n\n~~~sh undo\n${long}\nexit 4\n~~~`),
		);
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('✓ exit 0');
		await trial.press('u', 'r');
		await trial.sees('Not all of it');
		await trial.press('r');
		await trial.sees('✗ exit 4', '     back-29', 'Not taken back: exit 4.');
	});
});
