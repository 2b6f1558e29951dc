/** `runbook run` and `resume` with nobody to ask. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

const word = hostname().split('.')[0] ?? '';

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

test('nothing starts while an answer is missing, and no run is made', () => {
	room.write(
		'one',
		'## One\n\n~~~sh\ntouch @/log\necho {{name}}\n~~~\n',
		'inputs: { name: { prompt: N } }',
	);
	const { status, stdout, stderr } = run('one');
	expect([status, stdout]).toEqual([4, '']);
	expect(stderr).toContain('--set name=');
	expect(existsSync(room.path('log'))).toBe(false);
	expect(room.runs).toEqual([]);
	const unconfirmed = room.runbook(['run', 'one', '--set', 'name=x']);
	expect([unconfirmed.status, room.runs]).toEqual([4, []]);
	expect(unconfirmed.stderr).toContain('--yes');
});

test('a whole run: values, lists, files, conditions, captures, gates, branches, undo by link', () => {
	room.writeFile('names', 'b\n\nc d\n');
	mkdirSync(room.path('made'));
	room.write(
		'whole',
		`
## Make

~~~sh
for name in {{names}}; do echo "name $name" >>@/log; done
~~~

Back:

~~~sh undo
echo undo >>@/log
~~~

~~~text file=@/made/file mode=0600
first {{names}}
{{note}}
~~~

~~~sh capture=answer
echo 42
~~~

~~~sh when=note
echo note >>@/log
~~~

~~~sh when=!note
echo "no note" {{answer}} >>@/log
~~~

~~~sh when=answer=42
echo right >>@/log
~~~

Is it done?

~~~sh verify within=5s
echo try >>@/tries
test "$(grep -c try @/tries)" = 2
~~~

## Choose

- [Left](#left)
- [Right](#right)

### Left

~~~sh
echo left >>@/log
~~~

### Right

~~~sh
echo right branch >>@/log
~~~

## Done already

Is it?

~~~sh done
true
~~~

~~~sh
echo never >>@/log
~~~

## Take it back

1. [Back](#make "undo")
`,
		'inputs: { names: { prompt: N, many: true }, note: { prompt: T, optional: true } }',
	);
	const given = ['--set', 'names=a', '--set', 'names=@names', '--choose', 'choose=2'];
	const { status, stdout, stderr } = run('whole', ...given);
	expect([status, stderr]).toEqual([0, '']);
	expect(lines()).toEqual([
		'name a',
		'name b',
		'name c d',
		'no note 42',
		'right',
		'right branch',
		'undo',
	]);
	expect(room.read('made/file')).toBe('');
	expect(stdout).toContain("| for name in a b 'c d'; do");
	expect(stdout).toContain('| first c d\n');
	expect(stdout).toContain('action · not needed: `note` is not set');
	expect(stdout).toContain('  answer = 42\n');
	expect(stdout).toContain('done already (exit 0');
	expect(stdout).toContain('> Right\n');
	expect(room.runbook(['runs']).stdout).toMatch(/ whole {2}finished\n$/);
	const report = room.runbook(['report']).stdout;
	expect(report).toContain('Nothing is left to undo.');
	expect(report).toContain('`c d`');
});

test('prose behind a numbered list is printed behind its steps, each thing once', () => {
	room.write(
		'list',
		'## All\n\nBefore.\n\n1. [One](#one)\n\nBetween.\n\n1. [Two](#two)\n\nAfter.\n\n### One\n\n~~~sh\n:\n~~~\n\nOne is over.\n\n### Two\n\n~~~sh\n:\n~~~\n\n## End\n\n~~~sh\n:\n~~~\n',
	);
	const told = run('list')
		.stdout.split('\n')
		.filter(line => /^(#|[A-Z][a-z ]+\.)/.test(line));
	expect(told).toEqual([
		'## All',
		'Before.',
		'### One',
		'One is over.',
		'## All',
		'Between.',
		'### Two',
		'## All',
		'After.',
		'## End',
	]);
});

test('a failing action ends with 1; `resume` runs that block again, and goes on', () => {
	room.write(
		'fails',
		'## One\n\n~~~sh\necho one >>@/log\n~~~\n\n~~~sh\necho two >>@/log\ntest -e @/ready\necho after >>@/log\n~~~\n\n## Three\n\n~~~sh\necho three >>@/log\n~~~\n',
	);
	const first = run('fails');
	expect(first.status).toBe(1);
	expect(first.stdout).toContain('✗ exit 1');
	expect(first.stderr).toContain('`one` is not done.');
	expect(first.stdout).toContain(`To go on: runbook resume ${room.run} --yes\n`);
	expect(room.runbook(['runs']).stdout).toMatch(/ fails {2}failed at one: 0 of 2 steps\n$/);
	expect(resume().status).toBe(1);
	writeFileSync(room.path('ready'), '');
	const last = resume(room.run.slice(0, 5));
	expect(last.status).toBe(0);
	expect(lines()).toEqual(['one', 'two', 'two', 'two', 'after', 'three']);
	const again = resume();
	expect([again.status, again.stderr]).toEqual([
		2,
		expect.stringContaining('There is no unfinished run.'),
	]);
	expect(resume(room.run).status).toBe(0);
	expect(lines()).toHaveLength(6);
});

test('the command that goes on works for somebody who did not install the program', () => {
	room.write('hand', '## By hand\n\nPull the cable.\n');
	const environment = { PATH: process.env.PATH };
	const { stdout } = room.runbook(['run', 'hand', '--yes'], { environment });
	const [, line = ''] = /To go on: (.*)\n$/.exec(stdout) ?? [];
	expect(line).toMatch(/^node \/.*runbook\.js resume /);
	expect(room.sh(`${line} --done by-hand`, [], { environment }).status).toBe(0);
});

test('a command that takes too long is ended, and that is a failure', () => {
	room.write('slow', '## Slow\n\n~~~sh timeout=1s\nsleep 600\n~~~\n');
	const { status, stdout } = run('slow');
	expect(status).toBe(1);
	expect(stdout).toContain('✗ ended: its time was up');
});

describe('a dangerous step', () => {
	beforeEach(() => {
		room.write('wipe', '## Wipe it\n\n~~~sh danger\necho wiped >>@/log\n~~~\n');
	});

	test('needs its word, which `--yes` does not say', () => {
		const { status, stderr } = run('wipe');
		expect([status, room.runs]).toEqual([4, []]);
		expect(stderr).toContain(`--confirm wipe-it=${word}`);
	});

	test('runs with its word, and with no other', () => {
		const wrong = run('wipe', '--confirm', `wipe-it=${word}x`);
		expect([wrong.status, room.runs]).toEqual([2, []]);
		expect(wrong.stderr).toContain(`the word is the name of this machine, \`${word}\``);
		expect(existsSync(room.path('log'))).toBe(false);
		expect(run('wipe', '--confirm', `wipe-it=${word}`).status).toBe(0);
		expect(lines()).toEqual(['wiped']);
	});
});

describe('a secret', () => {
	const canary = 'canary-7f3a9c';
	const environment = { RUNBOOK_SECRET_password: canary };
	const args = ['run', 'secret', '--yes'];

	beforeEach(() => {
		room.write(
			'secret',
			'## Use it\n\n~~~sh\nprintf %s "$password" | cksum >>@/log\n~~~\n\n~~~sh\ntest ! "$password"\n~~~\n',
			'inputs: { password: { prompt: The password, type: secret } }',
		);
	});

	test('comes from the environment, and is in no file and no output, also after a failure', () => {
		const { status, stdout, stderr } = room.runbook(args, { environment });
		expect(status).toBe(1);
		expect(lines()).toEqual([room.sh(`printf %s ${canary} | cksum`, []).stdout.trim()]);
		const report = room.runbook(['report']);
		expect(stdout + stderr + report.stdout).not.toContain(canary);
		expect(room.filesWith(canary)).toEqual([]);
		expect(room.filesWith('test ! "$password"').length).toBeGreaterThan(0);
	});

	test('is asked for again by `resume`, which cannot know it', () => {
		room.runbook(args, { environment });
		const { status, stderr } = resume();
		expect([status, stderr]).toEqual([4, expect.stringContaining('RUNBOOK_SECRET_password')]);
		expect(room.runbook(['resume', '--yes'], { environment }).status).toBe(1);
		expect(room.filesWith(canary)).toEqual([]);
	});

	test('comes from a file, which the command that goes on names, and its value is nowhere', () => {
		const file = room.writeFile("it's here", `${canary}\n`);
		chmodSync(file, 0o600);
		const options = ['--secret-file', `password=${file}`];
		const { status, stdout } = room.runbook([...args, ...options], {
			environment: { RUNBOOK_SECRET_password: 'other' },
		});
		expect(status).toBe(1);
		expect(lines()).toEqual([room.sh(`printf %s ${canary} | cksum`, []).stdout.trim()]);
		expect(room.filesWith(canary)).toEqual([]);
		const [, rest = ''] = /To go on: runbook (.*)\n$/.exec(stdout) ?? [];
		expect(rest).toContain(' --secret-file password=');
		expect(room.sh(`exec "$@" ${rest}`, []).status).toBe(1);
	});

	test('is needed before anything starts', () => {
		const { status, stderr } = room.runbook(args);
		expect([status, room.runs]).toEqual([4, []]);
		expect(stderr).toContain('RUNBOOK_SECRET_password');
	});
});
