import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { JournalNotWritten, StateRefused } from '../../source/store/errors.ts';
import { canMount, smallDisk } from '../store/helpers.ts';
import { begin, item, names, place, read, status, yes } from './helpers.ts';

const body = '## A\n\n~~~sh\necho one >>FOLDER/log\n~~~\n\nBack:\n\n~~~sh undo\ntrue\n~~~';

describe('a job that cannot be started', () => {
	it('is not announced where its folder cannot be made', async () => {
		const here = place();
		const walk = begin(here, body);
		writeFileSync(join(walk.run.folder, 'jobs'), 'no folder');
		await expect(walk.runOn('a', yes)).rejects.toThrow(StateRefused);
		expect(walk.state.executions).toEqual([]);
		expect(status(walk, 'a')).toBe('open');
		rmSync(join(walk.run.folder, 'jobs'));
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
		expect(read(here.folder, 'log')).toBe('one\n');
	});

	it('never began, and is not shown as running, when it cannot be laid out', async () => {
		const here = place();
		const walk = begin(here, body);
		walk.watch({
			changed: (_, { event }) => {
				if (event.type !== 'job-started') return;
				writeFileSync(join(walk.run.folder, 'jobs', String(event.job), 'output'), '');
			},
		});
		await expect(walk.runOn('a', yes)).rejects.toThrow('already holds a job');
		expect(walk.state.executions[0]?.outcome?.kind).toBe('never-started');
		expect(status(walk, 'a')).toBe('open');
		expect(walk.undos()[0]?.warnings).toEqual(['Perhaps not needed: its action never began.']);
		expect(names(here.folder)).toEqual([]);
	});

	it('takes the next number where a folder was made and never announced', async () => {
		const here = place();
		const walk = begin(here, body);
		mkdirSync(join(walk.run.folder, 'jobs', '1'), { recursive: true, mode: 0o700 });
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
		expect(walk.state.executions.map(execution => execution.job)).toEqual([2]);
		expect(read(here.folder, 'log')).toBe('one\n');
	});

	it('never began when the terminal was not to be had either', async () => {
		const here = place();
		const walk = begin(here, body.replace('~~~sh\n', '~~~sh tty\n'));
		const handOver = () => Promise.reject(new Error('The terminal is gone.'));
		await expect(walk.runOn('a', { ...yes, handOver })).rejects.toThrow('The terminal is gone.');
		expect(walk.state.executions[0]?.outcome?.kind).toBe('never-started');
		expect(names(here.folder)).toEqual([]);
	});
});

it('nothing runs when the journal cannot be written', async () => {
	const here = place();
	const walk = begin(here, body);
	rmSync(walk.run.journalFile);
	await expect(walk.runOn('a', yes)).rejects.toThrow(JournalNotWritten);
	expect(names(here.folder)).toEqual([]);
	expect(names(walk.run.folder, 'jobs')).toEqual([]);
});

it('one job at a time: nothing is started while another runs', async () => {
	const here = place();
	const walk = begin(
		here,
		`## B\n\n~~~sh\ntouch FOLDER/began\nuntil test -e FOLDER/go; do sleep 0.05; done\n~~~\n\n${body}`,
	);
	const first = walk.runOn('b', yes);
	await vi.waitFor(() => read(here.folder, 'began'), { timeout: 10_000 });
	const approve = vi.fn(() => true);
	expect(await walk.runOn('a', { approve })).toMatchObject({ stop: { kind: 'running' } });
	expect(approve).not.toHaveBeenCalled();
	writeFileSync(join(here.folder, 'go'), '');
	expect(await first).toEqual({ kind: 'end' });
	expect(names(here.folder)).toEqual(['began', 'go']);
	expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
});

it.skipIf(!canMount())(
	'with little space left a job starts only when it is wanted all the same (skipped where nothing can be mounted)',
	async () => {
		const here = place();
		const home = join(smallDisk('size=8m,mode=0700'), 'runbook');
		const walk = begin({ ...here, session: { ...here.session, home } }, body);
		const approve = vi.fn(() => true);
		expect(await walk.runOn('a', { approve })).toMatchObject({ kind: 'low-space' });
		expect(approve).not.toHaveBeenCalled();
		expect(names(walk.run.folder, 'jobs')).toEqual([]);
		expect(await walk.runOn('a', { approve, lowSpace: () => true })).toEqual({ kind: 'end' });
		const [undo] = walk.undos();
		if (!undo) throw new Error('There is nothing to undo.');
		expect(await walk.undo(undo, item(walk, 'a#0'), yes)).toMatchObject({ kind: 'low-space' });
		walk.close();
	},
);
