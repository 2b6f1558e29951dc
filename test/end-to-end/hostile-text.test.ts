/**
 * Text that attacks a terminal, in all that the program shows and somebody else has written: names of
 * files, runbooks, outputs, captured values, suggestions, files that are compared, damaged journals.
 * What counts is every byte that reaches the terminal.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';
import { firstForeign } from '../helpers/emitted.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { hostile } from '../text/hostile.ts';
import { firstInvisible } from '../text/visible.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(async () => {
	await room.close();
});

const evil =
	'\u001b]52;c;ZXZpbA==\u0007\u001b]0;t\u0007\u001b[8mhid\u001b[21t\u009b2J\u202ertl\u200b\b\u001bc';

const open = (args: readonly string[]) => room.open(args, { rows: 30 });

/** The program's alone: nothing of it is anybody else's. */
function expectOurs(terminal: Terminal): void {
	const text = terminal.raw.replaceAll(/[\r\n]|\u001b\[[?\d;]*[A-Za-z]/g, '');
	expect(firstForeign(terminal.raw)).toBeUndefined();
	expect(firstInvisible(text)).toBeUndefined();
}

const plain = '## One\n\n~~~sh\ntrue\n~~~\n';

test('in the names of files, in broken runbooks and in messages about them', async () => {
	const odd = room.writeUntrusted(`na${evil}me`, plain);
	room.writeUntrusted('broken', `## Title ${evil}\n\nProse ${evil}\n\n~~~sh\necho ${evil}\n~~~\n`);
	room.writeFile('settings.md', `---\nrunbook: 1\n${evil}: ${evil}\nsummary: "\\e]0;t\\a"\n---\n`);
	mkdirSync(room.path('home', 'x'));
	for (const args of [
		['list'],
		['show', odd],
		['show', 'broken'],
		['check', odd, room.path('runbooks', 'broken.md'), 'settings.md'],
		['run', odd, '--yes'],
		['run', `--set=${evil}=${evil}`, 'first-steps'],
		['run', 'first-steps', '--choose', `${evil}=1`],
		['script', 'first-steps', '--set', `name=${evil}`],
		['resume', evil],
		['report', evil],
		[evil],
		['--', evil],
		[`--${evil}`],
		['trust', odd, '--yes'],
	]) {
		const terminal = open(args);
		await terminal.left();
		expect([args, firstForeign(terminal.raw)]).toEqual([args, undefined]);
		expectOurs(terminal);
	}
});

test('in the library, and in what it says of them', async () => {
	room.writeUntrusted(`aaa${evil}`, plain);
	room.writeUntrusted('aab', `## ${evil}\n`);
	const terminal = open([]);
	await terminal.see('Type to filter');
	terminal.press('aaa');
	await terminal.see(/1 of \d+/);
	await terminal.pressCalmly('\r');
	await terminal.see('A trial.');
	await terminal.pressCalmly('\r');
	await terminal.see('Trust this runbook?');
	await terminal.pressCalmly('T');
	await terminal.see('Trusted.');
	await terminal.pressCalmly('q');
	await terminal.left();
	expectOurs(terminal);

	const broken = open([]);
	await broken.see('Type to filter');
	broken.press('aab');
	await broken.see('control character');
	await broken.pressCalmly('\r');
	await broken.calm();
	broken.press('\u0003');
	await broken.left();
	expectOurs(broken);
});

test('in outputs, values, suggestions and files that are compared, on the screen and in the report', async () => {
	const all = Object.values(hostile).join('\n');
	writeFileSync(room.path('corpus'), `${all}\n${evil}\n`);
	writeFileSync(room.path('one'), `${evil}\n`);
	writeFileSync(room.path('target'), `${all}\n`);
	room.write(
		'outputs',
		'## One\n\n~~~sh\ncat @/corpus\ncat @/corpus >&2\n~~~\n\n## Two\n\n~~~sh capture=value\ncat @/one\n~~~\n\n## Three\n\n~~~text file=@/target\nnew {{say}}\n~~~\n\n## Four\n\n~~~sh verify\ncat @/corpus; exit 4\n~~~\n',
		'inputs:\n  say: { prompt: Say, type: text, suggest: cat @/corpus }',
	);
	const terminal = open(['outputs']);
	await terminal.see('A trial.');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ Say');
	await terminal.pressCalmly('\t');
	await terminal.calm();
	await terminal.pressCalmly('\u001b');
	await terminal.calm();
	if (!terminal.screen().includes('❯ Say')) await terminal.pressCalmly('\r');
	await terminal.see('❯ Say');
	terminal.press('good');
	await terminal.see('good');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ [ Begin');
	await terminal.pressCalmly('\r');
	await terminal.see(/❯ · One/);
	await terminal.pressCalmly('r');
	await terminal.see(/❯ ✓ One/);
	await terminal.pressCalmly('o');
	for (const key of ['\u001b[H', '\u001b[6~', '\u001b[6~', '\u001b[F', 'b']) {
		await terminal.pressCalmly(key);
	}
	await terminal.pressCalmly('\r');
	await terminal.see(/❯ · Two/);
	await terminal.pressCalmly('r');
	await terminal.see(/❯ ✗? ?.*Two/);
	await terminal.calm();
	await terminal.pressCalmly('s');
	await terminal.calm();
	terminal.press('because');
	await terminal.pressCalmly('\r');
	await terminal.calm();
	for (let presses = 0; presses < 4 && !/❯ . Three/.test(terminal.screen()); presses++) {
		await terminal.pressCalmly('\r');
	}
	await terminal.see(/❯ · Three/);
	for (const key of ['\u001b[6~', '\u001b[6~', 'q']) await terminal.pressCalmly(key);
	expect(await terminal.left()).toBe(0);
	expectOurs(terminal);

	for (const args of [
		['report', room.run],
		['resume', room.run, '--yes', '--plain'],
		['report', room.run],
	]) {
		const other = open(args);
		if (args[0] === 'resume') {
			await other.see('What now?');
			other.press('\u0004');
		}
		await other.left();
		expectOurs(other);
	}
});

test.each(
	Object.entries(hostile).filter(([, text]) =>
		/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text),
	),
)('the grammar of these tests knows a stranger: %s', (_, text) => {
	// What our own screens do with: a clear screen, a cursor that moves, a colour, the other screen.
	const alike = /^a?(?:good )?\u001b\[(?:2J|1A|(?:1;)+m|99999999b|38;2;0;0;0m|30;40m|38:2|\?1049h)/;
	if (!alike.test(text)) expect(firstForeign(text)).toBeDefined();
});
