/** `trust`, `runs`, `report`, and which run `resume` means. */

import { randomBytes } from 'node:crypto';
import {
	appendFileSync,
	copyFileSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginWalk } from '../../source/walk/open-walk.ts';
import { openSession, type Session } from '../../source/walk/session.ts';
import { runbookOf } from '../helpers/runbooks.ts';
import { runHere } from './in-process.ts';
import { Room } from './room.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(() => room.close());

const run = (...args: readonly string[]) => runHere(args, room.environment, room.folder);
const body = '## One\n\n~~~sh\ntouch @/log\n~~~\n';

describe('trust', () => {
	const refused = async (name: string) => {
		const { status, stdout, stderr } = await run('run', name, '--yes');
		expect([status, stdout, room.runs, room.read('log')]).toEqual([2, '', [], '']);
		return stderr;
	};

	test('what is not trusted is refused, with the way out', async () => {
		const file = room.writeUntrusted('foreign', body);
		const stderr = await refused('foreign');
		expect(stderr).toContain(`\`${file}\` is not trusted, so nothing in it runs.`);
		expect(stderr).toContain(`runbook trust ${file}`);
		expect((await run('show', 'foreign')).status).toBe(0);
		expect((await run('script', 'foreign')).status).toBe(0);
	});

	test('is given by a person, or by `--yes`', async () => {
		const file = room.writeUntrusted('foreign', body);
		const asked = await run('trust', 'foreign');
		expect([asked.status, asked.stderr]).toEqual([4, expect.stringContaining('`--yes` says it')]);
		await refused('foreign');
		expect(await run('trust', 'foreign', '--yes')).toEqual({
			status: 0,
			stdout: `\`${file}\` is trusted as it is now.\n`,
			stderr: '',
		});
		expect((await run('trust', file)).stdout).toContain('is trusted already');
	});

	test('ends with an edit, is no copy’s, and no broken file’s', async () => {
		const file = room.write('foreign', body);
		copyFileSync(file, room.path('runbooks', 'copy.md'));
		await refused('copy');
		mkdirSync(room.path('elsewhere'));
		copyFileSync(file, room.path('elsewhere', 'foreign.md'));
		await refused('./elsewhere/foreign.md');
		appendFileSync(file, '\nOne line more.\n');
		await refused('foreign');
		appendFileSync(file, '\n```sh\n');
		const broken = await run('trust', 'foreign', '--yes');
		expect([broken.status, broken.stderr]).toEqual([3, expect.stringContaining('is not valid')]);
	});

	test('says of what has changed since that it has, and how to see what is new', async () => {
		const file = room.write('mine', body);
		expect((await run('list')).stdout).toMatch(/^mine +A trial\.$/m);
		appendFileSync(file, '\nOne line more.\n');
		expect((await run('list')).stdout).toMatch(
			/^mine +A trial\. \(changed since you trusted it\)$/m,
		);
		const unseen = await refused('mine');
		expect(unseen).toContain(
			`\`${file}\` has changed since you trusted it, so nothing in it runs.`,
		);
		expect(unseen).toContain(`Read it again: \`runbook show ${file}\`. Then`);
		expect(unseen).toContain(`\`runbook trust ${file}\``);
	});

	test('shows what has changed against the text that was trusted and ran last', async () => {
		const file = room.write('mine', body);
		await run('run', 'mine', '--dry-run');
		appendFileSync(file, '\nOne line more.\n');
		const { status, stderr } = await run('run', 'mine', '--yes');
		const [, before = 'none'] = /`diff (\S+) (\S+)`/.exec(stderr) ?? [];
		expect([status, before]).toEqual([2, room.runPath('runbook.md')]);
		expect(readFileSync(file, 'utf8')).toBe(`${readFileSync(before, 'utf8')}\nOne line more.\n`);
		await run('trust', 'mine', '--yes');
		expect((await run('run', 'mine', '--dry-run')).status).toBe(0);
	});

	test('is not needed by what is built in', async () => {
		expect((await run('trust', 'first-steps')).stdout).toContain('is trusted already');
	});
});

/** A run that was begun and left at once; gives its folder. */
function leave(random: Session['random'] = randomBytes): string {
	const session = { ...openSession('0', room.environment), random };
	const walk = beginWalk(session, runbookOf(body), { file: '/trial.md', dryRun: false });
	walk.leave();
	return walk.run.folder;
}

describe('runs', () => {
	test('says so where there are none, and gives an empty list as JSON', async () => {
		expect((await run('runs')).stdout).toBe('There are no runs yet.\n');
		expect((await run('runs', '--json')).stdout).toBe('[]\n');
		expect((await run('report')).status).toBe(2);
		expect((await run('resume')).status).toBe(2);
	});

	test('lists each with its state, as text and as JSON; a damaged one hides no other', async () => {
		const damaged = leave();
		const whole = leave();
		const journal = join(damaged, 'journal');
		writeFileSync(journal, readFileSync(journal, 'utf8').replace('"left"', '"lfet"'));
		const empty = leave();
		rmSync(join(empty, 'journal'));
		const { status, stdout } = await run('runs');
		expect(status).toBe(0);
		expect(stdout).toMatch(/trial {2}unfinished: 0 of 1 steps\n/);
		expect(stdout.match(/damaged: /g)).toHaveLength(2);
		const all = JSON.parse((await run('runs', '--json')).stdout) as Record<string, unknown>[];
		const id = whole.split('/').at(-1);
		expect(all.find(one => one.id === id)).toMatchObject({
			id,
			runbook: 'trial',
			title: 'Trial',
			dryRun: false,
			status: 'unfinished: 0 of 1 steps',
			folder: whole,
			began: expect.stringMatching(/^\d{4}-.*Z$/),
		});
		expect(all).toHaveLength(3);
	});
});

