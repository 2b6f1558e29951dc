import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { afterAll, expect, test, vi } from 'vitest';
import { findJob } from '../../source/execute/find-job.ts';
import { stopJob } from '../../source/execute/stop-job.ts';
import { boot, bundle, specFile, specFor } from './jobs.ts';

const opened: IPty[] = [];
afterAll(() => {
	for (const terminal of opened) terminal.kill('SIGKILL');
});

/** Runs a script on a terminal, through the program that hands it over. */
function onTerminal(script: string) {
	const spec = specFor(script);
	const terminal = spawn(process.execPath, [bundle('on-terminal'), specFile(spec)], {
		name: 'xterm-256color',
		cols: 80,
		rows: 24,
		cwd: '/',
		env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color' },
	});
	opened.push(terminal);
	let screen = '';
	let closed = false;
	terminal.onData(text => {
		screen += text;
	});
	terminal.onExit(() => {
		closed = true;
	});
	return {
		folder: spec.folder,
		type: (text: string) => terminal.write(text),
		hangUp: () => terminal.kill('SIGHUP'),
		isClosed: () => closed,
		shows: (text: string) =>
			vi.waitFor(() => expect(screen).toContain(text), { timeout: 10_000, interval: 10 }),
	};
}

test('a block has the terminal’s own streams, its keys and its kind; only its status is kept', async () => {
	const job = onTerminal(
		'[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo "on $TERM"; read -r word; echo "got $word"; exit 5',
	);
	await job.shows('on xterm-256color');
	job.type('hello\r');
	await job.shows('got hello');
	await job.shows(
		'END {"status":5,"timedOut":false,"stopped":false,"truncated":false,"outputBytes":0,"stillWriting":false}',
	);
	expect(readdirSync(job.folder).sort()).toEqual(
		['began', 'exit.5', 'output', 'script', 'token', 'wrapper'].sort(),
	);
	expect(findJob(job.folder, boot)).toMatchObject({ state: 'ended', end: { status: 5 } });
	await vi.waitFor(() => expect(job.isClosed()).toBe(true));
});

test.each([
	['Ctrl-C', '\x03', 130],
	['Ctrl-\\', '\x1c', 131],
])('%s is for the block; the program goes on', async (_, key, status) => {
	const job = onTerminal('ulimit -c 0; echo ready; sleep 1000');
	await job.shows('ready');
	job.type(key);
	await job.shows(`END {"status":${status},`);
});

test('a block on a terminal is found running, and is not ended from outside', async () => {
	const job = onTerminal('echo ready; read -r word; exit 6');
	await job.shows('ready');
	expect(findJob(job.folder, boot)).toEqual({ state: 'running' });
	const { leftAlive } = await stopJob(job.folder, { now: true });
	expect(leftAlive.map(left => left.command)).toContainEqual(expect.stringContaining('wrapper'));
	job.type('\r');
	await job.shows('END {"status":6,');
});

test('a block on a terminal ends with it, and leaves its status', async () => {
	const job = onTerminal('echo ready; sleep 1000');
	await job.shows('ready');
	const [pid = ''] = readFileSync(join(job.folder, 'began'), 'utf8').split('\n');
	job.hangUp();
	await vi.waitFor(() => expect(readdirSync(job.folder)).toContain('exit.129'), {
		timeout: 10_000,
	});
	expect(Number(pid)).toBeGreaterThan(1);
});
