import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findJob } from '../../source/execute/find-job.ts';
import { startJob } from '../../source/execute/job.ts';
import { stopJob } from '../../source/execute/stop-job.ts';
import type { RunEvent } from '../../source/run/events.ts';
import { Held, JournalRefused } from '../../source/store/errors.ts';
import { openJournal, readJournal } from '../../source/store/journal.ts';
import { createJobFolder, jobFolder, type RunFolder } from '../../source/store/runs.ts';
import { CannotResume, readRun } from '../../source/walk/open-walk.ts';
import { sumOf } from '../../source/walk/session.ts';
import type { Walk } from '../../source/walk/walk.ts';
import { thrown } from '../store/helpers.ts';
import { begin, item, names, place, read, resume, runAll, status, yes } from './helpers.ts';

const body =
	'## A\n\n~~~sh\necho one >>FOLDER/log\n~~~\n\n## B\n\n~~~sh\necho two >>FOLDER/log\n~~~';

/** Leaves a run as a program does that is killed: without a word. */
function abandon(walk: Walk): RunFolder {
	walk.close();
	return walk.run;
}

/** Puts events behind a journal that nobody holds. */
function write(run: RunFolder, ...events: readonly RunEvent[]): void {
	const { journal } = openJournal(run.journalFile, () => new Date());
	for (const event of events) journal.append(event);
	journal.close();
}

const announced = (boot: string, text = 'true'): RunEvent => ({
	type: 'job-started',
	job: 1,
	item: 'a#0',
	purpose: 'action',
	sum: sumOf(text),
	language: 'sh',
	edited: false,
	tty: false,
	boot,
	undo: [],
});

const eventsOf = (run: RunFolder) =>
	readJournal(run.journalFile).lines.map(line => (line.event as RunEvent).type);

describe('coming back to a run', () => {
	it('goes on where it was left, with its answers', async () => {
		const here = place();
		const first = begin(here, `${body.replace('two', '{{x}}')}`, {
			head: 'inputs:\n  x: { prompt: X }',
		});
		first.answer('x', 'kept');
		await first.runOn('a', yes);
		first.leave();
		const walk = resume(here.session, first.run);
		expect(walk.needs()).toEqual([]);
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'log')).toBe('one\nkept\n');
		expect(eventsOf(walk.run).filter(type => /left|resumed/.test(type))).toEqual([
			'left',
			'resumed',
		]);
	});

	it('runs the text that the run began with, whatever the file says now', async () => {
		const here = place();
		const first = begin(here, body);
		const text = readFileSync(first.run.runbookFile, 'utf8');
		const run = abandon(first);
		expect(resume(here.session, run).runbook.text).toBe(text);
	});

	it('refuses a text that was changed', () => {
		const here = place();
		const run = abandon(begin(here, body));
		appendFileSync(run.runbookFile, '\n## C\n\n```sh\nreboot\n```\n');
		expect(() => resume(here.session, run)).toThrow(CannotResume);
	});

	it('stays a dry run', async () => {
		const here = place();
		const run = abandon(begin(here, body, { dryRun: true }));
		expect(await runAll(resume(here.session, run))).toBeUndefined();
		expect(names(here.folder)).toEqual([]);
	});

	it('is refused to a second process while one has it, and to none afterwards', () => {
		const here = place();
		const first = begin(here, body);
		const held = thrown(Held, () => resume(here.session, first.run));
		expect(held.holder.pid).toBe(process.pid);
		first.close();
		expect(() => resume(here.session, first.run)).not.toThrow();
	});

	it('is refused on another machine and in another container, with the place to go', () => {
		const here = place();
		const run = abandon(begin(here, body));
		const elsewhere = { ...here.session, host: 'other.example.org' };
		expect(thrown(CannotResume, () => resume(elsewhere, run)).message).toContain(here.session.host);
		const container = { ...here.session, namespace: 'pid:[1]' };
		expect(() => resume(container, run)).toThrow('another container');
		expect(eventsOf(run)).toEqual(['began']);
		expect(readRun(run).state.began.host).toBe(here.session.host);
	});

	it('says that nothing was run where the program was killed before the first event', () => {
		const here = place();
		const run = abandon(begin(here, body));
		for (const empty of [() => writeFileSync(run.journalFile, ''), () => rmSync(run.journalFile)]) {
			empty();
			expect(thrown(CannotResume, () => resume(here.session, run)).message).toContain(
				'nothing of it was run',
			);
		}
	});

	it('does not say so where the first event is damaged', () => {
		const here = place();
		const run = abandon(begin(here, body));
		const text = readFileSync(run.journalFile, 'utf8');
		writeFileSync(run.journalFile, text.replace('"dryRun":false', '"dryRun":true'));
		const { message } = thrown(CannotResume, () => resume(here.session, run));
		expect(message).not.toContain('nothing of it was run');
		expect(message).toContain('checksum');
	});

	it('shows what is before damage in the middle, and runs nothing more', async () => {
		const here = place();
		const first = begin(here, body);
		await first.runOn('a', yes);
		const run = abandon(first);
		const lines = readFileSync(run.journalFile, 'utf8').split('\n');
		writeFileSync(
			run.journalFile,
			[lines[0], lines[1]?.replace('a#0', 'b#0'), lines[2], ''].join('\n'),
		);
		expect(readRun(run).damage).toContain('line 2');
		expect(() => resume(here.session, run)).toThrow(JournalRefused);
	});
});

