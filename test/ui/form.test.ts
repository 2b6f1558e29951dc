/** Suggestions, and what Enter is called where. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
	libraryScreen,
	shelvesWith,
	temporaryFolder,
	until,
	walkOf,
	walkScreen,
} from './helpers.tsx';

it('shows suggestions as they arrive, while another field is filled', async () => {
	const folder = temporaryFolder();
	const command = `echo alpha; echo beta; until test -e ${folder}/go; do sleep 0.02; done; echo gamma`;
	const walk = walkOf('## One\n\n~~~sh\ntrue {{site}} {{word}}\n~~~', {
		head: `inputs:\n  site: { prompt: Which site, suggest: ${JSON.stringify(command)} }\n  word: { prompt: Which word }\n`,
	});
	const trial = walkScreen(walk);
	await trial.sees('❯ Which site', 'Tab runs: echo alpha');
	expect(trial.frame()).not.toContain('beta  ');
	await trial.press('tab');
	await trial.sees('asking', 'alpha  beta');
	expect(trial.frame()).not.toContain('gamma  ');
	await trial.press('down', 'h', 'i');
	await trial.sees('❯ Which word', '❘ hi');
	writeFileSync(join(folder, 'go'), '');
	await trial.sees('3 suggestions');
	await trial.press('up');
	await trial.sees('alpha  beta  gamma');
	await trial.press('g', 'tab');
	await trial.sees('❘ gamma');
	await trial.press('enter', 'enter', 'enter');
	await trial.sees('true gamma hi');
	expect(walk.state.executions).toEqual([]);
});

it('offers no suggestions in a dry run', async () => {
	const walk = walkOf('## One\n\n~~~sh\ntrue {{site}}\n~~~', {
		dryRun: true,
		head: 'inputs:\n  site: { prompt: Which site, suggest: echo alpha }\n',
	});
	const frame = await walkScreen(walk).sees('❯ Which site');
	expect(frame).not.toContain('Tab runs');
});

it('says why there are no suggestions', async () => {
	const trial = walkScreen(
		walkOf('## One\n\n~~~sh\ntrue {{site}}\n~~~', {
			head: "inputs:\n  site: { prompt: Which site, suggest: 'echo no; exit 7' }\n",
		}),
	);
	await trial.sees('❯ Which site');
	await trial.press('tab');
	await trial.sees('No suggestions: exit 7.');
});

it('takes no paste of several lines where one is asked for, and says so', async () => {
	const trial = walkScreen(
		walkOf('## One\n\n~~~sh\ntrue {{site}} "$word" {{all}}\n~~~', {
			head: 'inputs:\n  site: { prompt: Which site }\n  word: { prompt: A word, type: secret }\n  all: { prompt: All, many: true }\n',
		}),
	);
	await trial.sees('❯ Which site');
	await trial.paste('/var/www\n/html\n');
	expect(await trial.sees('2 lines were pasted, and this takes one')).not.toContain('/var');
	await trial.paste('/var/www\r\n');
	await trial.sees('❘ /var/www');
	await trial.press('down');
	await trial.sees('❯ A word');
	await trial.paste('hunter\n2');
	expect(await trial.sees('2 lines were pasted, and this takes one')).not.toContain('•');
	await trial.paste('hun\tter');
	await trial.sees('❘ •••••••');
	await trial.press('down');
	await trial.paste('one\ntwo\n');
	await trial.sees('❘ one', '❘ two');
});

it('refuses a tab in what is pasted, and makes no blank of it', async () => {
	const trial = walkScreen(
		walkOf('## One\n\n~~~sh\ntrue {{site}}\n~~~', {
			head: 'inputs:\n  site: { prompt: Which site }\n',
		}),
	);
	await trial.sees('❯ Which site');
	await trial.paste('a\tb');
	await trial.press('enter');
	await trial.sees('✗', 'holds a tab');
});

it('says of a note of several lines that they stand on one', async () => {
	const trial = walkScreen(walkOf('## One\n\nLook.'));
	await trial.press('n');
	await trial.sees('A note');
	await trial.paste('one\n\ntwo\n');
	await trial.sees('one two', 'The 2 lines stand on one now');
	await trial.press('!');
	expect(await trial.sees('one two!')).not.toContain('The 2 lines');
});

it('calls Enter what it does: in the brief, in a field, on the button', async () => {
	const shelves = shelvesWith({ plain: '## One\n\nLook.' });
	const head = '---\nrunbook: 1\nsummary: Asks.\ninputs:\n  word: { prompt: Which word }\n---\n\n';
	const asks = `${head}# Asking\n\n## One\n\n~~~sh\ntrue {{word}}\n~~~\n`;
	writeFileSync(join(shelves.builtIn, 'asks.md'), asks);
	const trial = libraryScreen({ shelves });
	await trial.sees('Asking');
	await trial.press('enter');
	await trial.sees('Enter go on');
	await trial.press('enter');
	await trial.sees('❯ Which word', 'Enter next');
	await trial.press('x', 'enter');
	const frame = await trial.sees('❯ [ Begin', 'Enter begin');
	expect(frame).not.toContain('Enter next');
	await trial.press('escape', 'y', 'escape', 'down', 'enter');
	await trial.sees('The plain', 'Enter begin');
	await trial.press('enter');
	await until('the walk', () => trial.app.page?.mode === 'walk' || undefined);
});
