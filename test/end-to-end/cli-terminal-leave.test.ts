/** Coming and going on a real terminal: interrupts, lost connections, and what the terminal is. */
import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';
import { waitUntil } from '../helpers/terminal.ts';

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

test('Ctrl-C while a step runs ends it, and gives the terminal back', async () => {
	room.write('slow', '## Slow\n\n~~~sh\necho waiting\nsleep 600\n~~~\n');
	const terminal = open(['run', 'slow', '--yes']);
	await terminal.see('  waiting');
	terminal.press('\u0003');
	expect(await terminal.left()).toBe(130);
	expect(terminal.screen()).toContain('stopped by the operator');
	expect(terminal.screen()).not.toContain('What now?');
	expect(terminal.damage()).toEqual([]);
});

test('a connection that is lost leaves the step running, and `resume` takes it up', async () => {
	room.write(
		'slow',
		`## Slow\n\n~~~sh\necho waiting\nuntil test -e @/go; do sleep 0.05; done\n~~~\n\n${one}`,
	);
	const terminal = open(['run', 'slow', '--yes']);
	await terminal.see('  waiting');
	terminal.hangUp();
	await waitUntil(
		() => room.events.at(-1)?.type === 'left',
		() => 'the run to be left',
	);
	writeFileSync(room.path('go'), '');
	expect(room.runbook(['resume', '--yes']).status).toBe(0);
	expect(lines()).toEqual(['one']);
	expect(room.jobs).toEqual(['1', '2']);
});

test.each([['--plain'], ['--set', 'note=x']])(
	'`resume %s` goes on without the screen, which takes no answers',
	async (...options) => {
		const head = 'inputs: { note: { prompt: A note, optional: true } }';
		room.write('hand', `## By hand\n\nPull the cable.\n\n${one}`, head);
		expect(room.runbook(['run', 'hand', '--yes']).status).toBe(5);
		const terminal = open(['resume', ...options]);
		await terminal.see('Done? [y: done, s: skip, Enter leaves]');
		terminal.press('y\r');
		await terminal.see('Run this? [y/N]');
		terminal.press('y\r');
		expect(await terminal.left()).toBe(0);
		expect(lines()).toEqual(['one']);
	},
);

test('a dry run that was left stays one when it is resumed', async () => {
	room.write(
		'dry',
		'## Way\n\n- [Left](#left)\n- [Right](#right)\n\n### Left\n\n~~~sh\necho left >>@/log\n~~~\n\n### Right\n\n~~~sh\necho right >>@/log\n~~~\n',
	);
	const terminal = open(['run', 'dry', '--dry-run']);
	await terminal.see('Which one? [1-2, Enter leaves]');
	terminal.press('\u0004');
	expect(await terminal.left()).toBe(5);
	expect(room.runbook(['runs']).stdout).toMatch(/unfinished: .* \(dry run\)\n$/);
	const { status, stdout } = room.runbook(['resume', '--yes', '--choose', 'way=left']);
	expect(status).toBe(0);
	expect(stdout).toContain('DRY RUN: nothing is executed');
	expect(stdout).toContain('would run · action · sh -e\n| echo left');
	expect([lines(), room.jobs]).toEqual([[], []]);
});

test('`resume` goes on with a real run before a dry one that is newer', async () => {
	room.write('real', `## By hand\n\nPull the cable.\n\n${one}`);
	room.write('way', '## Way\n\n- [Left](#left)\n\n### Left\n\n~~~sh\ntrue\n~~~\n');
	expect(room.runbook(['run', 'real', '--yes']).status).toBe(5);
	const dry = open(['run', 'way', '--dry-run']);
	await dry.see('Which one? [1-1, Enter leaves]');
	dry.press('\u0004');
	expect(await dry.left()).toBe(5);
	const { stdout, status } = room.runbook(['resume', '--yes', '--done', 'by-hand']);
	expect([status, stdout.includes('DRY RUN')]).toEqual([0, false]);
	expect(lines()).toEqual(['one']);
});

test('`trust` asks, and Enter means no', async () => {
	const file = room.writeUntrusted('foreign', one);
	for (const [answer, status] of [
		['', 5],
		['y', 0],
	] as const) {
		const terminal = open(['trust', 'foreign']);
		await terminal.see('shall it be trusted? [y/N]');
		terminal.press(`${answer}\r`);
		expect(await terminal.left()).toBe(status);
		expect(room.runbook(['trust', file]).status).toBe(answer === 'y' ? 0 : 4);
	}
});

describe('what the terminal is', () => {
	test('`TERM=dumb` has no screen; `run` needs none', async () => {
		room.write('one', one);
		const dumb = { TERM: 'dumb' };
		const screen = open([], dumb);
		expect(await screen.left()).toBe(2);
		expect(screen.screen()).toContain('The screen needs a terminal.');
		const terminal = open(['run', 'one'], dumb);
		await terminal.see('Run this? [y/N]');
		terminal.press('y\r');
		expect(await terminal.left()).toBe(0);
		expect(terminal.raw).not.toContain('\u001b');
	});

	test('`CI=true` is no obstacle, and NO_COLOR means no colours', async () => {
		const terminal = open([], { CI: 'true', NO_COLOR: '1' });
		await terminal.see('First steps');
		terminal.press('\u0003');
		await terminal.left();
		expect(terminal.raw).not.toMatch(/\u001b\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m/);
		expect(terminal.damage()).toEqual([]);
	});

	test('a locale without UTF-8 gets no byte above 0x7f, and a script none, either', async () => {
		room.write('umlaut', '## Für\n\nÄ – §\n\n~~~sh\nprintf "\\303\\274\\377\\n"\n~~~\n');
		for (const args of [['run', 'umlaut', '--yes'], ['script', 'umlaut'], ['list']]) {
			const terminal = open(args, { LC_ALL: 'C' });
			expect(await terminal.left()).toBe(0);
			expect(terminal.raw).toMatch(/^[\r\n\x20-\x7e]*$/);
			expect(terminal.raw).not.toContain('<U+2026>');
		}
		expect(existsSync(room.path('log'))).toBe(false);
	});
});
