import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
	describeEach,
	isRoot,
	layOut,
	program,
	runWrapper,
	smallDisk,
	startWrapper,
} from '../helpers/wrapper-shells.ts';

const file = join(import.meta.dirname, '../../source/execute/wrapper.sh');
const hasShellCheck = !spawnSync('shellcheck', ['--version']).error;

test.skipIf(!hasShellCheck)('ShellCheck finds nothing', () => {
	const found = spawnSync('shellcheck', [file], { encoding: 'utf8' });
	expect(found.stdout).toBe('');
	expect(found.status).toBe(0);
});

describeEach('the wrapper', shell => {
	test('parses', () => {
		const [name, ...words] = shell.command;
		expect(spawnSync(name, [...words, '-n', file]).status).toBe(0);
	});

	test.each([0, 3, 137, 255])('leaves status %i as the name of a file', async status => {
		const run = await runWrapper(shell, `echo one; echo two >&2; exit ${status}`);
		expect(run.status()).toBe(status);
		expect(run.output()).toBe('one\ntwo\n');
		expect(readdirSync(run.folder).sort()).toEqual(
			['began', 'closed', `exit.${status}`, 'output', 'script', 'token', 'value', 'wrapper'].sort(),
		);
	});

	test('leaves 137 for a script that was killed, and adds nothing to its output', async () => {
		const run = await runWrapper(shell, 'echo last; kill -s KILL $$');
		expect(run.status()).toBe(137);
		expect(run.output()).toBe('last\n');
	});

	test('notes its process, the start of it, the boot and the mode', async () => {
		const run = startWrapper(shell, 'cat "$RUNBOOK_JOB/began"; cat /proc/$PPID/comm');
		const pid = run.child.pid;
		await run.appears('began');
		const [noted, start, boot, mode] = run.bytes('began').toString().split('\n');
		await run.finished();
		expect(noted).toBe(String(pid));
		expect(start).toMatch(/^\d+$/);
		expect(boot).toMatch(/^[0-9a-f-]{36}$/);
		expect(mode).toBe('plain');
	});

	test('is not held up by a daemon that keeps the output open', async () => {
		const run = startWrapper(shell, 'sleep 1000 & echo started');
		await run.appears('exit.0');
		await expectOutput(run, 'started\n');
		expect(run.has('closed')).toBe(false);
	});

	test('goes on keeping what a daemon writes, and closes after it', async () => {
		const run = startWrapper(
			shell,
			'{ until [ -e "$RUNBOOK_JOB/go" ]; do sleep 0.05; done; echo late; } & echo started',
		);
		await run.appears('exit.0');
		writeFileSync(join(run.folder, 'go'), '');
		await run.appears('closed');
		expect(run.output()).toBe('started\nlate\n');
	});

	test('leaves the status after TERM to the group', async () => {
		const run = startWrapper(shell, 'echo ready; exec sleep 1000');
		await run.appears('began');
		await expectOutput(run, 'ready\n');
		process.kill(-(run.child.pid ?? 0), 'SIGTERM');
		await run.finished();
		expect(run.status()).toBe(143);
		expect(run.has('closed')).toBe(true);
	});

	test('leaves the status of a script that makes something of TERM', async () => {
		const run = startWrapper(
			shell,
			"trap 'echo cleaning; exit 9' TERM; echo ready; while :; do sleep 0.05; done",
		);
		await expectOutput(run, 'ready\n');
		process.kill(-(run.child.pid ?? 0), 'SIGTERM');
		await run.finished();
		expect(run.status()).toBe(9);
		expect(run.output()).toContain('cleaning\n');
	});

	test('does not truncate the output for > /dev/stdout and >/dev/stderr', async () => {
		const script = 'echo 1; echo 2 > /dev/stdout; echo 3 >/dev/stderr; echo 4';
		const run = await runWrapper(shell, script);
		expect(run.output()).toBe('1\n2\n3\n4\n');
	});

	test('gives an empty standard input', async () => {
		const run = await runWrapper(shell, 'cat; read -r line || echo end');
		expect(run.output()).toBe('end\n');
		expect(run.status()).toBe(0);
	});

	test('keeps binary output byte for byte', async () => {
		const { folder } = layOut('cat "$RUNBOOK_JOB/bytes"');
		const bytes = randomBytes(300_000);
		writeFileSync(join(folder, 'bytes'), bytes);
		const run = await runWrapper(shell, '', { folder });
		expect(run.bytes('output').equals(bytes)).toBe(true);
	});

	test('runs a script of a megabyte', async () => {
		const script = `${': a line of no use\n'.repeat(56_000)}echo end\nexit 5\n`;
		expect(script.length).toBeGreaterThan(2 ** 20);
		const run = await runWrapper(shell, script);
		expect(run.output()).toBe('end\n');
		expect(run.status()).toBe(5);
	});

	test('runs once when it is started twice in a folder', async () => {
		const { folder } = layOut('echo run; sleep 0.2');
		const runs = Array.from({ length: 8 }, () => startWrapper(shell, '', { folder }));
		await Promise.all(runs.map(run => run.finished()));
		expect(runs[0]?.output()).toBe('run\n');
		expect(runs[0]?.status()).toBe(0);
		expect(readdirSync(folder).filter(name => name.startsWith('began'))).toEqual(['began']);
	});

	test('does not run where `began` is taken', async () => {
		const { folder } = layOut('echo run');
		writeFileSync(join(folder, 'began'), 'fenced\n');
		const run = await runWrapper(shell, '', { folder });
		expect(run.output()).toBe('');
		expect(run.status()).toBeUndefined();
	});

	test('needs nothing of the operator’s PATH, and hands it on', async () => {
		const { folder } = layOut('echo "$PATH"');
		for (const name of ['cat', 'ln', 'mv', 'rm', 'tee']) {
			program(join(folder, 'own'), name, '#!/bin/sh\nexit 1\n');
		}
		const path = join(folder, 'own');
		const run = await runWrapper(shell, '', { folder, environment: { PATH: path } });
		expect(run.status()).toBe(0);
		expect(run.output()).toBe(`${path}\n`);
	});

	test('adds no variable to the environment of the script', async () => {
		const run = await runWrapper(shell, 'exec env', { language: ['/bin/dash', '-e'] });
		const names = run
			.output()
			.trim()
			.split('\n')
			.map(line => line.split('=')[0]);
		// bash makes these three itself.
		const own = new Set(['SHLVL', '_', 'OLDPWD', 'PWD']);
		expect(names.filter(name => !own.has(name ?? '')).sort()).toEqual([
			'PATH',
			'RUNBOOK_JOB',
			'RUNBOOK_TOKEN',
		]);
	});

	test('leaves a script its SIGPIPE', async () => {
		const run = await runWrapper(shell, 'yes | head -n 1');
		expect(run.output()).toBe('y\n');
		expect(run.status()).toBe(0);
	});

	test('keeps the status, marks and drains when the output takes no more', async () => {
		const { folder } = layOut('seq 1 100000; echo end >&2; exit 4');
		unlinkSync(join(folder, 'output'));
		symlinkSync('/dev/full', join(folder, 'output'));
		const run = await runWrapper(shell, '', { folder });
		expect(run.status()).toBe(4);
		expect(run.has('truncated')).toBe(true);
		expect(run.has('closed')).toBe(true);
	});

	test('leaves the status of a script that meets a full device itself', async () => {
		const run = await runWrapper(shell, 'echo before; echo lost >/dev/full; echo after');
		expect(run.status()).toBeGreaterThan(0);
		expect(run.output()).toMatch(/^before\n/);
		expect(run.output()).not.toContain('after');
	});

	test.skipIf(!isRoot)('keeps the status, marks and drains on a full disk (for root)', async () => {
		const { folder } = layOut('seq 1 100000; exit 6', smallDisk(128));
		const run = await runWrapper(shell, '', { folder });
		expect(run.status()).toBe(6);
		expect(run.has('truncated')).toBe(true);
		expect(run.has('closed')).toBe(true);
		expect(run.output()).toMatch(/^1\n2\n3\n/);
	});

	test.skipIf(!isRoot)('does not begin on a disk without a free block (for root)', async () => {
		const { folder } = layOut('echo run >"$RUNBOOK_JOB/output"', smallDisk(128));
		spawnSync('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=1k']);
		const run = await runWrapper(shell, '', { folder });
		expect(run.has('began')).toBe(false);
		expect(run.output()).toBe('');
	});

	test.skipIf(!isRoot)('runs where there is neither /proc nor ps (for root)', async () => {
		const hide = 'mount -t tmpfs none /proc; exec "$@"';
		const run = await runWrapper(shell, 'echo ran; exit 2', {
			before: ['unshare', '--mount', '/bin/sh', '-c', hide, 'sh'],
		});
		expect(run.status()).toBe(2);
		expect(run.output()).toBe('ran\n');
	});
});

async function expectOutput(run: ReturnType<typeof startWrapper>, text: string): Promise<void> {
	await expect.poll(() => run.output(), { timeout: 10_000, interval: 10 }).toBe(text);
}
