/** What a walk with nobody to ask leaves to a person, and what a dry run leaves alone. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(() => room.close());

const run = (name: string, ...args: readonly string[]) =>
	room.runbook(['run', name, '--yes', ...args]);

/** What is left to do after a run that stopped. */
const resume = (...args: readonly string[]) => room.runbook(['resume', '--yes', ...args]);

const lines = () => room.read('log').trimEnd().split('\n');

describe('what only a person can do', () => {
	test('what failed, and by another answer is not needed any more, is not passed by silently', () => {
		room.write(
			'fast',
			'## A\n\n~~~sh when=fast\necho half >>@/log\nfalse\n~~~\n\n## B\n\n~~~sh\necho b >>@/log\n~~~\n',
			'inputs: { fast: { prompt: F, type: boolean, default: true } }',
		);
		expect(run('fast').status).toBe(1);
		const { status, stderr } = resume(room.run, '--set', 'fast=false');
		expect([status, lines()]).toEqual([5, ['half']]);
		expect(stderr).toContain('`a` has failed, and is not needed any more (');
		expect(stderr).toContain('--skip a=REASON');
		expect(resume(room.run, '--skip', 'a=looked at it').status).toBe(0);
		expect(lines()).toEqual(['half', 'b']);
	});

	test('stops the walk with 5; `--done` says that it was done', () => {
		room.write(
			'hand',
			'## By hand\n\nPull the cable.\n\n## After\n\n~~~sh\necho after >>@/log\n~~~\n',
		);
		const { status, stdout, stderr } = run('hand');
		expect([status, existsSync(room.path('log'))]).toEqual([5, false]);
		expect(stdout).toContain('Pull the cable.');
		expect(stderr).toContain(`runbook resume ${room.run} --yes --done by-hand`);
		const done = resume(room.run, '--done', 'by-hand');
		expect([done.status, lines()]).toEqual([0, ['after']]);
		expect(done.stdout).toContain('Done by hand, as `--done` says.');
	});

	test('so does a list to tick; with `--done` a block that needs the terminal is done, too', () => {
		room.write('tick', '## Look\n\n- [ ] The lamp is on\n\n~~~sh tty\necho tty >>@/log\n~~~\n');
		const tick = run('tick');
		expect([tick.status, tick.stderr]).toEqual([5, expect.stringContaining('is done by hand')]);
		expect(resume('--done', 'look').status).toBe(0);
		expect(existsSync(room.path('log'))).toBe(false);
	});

	test('a block that needs the terminal says where to go on', () => {
		room.write('tty', '## Look\n\n~~~sh tty\necho tty >>@/log\n~~~\n');
		const { status, stderr } = run('tty');
		expect([status, stderr]).toEqual([5, expect.stringContaining('`look` needs a terminal.')]);
		expect(existsSync(room.path('log'))).toBe(false);
	});

	test('so does another machine: its block is shown with its values', () => {
		room.write(
			'two',
			'## Both\n\nHere:\n\n~~~sh host=first\necho {{host.first}} {{host.second}} >>@/log\n~~~\n\nThere:\n\n~~~sh host=second\necho there {{word}} >>@/log\n~~~\n',
			'hosts: { first: One, second: Two }\ninputs: { word: { prompt: W } }',
		);
		const named = ['--set', 'word=x', '--host', 'first=here', '--host', 'second=fw2'];
		const { status, stdout } = run('two', ...named);
		expect([status, lines()]).toEqual([5, [`${hostname()} fw2`]]);
		expect(stdout).toContain(`| echo there x >>${room.path('log')}\n`);
		expect(stdout).toContain('This runs on second, which is not this machine.');
		expect(resume('--done', 'both').status).toBe(0);
		expect(lines()).toHaveLength(1);
	});
});

test("a gate that failed is passed with a reason, and by nobody's word that it was done", () => {
	room.write(
		'gate',
		'## Look\n\n~~~sh verify\necho gate >>@/log\ntest -e @/ready\n~~~\n\n~~~sh\necho action >>@/log\n~~~\n\n- [ ] The lamp is on\n',
	);
	const stopped = run('gate');
	expect(stopped.status).toBe(1);
	expect(stopped.stderr).toContain('To go on without it: --skip look=REASON\n');
	expect(stopped.stderr).not.toContain('--done');
	expect(resume('--done', 'look').status).toBe(1);
	expect(resume('--skip', 'look= ').stderr).toContain('a reason is needed');
	expect(lines()).toEqual(['gate', 'gate']);
	const passed = resume('--skip', 'look=it is known');
	expect(passed.stdout).toContain('Skipped, as `--skip` says: it is known\n');
	expect([passed.status, lines()]).toEqual([0, ['gate', 'gate', 'action']]);
	expect(room.runbook(['report']).stdout).toContain('it is known');
});