test('a report tells of a file its place, mode and content, and of its undo; with the words of the screen', async () => {
	room.write(
		'file',
		'## One\n\n~~~text file=@/made mode=0640\nHello {{who}}\n~~~\n\nIt must be there:\n\n~~~sh verify\ntest -e @/made\n~~~\n\n## Two\n\n1. [Back](#one "undo")\n',
		'inputs: { who: { prompt: Who } }',
	);
	expect((await run('run', 'file', '--set', 'who=there', '--yes')).status).toBe(0);
	expect(room.read('made')).toBe('');
	const { stdout } = await run('report');
	const file = room.path('made');
	expect(stdout).toMatch(/\nfile, .*: \*\*exit 0\*\*\n/);
	expect(stdout).toContain(
		`The content of \`${file}\`, mode \`0640\`:\n\n\`\`\`\nHello there\n\`\`\`\n`,
	);
	expect(stdout).toMatch(/\ngate, .*: \*\*exit 0\*\*\n/);
	expect(stdout).toMatch(/\nundo, .*: \*\*exit 0\*\*\n/);
	expect(stdout).toContain(`It puts back what \`${file}\` was before.`);
	expect(stdout).toContain(`${file} is removed.`);
	expect(stdout).toContain('SHA-256 of its script, `jobs/1/script`');
	expect(stdout).toMatch(/gate of "One" started[\s\S]*undo of "One" started/);
	expect(stdout).not.toMatch(/verify|restore|RUNBOOK_JOB|mktemp|trap /);
});

test('a report of a damaged journal says where it ends, and tells the rest', async () => {
	const journal = join(leave(), 'journal');
	writeFileSync(journal, readFileSync(journal, 'utf8').replace('"left"', '"lfet"'));
	const { status, stdout, stderr } = await run('report');
	expect(status).toBe(0);
	expect(stderr).toContain('The journal is damaged at line 2');
	expect(stdout).toContain('# Trial');
});

describe('damaged runs', () => {
	const damage = (folder: string) => {
		const journal = join(folder, 'journal');
		writeFileSync(journal, readFileSync(journal, 'utf8').replace('"left"', '"lfet"'));
		return folder.split('/').at(-1) ?? '';
	};

	test('hide no whole one from `resume`, also an older one', async () => {
		const whole = leave().split('/').at(-1) ?? '';
		damage(leave());
		expect((await run('resume', '--yes')).stdout).toContain(`run ${whole}`);
	});

	test('are told by `resume` where there is nothing else, with what to do', async () => {
		const first = damage(leave());
		const second = leave();
		rmSync(join(second, 'journal'));
		const { status, stdout, stderr } = await run('resume', '--yes');
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain('The 2 runs that could be meant cannot be used:');
		expect(stderr).toMatch(
			new RegExp(`Run \`${first}\` is damaged: line 2 .*\`runbook report ${first}\``),
		);
		expect(stderr).toContain(`Run \`${second.split('/').at(-1)}\` was left before it began`);
		expect(stderr).toContain('begin anew: `runbook run NAME`');
	});

	test('are told by `report`, where nothing of any can be read', async () => {
		const folder = leave();
		writeFileSync(join(folder, 'journal'), 'nothing\nof it\n');
		const { status, stderr } = await run('report');
		expect([status, stderr]).toEqual([2, expect.stringContaining('Nothing can be told of run')]);
		expect(stderr).not.toContain('no runs yet');
	});
});

describe('which run is meant', () => {
	test('the newest, or that whose id begins so; near ones are offered', async () => {
		const id = leave().split('/').at(-1) ?? '';
		expect((await run('report', id.slice(0, 4))).stdout).toContain(`| Run | \`${id}\` |`);
		expect((await run('report')).stdout).toContain(id);
		const near = await run('report', `${id.slice(0, -1)}${id.endsWith('a') ? 'b' : 'a'}`);
		expect([near.status, near.stderr]).toEqual([2, expect.stringContaining(`mean \`${id}\`?`)]);
	});

	test('two that begin alike are both named', async () => {
		for (const last of [1, 2]) leave(count => new Uint8Array(count).fill(last, 6));
		for (const command of ['report', 'resume']) {
			const { status, stderr } = await run(command, 'aaa');
			expect(status).toBe(2);
			expect(stderr).toContain('2 ids begin so. Did you mean `aaaaaabbbbbb`, `aaaaaacccccc`?');
		}
	});

	test('one that was begun on another machine is only read here', async () => {
		const folder = leave();
		const other = { ...openSession('0', room.environment), host: 'other.example.org' };
		rmSync(folder, { recursive: true });
		const walk = beginWalk(other, runbookOf(body), { file: '/trial.md', dryRun: false });
		walk.leave();
		const { status, stderr } = await run('resume', '--yes');
		expect([status, stderr]).toEqual([
			5,
			expect.stringContaining('was begun on `other.example.org`'),
		]);
		expect((await run('report')).stdout).toContain('`other.example.org`');
		expect((await run('runs')).stdout).toContain('unfinished on other.example.org: 0 of 1 steps\n');
	});
});
