import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';
import { TerminalModes } from '../../source/terminal/restore.ts';

function recorder() {
	const written: string[] = [];
	return { written, write: (sequence: string) => void written.push(sequence) };
}

test('modes are undone once, the last first', () => {
	const io = recorder();
	const modes = new TerminalModes(io);
	modes.enter('alternate-screen');
	modes.enter('hidden-cursor');
	modes.enter('hidden-cursor');
	modes.enter('bracketed-paste');
	modes.leave('bracketed-paste');
	modes.leave('bracketed-paste');
	modes.restore();
	modes.restore();
	expect(io.written).toEqual([
		'\x1b[?1049h',
		'\x1b[?25l',
		'\x1b[?2004h',
		'\x1b[?2004l',
		'\x1b[?25h\x1b[?1049l',
	]);
});

test('nothing is written where nothing was changed', () => {
	const io = recorder();
	new TerminalModes(io).restore();
	expect(io.written).toEqual([]);
});

test('a terminal that is gone does not stop the way out', () => {
	const modes = new TerminalModes({
		write: sequence => {
			if (sequence.endsWith('l') && !sequence.includes('25')) throw new Error('EIO');
		},
		cook: () => {
			throw new Error('EIO');
		},
	});
	modes.enter('alternate-screen');
	expect(() => modes.restore()).not.toThrow();
});

test('a signal restores, lets the listeners go, and is raised again', () => {
	const io = recorder();
	const killed: unknown[] = [];
	const exits = Object.assign(new EventEmitter(), {
		pid: 7,
		kill: (pid: number, signal: string) => killed.push([pid, signal]),
	});
	const modes = new TerminalModes(io);
	modes.restoreAtExit(exits, ['SIGTERM', 'SIGHUP']);
	modes.enter('hidden-cursor');
	exits.emit('SIGHUP');
	expect(io.written.at(-1)).toBe('\x1b[?25h');
	expect(killed).toEqual([[7, 'SIGHUP']]);
	expect(exits.eventNames()).toEqual([]);
});

test('the listeners can be taken away', () => {
	const exits = Object.assign(new EventEmitter(), { pid: 7, kill: () => true });
	const stop = new TerminalModes(recorder()).restoreAtExit(exits, ['SIGTERM']);
	expect(exits.eventNames()).toEqual(['exit', 'SIGTERM']);
	stop();
	expect(exits.eventNames()).toEqual([]);
});

test.each([
	['process.exit(3)', 3, null],
	['setTimeout(() => { throw new Error("x") })', 1, null],
	['Promise.reject(new Error("x"))', 1, null],
	['', 0, null],
	['process.kill(process.pid, "SIGTERM")', null, 'SIGTERM'],
	['process.kill(process.pid, "SIGHUP")', null, 'SIGHUP'],
	['process.kill(process.pid, "SIGINT")', null, 'SIGINT'],
])(
	'a program that ends by `%s` gives everything back, and ends as it would have',
	(end, status, signal) => {
		const folder = mkdtempSync(join(tmpdir(), 'restore-'));
		const source = readFileSync(
			new URL('../../source/terminal/restore.ts', import.meta.url),
			'utf8',
		);
		writeFileSync(join(folder, 'restore.mjs'), transformSync(source, { loader: 'ts' }).code);
		writeFileSync(
			join(folder, 'main.mjs'),
			`import { writeSync } from 'node:fs';
		import { TerminalModes } from './restore.mjs';
		const modes = new TerminalModes({ write: sequence => writeSync(1, sequence) });
		modes.restoreAtExit(process, ['SIGTERM', 'SIGHUP', 'SIGINT']);
		modes.enter('alternate-screen');
		modes.enter('hidden-cursor');
		if (${end.includes('kill')}) setInterval(() => {}, 1000);
		${end}`,
		);
		const ended = spawnSync(process.execPath, [join(folder, 'main.mjs')], { encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		expect(ended.stdout).toBe('\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l');
		expect([ended.status, ended.signal]).toEqual([status, signal]);
	},
);
