import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findJob, followJob } from '../../source/execute/find-job.ts';
import { type JobSpec, startJob } from '../../source/execute/job.ts';
import { stopJob } from '../../source/execute/stop-job.ts';
import { carriers, jobFolder } from '../helpers/wrapper-shells.ts';
import { boot, decoy, run, specFor, start, startOf } from './jobs.ts';

const tokenOf = (spec: JobSpec) => spec.environment.RUNBOOK_TOKEN ?? '';

/** Starts a job, and waits until it has printed `ready`. */
async function ready(script: string, more: Partial<JobSpec> = {}): Promise<JobSpec> {
	const spec = await start(script, more);
	const output = () => readFileSync(join(spec.folder, 'output'), 'utf8');
	await vi.waitFor(() => expect(output()).toContain('ready'), { timeout: 10_000, interval: 10 });
	return spec;
}

test('TERM is enough for most, and their status is kept', async () => {
	const other = decoy();
	const spec = await ready('echo ready; sleep 1000');
	expect(await stopJob(spec.folder, {})).toEqual({ leftAlive: [] });
	expect(findJob(spec.folder, boot)).toMatchObject({ state: 'ended', end: { status: 143 } });
	expect(carriers(tokenOf(spec))).toEqual([]);
	expect(other.isAlive()).toBe(true);
});

test('a script that tidies up has its time for it', async () => {
	const spec = await ready(
		"trap 'sleep 0.3; echo tidy; exit 8' TERM; echo ready; while :; do sleep 0.02 || :; done",
	);
	await stopJob(spec.folder, {});
	expect(findJob(spec.folder, boot)).toMatchObject({
		end: { status: 8, timedOut: false, stopped: true },
	});
	expect(readFileSync(join(spec.folder, 'output'), 'utf8')).toContain('tidy\n');
});

test('what ignores TERM is killed after the grace', async () => {
	const spec = await ready("trap '' TERM; echo ready; while :; do sleep 0.05; done");
	const before = performance.now();
	expect(await stopJob(spec.folder, { graceSeconds: 0.5 })).toEqual({ leftAlive: [] });
	expect(performance.now() - before).toBeGreaterThan(450);
	expect(carriers(tokenOf(spec))).toEqual([]);
	const finding = findJob(spec.folder, boot);
	expect(finding).toMatchObject({ state: 'ended', end: { timedOut: false } });
	expect(finding).not.toHaveProperty('end.status');
});

test('`now` kills at once, also while somebody else is waiting', async () => {
	const spec = await ready("trap '' TERM; echo ready; while :; do sleep 0.05; done");
	const before = performance.now();
	const asked = stopJob(spec.folder, { graceSeconds: 60 });
	await stopJob(spec.folder, { now: true });
	await asked;
	expect(performance.now() - before).toBeLessThan(5000);
	expect(carriers(tokenOf(spec))).toEqual([]);
});

test('children in the background that ignore TERM are ended after their script', async () => {
	const spec = await ready(
		"(trap '' TERM; while :; do sleep 0.05; done) >/dev/null 2>&1 & echo ready; exec sleep 1000",
	);
	expect(await stopJob(spec.folder, { graceSeconds: 0.5 })).toEqual({ leftAlive: [] });
	expect(carriers(tokenOf(spec))).toEqual([]);
});

test('a gate is not tried again', async () => {
	const spec = await ready('echo ready; exit 3', { within: 1000 });
	await stopJob(spec.folder, {});
	expect(await followJob(spec.folder, boot, {})).toMatchObject({ end: { status: 3 } });
});

test('those that left the group are named, and live', async () => {
	const spec = await ready('setsid sleep 1001 >/dev/null 2>&1 & echo ready; exec sleep 1000');
	const isThere = () => expect(carriers(tokenOf(spec)).map(commandOf)).toContain('sleep 1001');
	await vi.waitFor(isThere, { timeout: 10_000 });
	const { leftAlive } = await stopJob(spec.folder, {});
	expect(leftAlive).toEqual([{ pid: expect.any(Number), command: 'sleep 1001' }]);
	expect(carriers(tokenOf(spec))).toEqual([leftAlive[0]?.pid]);
});

test('a job with a time limit is ended with its watchdog', async () => {
	const spec = await ready('echo ready; exec sleep 1000', { timeout: 900 });
	expect(await stopJob(spec.folder, {})).toEqual({ leftAlive: [] });
	expect(carriers(tokenOf(spec))).toEqual([]);
	expect(findJob(spec.folder, boot)).toMatchObject({
		end: { status: 143, timedOut: false, stopped: true },
	});
});

test('a daemon of a job that has ended by itself lives on', async () => {
	const { spec } = await run('sleep 1002 >/dev/null 2>&1 & exit 0');
	const { leftAlive } = await stopJob(spec.folder, { now: true });
	expect(leftAlive).toEqual([{ pid: expect.any(Number), command: 'sleep 1002' }]);
	expect(carriers(tokenOf(spec))).toHaveLength(1);
});

test('a job that has not begun never will', async () => {
	const spec = specFor('echo ran');
	expect(await stopJob(spec.folder, {})).toEqual({ leftAlive: [] });
	await startJob(spec);
	expect(await followJob(spec.folder, boot, {})).toEqual({ state: 'not-started' });
});

test.each([
	['started at another time', (pid: number) => [pid, '1', boot]],
	[
		'is of another boot',
		(pid: number) => [pid, startOf(pid), '00000000-0000-0000-0000-000000000000'],
	],
])('a process with the job’s number that %s is left alone', async (_, lines) => {
	const { folder } = jobFolder();
	const other = decoy();
	writeFileSync(join(folder, 'token'), 'a-token-of-nobody');
	writeFileSync(join(folder, 'began'), `${lines(other.pid).join('\n')}\nplain\n`);
	expect(await stopJob(folder, { now: true })).toEqual({ leftAlive: [] });
	expect(other.isAlive()).toBe(true);
});

test('the job of another folder lives', async () => {
	const other = await ready('echo ready; exec sleep 1000');
	const spec = await ready('echo ready; exec sleep 1000');
	await stopJob(spec.folder, { now: true });
	expect(findJob(other.folder, boot)).toEqual({ state: 'running' });
});

function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
	} catch {
		return '';
	}
}
