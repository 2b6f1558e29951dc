/** Looking for a word in an output. */
import { expect, it } from 'vitest';
import { walkOf, walkScreen } from './helpers.tsx';

async function output(command: string) {
	const trial = walkScreen(walkOf(`## One\n\n~~~sh\n${command}\n~~~`));
	await trial.sees('❯ · One');
	await trial.press('r');
	await trial.sees('✓ exit 0');
	await trial.press('o');
	await trial.sees('Output of command 1 of 1');
	return trial;
}

it('goes from one place of a word to the next and back, and around the end', async () => {
	const trial = await output('seq 1 100 | sed "s/0$/0 Ten/"');
	await trial.press('g', '/', ...'ten', 'enter');
	await trial.sees('ten stands in line 10.', '\n10 Ten\n', 'f next');
	await trial.press('f');
	await trial.sees('ten stands in line 20.');
	await trial.press('F', 'F');
	await trial.sees('ten stands in line 100.');
	await trial.press('f');
	await trial.sees('ten stands in line 10.');
	await trial.press('/', 'enter');
	await trial.sees('ten stands in line 20.');
});

it('says where a word stands nowhere, and stays where it is', async () => {
	const trial = await output('seq 1 100');
	await trial.press('g', '/', ...'nowhere', 'enter');
	await trial.sees('Not found: nowhere', '\n1\n2\n');
	await trial.press('/', 'escape');
	await trial.sees('\n1\n2\n');
	expect(trial.app.page?.mode).toBe('output');
});

it('takes a word as it stands, not as a pattern', async () => {
	const trial = await output("printf 'aXc\\na.c\\n'");
	await trial.press('/', ...'a.c', 'enter');
	await trial.sees('a.c stands in line 2.');
});

const words = Array.from({ length: 12 }, (_, at) => `wordword${at + 10}`).join(' ');

it('breaks a long line at blanks, with a sign, and one without blanks at the column', async () => {
	const trial = await output(`echo ${words}; printf 'x%.0s' $(seq 100)`);
	await trial.sees('wordword16\n↳ wordword17', `${'x'.repeat(80)}\n↳ ${'x'.repeat(20)}\n`);
});

it('breaks so what a command printed that failed', async () => {
	const trial = walkScreen(walkOf(`## One\n\n~~~sh\necho ${words}; false\n~~~`));
	await trial.sees('❯ · One');
	await trial.press('r');
	await trial.sees('✗ exit 1', '     wordword10 ', 'wordword15\n     ↳ wordword16');
});
