import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../../source/run/events.ts';
import { openJournal } from '../../source/store/journal.ts';
import { Conductor } from '../../source/ui/conductor.ts';
import { resumeWalk } from '../../source/walk/open-walk.ts';
import { sumOf } from '../../source/walk/session.ts';
import type { Walk } from '../../source/walk/walk.ts';
import { canMount, smallDisk } from '../store/helpers.ts';
import { sessionIn, temporaryFolder, walkOf } from './helpers.tsx';

type Answers = Partial<Record<'word' | 'again' | 'lowSpace', boolean>>;

/** A real walk under orders; `FOLDER` in its text is a folder of its own. */
function ordered(body: string, answers: Answers = {}) {
	const folder = temporaryFolder();
	const work = join(folder, 'work');
	mkdirSync(work);
	const walk = walkOf(body.replaceAll('FOLDER', work), { session: sessionIn(folder) });
	return { ...conducted(walk, answers), work };
}

function conducted(walk: Walk, answers: Answers) {
	const asked: string[] = [];
	const ask = (what: keyof Answers) => async () => asked.push(what) > 0 && (answers[what] ?? false);
	const conductor = new Conductor(walk, {
		asks: { word: ask('word'), again: ask('again'), lowSpace: ask('lowSpace') },
		handOver: () => use => use(),
		mayRun: () => true,
	});
	const show = (...texts: string[]) => {
		for (const text of texts) {
			conductor.shown('one').see([{ sum: sumOf(text), as: 'script', from: 0, to: 1, total: 1 }]);
		}
	};
	return { walk, conductor, asked, show };
}

const one = '## One\n\n~~~sh\ntouch FOLDER/a\n~~~\n';
const two = `${one}\n~~~sh\ntouch FOLDER/b\n~~~\n`;
const gate = '## One\n\nFirst:\n\n~~~sh verify\ntrue\n~~~\n\n';
const dangerous = one.replace('~~~sh', '~~~sh danger');

/** The walk as it is found after the machine went down while its first block was to be started. */
function restartedDuring(walk: Walk, text: string): Walk {
	walk.close();
	const { journal } = openJournal(walk.run.journalFile, () => new Date());
	const started: RunEvent = {
		type: 'job-started',
		job: 1,
		item: 'one#0',
		purpose: 'action',
		sum: sumOf(text),
		language: 'sh',
		edited: false,
		tty: false,
		boot: 'another boot',
		undo: [],
	};
	journal.append(started);
	journal.close();
	const again = resumeWalk(walk.session, walk.run);
	onTestFinished(() => again.close());
	return again;
}

describe('orders', () => {
	it('approve only what was shown in full, in this very step', async () => {
		const { conductor, work, show } = ordered(one);
		const text = `touch ${work}/a`;
		expect((await conductor.run('one')).kind).toBe('not-approved');
		conductor.shown('two').see([{ sum: sumOf(text), as: 'script', from: 0, to: 1, total: 1 }]);
		expect((await conductor.run('one')).kind).toBe('not-approved');
		conductor.shown('one').see([{ sum: sumOf(text), as: 'script', from: 0, to: 1, total: 2 }]);
		expect((await conductor.run('one')).kind).toBe('not-approved');
		expect(readdirSync(work)).toEqual([]);
		show(text);
		expect((await conductor.run('one')).kind).toBe('end');
		expect(readdirSync(work)).toEqual(['a']);
	});

	it('run no second action', async () => {
		const { conductor, work, show } = ordered(two);
		show(`touch ${work}/a`, `touch ${work}/b`);
		expect((await conductor.run('one')).kind).toBe('pause');
		expect(readdirSync(work)).toEqual(['a']);
	});

	it('run the edited bytes, and the old ones not any more', async () => {
		const { walk, conductor, work, show } = ordered(one);
		const text = `touch ${work}/edited`;
		conductor.edits.set('one#0', { text, language: 'sh' });
		show(`touch ${work}/a`);
		expect((await conductor.run('one')).kind).toBe('not-approved');
		expect(readdirSync(work)).toEqual([]);
		show(text);
		expect((await conductor.run('one')).kind).toBe('end');
		expect(readdirSync(work)).toEqual(['edited']);
		expect(readFileSync(join(walk.run.folder, 'jobs', '1', 'script'), 'utf8')).toBe(text);
		expect(conductor.edits.size).toBe(0);
	});

	it('keep an edit whose block failed, for the next try', async () => {
		const { conductor, show } = ordered(one);
		conductor.edits.set('one#0', { text: 'exit 3', language: 'sh' });
		show('exit 3');
		expect((await conductor.run('one')).kind).toBe('failed');
		expect(conductor.edits.get('one#0')?.text).toBe('exit 3');
	});

	it('ask for the word of a dangerous block, and run nothing without it', async () => {
		const without = ordered(dangerous);
		without.show(`touch ${without.work}/a`);
		expect((await without.conductor.run('one')).kind).toBe('declined');
		expect(readdirSync(without.work)).toEqual([]);
		const withIt = ordered(dangerous, { word: true });
		withIt.show(`touch ${withIt.work}/a`);
		expect((await withIt.conductor.run('one')).kind).toBe('end');
		expect(withIt.asked).toEqual(['word']);
		expect(readdirSync(withIt.work)).toEqual(['a']);
	});

	it('do not ask for the word of what was not shown', async () => {
		const { conductor, asked } = ordered(dangerous, { word: true });
		expect((await conductor.run('one')).kind).toBe('not-approved');
		expect(asked).toEqual([]);
	});

	it.each([false, true])('ask before what perhaps ran is run again (answer: %s)', async again => {
		const { walk: first, work } = ordered(one);
		const text = `touch ${work}/a`;
		const walk = restartedDuring(first, text);
		const { conductor, asked, show } = conducted(walk, { again });
		show(text);
		expect((await conductor.run('one')).kind).toBe(again ? 'end' : 'stop');
		expect(asked).toEqual(['again']);
		expect(existsSync(join(work, 'a'))).toBe(again);
	});

	it.skipIf(!canMount()).each([false, true])(
		'ask before something runs with too little space (answer: %s; skipped where nothing can be mounted)',
		async lowSpace => {
			const folder = temporaryFolder();
			const home = join(smallDisk('size=8m,mode=0700'), 'runbook');
			const text = `touch ${folder}/a`;
			const walk = walkOf(`${gate}~~~sh\n${text}\n~~~`, {
				session: { ...sessionIn(folder), home },
			});
			const { conductor, asked, show } = conducted(walk, { lowSpace });
			show('true', text);
			expect((await conductor.run('one')).kind).toBe(lowSpace ? 'end' : 'low-space');
			// Once for the order, not for each thing that it runs.
			expect(asked).toEqual(['lowSpace']);
			expect(existsSync(join(folder, 'a'))).toBe(lowSpace);
			walk.close();
		},
	);

	it('are carried out one at a time', async () => {
		const { conductor, work, show } = ordered(one);
		show(`touch ${work}/a`);
		const running = conductor.run('one');
		await expect(conductor.run('one')).rejects.toThrow('One order at a time');
		await running;
		expect(conductor.busy).toBe(false);
	});
});