describe('a job that was running', () => {
	/** A run whose journal announces a job; `lay` makes of its folder what there is of it. */
	async function left(
		lay: (folder: string, run: RunFolder) => void | Promise<void>,
		announcedIn?: string,
	) {
		const here = place();
		const run = abandon(begin(here, body));
		write(run, announced(announcedIn ?? here.session.boot));
		await lay(createJobFolder(run, 1), run);
		return { here, run, walk: resume(here.session, run) };
	}
	const start = (script: string) => (folder: string) =>
		startJob({
			folder,
			script,
			language: 'sh',
			capture: false,
			environment: { PATH: process.env.PATH ?? '', RUNBOOK_TOKEN: folder },
		});
	const endedIn = (folder: string) =>
		vi.waitFor(
			() => {
				if (!names(folder).includes('closed')) throw new Error('It still runs.');
			},
			{ timeout: 10_000 },
		);

	it.each([
		['true', 'passed'],
		['exit 3', 'failed'],
	])('and ended meanwhile is taken as it ended: %s', async (script, expected) => {
		const { walk } = await left(async folder => {
			await start(script)(folder);
			await endedIn(folder);
		});
		expect(status(walk, 'a')).toBe(expected);
	});

	it('was stopped by the operator, also where the program was killed before it could say so', async () => {
		const { walk } = await left(async folder => {
			await start('sleep 600')(folder);
			await vi.waitFor(
				() => {
					if (!names(folder).includes('began')) throw new Error('It has not begun.');
				},
				{ timeout: 10_000 },
			);
			await stopJob(folder, {});
			await endedIn(folder);
		});
		expect(walk.state.executions[0]?.outcome).toEqual({ kind: 'stopped' });
		expect(status(walk, 'a')).toBe('failed');
	});

	it('and still runs is followed, with all of its output', async () => {
		const { here, walk } = await left(async folder => {
			await start(`echo early; until test -e ${folder}/go; do sleep 0.05; done; echo late`)(folder);
			await vi.waitFor(() => read(folder, 'began'), { timeout: 10_000 });
		});
		const folder = jobFolder(walk.run, 1);
		onTestFinished(() => writeFileSync(join(folder, 'go'), ''));
		expect(status(walk, 'a')).toBe('running');
		expect(await walk.runOn('a', yes)).toMatchObject({ stop: { kind: 'running' } });
		let output = '';
		walk.watch({
			output: (_, chunk) => {
				output += Buffer.from(chunk).toString();
			},
		});
		const followed = walk.followRunning();
		writeFileSync(join(folder, 'go'), '');
		expect((await followed)?.outcome).toEqual({ kind: 'exited', status: 0 });
		expect(output).toBe('early\nlate\n');
		expect(status(walk, 'a')).toBe('passed');
		expect(names(here.folder)).toEqual([]);
	});

	it('and never began never will, and is run', async () => {
		const { here, walk } = await left(() => {});
		expect(status(walk, 'a')).toBe('open');
		expect(walk.state.executions[0]?.outcome?.kind).toBe('never-started');
		expect(findJob(jobFolder(walk.run, 1), here.session.boot).state).toBe('not-started');
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
		expect(read(here.folder, 'log')).toBe('one\n');
	});

	it.each<[string, (folder: string) => void, string?]>([
		['was announced before the machine was restarted', () => {}, 'another boot'],
		[
			'had begun before the machine was restarted',
			folder => writeFileSync(join(folder, 'began'), '4711\n1\nanother boot\nplain\n'),
			'another boot',
		],
		['has lost its folder', folder => rmSync(folder, { recursive: true })],
		[
			'was killed with all that belonged to it',
			folder =>
				writeFileSync(join(folder, 'began'), `4194304\n1\n${place().session.boot}\nplain\n`),
		],
	])(
		'and %s is unknown: it is not run again unless somebody says so',
		async (_, lay, announcedIn) => {
			const { here, walk } = await left(lay, announcedIn);
			expect(status(walk, 'a')).toBe('unknown');
			const approve = vi.fn(() => true);
			expect(await walk.runOn('a', { approve })).toMatchObject({ stop: { kind: 'unknown' } });
			expect(approve).not.toHaveBeenCalled();
			expect(names(here.folder)).toEqual([]);
			expect(await walk.runOn('a', { approve, again: () => true })).toEqual({ kind: 'end' });
			expect(read(here.folder, 'log')).toBe('one\n');
		},
	);

	it('and had begun in a boot that is over is what its status says, if it left one', async () => {
		const { walk } = await left(folder => {
			writeFileSync(join(folder, 'began'), '4711\n1\nanother boot\nplain\n');
			writeFileSync(join(folder, 'exit.0'), '');
			writeFileSync(join(folder, 'closed'), '');
		}, 'another boot');
		expect(status(walk, 'a')).toBe('passed');
	});
});

