import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
	describeEach,
	isRoot,
	layOut,
	runWrapper,
	smallDisk,
	startWrapper,
} from '../helpers/wrapper-shells.ts';

/** A thousand lines of 1,000 bytes. */
const megabyte = 'yes "$(printf %0999d 0)" | head -n 1000';

describeEach('what is kept by the wrapper', shell => {
	test.each([1000, 1024, 4097])('is the first %i bytes; the rest is drained', async limit => {
		const run = await runWrapper(shell, `${megabyte}; exit 7`, { limit });
		expect(run.status()).toBe(7);
		expect(run.has('truncated')).toBe(true);
		expect(run.has('closed')).toBe(true);
		const whole = Buffer.from(`${'0'.repeat(999)}\n`.repeat(5));
		expect(run.bytes('output').equals(whole.subarray(0, limit))).toBe(true);
	});

	test('is not marked when it is just as long as the limit', async () => {
		const run = await runWrapper(shell, megabyte, { limit: 1_000_000 });
		expect(run.bytes('output').length).toBe(1_000_000);
		expect(run.has('truncated')).toBe(false);
	});

	test('does not limit the files that the script writes', async () => {
		const script = `${megabyte} >"$RUNBOOK_JOB/file"; wc -c <"$RUNBOOK_JOB/file"`;
		const run = await runWrapper(shell, script, { limit: 512 });
		expect(run.output().trim()).toBe('1000000');
	});

	test('is standard output alone for a value, and both for the output', async () => {
		const script = 'echo one; echo two >&2; echo three >/dev/stderr; printf four; exit 3';
		const run = await runWrapper(shell, script, { mode: 'capture' });
		expect(run.status()).toBe(3);
		expect(run.bytes('value').toString()).toBe('one\nfour');
		const lines = 'one two three four'.split(' ');
		expect(
			run
				.output()
				.match(/[a-z]+/g)
				?.sort(),
		).toEqual(lines.sort());
		expect(run.has('closed')).toBe(true);
	});

	test('is a value of 64 KiB and a block, marked; the output is whole', async () => {
		const run = await runWrapper(shell, `${megabyte}; exit 2`, { mode: 'capture' });
		expect(run.status()).toBe(2);
		expect(run.bytes('value').length).toBe(129 * 512);
		expect(run.has('value.cut')).toBe(true);
		expect(run.bytes('output').length).toBe(1_000_000);
		expect(run.has('truncated')).toBe(false);
	});

	test('is a value, too, when TERM comes', async () => {
		const script = "trap 'echo late; exit 0' TERM; echo early; while :; do sleep 0.05; done";
		const run = startWrapper(shell, script, { mode: 'capture' });
		await expect.poll(() => run.output(), { timeout: 10_000, interval: 10 }).toBe('early\n');
		process.kill(-(run.child.pid ?? 0), 'SIGTERM');
		await run.finished();
		expect(run.status()).toBe(0);
		expect(run.bytes('value').toString()).toBe('early\nlate\n');
	});

	test.skipIf(!isRoot)('is marked as no value on a full disk (for root)', async () => {
		const { folder } = layOut(
			'dd if=/dev/zero of="$RUNBOOK_JOB/filler" bs=1k; echo lost',
			smallDisk(128),
		);
		// The script goes on after dd fails.
		const run = await runWrapper(shell, '', { folder, mode: 'capture', language: ['/bin/sh'] });
		expect(run.status()).toBe(0);
		expect(run.has('value.cut')).toBe(true);
		expect(run.has('truncated')).toBe(true);
	});

	test.skipIf(!isRoot)('is what a hard limit of the system allows (for root)', async () => {
		const words = ['-c', 'ulimit -f 4; exec setpriv --reuid 65534 --clear-groups "$@"', 'sh'];
		const { folder } = layOut(`${megabyte}; exit 5`);
		spawnSync('chown', ['-R', '65534', folder]);
		const run = await runWrapper(shell, '', { folder, before: ['/bin/sh', ...words] });
		expect(run.status()).toBe(5);
		expect(run.bytes('output').length).toBe(2048);
		expect(run.has('truncated')).toBe(true);
	});
});
