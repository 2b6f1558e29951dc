import { describe, expect, it } from 'vitest';
import { walkOf, walkScreen } from './helpers.tsx';

describe('a step that is settled', () => {
	it('opens at the choice that was made, where the list is long', async () => {
		const names = Array.from({ length: 30 }, (_, at) => `Way ${at + 1}`);
		const ways = names.map(name => `- [${name}](#${name.toLowerCase().replace(' ', '-')})`);
		const steps = names.map(name => `### ${name}\n\n~~~sh\ntrue\n~~~\n`);
		const trial = walkScreen(walkOf(`## Which?\n\n${ways.join('\n')}\n\n${steps.join('\n')}`));
		await trial.sees('( ) Way 1');
		for (let at = 1; at < 25; at++) await trial.press('down');
		await trial.press('enter');
		await trial.sees('· Way 25', 'true');
		await trial.press('b');
		await trial.sees('(•) Way 25', 'chosen');
	});

	it('has what Enter would choose in sight, wherever one pages', async () => {
		const names = Array.from({ length: 40 }, (_, at) => `Way ${at + 1}`);
		const more =
			': and why it is this one is said on a second row, and on a third, which has no mark'.repeat(
				2,
			);
		const ways = names.map(name => `- [${name}](#${name.toLowerCase().replace(' ', '-')})${more}`);
		const steps = names.map(name => `### ${name}\n\n~~~sh\ntrue\n~~~\n`);
		const prose = Array.from({ length: 30 }, (_, at) => `Line ${at + 1}.\n`).join('\n');
		const walk = walkOf(`## Which?\n\n${prose}\n\n${ways.join('\n')}\n\n${steps.join('\n')}`);
		const trial = walkScreen(walk);
		await trial.sees('Line 1.');
		expect(trial.frame()).not.toContain('Way 1');
		await trial.press('enter');
		await trial.sees('❯ ( ) Way 1', 'This is what Enter takes: look, then Enter again.');
		expect(walk.state.choices.size).toBe(0);
		await trial.press('G');
		await trial.sees('Way 40', '❯ ( ) Way ');
		for (let page = 0; page < 3; page++) {
			await trial.press('pageup');
			await trial.sees('❯ ( ) Way ');
		}
		await trial.press('g');
		await trial.sees('Line 1.');
		await trial.press('enter');
		await trial.sees('❯ ( ) Way ', 'This is what Enter takes');
		expect(walk.state.choices.size).toBe(0);
	});

	it('is named by Enter that passes it by on the way to what is left', async () => {
		const step = (name: string) =>
			`## ${name}\n\n~~~sh\ntrue ${name}\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~`;
		const trial = walkScreen(walkOf(['One', 'Two', 'Three'].map(step).join('\n\n')));
		await trial.sees('true One');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Three');
		await trial.press('left', 'enter');
		await trial.sees('❯ · Three', 'Passed by, for it is settled: Two (done).');
		await trial.press('left', 'u', 'r');
		await trial.sees('Taken back: Two.');
		await trial.press('b', 'left', 'enter');
		await trial.sees('❯ · Three', 'Passed by, for it is settled: Two (undone).');
	});

	it('is not called done by `e` when it was taken back', async () => {
		const trial = walkScreen(
			walkOf(
				'## One\n\n~~~sh\ntrue One\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~\n\n## Two\n\nLook.',
			),
		);
		await trial.sees('true One');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('u', 'r');
		await trial.sees('Taken back: One.');
		await trial.press('e');
		await trial.sees('This is undone: r opens the step once more');
	});
});
