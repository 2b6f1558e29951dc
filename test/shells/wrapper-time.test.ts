import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
	describeEach,
	layOut,
	runWrapper,
	startWrapper,
	type WrapperRun,
} from '../helpers/wrapper-shells.ts';

/** Fails twice, and passes at the third try. */
const thirdTry =
	'echo try >>"$RUNBOOK_JOB/tries"; echo said; [ "$(wc -l <"$RUNBOOK_JOB/tries")" -ge 3 ]';

describeEach('the time that is given by the wrapper', shell => {
	test.concurrent('ends a script by TERM, and leaves its status', async () => {
		const started = performance.now();
		const run = startWrapper(shell, 'echo begun; exec sleep 1000', { timeout: 1 });
		await run.appears('exit.143');
		expect(performance.now() - started).toBeGreaterThan(950);
		expect(run.has('timedout')).toBe(true);
		expect(run.output()).toBe('begun\n');
		await run.appears('closed');
	});

	test.concurrent('is over even when the script then exits with 0', async () => {
		const run = startWrapper(shell, "trap 'exit 0' TERM; while :; do sleep 0.05; done", {
			timeout: 1,
		});
		await run.appears('exit.0');
		expect(run.has('timedout')).toBe(true);
	});

	test.concurrent('ends by KILL what ignores TERM, and itself with it', async () => {
		const run = startWrapper(shell, "trap '' TERM; while :; do sleep 0.05; done", { timeout: 1 });
		await run.finished();
		await empty(run);
		expect(run.has('timedout')).toBe(true);
		expect(run.status()).toBeUndefined();
	});

	test.concurrent('ends a child that ignores TERM after the script has gone', async () => {
		const script = "(trap '' TERM; while :; do sleep 0.05; done) >/dev/null 2>&1 & exec sleep 1000";
		const run = startWrapper(shell, script, { timeout: 1 });
		await run.appears('exit.143');
		await empty(run);
	});

	test.concurrent('leaves nothing behind that watches a script which ended before', async () => {
		const run = await runWrapper(shell, 'echo done', { timeout: 1000 });
		expect(run.status()).toBe(0);
		expect(run.has('timedout')).toBe(false);
		await empty(run, 2000);
	});

	test.concurrent('does not keep the output open', async () => {
		const run = startWrapper(shell, 'echo done; sleep 0.3', { timeout: 1000 });
		await run.appears('closed', 5);
		expect(run.status()).toBe(0);
	});

	test.concurrent('goes on when TERM came and the script took no notice', async () => {
		const run = startWrapper(
			shell,
			"trap 'echo ignored' TERM; echo ready; while :; do sleep 0.05 || :; done",
			{
				timeout: 2,
			},
		);
		await says(run, 'ready');
		process.kill(-(run.child.pid ?? 0), 'SIGTERM');
		await run.appears('timedout');
		await empty(run);
	});

	test.concurrent('lets a gate pass at the third try', async () => {
		const started = performance.now();
		const run = await runWrapper(shell, thirdTry, { within: 30 });
		expect(run.status()).toBe(0);
		expect(run.output()).toBe('said\nsaid\nsaid\n');
		expect(performance.now() - started).toBeGreaterThan(1900);
	});

	test.concurrent('lets a gate fail with the status of its last try', async () => {
		const run = await runWrapper(shell, 'echo try; exit 9', { within: 2 });
		expect(run.status()).toBe(9);
		expect(run.output()).toMatch(/^(try\n){2,4}$/);
	});

	test.concurrent('is one try without `within`', async () => {
		const run = await runWrapper(shell, thirdTry);
		expect(run.status()).toBe(1);
		expect(run.output()).toBe('said\n');
	});

	test.concurrent('is over for a gate when TERM comes', async () => {
		const run = startWrapper(shell, 'echo try; exit 4', { within: 1000 });
		await says(run, 'try');
		process.kill(-(run.child.pid ?? 0), 'SIGTERM');
		await run.finished();
		expect(run.status()).toBe(4);
	});

	test.concurrent('of a timeout begins for a gate when `within` is over', async () => {
		const run = startWrapper(shell, 'exec sleep 1000', { within: 1, timeout: 1 });
		const started = performance.now();
		await run.appears('timedout');
		expect(performance.now() - started).toBeGreaterThan(1900);
		await run.appears('exit.143');
	});

	test.concurrent('does not hold up a script that has a file to wait for', async () => {
		const { folder } = layOut('until [ -e "$RUNBOOK_JOB/go" ]; do sleep 0.05; done; echo went');
		const run = startWrapper(shell, '', { folder, timeout: 1000, mode: 'capture' });
		await run.appears('began');
		writeFileSync(join(folder, 'go'), '');
		await run.appears('closed');
		expect(run.bytes('value').toString()).toBe('went\n');
	});
});

/** Waits until the group of a job has no live process. */
async function empty(run: WrapperRun, milliseconds = 15_000): Promise<void> {
	await vi.waitFor(() => expect(run.group()).toEqual([]), { timeout: milliseconds, interval: 20 });
}

/** Waits until a job has printed something. */
async function says(run: WrapperRun, text: string): Promise<void> {
	await vi.waitFor(() => expect(run.output()).toContain(text), { timeout: 10_000, interval: 10 });
}