test('an undo by link shows what a person has to take back, and runs the others', () => {
	room.write(
		'back',
		`
## Change

### Here

~~~sh
echo here >>@/log
~~~

Back:

~~~sh undo
echo here back >>@/log
~~~

### There

~~~sh host=other
echo there >>@/log
~~~

Back:

~~~sh undo host=other
echo there back >>@/log
~~~

## Take it back

1. [All of it](#change "undo")

- [ ] It is dark again
`,
		'hosts: { other: The other machine }',
	);
	expect(run('back').status).toBe(5);
	const stopped = resume('--done', 'there');
	expect([stopped.status, lines()]).toEqual([5, ['here']]);
	expect(stopped.stdout).toContain(
		`undo of “There” · sh -e\n| echo there back >>${room.path('log')}`,
	);
	expect(stopped.stderr).toContain('--done take-it-back');
	const done = resume('--done', 'take-it-back');
	expect([done.status, lines()]).toEqual([0, ['here', 'here back']]);
	expect(done.stdout).toContain('  [x] It is dark again\n');
	expect(room.runbook(['report']).stdout).toContain('Nothing is left to undo.');
});

describe('a dry run', () => {
	const body =
		'## One\n\n~~~sh\ntouch @/log\n~~~\n\nIs it there?\n\n~~~sh verify\ntest -e @/log\n~~~\n\n## By hand\n\nLook.\n\n## Take back\n\n1. [Back](#one "undo")\n';

	test.each([
		['run', 'dry', '--dry-run'],
		['--dry-run', 'run', 'dry'],
		['run', 'dry', '--dry-run', '--yes'],
	])('executes nothing and shows all: %s %s %s', (...args) => {
		room.write('dry', body);
		const { status, stdout, stderr } = room.runbook(args);
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain('DRY RUN: nothing is executed');
		expect(stdout).toMatch(/\n\nThe end of the dry run\. Nothing was executed\.\n$/);
		expect(stdout).toContain(`would run · action · sh -e\n| touch ${room.path('log')}`);
		expect(existsSync(room.path('log'))).toBe(false);
		expect(room.jobs).toEqual([]);
		expect(room.runbook(['runs']).stdout).toContain('finished (dry run)');
	});

	test('says of what hangs on a capture that it may run, and takes defaults before it shows a step', () => {
		room.write(
			'dry',
			'## One\n\n~~~sh capture=init\necho none\n~~~\n\n## Two\n\n~~~sh when=init=none\necho {{init}}\n~~~\n\n## Three\n\n~~~sh when=last\necho last\n~~~\n',
			'inputs: { last: { prompt: Last, type: boolean, default: false } }',
		);
		const { status, stdout } = run('dry', '--dry-run');
		expect(status).toBe(0);
		expect(stdout).toContain(
			'may run · action · only if `init` is `none`, which is known when it runs · sh -e\n| echo {{init}}\n',
		);
		expect(stdout).toContain('action · not needed: `last` is `false`');
		expect(stdout).not.toContain('echo last');
	});

	test('needs no trust, no secret and no confirmation', () => {
		room.writeUntrusted(
			'dry',
			'## One\n\n~~~sh danger\necho "$key" >>@/log\n~~~\n\n## Two\n\n~~~sh\necho {{late}} >>@/log\n~~~\n',
			'inputs: { key: { prompt: K, type: secret }, late: { prompt: L } }',
		);
		expect(run('dry').status).toBe(2);
		const cut = room.runbook(['run', 'dry', '--dry-run']);
		expect([cut.status, room.runs]).toEqual([4, []]);
		const { status, stdout } = room.runbook(['run', 'dry', '--dry-run', '--set', 'late=x']);
		expect(status).toBe(0);
		expect(stdout).toContain(`| echo x >>`);
		expect([existsSync(room.path('log')), room.jobs]).toEqual([false, []]);
	});

	test('cannot be made of a run that began as a real one', () => {
		room.write('real', '## One\n\n~~~sh\ntest -e @/ready\n~~~\n');
		expect(run('real').status).toBe(1);
		for (const args of [
			['resume', '--dry-run'],
			['--dry-run', 'resume'],
		]) {
			const { status, stderr } = room.runbook(args);
			expect([status, stderr]).toEqual([2, expect.stringContaining('is no dry run')]);
		}
		expect(room.jobs).toEqual(['1']);
	});
});
