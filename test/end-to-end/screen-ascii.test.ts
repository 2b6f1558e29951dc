/** Where the locale is not UTF-8, and while the terminal changes its size. */
import { afterEach, expect, test } from 'vitest';
import { Terminal } from '../helpers/terminal.ts';

const terminals: Terminal[] = [];

afterEach(async () => {
	for (const terminal of terminals.splice(0)) await terminal.close();
});

function start(environment: Readonly<Record<string, string>>): Terminal {
	const terminal = new Terminal(['--dry-run', 'first-steps'], { environment });
	terminals.push(terminal);
	return terminal;
}

async function toFirstStep(terminal: Terminal): Promise<void> {
	await terminal.see('Asked for at the beginning');
	await terminal.pressCalmly('G');
	await terminal.see('Enter go on');
	await terminal.pressCalmly('\r');
	await terminal.see('[ Begin');
	for (const key of ['\u001b[B', '\u001b[B', '\r']) await terminal.pressCalmly(key);
	await terminal.see(/mkdir -m 700 \S+/);
}

test('no byte above 0x7e reaches a terminal whose locale is plain', async () => {
	const terminal = start({ LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' });
	await toFirstStep(terminal);
	for (const key of ['?', 'b', 'C', 'b', '\r', 'o', 'b']) await terminal.pressCalmly(key);
	await terminal.calm();
	expect(terminal.raw.replace(/[\u0000-\u007e]/g, '')).toBe('');
	// Nor a colour: bold, dim and inverse are none.
	expect(terminal.raw).not.toMatch(/\u001b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7])m/);
});

test('nothing is lost by resizing at any moment', async () => {
	const terminal = start({});
	await toFirstStep(terminal);
	for (const [columns, rows] of [
		[200, 60],
		[30, 8],
		[60, 15],
		[121, 33],
		[59, 40],
		[80, 24],
	] as const) {
		terminal.resize(columns, rows);
		await new Promise(resolve => setImmediate(resolve));
	}
	await terminal.see(/❯ · Make a folder +1 of 8/);
	terminal.resize(40, 10);
	await terminal.see('needs 60');
	terminal.resize(100, 30);
	const screen = await terminal.see(/mkdir -m 700 \S+/);
	expect(screen).toMatch(/❯ · Make a folder +1 of 8\+ │/);
	await terminal.pressCalmly('q');
	expect(await terminal.left()).toBe(0);
	expect(terminal.damage()).toEqual([]);
});
