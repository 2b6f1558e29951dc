import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../source/run/outline.ts';
import type { Walk } from '../../source/walk/walk.ts';
import { asking, begin, item, names, place, read, runAll, status, yes } from './helpers.ts';

const log = (name: string, more = '') => `~~~sh\necho ${name} >>FOLDER/log\n~~~\n\n${more}`;
const back = (name: string) => `Back:\n\n~~~sh undo\necho un${name} >>FOLDER/log\n~~~`;

/** Takes back what comes first, as often as something is left. */
async function undoAll(walk: Walk, what: Item): Promise<void> {
	for (let [undo] = walk.undos(); undo; [undo] = walk.undos()) {
		expect(await walk.undo(undo, what, yes)).toBeUndefined();
	}
}

describe('undoing', () => {
	it('takes back what was done, newest first, and asks for each script', async () => {
		const here = place();
		const walk = begin(here, `## A\n\n${log('a', back('a'))}\n\n## B\n\n${log('b', back('b'))}`);
		await runAll(walk);
		const { asked, options } = asking();
		for (let [undo] = walk.undos(); undo; [undo] = walk.undos()) {
			await walk.undo(undo, item(walk, 'a#0'), options);
		}
		expect(read(here.folder, 'log')).toBe('a\nb\nunb\nuna\n');
		expect(asked.map(one => one.undo?.title)).toEqual(['B', 'A']);
		expect([status(walk, 'a'), status(walk, 'b')]).toEqual(['undone', 'undone']);
	});

	it('takes nothing back that was not approved, or that failed', async () => {
		const here = place();
		const walk = begin(here, `## A\n\n${log('a')}Back:\n\n~~~sh undo\nfalse\n~~~`);
		await runAll(walk);
		const undo = () => walk.undos()[0];
		const it = undo();
		if (!it) throw new Error('There is nothing to undo.');
		expect(await walk.undo(it, item(walk, 'a#0'), { approve: () => false })).toMatchObject({
			kind: 'not-approved',
		});
		expect(await walk.undo(it, item(walk, 'a#0'), yes)).toMatchObject({ kind: 'failed' });
		expect(undo()).toBeDefined();
		expect(status(walk, 'a')).toBe('passed');
	});

	it('runs a step once more after it was taken back', async () => {
		const here = place();
		const walk = begin(here, `## A\n\n${log('a', back('a'))}`);
		await runAll(walk);
		await undoAll(walk, item(walk, 'a#0'));
		await walk.runOn('a', yes);
		await undoAll(walk, item(walk, 'a#0'));
		expect(read(here.folder, 'log')).toBe('a\nuna\na\nuna\n');
	});

	it('runs again what was taken back of a step, and nothing of it that stands', async () => {
		const here = place();
		const walk = begin(
			here,
			`## A\n\n${log('a', back('a'))}\n\n${log('b')}Look:\n\n~~~sh verify\necho look >>FOLDER/log\n~~~`,
		);
		await runAll(walk);
		await undoAll(walk, item(walk, 'a#0'));
		await walk.runOn('a', yes);
		expect(read(here.folder, 'log')).toBe('a\nb\nlook\nuna\na\nlook\n');
	});

	it('uses what the very action captured, also when it was done twice', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\n~~~sh capture=id\necho x >>FOLDER/count\nwc -l <FOLDER/count | tr -d " "\n~~~\n\nBack:\n\n~~~sh undo\necho del {{id}} >>FOLDER/log\n~~~',
		);
		await runAll(walk);
		walk.reopen('a');
		await runAll(walk);
		await undoAll(walk, item(walk, 'a#0'));
		expect(read(here.folder, 'log')).toBe('del 2\ndel 1\n');
	});

	it('uses the other values of that time with it', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\n~~~sh capture=id\necho {{x}}7\n~~~\n\nBack:\n\n~~~sh undo\necho del {{id}} of {{x}} >>FOLDER/log\n~~~',
			{ head: 'inputs:\n  x: { prompt: X }' },
		);
		walk.answer('x', 'old');
		await runAll(walk);
		walk.answer('x', 'new');
		await undoAll(walk, item(walk, 'a#0'));
		expect(read(here.folder, 'log')).toBe('del old7 of old\n');
	});

	it('by hand is for what was done by hand', async () => {
		const here = place();
		const walk = begin(here, `## A\n\n${log('a', back('a'))}`);
		walk.mark(item(walk, 'a#0'), 'by-hand');
		const [undo] = walk.undos();
		if (!undo) throw new Error('There is nothing to undo.');
		expect(undo.script?.text).toContain('una');
		expect(await walk.undo(undo, item(walk, 'a#0'), yes)).toMatchObject({
			stop: { kind: 'by-hand' },
		});
		walk.settle(undo.entry.id, 'by-hand');
		expect(names(here.folder)).toEqual([]);
		expect(status(walk, 'a')).toBe('undone');
	});

	it('needs root where its block does', async () => {
		const walk = begin(
			place({ root: false }),
			`## A\n\n${log('a')}Back:\n\n~~~sh undo root\ntrue\n~~~`,
		);
		await runAll(walk);
		const [undo] = walk.undos();
		if (!undo) throw new Error('There is nothing to undo.');
		expect(await walk.undo(undo, item(walk, 'a#0'), yes)).toMatchObject({
			stop: { kind: 'needs-root' },
		});
	});
});

