/**
 * Copying a block, a step and what is left of a procedure: on a bare terminal, inside tmux and inside
 * GNU screen, each the real one; and the other ways where a terminal would not take it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command, Terminal } from '../helpers/terminal.ts';

/** A command of so many lines, each of 60 bytes, that differ. */
const long = (lines: number) =>
	Array.from({ length: lines }, (_, at) => `: ${String(at).padStart(56, 'x')} `).join('\n');

const middle = long(400);
const huge = long(1000);

const runbook = `---
runbook: 1
summary: Blocks of every length.
---

# Copies

## One

~~~sh
echo "größer"
echo two
~~~

It must be there.

~~~sh verify
test -e /
~~~

## Two

~~~sh
${middle}
~~~

## Three

~~~sh
${huge}
~~~
`;

const block = '(\nset -e\necho "größer"\necho two\n)';
const one = '# One\n(\necho "größer"\necho two\n)\n# gate\n(\ntest -e /\n)';
const step = `(\nset -e\n${one}\n)`;
const rest = `(\nset -e\n${one}\n# Two\n(\n${middle}\n)\n# Three\n(\n${huge}\n)\n)`;

let folder: string;
let terminal: Terminal;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'runbook-copy-'));
	writeFileSync(join(folder, 'copies.md'), runbook);
	writeFileSync(join(folder, 'screenrc'), 'startup_message off\nvbell off\n');
	mkdirSync(join(folder, 'screens'), { mode: 0o700 });
});

afterEach(async () => {
	await terminal?.close();
	// Gone already, where the program has ended by itself.
	spawnSync('tmux', ['-S', join(folder, 'tmux'), 'kill-server']);
	rmSync(folder, { recursive: true, force: true });
});

const program = () => [process.execPath, command, '--dry-run', join(folder, 'copies.md')];

function start(words: readonly string[] = program()): void {
	terminal = new Terminal([], {
		words,
		environment: { SCREENDIR: join(folder, 'screens'), HOME: folder },
	});
}

/** What came to the terminal itself. */
const clipboard = (): string | undefined =>
	[...terminal.raw.matchAll(/\u001b\]52;[a-z]*;([A-Za-z0-9+/=]*)(?:\u0007|\u001b\\)/g)]
		.map(([, text = '']) => Buffer.from(text, 'base64').toString())
		.at(-1);

async function press(key: string, wanted: string | RegExp): Promise<void> {
	await terminal.pressCalmly(key);
	await terminal.see(wanted);
}

const has = (name: string) => spawnSync('/bin/sh', ['-c', `command -v ${name}`]).status === 0;

const ways: readonly {
	readonly name: string;
	readonly says: string;
	readonly words: () => readonly string[];
	readonly holds: () => string | undefined;
	readonly missing?: boolean;
}[] = [
	{ name: 'a bare terminal', says: 'Sent to your terminal.', words: program, holds: clipboard },
	{
		name: 'tmux',
		says: 'Handed to tmux',
		words: () => ['tmux', '-S', join(folder, 'tmux'), '-f', '/dev/null', 'new', ...program()],
		holds: () =>
			execFileSync('tmux', ['-S', join(folder, 'tmux'), 'show-buffer'], { encoding: 'utf8' }),
		missing: !has('tmux'),
	},
	{
		name: 'screen',
		says: 'Sent to your terminal through screen',
		words: () => ['screen', '-U', '-c', join(folder, 'screenrc'), ...program()],
		holds: clipboard,
		missing: !has('screen'),
	},
];

for (const { name, says, words, holds, missing } of ways) {
	if (missing) console.warn(`Copying inside ${name} is not tested: it is not installed.`);

	test.skipIf(missing)(
		`${name} gets the block, the step and a long block, byte by byte`,
		async () => {
			const arrived = (wanted: string) =>
				terminal.until(() => holds() === wanted, `${wanted.length} bytes to arrive`);
			start(words());
			await terminal.see('b back');
			await press('\r', '❯ · One');
			await press('c', says.replace(/\.$/, ''));
			await arrived(block);
			await press('C', '❯ The marked block');
			await press('j', '❯ What is left of this step');
			await press('\r', says);
			await arrived(step);
			await press('\u001b', '❯ · One');
			await press('l', '❯ · Two');
			await press('c', says.replace(/\.$/, ''));
			await arrived(`(\nset -e\n${middle}\n)`);
			expect(Buffer.byteLength(middle)).toBeGreaterThan(20_000);
			await terminal.pressCalmly('q');
			await terminal.left();
			expect(terminal.damage()).toEqual([]);
		},
	);
}

test('what is too long for terminals is not sent, but shown bare and written into a file', async () => {
	start();
	await terminal.see('b back');
	await press('\r', '❯ · One');
	await press('C', '❯ The marked block');
	await press('j', '❯ What is left of this step');
	await press('j', '❯ The rest of the procedure');
	expect(terminal.screen()).toContain('too long for terminals: m or f');
	await press('\r', 'and terminals take 74,994');
	expect(clipboard()).toBeUndefined();

	await press('f', 'Written:');
	const [run = ''] = readdirSync(join(terminal.folder, 'state', 'runbook', 'runs'));
	const file = join(terminal.folder, 'state', 'runbook', 'runs', run, 'copied-1.sh');
	expect(readFileSync(file, 'utf8')).toBe(`${rest}\n`);
	expect(spawnSync('/bin/sh', ['-n', file]).status).toBe(0);

	// Bare, the lines stand from the first column, with nothing around them.
	const before = terminal.raw.length;
	await terminal.pressCalmly('m');
	await terminal.until(
		() => terminal.raw.slice(before).includes(`: ${'999'.padStart(56, 'x')}`),
		'the last line of it',
	);
	const shown = terminal.raw.slice(before);
	expect(shown).toContain(`${long(1000).split('\n').slice(0, 3).join('\r\n')}`);
	await press('\r', '❯ The rest of the procedure');
	await press('\u001b', '❯ · One');
	await terminal.pressCalmly('q');
	expect(await terminal.left()).toBe(0);
	expect(terminal.damage()).toEqual([]);
});
