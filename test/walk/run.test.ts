import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { executionOf } from '../../source/run/state.ts';
import { asking, begin, block, item, names, place, read, runAll, status, yes } from './helpers.ts';

const sum = (text: string) => createHash('sha256').update(text).digest('hex');

describe('running a step', () => {
	it('runs its commands in their order, an action at a time', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\nFirst:\n\n~~~sh verify\ntrue\n~~~\n\n~~~sh\necho one >>FOLDER/log\n~~~\n\n~~~sh\necho two >>FOLDER/log\n~~~',
		);
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'pause' });
		expect(read(here.folder, 'log')).toBe('one\n');
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
		expect(read(here.folder, 'log')).toBe('one\ntwo\n');
		expect(status(walk, 'a')).toBe('passed');
	});

	it('stops at a gate that fails, and takes it again where it stands', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\n~~~sh\necho one >>FOLDER/log\n~~~\n\nThen:\n\n~~~sh verify\ntest -e FOLDER/ready\n~~~\n\n~~~sh\necho two >>FOLDER/log\n~~~',
		);
		expect(await walk.runOn('a', yes)).toMatchObject({ kind: 'failed', item: { id: 'a#1' } });
		expect(await walk.runOn('a', yes)).toMatchObject({ kind: 'failed' });
		writeFileSync(join(here.folder, 'ready'), '');
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'log')).toBe('one\ntwo\n');
	});

	it('runs no action of a step that is done already', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\nNeeded?\n\n~~~sh done\ntrue\n~~~\n\n~~~sh\ntouch FOLDER/done\n~~~',
		);
		expect(await runAll(walk)).toBeUndefined();
		expect(existsSync(join(here.folder, 'done'))).toBe(false);
		expect(status(walk, 'a')).toBe('done-already');
	});

	it('tries a gate again for as long as it may', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\nSoon:\n\n~~~sh verify within=20s\necho x >>FOLDER/tries\ntest "$(wc -l <FOLDER/tries)" -ge 2\n~~~',
		);
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
		expect(read(here.folder, 'tries')).toBe('x\nx\n');
	});

	it('ends a command whose time is up, and goes no further', async () => {
		const walk = begin(place(), '## A\n\n~~~sh timeout=1s\nsleep 1000\n~~~\n\n~~~sh\ntrue\n~~~');
		expect(await walk.runOn('a', yes)).toMatchObject({
			kind: 'failed',
			execution: { outcome: { kind: 'timed-out' } },
		});
		expect(status(walk, 'a#1')).toBe('open');
	});

	it('shows what a command writes, as bytes, in order', async () => {
		const walk = begin(place(), '## A\n\n~~~sh\nprintf one; printf two >&2\n~~~');
		let output = '';
		walk.watch({
			output: (_, chunk) => {
				output += Buffer.from(chunk).toString();
			},
		});
		await walk.runOn('a', yes);
		expect(output).toBe('onetwo');
	});

	it('says that a command was stopped when the operator stopped it', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~sh\ntouch FOLDER/began\nexec sleep 1000\n~~~');
		const ran = walk.runOn('a', yes);
		await vi.waitFor(() => read(here.folder, 'began'), { timeout: 10_000 });
		await walk.stop();
		expect(await ran).toMatchObject({ execution: { outcome: { kind: 'stopped' } } });
		expect(status(walk, 'a')).toBe('failed');
	});
});

describe('what a command prints', () => {
	const body = (command: string) =>
		`## A\n\n~~~sh capture=id\n${command}\n~~~\n\n## B\n\n~~~sh\necho {{id}} >FOLDER/id\n~~~`;

	it('is put into the commands behind it, whatever it is', async () => {
		const here = place();
		const walk = begin(here, body('echo "it\'s; \\$(touch x)"; echo noise >&2'));
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'id')).toBe("it's; $(touch x)\n");
	});

	it.each([
		['true', 'it printed nothing'],
		['printf "one\\ntwo\\n"', 'it printed more than one line'],
		['head -c 5000 /dev/zero | tr "\\0" x', 'it printed more than 4 KiB'],
		['printf "a\\033b"', 'control'],
		['echo -n -x || printf %s -x', 'begins with'],
	])('is refused: %s', async (command, why) => {
		const walk = begin(place(), body(command));
		const ran = await walk.runOn('a', yes);
		expect(ran).toMatchObject({
			kind: 'failed',
			execution: { refused: expect.stringContaining(why) },
		});
		walk.mark(item(walk, 'a#0'), 'skipped', 'no value');
		expect(await walk.runOn('b', yes)).toMatchObject({ stop: { kind: 'waiting', names: ['id'] } });
		expect(walk.needs().map(input => input.name)).toEqual(['id']);
	});

	it('must be what its declaration says', async () => {
		const walk = begin(place(), body('echo 70000'), {
			head: 'inputs:\n  id: { prompt: Id, type: port }',
		});
		expect(await walk.runOn('a', yes)).toMatchObject({
			execution: { refused: expect.stringContaining('port') },
		});
	});

	it('may be typed where the command was skipped', async () => {
		const here = place();
		const walk = begin(here, body('false'));
		walk.mark(item(walk, 'a#0'), 'skipped', 'known');
		walk.answer('id', '7');
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'id')).toBe('7\n');
	});
});

