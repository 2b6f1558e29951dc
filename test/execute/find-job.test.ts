import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findJob, followJob } from '../../source/execute/find-job.ts';
import { startJob } from '../../source/execute/job.ts';
import { stopJob } from '../../source/execute/stop-job.ts';
import { end, jobFolder } from '../helpers/wrapper-shells.ts';
import { boot, decoy, ended, run, specFor, start, startOf } from './jobs.ts';

const otherBoot = '00000000-0000-0000-0000-000000000000';

/** Writes `began` as a wrapper does. */
function began(folder: string, ...lines: unknown[]): void {
	writeFileSync(join(folder, 'began'), `${lines.join('\n')}\n`);
}

async function begun(folder: string): Promise<number> {
	const text = await vi.waitFor(() => readFileSync(join(folder, 'began'), 'utf8'), {
		timeout: 10_000,
		interval: 5,
	});
	return Number(text.split('\n')[0]);
}

test('an ended job is found by its status, in this boot and in any other', async () => {
	const { spec } = await run('echo hi; exit 3');
	expect(findJob(spec.folder, boot)).toEqual(ended(3, 3));
	expect(findJob(spec.folder, otherBoot)).toEqual(ended(3, 3));
	const [, start] = readFileSync(join(spec.folder, 'began'), 'utf8').split('\n');
	rmSync(join(spec.folder, 'began'));
	began(spec.folder, 4_000_000, start, otherBoot, 'plain');
	expect(findJob(spec.folder, otherBoot)).toEqual(ended(3, 3));
});

test.each([
	['exit.0', 0],
	['exit.137', 137],
	['exit.265', 137],
	['exit.393', 137],
])('%s says status %i', (name, status) => {
	const { folder } = jobFolder();
	writeFileSync(join(folder, name), '');
	expect(findJob(folder, boot)).toEqual(ended(status, 0));
});

test('a running job is found running, and so when its recorded process was killed', async () => {
	const spec = await start('until [ -e "$RUNBOOK_JOB/go" ]; do sleep 0.05; done; echo went');
	const pid = await begun(spec.folder);
	expect(findJob(spec.folder, boot)).toEqual({ state: 'running' });
	await vi.waitFor(() => expect(readdirSync(`/proc/${pid}/task/${pid}`)).toContain('children'));
	await vi.waitFor(() =>
		expect(
			readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' '),
		).toHaveLength(2),
	);
	end(pid);
	await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), { timeout: 10_000 });
	expect(findJob(spec.folder, boot)).toEqual({ state: 'running' });
	writeFileSync(join(spec.folder, 'go'), '');
	expect(await followJob(spec.folder, boot, {})).toEqual(ended(0, 5));
});

test('a job that has not begun in this boot is fenced, and never begins', async () => {
	const spec = specFor('echo ran');
	expect(findJob(spec.folder, boot)).toEqual({ state: 'not-started' });
	await startJob(spec);
	expect(await followJob(spec.folder, boot, {})).toEqual({ state: 'not-started' });
	expect(readFileSync(join(spec.folder, 'output'), 'utf8')).toBe('');
	expect(findJob(spec.folder, boot)).toEqual({ state: 'not-started' });
	// A fence holds in another boot, too.
	expect(findJob(spec.folder, otherBoot)).toEqual({ state: 'not-started' });
});

test('of starting and fencing, one wins', async () => {
	const rounds = Array.from({ length: 40 }, async () => {
		const spec = specFor('echo ran >>"$RUNBOOK_JOB/ran"');
		await startJob(spec);
		const found = findJob(spec.folder, boot);
		const last = found.state === 'not-started' ? found : await followJob(spec.folder, boot, {});
		expect(['not-started', 'ended']).toContain(last.state);
		expect(existsSync(join(spec.folder, 'ran'))).toBe(last.state === 'ended');
	});
	await Promise.all(rounds);
});

test('a job without beginning is unknown after a restart, and is not fenced', () => {
	const { folder } = jobFolder();
	expect(findJob(folder, otherBoot)).toMatchObject({ state: 'unknown' });
	expect(readdirSync(folder)).toEqual([]);
});

test('a fence that was not yet written counts in its boot alone', () => {
	const { folder } = jobFolder();
	writeFileSync(join(folder, 'began'), '');
	expect(findJob(folder, boot)).toEqual({ state: 'not-started' });
	expect(findJob(folder, otherBoot)).toMatchObject({ state: 'unknown' });
});

test('a job that had begun is unknown after a restart, even if its number is in use', () => {
	const { folder } = jobFolder();
	const { pid } = decoy();
	began(folder, pid, startOf(pid), otherBoot, 'plain');
	expect(findJob(folder, otherBoot)).toMatchObject({
		state: 'unknown',
		why: expect.stringContaining('restarted'),
	});
	expect(findJob(folder, boot)).toMatchObject({ state: 'unknown' });
});

test('a job whose number went to a stranger is not running', () => {
	const { folder } = jobFolder();
	const { pid } = decoy();
	began(folder, pid, '1', boot, 'plain');
	expect(findJob(folder, boot)).toMatchObject({ state: 'unknown' });
});

test('a job that was killed with its wrapper is unknown, and never shown running', async () => {
	const spec = await start('sleep 1000');
	const pid = await begun(spec.folder);
	process.kill(-pid, 'SIGKILL');
	const finding = await followJob(spec.folder, boot, {});
	expect(finding).toMatchObject({ state: 'unknown', why: expect.stringContaining('killed') });
});

test.each(['-1', '0', '1', 'x', '-5', '12 13'])(
	'a `began` that says %j is unknown, and nobody is ended',
	async text => {
		const { folder } = jobFolder();
		began(folder, text, '', boot, 'plain');
		expect(findJob(folder, boot)).toMatchObject({ state: 'unknown' });
		expect(await stopJob(folder, { now: true })).toEqual({ leftAlive: [] });
	},
);

test('a folder that is gone is unknown', () => {
	expect(findJob('/nonexistent/3', boot)).toEqual({ state: 'unknown', why: 'its folder is gone' });
});

test('a daemon that keeps the output open is told after a second', async () => {
	const spec = await start('sleep 1000 & echo started; exit 2');
	const before = performance.now();
	const chunks: Uint8Array[] = [];
	const finding = await followJob(spec.folder, boot, {
		onOutput: chunk => void chunks.push(chunk),
	});
	expect(performance.now() - before).toBeLessThan(5000);
	expect(finding).toMatchObject({ state: 'ended', end: { status: 2, stillWriting: true } });
	expect(Buffer.concat(chunks).toString()).toBe('started\n');
	expect(findJob(spec.folder, boot)).toMatchObject({ end: { stillWriting: true } });
});

test('output that was cut is told', async () => {
	const { finding, output } = await run('yes | head -c 5000', { limit: 1024 });
	expect(finding).toMatchObject({ end: { status: 0, truncated: true, outputBytes: 1024 } });
	expect(output).toBe('y\n'.repeat(512));
	const odd = await run('yes | head -c 5000', { limit: 1001 });
	expect(odd.finding).toMatchObject({ end: { status: 0, truncated: true, outputBytes: 1001 } });
});
