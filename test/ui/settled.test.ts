import { describe, it } from 'vitest';
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
