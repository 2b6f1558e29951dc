/** What the footer of a form says of its keys, and what they do there. */
import { expect, it } from 'vitest';
import { walkOf, walkScreen } from './helpers.tsx';

const head = `inputs:
  name: { prompt: Your name, default: friend }
  site: { prompt: Which site, suggest: echo alpha; echo beta }
  way: { prompt: Which way, type: choice, choices: [left, right] }
`;
const body = '## One\n\n~~~sh\ntrue {{name}} {{site}} {{way}}\n~~~';
const footer = (frame: string) => frame.trimEnd().split('\n').at(-1) ?? '';

it('names Ctrl-U where something stands, and Tab as what it does in this field', async () => {
	const trial = walkScreen(walkOf(body, { head }));
	const first = footer(await trial.sees('❯ Your name', '❘ friend'));
	expect(first).toContain('Ctrl-U clear');
	expect(first).not.toContain('Tab');
	await trial.press('\x15', 'O', 'l', 'g', 'a');
	await trial.sees('❘ Olga');
	await trial.press('enter');
	const second = footer(await trial.sees('❯ Which site'));
	expect(second).toContain('Tab suggestions');
	expect(second).not.toContain('Ctrl-U');
	await trial.press('down');
	expect(footer(await trial.sees('❯ Which way'))).not.toContain('Tab');
	await trial.press('r');
	expect(footer(await trial.sees('❘ r'))).toContain('Tab complete');
	await trial.press('tab');
	await trial.sees('❘ right');
});

it('has a key for help in a field, where ? is a letter, and both on the button', async () => {
	const trial = walkScreen(walkOf(body, { head }));
	await trial.sees('❯ Your name', 'Ctrl-G help');
	await trial.press('?');
	await trial.sees('❘ friend?');
	await trial.press('\x07');
	await trial.sees('Keys of the form', 'erase all that stands before');
	await trial.press('b', 'down', 'down', 'down');
	await trial.sees('❯ [ Go on');
	await trial.press('?');
	await trial.sees('Keys of the form');
});

it('says on the button what a letter does: nothing, also q', async () => {
	const trial = walkScreen(walkOf(body, { head }));
	await trial.sees('❯ Your name');
	await trial.press('down', 'down', 'down');
	await trial.sees('❯ [ Go on');
	await trial.press('q');
	await trial.sees('q does nothing here. Enter: go on; ↑: to the fields; Esc: leave the form.');
	expect(trial.left()).toBeUndefined();
});

it('calls Enter what it does where a line is asked for', async () => {
	const trial = walkScreen(walkOf('## One\n\n~~~sh\necho found\n~~~'));
	await trial.sees('echo found');
	await trial.press('s');
	await trial.sees('Why is it skipped?', 'Enter skip');
	await trial.press('escape', 'n');
	await trial.sees('Enter keep the note');
	await trial.press('escape', 'o', '/');
	await trial.sees('Which word?', 'Enter search');
});