describe('an undo by link', () => {
	const body = `## A\n\n${log('a', back('a'))}\n\n### B\n\n${log('b', back('b'))}\n\n## Z\n\n1. [Away](#a "undo")\n\nGone:\n\n~~~sh verify\ntail -1 FOLDER/log | grep -x una\n~~~`;

	it('takes back what was done at and below its step, and settles it', async () => {
		const here = place();
		const walk = begin(here, body);
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'log')).toBe('a\nb\nunb\nuna\n');
		expect(walk.undos()).toEqual([]);
	});

	it('takes back one thing by each order, and its gates wait for the last', async () => {
		const here = place();
		const walk = begin(here, body);
		await walk.runOn('a', yes);
		await walk.runOn('a/b', yes);
		const { asked, options } = asking();
		expect(await walk.runOn('z', options)).toEqual({ kind: 'pause' });
		expect(read(here.folder, 'log')).toBe('a\nb\nunb\n');
		expect([asked.length, status(walk, 'z#undo-1')]).toEqual([1, 'open']);
		expect(await walk.runOn('z', options)).toEqual({ kind: 'end' });
		expect(asked.map(one => one.undo?.title)).toEqual(['B', 'A', undefined]);
		expect(status(walk, 'z')).toBe('passed');
	});

	it('stops at the first that fails, and goes on there', async () => {
		const here = place();
		const failing = body.replace('echo unb', 'test -e FOLDER/ready\necho unb');
		const walk = begin(here, failing);
		expect(await runAll(walk)).toMatchObject({ kind: 'failed', item: { id: 'z#undo-1' } });
		expect(read(here.folder, 'log')).toBe('a\nb\n');
		writeFileSync(join(here.folder, 'ready'), '');
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'log')).toBe('a\nb\nunb\nuna\n');
	});

	it('takes nothing back that another run, or nobody, has done', async () => {
		const here = place();
		const walk = begin(here, body);
		walk.mark(item(walk, 'a#0'), 'skipped');
		walk.mark(item(walk, 'a/b#0'), 'skipped');
		expect(await walk.runOn('z', yes)).toMatchObject({ kind: 'failed', item: { id: 'z#0' } });
		expect(names(here.folder)).toEqual([]);
	});
});

