import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inFolder, walkOf, walkScreen } from './helpers.tsx';

describe('running', () => {
	it('runs the shown bytes, shows the result, and waits for Enter to go on', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho hello from one\n~~~\n\n## Two\n\nBy hand.');
		const trial = walkScreen(walk);
		await trial.sees('❯ · One', 'echo hello from one');
		await trial.press('r');
		await trial.sees('✓ exit 0', '     hello from one', 'Enter goes on: Two', '❯ ✓ One');
		await trial.press('enter');
		await trial.sees('❯ · Two', 'say so with d');
	});

	it('stays at a step that failed, and offers what can be done', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho so not; exit 3\n~~~\n\n## Two\n\nBy hand.');
		const trial = walkScreen(walk);
		await trial.sees('exit 3');
		await trial.press('r');
		await trial.sees('✗ exit 3', 'so not', 'r again, e edit, d done by hand, s skip. ');
		await trial.press('enter');
		await trial.sees('Not done yet', '❯ ✗ One');
	});

	it('runs one action at a time', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho a\n~~~\n\n~~~sh\necho b\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('echo b');
		await trial.press('r');
		await trial.sees('r goes on with the next action');
		expect(walk.state.executions).toHaveLength(1);
		await trial.press('r');
		await trial.sees('Done. Enter goes on to the end.');
		expect(walk.state.executions).toHaveLength(2);
	});

	it('takes a key that was typed while a command ran for nothing', async () => {
		const walk = walkOf('## One\n\n~~~sh\nsleep 0.2\n~~~\n\n~~~sh\necho b\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('echo b');
		await trial.chunk('rrr');
		await trial.sees('r goes on with the next action');
		// The clock has not moved since the command ended.
		await trial.chunk('r');
		await trial.sees('That key came too soon, and did nothing.', 'r goes on with the next action');
		expect(walk.state.executions).toHaveLength(1);
		// It is no longer true of the next key, whatever that is.
		await trial.chunk('z');
		expect(trial.frame()).not.toContain('too soon');
		await trial.press('r');
		await trial.sees('Done. Enter');
	});

	it('scrolls on before it runs what was not on the screen yet', async () => {
		const lines = Array.from({ length: 40 }, (_, at) => `echo line-${at + 1}`).join('\n');
		const walk = walkOf(`## Long\n\n~~~sh\n${lines}\n~~~`);
		const trial = walkScreen(walk);
		await trial.sees('echo line-1', 'lines of the command not seen yet');
		await trial.press('r');
		await trial.sees('Not all of it was on the screen');
		await trial.press('r');
		await trial.sees('echo line-40');
		expect(walk.state.executions).toHaveLength(0);
		await trial.press('r');
		await trial.sees('✓ exit 0');
	});

	it('scrolls on to the prose above a command first, where that was not on the screen either', async () => {
		const lines = (word: string, count: number) =>
			Array.from({ length: count }, (_, at) => `echo ${word}-${at + 1}`).join('\n');
		const walk = walkOf(
			`## Long\n\n~~~sh\n${lines('first', 17)}\n~~~\n\nMind this.\n\nAnd that.\n\n~~~sh verify\n${lines('second', 9)}\n~~~`,
		);
		const trial = walkScreen(walk);
		await trial.sees('echo first-17', '9 lines of the command not seen yet');
		expect(trial.frame()).not.toContain('Mind this.');
		await trial.press('r');
		await trial.sees(
			'Mind this.',
			'And that.',
			'echo second-9',
			'Now it is: look, then r runs it.',
		);
		expect(walk.state.executions).toHaveLength(0);
		await trial.press('r');
		await trial.sees('✓ exit 0');
	});

	it('counts a script as seen only from its beginning without a gap', async () => {
		const lines = Array.from({ length: 60 }, (_, at) => `echo line-${at + 1}`).join('\n');
		const walk = walkOf(`## Long\n\n~~~sh\n${lines}\n~~~`);
		const trial = walkScreen(walk);
		await trial.sees('echo line-1');
		await trial.press('G');
		await trial.sees('echo line-60');
		await trial.press('r');
		await trial.sees('Not all of it was on the screen');
		expect(walk.state.executions).toHaveLength(0);
	});

	it('stops before a script whose bytes became known only now', async () => {
		const walk = walkOf(
			'## One\n\n~~~sh capture=name\necho web\n~~~\n\nA gate with it:\n\n~~~sh verify\ntest {{name}} = web\n~~~',
		);
		const trial = walkScreen(walk);
		await trial.sees('waiting for name', 'test {{name}} = web');
		await trial.press('r');
		await trial.sees('its bytes are known only now', 'test web = web');
		expect(walk.state.executions).toHaveLength(1);
		await trial.press('r');
		await trial.sees('Done. Enter');
	});

	it('runs a dangerous block behind the short name of the machine', async () => {
		const { folder, body } = inFolder('## One\n\n~~~sh danger\necho x > FOLDER/ran\n~~~');
		const walk = walkOf(body);
		const trial = walkScreen(walk);
		await trial.sees('DANGER');
		await trial.press('r');
		await trial.sees('type its name, fw1');
		await trial.press('f', 'w', '1', 'enter');
		await trial.sees('✓ exit 0');
		expect(readFileSync(`${folder}/ran`, 'utf8')).toBe('x\n');
	});

	it('stops a command on Ctrl-C', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho started; sleep 60\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('sleep 60');
		await trial.press('r');
		await trial.sees('▶ running for', '     started');
		await trial.press('ctrl-c');
		await trial.sees('stopped by the operator');
	});

	it('says that a running command goes on when the program is left', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho started; sleep 3\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('sleep 3');
		await trial.press('r');
		await trial.sees('     started');
		await trial.press('q');
		await trial.sees('The command goes on by itself', `runbook resume ${walk.run.id}`);
		await trial.press('enter');
		await trial.sees('▶ running');
		await trial.press('q', 'y');
		expect(trial.left()?.join('\n')).toContain('A command still runs');
	});

	it('shows that there is no output yet', async () => {
		const walk = walkOf('## One\n\n~~~sh\nsleep 1\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('sleep 1');
		await trial.press('r');
		await trial.sees('no output yet (many programs write at the end when not on a terminal)');
	});
});

