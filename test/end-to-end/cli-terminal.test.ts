/** Commands with somebody to ask: on a real terminal. */
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

const word = hostname().split('.')[0] ?? '';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(async () => {
	await room.close();
});

const open = (args: readonly string[], environment: Record<string, string> = {}) =>
	room.open(args, { rows: 40, environment });

const lines = () => room.read('log').split('\n').slice(0, -1);
const one = '## One\n\n~~~sh\necho one >>@/log\n~~~\n';

describe('a question before each action', () => {
	test('has a harmless answer by default: Enter runs nothing and leaves', async () => {
		room.write('one', one);
		const terminal = open(['run', 'one']);
		await terminal.see('Run this? [y/N]');
		terminal.press('\r');
		await terminal.see('What now? [r: run again, d: done by hand, s: skip, Enter leaves]');
		terminal.press('\r');
		expect(await terminal.left()).toBe(5);
		expect(terminal.screen()).toContain(`To go on: runbook resume ${room.run}`);
		expect([lines(), room.jobs, terminal.damage()]).toEqual([[], [], []]);
	});

	test('is left at once by Ctrl-D and Ctrl-C', async () => {
		room.write('one', one);
		for (const [key, status] of [
			['\u0004', 5],
			['\u0003', 130],
		] as const) {
			const terminal = open(['run', 'one']);
			await terminal.see('Run this? [y/N]');
			terminal.press(key);
			expect(await terminal.left()).toBe(status);
			expect(terminal.screen()).not.toContain('Ending the job');
			expect(terminal.screen()).toContain('Left unfinished.');
			expect([lines(), terminal.damage()]).toEqual([[], []]);
		}
	});

	test('takes `y`, and after a failure says what can be done', async () => {
		room.write(
			'two',
			`${one}\n## Two\n\n~~~sh\ntest -e @/ready\necho two >>@/log\n~~~\n\n## Three\n\n~~~sh\necho three >>@/log\n~~~\n`,
		);
		const terminal = open(['run', 'two']);
		await terminal.see('Run this? [y/N]');
		terminal.press('y\r');
		await terminal.see(/## Two[\s\S]*Run this\?/);
		expect(lines()).toEqual(['one']);
		terminal.press('y\r');
		await terminal.see('✗ exit 1');
		await terminal.see('What now?');
		writeFileSync(room.path('ready'), '');
		terminal.press('r\r');
		await terminal.see(/What now\?.*r[\s\S]*Run this\?/);
		terminal.press('y\r');
		await terminal.see(/## Three[\s\S]*Run this\?/);
		terminal.press('n\r');
		await terminal.see(/## Three[\s\S]*What now\?/);
		terminal.press('s\r');
		await terminal.see('Why?');
		terminal.press('no need\r');
		expect(await terminal.left()).toBe(0);
		expect(lines()).toEqual(['one', 'two']);
		expect(room.runbook(['report']).stdout).toContain('no need');
	});

	test('of danger takes the word alone', async () => {
		room.write('wipe', '## Wipe\n\n~~~sh danger\necho wiped >>@/log\n~~~\n');
		const terminal = open(['run', 'wipe', '--yes']);
		await terminal.see(`type the name of this machine, ${word}:`);
		terminal.press('y\r');
		await terminal.see('What now?');
		expect(lines()).toEqual([]);
		terminal.press('r\r');
		await terminal.see(/What now\?[\s\S]*type the name of this machine/);
		terminal.press(`${word}\r`);
		expect(await terminal.left()).toBe(0);
		expect(lines()).toEqual(['wiped']);
	});

	test('is not answered by what was typed while a step ran', async () => {
		room.write(
			'slow',
			`## Slow\n\n~~~sh\necho waiting\nuntil test -e @/go; do sleep 0.05; done\n~~~\n\n${one}`,
		);
		const terminal = open(['run', 'slow']);
		await terminal.see('Run this? [y/N]');
		terminal.press('y\r');
		await terminal.see('  waiting');
		terminal.press('y\ry\ryes\r');
		await terminal.see('yes');
		writeFileSync(room.path('go'), '');
		await terminal.see(/## One[\s\S]*Run this\? \[y\/N\]/);
		terminal.press('\r');
		await terminal.see('What now?');
		terminal.press('\r');
		expect(await terminal.left()).toBe(5);
		expect(lines()).toEqual([]);
	});
});

test('inputs, hosts and decisions are asked for when their turn comes', async () => {
	room.write(
		'asks',
		`
## First

~~~sh
echo {{port}} {{name}} {{host.other}} >>@/log
~~~

## Way

- [Left](#left)
- [Right](#right)

### Left

~~~sh
echo left >>@/log
~~~

### Right

~~~sh
echo {{tags}} >>@/log
~~~
`,
		`
hosts: { other: The other machine }
inputs:
  port: { prompt: Which port, type: port, default: 80, help: The one it listens on. }
  name: { prompt: Which name, pattern: '[a-z]+' }
  tags: { prompt: Which tags, many: true }
`,
	);
	const terminal = open(['run', 'asks', '--yes']);
	await terminal.see('The other machine (`other`)');
	terminal.press('fw2\r');
	await terminal.see('  The one it listens on.\nWhich port (Enter for 80):');
	terminal.press('\r');
	await terminal.see('Which name:');
	terminal.press('NO\r');
	await terminal.see('does not fit');
	terminal.press('yes\r');
	await terminal.see('Which one? [1-2, Enter leaves]');
	expect(lines()).toEqual(['80 yes fw2']);
	terminal.press('3\r');
	await terminal.see('`3` is none of 1 to 2.');
	terminal.press('2\r');
	await terminal.see('Which tags (several with commas between):');
	terminal.press('a, b c\r');
	expect(await terminal.left()).toBe(0);
	expect(lines()).toEqual(['80 yes fw2', 'a b c']);
});

test('a secret is typed without echo, and is nowhere afterwards', async () => {
	room.write(
		'secret',
		'## Use it\n\n~~~sh\nprintf %s "$password" | wc -c >>@/log\n~~~\n',
		'inputs: { password: { prompt: The password, type: secret } }',
	);
	const terminal = open(['run', 'secret', '--yes']);
	await terminal.see('The password:');
	terminal.press('canary-x\u007f5\r');
	expect(await terminal.left()).toBe(0);
	expect(Number(lines()[0])).toBe('canary-5'.length);
	expect(terminal.raw).not.toContain('canary');
	expect(room.filesWith('canary')).toEqual([]);
	expect(terminal.damage()).toEqual([]);
});

describe('the keys of a secret', () => {
	const writeIt = () =>
		room.write(
			'secret',
			'## Use it\n\n~~~sh\nprintf %s "$password" >@/log\n~~~\n',
			'inputs: { password: { prompt: The password, type: secret } }',
		);

	const asked = async () => {
		writeIt();
		const terminal = open(['run', 'secret', '--yes']);
		await terminal.see('The password:');
		return terminal;
	};

	const secretOf = async (...keys: readonly string[]) => {
		const terminal = await asked();
		for (const key of keys) terminal.press(key);
		expect(await terminal.left()).toBe(0);
		expect(terminal.damage()).toEqual([]);
		return room.read('log');
	};

	test('move nothing into it: arrows, Home, Page Up, F5, Alt and a letter, Ctrl-A', async () => {
		const none = ['\u001b[A', '\u001bOD', '\u001b[1;5C', '\u001b[H', '\u001b[5~', '\u001b[15~'];
		expect(await secretOf('ca', ...none, '\u001bx', '\u0001', 'näry\r')).toBe('canäry');
	});

	test('erase as elsewhere: Ctrl-U all, Ctrl-W a word, Backspace a character', async () => {
		expect(await secretOf('wrong\u0015one two\u0017threex\u007f\r')).toBe('one three');
	});

	test('take no paste of several lines, and say so', async () => {
		const terminal = await asked();
		terminal.press('first\rsecond\r');
		await terminal.see(/Several lines were pasted[\s\S]*The password:/);
		terminal.press('whole\r');
		expect(await terminal.left()).toBe(0);
		expect(room.read('log')).toBe('whole');
	});

	test('stop the program by Ctrl-Z as a shell does, and go on with `fg`', async () => {
		writeIt();
		const shell = room.openWords(['bash', '--norc', '--noprofile', '-i'], {
			environment: { PS1: 'shell> ' },
		});
		await shell.see('shell>');
		shell.press('runbook run secret --yes\r');
		await shell.see('The password:');
		shell.press('ab\u001a');
		await shell.see(/Stopped[\s\S]*shell>\s*$/);
		shell.press('fg\r');
		await shell.see(/fg[\s\S]*The password:/);
		shell.press('cd\r');
		await shell.see(/✓[\s\S]*shell>\s*$/);
		expect(room.read('log')).toBe('cd');
		shell.press('exit\r');
		await shell.left();
	});
});

test('no default is taken by who would rather leave', async () => {
	room.write(
		'asks',
		'## One\n\n~~~sh\necho {{port}} "$password" >>@/log\n~~~\n',
		'inputs: { port: { prompt: Port, type: port, default: 80 }, password: { prompt: The password, type: secret } }',
	);
	for (const [key, status] of [
		['\u0004', 5],
		['\u0003', 130],
	] as const) {
		const port = open(['run', 'asks', '--yes']);
		await port.see('Port (Enter for 80):');
		port.press(key);
		expect(await port.left()).toBe(status);
		const password = open(['run', 'asks', '--yes', '--set', 'port=1']);
		await password.see('The password:');
		password.press(`x${key}`);
		expect(await password.left()).toBe(status);
		expect(password.damage()).toEqual([]);
	}
	expect(lines()).toEqual([]);
});

test('a block with `tty` gets the terminal, and it comes back', async () => {
	room.write(
		'tty',
		`## Talk\n\n~~~sh tty\nprintf 'Who? '\nread -r name\nstty -echo\necho "$name" >>@/log\n~~~\n\n${one}`,
	);
	const terminal = open(['run', 'tty']);
	await terminal.see('Run this? [y/N]');
	terminal.press('y\r');
	await terminal.see('Who? ');
	terminal.press('me\r');
	await terminal.see(/## One[\s\S]*Run this\?/);
	terminal.press('y\r');
	expect(await terminal.left()).toBe(0);
	expect(lines()).toEqual(['me', 'one']);
	expect(terminal.damage()).toEqual([]);
});