describe('a file block', () => {
	const body =
		'## A\n\n~~~text file=FOLDER/file mode=0640\nHello {{name}}.\n{{note}}\nWith {{names}}.\n~~~';
	const head =
		'inputs:\n  name: { prompt: N }\n  note: { prompt: O, optional: true }\n  names: { prompt: M, many: true }';

	async function write(existing?: string) {
		const here = place();
		const file = join(here.folder, 'file');
		if (existing !== undefined) {
			writeFileSync(file, existing);
			chmodSync(file, 0o600);
		}
		const walk = begin(here, body, { head });
		walk.answer('name', "$(touch x) `it's`");
		walk.answer('note', null);
		walk.answer('names', ['one', 'two']);
		expect(await runAll(walk)).toBeUndefined();
		return { here, file, walk };
	}

	it('writes its content with the values as they are, and nothing else', async () => {
		const { here, file } = await write();
		expect(read(file)).toBe("Hello $(touch x) `it's`.\nWith one.\nWith two.\n");
		expect(statSync(file).mode & 0o7777).toBe(0o640);
		expect(names(here.folder)).toEqual(['file']);
	});

	it('is taken back: what was there is there again, as it was', async () => {
		const { file, walk } = await write('before\n');
		await undoAll(walk, item(walk, 'a#0'));
		expect(read(file)).toBe('before\n');
		expect(statSync(file).mode & 0o7777).toBe(0o600);
	});

	it('is taken back: what was not there is gone', async () => {
		const { here, walk } = await write();
		await undoAll(walk, item(walk, 'a#0'));
		expect(names(here.folder)).toEqual([]);
	});

	it('is not taken back when somebody has changed it since', async () => {
		const { file, walk } = await write('before\n');
		writeFileSync(file, 'theirs\n');
		const [undo] = walk.undos();
		let output = '';
		walk.watch({
			output: (_, chunk) => {
				output += Buffer.from(chunk).toString();
			},
		});
		expect(undo && (await walk.undo(undo, item(walk, 'a#0'), yes))).toMatchObject({
			kind: 'failed',
		});
		expect(read(file)).toBe('theirs\n');
		expect(output).toContain('> theirs');
	});

	it('runs the undo above it after the file is back', async () => {
		const here = place();
		const file = join(here.folder, 'file');
		writeFileSync(file, 'before\n');
		const walk = begin(
			here,
			'## A\n\nRead it again:\n\n~~~sh undo\ncat FOLDER/file >FOLDER/seen\n~~~\n\n~~~text file=FOLDER/file\nafter\n~~~',
		);
		await runAll(walk);
		await undoAll(walk, item(walk, 'a#1'));
		expect(read(here.folder, 'seen')).toBe('before\n');
	});
});

describe('a file block that changed nothing', () => {
	const ids = (walk: Walk) => walk.undos().map(({ entry }) => entry.id);

	it.each([
		['where its folder is missing', 'FOLDER/none/file', ''],
		['where its owner is unknown', 'FOLDER/file', ' owner=no.such.user'],
	])('is not there to be taken back %s', async (_, path, more) => {
		const here = place();
		const walk = begin(here, `## A\n\n~~~text file=${path}${more}\nHello.\n~~~`);
		expect(await walk.runOn('a', yes)).toMatchObject({ kind: 'failed' });
		expect([names(here.folder), ids(walk), status(walk, 'a')]).toEqual([[], [], 'failed']);
	});

	it('is not there to be taken back where what was there before is there still', async () => {
		const here = place();
		writeFileSync(join(here.folder, 'file'), 'before\n');
		const walk = begin(here, '## A\n\n~~~text file=FOLDER/file owner=no.such.user\nHello.\n~~~');
		expect(await walk.runOn('a', yes)).toMatchObject({ kind: 'failed' });
		expect(read(here.folder, 'file')).toBe('before\n');
		expect(ids(walk)).toEqual([]);
	});

	it('stands once in the list after it was run again, and is undone with it', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~text file=FOLDER/file\nHello.\n~~~');
		await runAll(walk);
		walk.reopen('a');
		await runAll(walk);
		expect(ids(walk)).toEqual(['a#0@1']);
		await undoAll(walk, item(walk, 'a#0'));
		expect([names(here.folder), status(walk, 'a')]).toEqual([[], 'undone']);
	});

	it('stands twice where it was written twice, and both are taken back', async () => {
		const here = place();
		writeFileSync(join(here.folder, 'file'), 'before\n');
		const walk = begin(here, '## A\n\n~~~text file=FOLDER/file\n{{word}}\n~~~', {
			head: 'inputs:\n  word: { prompt: W }',
		});
		walk.answer('word', 'one');
		await runAll(walk);
		walk.reopen('a');
		walk.answer('word', 'two');
		await runAll(walk);
		expect(ids(walk)).toEqual(['a#0@2', 'a#0@1']);
		await undoAll(walk, item(walk, 'a#0'));
		expect(read(here.folder, 'file')).toBe('before\n');
	});
});