describe('an undo of which nobody knows whether it ran', () => {
	it('is not run again by itself, and says so', async () => {
		const here = place();
		const first = begin(
			here,
			`${body.split('\n\n## B')[0]}\n\nBack:\n\n~~~sh undo\necho undone >>FOLDER/log\n~~~\n\n## Z\n\n1. [Away](#a "undo")`,
		);
		await first.runOn('a', yes);
		const [entry] = first.undos();
		const run = abandon(first);
		if (!entry) throw new Error('There is nothing to undo.');
		const { id } = entry.entry;
		const event = { ...announced('another boot'), job: 2, item: id, purpose: 'undo', undoes: id };
		write(run, event as RunEvent);
		const walk = resume(here.session, run);
		expect(walk.undos()[0]?.warnings[0]).toContain('not known whether it was taken back');
		expect(await walk.runOn('z', yes)).toMatchObject({
			stop: { kind: 'unknown' },
			item: { id: 'z#undo-1' },
		});
		expect(read(here.folder, 'log')).toBe('one\n');
		const again = vi.fn(() => true);
		expect(await walk.runOn('z', { ...yes, again })).toEqual({ kind: 'end' });
		expect(again).toHaveBeenCalledExactlyOnceWith(
			item(walk, 'z#undo-1'),
			expect.stringContaining('restarted'),
		);
		expect(read(here.folder, 'log')).toBe('one\nundone\n');
	});
});
