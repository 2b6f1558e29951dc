/** What was typed or changed is not lost by a key pressed in a hurry. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraryScreen, shelvesWith, walkOf, walkScreen } from './helpers.tsx';

const one = '## One\n\n~~~sh\necho a\n~~~\n\n## Two\n\nLook.';
const asking = {
	head: 'inputs:\n  word: { prompt: Which word }\n  list: { prompt: More, many: true }\n',
};

describe('an edited command', () => {
	async function edited() {
		const trial = walkScreen(walkOf(one));
		await trial.sees('echo a');
		await trial.press('e', 'x', 'ctrl-s');
		await trial.sees('EDITED', 'xecho a');
		return trial;
	}

	it('is asked about before the library takes its place', async () => {
		const trial = await edited();
		await trial.press('escape');
		await trial.sees('Leave, and lose a change?', 'has not run, in: One');
		await trial.press('escape');
		await trial.sees('EDITED', 'xecho a');
		await trial.press('b', 'y');
		expect(trial.app.page).toBeUndefined();
	});

	it('is asked about before the program is left', async () => {
		const trial = await edited();
		await trial.press('q', 'n');
		await trial.sees('EDITED', 'xecho a');
		expect(trial.left()).toBeUndefined();
		await trial.press('q', 'y');
		expect(trial.left()).toBeDefined();
	});

	it('is not asked about once its step is settled, and is gone when that is opened again', async () => {
		const trial = await edited();
		await trial.press('s', 'n', 'o', 'enter');
		await trial.sees('– skipped: no');
		await trial.press('r', 'y');
		const frame = await trial.sees('Open again', '▌ echo a');
		expect(frame).not.toContain('EDITED');
		await trial.press('b');
		expect(trial.app.page).toBeUndefined();
	});

	it('is said to have run where it has', async () => {
		const trial = walkScreen(walkOf(one));
		await trial.sees('echo a');
		await trial.press('e', 'x', 'ctrl-s', 'r');
		await trial.sees('✗ exit 127');
		await trial.press('b');
		await trial.sees('Leave, and lose a change?', 'it ran and did not pass');
	});
});

describe('the editor', () => {
	it('asks before it drops what was changed, and goes back to it otherwise', async () => {
		const trial = walkScreen(walkOf(one));
		await trial.sees('echo a');
		await trial.press('e', 'x', 'escape');
		await trial.sees('Drop the change?');
		await trial.press('escape');
		await trial.sees('Edit, before it runs', 'xecho a');
		await trial.press('ctrl-c', 'y');
		expect(await trial.sees('❯ · One', 'echo a')).not.toContain('xecho');
	});

	it('is left at once where nothing was changed', async () => {
		const trial = walkScreen(walkOf(one));
		await trial.sees('echo a');
		await trial.press('e', 'x', 'backspace', 'escape');
		await trial.sees('❯ · One');
		expect(trial.app.page?.mode).toBe('walk');
	});
});

describe('a form', () => {
	it('asks before it drops what was typed, and goes back to it otherwise', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho {{word}} {{list}}\n~~~', asking);
		const trial = walkScreen(walk);
		await trial.sees('❯ Which word');
		await trial.press('h', 'i', 'enter', 'y', 'o', 'enter', 'escape');
		await trial.sees('Drop what was typed?');
		await trial.press('enter');
		await trial.sees('❘ hi', '❘ yo');
		await trial.press('escape', 'y');
		await trial.sees('❯ · One');
		expect(walk.state.answers.size).toBe(0);
	});

	it('is left at once where nothing was typed', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh\necho {{word}} {{list}}\n~~~', asking));
		await trial.sees('❯ Which word');
		await trial.press('escape');
		await trial.sees('❯ · One');
		expect(trial.app.page?.mode).toBe('walk');
	});
});

describe('a key in a hurry', () => {
	it('does not leave the program when the command has just ended', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho started; sleep 60\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('sleep 60');
		await trial.press('r');
		await trial.sees('▶ running for', '     started');
		await trial.press('ctrl-c');
		await trial.sees('stopped by the operator');
		await trial.press('ctrl-c');
		await trial.sees('The command has just ended');
		expect(trial.left()).toBeUndefined();
		await trial.press('ctrl-c');
		expect(trial.left()).toBeDefined();
	});

	it('does not keep the output from being followed, nor does looking elsewhere meanwhile', async () => {
		const long = Array.from({ length: 30 }, (_, at) => `echo line-${at}`).join('\n');
		const wait = 'while [ ! -e "$RUNBOOK_JOB/go" ]; do sleep 0.02; done';
		const walk = walkOf(`## One\n\n~~~sh\n${long}\n${wait}\necho after\nsleep 30\n~~~`);
		const trial = walkScreen(walk);
		await trial.sees('echo line-1');
		await trial.press('r');
		await trial.sees('Not all of it');
		await trial.press('r', 'r');
		await trial.sees('     line-29');
		await trial.press('q');
		await trial.sees('Leave while a command runs?');
		await trial.press('n', 'g');
		expect(await trial.sees('❯ ▶ One')).not.toContain('     line-29');
		await trial.press('G');
		await trial.sees('     line-29');
		writeFileSync(join(walk.run.folder, 'jobs', '1', 'go'), '');
		await trial.sees('     after');
		await trial.press('ctrl-c');
		await trial.sees('stopped by the operator');
	});
});

describe('the library', () => {
	it('opens again what was left with a change dropped', async () => {
		const trial = libraryScreen({ shelves: shelvesWith({ alpha: one }) });
		await trial.press('enter', 'enter');
		await trial.sees('❯ · One');
		await trial.press('e', 'x', 'ctrl-s', 'escape', 'y');
		await trial.sees('is kept: Enter goes on with it');
	});
});