describe('approval', () => {
	const body = '## A\n\n~~~sh\necho one >>FOLDER/log\n~~~';

	it('that is not given keeps everything from running', async () => {
		const here = place();
		const walk = begin(here, body);
		expect(await walk.runOn('a', { approve: () => false })).toMatchObject({ kind: 'not-approved' });
		expect(names(here.folder)).toEqual([]);
		expect(names(walk.run.folder, 'jobs')).toEqual([]);
		expect(walk.state.executions).toEqual([]);
	});

	it('is asked for the very bytes that run', async () => {
		const here = place();
		const walk = begin(here, body);
		const { asked, options } = asking();
		await walk.runOn('a', options);
		const script = read(walk.run.folder, 'jobs', '1', 'script');
		expect(asked.map(one => one.script.text)).toEqual([script]);
		expect(executionOf(walk.state, 1)?.sum).toBe(sum(script));
	});

	it('is asked before each gate and action, and not for what is never run', async () => {
		const walk = begin(
			place(),
			'## A\n\nFirst:\n\n~~~sh verify\ntrue\n~~~\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\ntrue\n~~~\n\n~~~sh example\nfalse\n~~~',
		);
		const { asked, options } = asking();
		await walk.runOn('a', options);
		expect(asked.map(one => one.item.id)).toEqual(['a#0', 'a#1']);
	});

	it('of other bytes is recorded as such, with their sum', async () => {
		const here = place();
		const walk = begin(here, `${body}\n\nBack:\n\n~~~sh undo\nrm FOLDER/log\n~~~`);
		const text = `echo edited >>${here.folder}/log`;
		await walk.runOn('a', { ...yes, edited: () => ({ text, language: 'sh' }) });
		expect(read(here.folder, 'log')).toBe('edited\n');
		expect(executionOf(walk.state, 1)).toMatchObject({ edited: true, sum: sum(text) });
		expect(read(walk.run.folder, 'jobs', '1', 'script')).toBe(text);
		expect(walk.undos()[0]?.warnings).toEqual(['Check it: its action was edited before it ran.']);
	});
});

describe('a dry run', () => {
	it('executes nothing, and shows everything', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\nNeeded?\n\n~~~sh done\ntouch FOLDER/done\n~~~\n\nFirst:\n\n~~~sh verify\ntouch FOLDER/verify\n~~~\n\n~~~sh capture=id\ntouch FOLDER/action\n~~~\n\n~~~sh\ntouch FOLDER/{{id}}\n~~~\n\n~~~text file=FOLDER/file\ntext\n~~~\n\n## B\n\n1. [Back](#a "undo")',
			{ dryRun: true },
		);
		const approve = () => {
			throw new Error('In a dry run nothing is to be approved.');
		};
		expect(await runAll(walk, { approve })).toBeUndefined();
		expect(names(here.folder)).toEqual([]);
		expect(names(walk.run.folder, 'jobs')).toEqual([]);
		expect([...walk.state.records.values()]).toHaveLength(6);
		expect(status(walk, 'a')).toBe('would-run');
	});

	it('executes no single block either, and no undo', async () => {
		const here = place();
		const walk = begin(
			here,
			'## A\n\n~~~sh\ntouch FOLDER/x\n~~~\n\nBack:\n\n~~~sh undo\ntouch FOLDER/y\n~~~',
			{ dryRun: true },
		);
		const script = { text: `touch ${here.folder}/x`, language: 'sh' } as const;
		await walk.runItem(block(walk, 'a#0'), script, { ...yes, edited: () => script });
		walk.mark(item(walk, 'a#0'), 'by-hand');
		for (const undo of walk.undos()) await walk.undo(undo, item(walk, 'a#0'), yes);
		expect(names(here.folder)).toEqual([]);
		expect(names(walk.run.folder, 'jobs')).toEqual([]);
	});
});

describe('nothing is executed', () => {
	it('on another machine', async () => {
		const here = place();
		const walk = begin(here, '## A\n\nThere:\n\n~~~sh host=first\ntouch FOLDER/x\n~~~', {
			head: 'hosts:\n  first: The first',
		});
		expect(await walk.runOn('a', yes)).toMatchObject({
			stop: { kind: 'elsewhere', host: 'first' },
		});
		walk.nameHost('first', false, 'other');
		expect(await walk.runOn('a', yes)).toMatchObject({ stop: { kind: 'elsewhere' } });
		expect(names(here.folder)).toEqual([]);
		walk.nameHost('first', true, 'here');
		expect(await walk.runOn('a', yes)).toEqual({ kind: 'end' });
	});

	it('that needs root when the program has none', async () => {
		const here = place({ root: false });
		const walk = begin(here, '## A\n\n~~~sh root\ntouch FOLDER/x\n~~~');
		expect(await walk.runOn('a', yes)).toMatchObject({ stop: { kind: 'needs-root' } });
		expect(names(here.folder)).toEqual([]);
	});

	it('that needs a terminal where there is none', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~sh tty\ntouch FOLDER/x\n~~~');
		expect(await walk.runOn('a', yes)).toMatchObject({ kind: 'no-terminal' });
		expect(names(walk.run.folder, 'jobs')).toEqual([]);
	});
});

describe('by hand, skipped, opened again', () => {
	it('a marked step is passed over, and keeps why', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~sh\ntouch FOLDER/a\n~~~\n\n~~~sh\ntouch FOLDER/b\n~~~');
		walk.mark(item(walk, 'a#0'), 'skipped', 'not today');
		expect(await runAll(walk)).toBeUndefined();
		expect(names(here.folder)).toEqual(['b']);
	});

	it('a step that is opened again runs again', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~sh\necho one >>FOLDER/log\n~~~');
		await runAll(walk);
		expect(await runAll(walk)).toBeUndefined();
		expect(read(here.folder, 'log')).toBe('one\n');
		walk.reopen('a');
		await runAll(walk);
		expect(read(here.folder, 'log')).toBe('one\none\n');
	});
});