describe('not running', () => {
	it('marks what was done by hand', async () => {
		const walk = walkOf('## One\n\n- [ ] first\n- [ ] second\n\n## Two\n\nLook.');
		const trial = walkScreen(walk);
		await trial.sees('[ ] first');
		await trial.press('d');
		await trial.sees('[✓] first', '[ ] second');
		await trial.press('d');
		await trial.sees('Enter goes on: Two');
		await trial.press('enter', 'd', 'enter');
		await trial.sees('Nothing is left to be done.');
		expect(walk.state.finished).toBe(true);
	});

	it('skips with a reason, and with none does not', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho a\n~~~\n\n## Two\n\nLook.');
		const trial = walkScreen(walk);
		await trial.sees('echo a');
		await trial.press('s', 'enter');
		await trial.sees('A reason is needed');
		await trial.press('n', 'o', 'enter');
		await trial.sees('– skipped: no', 'Enter goes on: Two');
		expect(walk.state.executions).toEqual([]);
	});

	it('edits a script, shows the change, and runs it as edited', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho a\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('echo a');
		await trial.press('e', '\x05', 'b', 'ctrl-s');
		await trial.sees('EDITED', 'echo ab', 'Changed, and not run');
		expect(walk.state.executions).toEqual([]);
		await trial.press('r');
		await trial.sees('· edited', '     ab');
		expect(walk.state.executions[0]?.edited).toBe(true);
	});

	it('chooses a way with the arrows and Enter, and lets another be chosen later', async () => {
		const walk = walkOf(
			'## Which\n\n- [Tea](#tea)\n- [Coffee](#coffee)\n\n### Tea\n\nPour.\n\n### Coffee\n\nBrew.\n\n## Last\n\nDrink.',
		);
		const trial = walkScreen(walk);
		await trial.sees('❯ ( ) Tea');
		await trial.press('down', 'enter');
		await trial.sees('❯   · Coffee', 'Brew.');
		await trial.press('b');
		await trial.sees('❯ (•) Coffee');
		await trial.press('up', 'enter');
		await trial.sees('❯   · Tea', 'Pour.');
	});

	it('asks for what a step needs when it is reached', async () => {
		const walk = walkOf(
			'## Which\n\n- [A](#a)\n- [B](#b)\n\n### A\n\n~~~sh\necho {{word}}\n~~~\n\n### B\n\nNo.',
			{
				head: 'inputs:\n  word:\n    prompt: Which word\n    type: text\n',
			},
		);
		const trial = walkScreen(walk);
		await trial.sees('❯ ( ) A');
		await trial.press('enter');
		await trial.sees('A: what it needs', 'Which word');
		await trial.press('x', 'enter', 'enter');
		await trial.sees('echo x');
		expect(walk.state.executions).toEqual([]);
		await trial.press('i');
		await trial.sees('❘ x');
	});

	it('copies the bytes of the marked block, and claims nothing', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho a\necho b\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('echo b');
		await trial.press('c');
		await trial.sees('Sent to your terminal.');
		const sent = /\x1b]52;c;(.*)\x07/.exec(trial.written.join(''))?.[1] ?? '';
		expect(Buffer.from(sent, 'base64').toString()).toBe('(\nset -e\necho a\necho b\n)');
	});

	it('keeps a note with the step', async () => {
		const walk = walkOf('## One\n\nLook.');
		const trial = walkScreen(walk);
		await trial.sees('Look.');
		await trial.press('n', 'h', 'i', 'enter');
		await trial.sees('Noted.');
		expect(walk.state.notes).toMatchObject([{ visit: 'one', text: 'hi' }]);
	});
});

describe('the screen', () => {
	it('loses nothing when it is resized', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh\necho a\n~~~\n\n## Two\n\nLook.'));
		await trial.sees('echo a');
		await trial.press('e');
		await trial.sees('Edit, before it runs');
		await trial.press('x');
		trial.resize(40, 10);
		await trial.sees('runbook needs 60×15');
		trial.resize(120, 40);
		await trial.sees('xecho a');
		await trial.press('ctrl-s');
		await trial.sees('EDITED', 'xecho a');
	});

	it('shows control characters of an output as pictures, and obeys none', async () => {
		const trial = walkScreen(
			walkOf("## One\n\n~~~sh\nprintf 'a\\033]52;c;ZXZpbA==\\007b\\001c\\n'\n~~~"),
		);
		await trial.sees('printf');
		await trial.press('r');
		const frame = await trial.sees('✓ exit 0', 'ab␁c');
		expect(frame).not.toContain('\x1b]52');
	});

	it('looks through a whole output, and at that of each command', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh\nseq 1 100\n~~~\n\n~~~sh\necho second\n~~~'));
		await trial.sees('echo second');
		await trial.press('r');
		await trial.sees('more lines: o');
		await trial.press('o');
		await trial.sees('Output of command 1 of 1', '\n100', 'from line 81 of 100');
		await trial.press('g');
		await trial.sees('\n1\n2\n');
		await trial.press('escape', 'r');
		await trial.sees('Done. Enter');
		await trial.press('o');
		await trial.sees('command 2 of 2', 'second');
		await trial.press('left');
		await trial.sees('command 1 of 2', '\n100');
	});
});
