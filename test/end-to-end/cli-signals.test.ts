/** What a walk does when it is stopped, left, killed, or when nobody listens any more. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room, type Started } from '../cli/room.ts';
import { waitUntil } from '../helpers/terminal.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
	room.write('slow', body);
});
afterEach(async () => {
	// A job that still waits ends by itself now.
	writeFileSync(room.path('go'), '');
	await waitUntil(
		() => !isAlive(),
		() => 'the job to end',
	);
	await room.close();
});

/** The first block writes down its process, and goes on when it is told. */
const body = `
## Slow

~~~sh
echo hello
echo begun >>@/log
echo "$$" >@/pid.new
mv @/pid.new @/pid
until test -e @/go; do sleep 0.05; done
echo bye
echo ended >>@/log
~~~

## After

~~~sh
echo after >>@/log
~~~
`;

const hasEnded = (job: string) => existsSync(room.runPath('jobs', job, 'closed'));
const lines = () => room.read('log').trimEnd().split('\n');
const outcomes = () =>
	room.events.flatMap(event => (event.type === 'job-ended' ? [event.outcome.kind] : []));

const isAlive = () => {
	try {
		process.kill(Number(readFileSync(room.path('pid'), 'utf8')), 0);
		return true;
	} catch {
		return false;
	}
};

async function startSlow(...args: readonly string[]): Promise<Started> {
	const started = room.start(['run', 'slow', '--yes', ...args]);
	await waitUntil(
		() => existsSync(room.path('pid')),
		() => `the job to begin: ${started.stderr}`,
	);
	return started;
}

const letGo = () => writeFileSync(room.path('go'), '');
const resume = (...args: readonly string[]) => room.runbook(['resume', '--yes', ...args]);

test('Ctrl-C ends the job, and the command ends with 130; the run can be resumed', async () => {
	const started = await startSlow();
	started.signal('SIGINT');
	expect(await started.ended()).toBe(130);
	expect(isAlive()).toBe(false);
	expect(started.stdout).toContain('Ending the job. Ctrl-C again ends it at once.');
	expect(started.stdout).toContain('✗ stopped by the operator');
	expect(started.stdout).toContain(`To go on: runbook resume ${room.run}`);
	expect(outcomes()).toEqual(['stopped']);
	letGo();
	expect(resume().status).toBe(0);
	expect(lines()).toEqual(['begun', 'begun', 'ended', 'after']);
});

test('a second Ctrl-C ends a job at once that will not end', async () => {
	room.write(
		'stubborn',
		'## Stubborn\n\n~~~sh\ntrap "" TERM INT\necho "$$" >@/pid.new\nmv @/pid.new @/pid\nwhile :; do sleep 0.05; done\n~~~\n',
	);
	const started = room.start(['run', 'stubborn', '--yes']);
	await waitUntil(
		() => existsSync(room.path('pid')),
		() => 'the job to begin',
	);
	started.signal('SIGINT');
	await started.prints('Ending the job.');
	started.signal('SIGINT');
	await started.prints('Ending it at once.');
	expect(await started.ended()).toBe(130);
	await waitUntil(
		() => !isAlive(),
		() => 'the job to be gone',
	);
});

describe.each(['SIGHUP', 'SIGTERM'] as const)('%s', signal => {
	test('leaves the job running, and `resume` takes it up and goes on', async () => {
		const started = await startSlow();
		started.signal(signal);
		expect(await started.ended()).toBe(5);
		expect(isAlive()).toBe(true);
		expect(room.runbook(['runs']).stdout).toMatch(/slow {2}running slow: 0 of 2 steps\n$/);
		const resumed = room.start(['resume', '--yes']);
		await resumed.prints('## Slow\n\nRunning since ');
		await resumed.prints('  hello\n');
		letGo();
		expect(await resumed.ended()).toBe(0);
		expect(resumed.stdout).toMatch(/\n {2}hello\n {2}bye\n✓ exit 0, /);
		expect(lines()).toEqual(['begun', 'ended', 'after']);
		expect(outcomes()).toEqual(['exited', 'exited']);
	});
});

test('a job that fails while it is followed stops the walk, and is not run again by itself', async () => {
	room.write('slow', body.replace('echo bye', 'exit 3'));
	const started = await startSlow();
	started.signal('SIGHUP');
	await started.ended();
	const resumed = room.start(['resume', '--yes']);
	await resumed.prints('Running since ');
	letGo();
	expect(await resumed.ended()).toBe(1);
	expect(resumed.stdout).toContain('✗ exit 3');
	expect(lines()).toEqual(['begun']);
});

test('after kill -9 a job goes on; its end is found, and nothing runs twice', async () => {
	const started = await startSlow();
	started.signal('SIGKILL');
	expect(await started.ended()).toBe('SIGKILL');
	expect(isAlive()).toBe(true);
	letGo();
	await waitUntil(
		() => hasEnded('1'),
		() => 'the job to end by itself',
	);
	expect(resume().status).toBe(0);
	expect(lines()).toEqual(['begun', 'ended', 'after']);
});

test('a job that was killed with its walk is not known to have run: nothing is run again', async () => {
	const started = await startSlow();
	started.signal('SIGKILL');
	await started.ended();
	const wrapper = Number(readFileSync(room.runPath('jobs', '1', 'began'), 'utf8').split('\n')[0]);
	process.kill(-wrapper, 'SIGKILL');
	await waitUntil(
		() => !isAlive(),
		() => 'the job to be gone',
	);
	const { status, stderr } = resume();
	expect(status).toBe(5);
	expect(stderr).toContain('It is not known whether this ran');
	expect(room.runbook(['runs']).stdout).toContain('slow  unknown at slow: 0 of 2 steps\n');
	const done = resume('--done', 'slow');
	expect(done.status).toBe(0);
	expect(lines()).toEqual(['begun', 'after']);
});

test('a second process is told who holds the run, and ends with 5', async () => {
	const started = await startSlow();
	const second = resume();
	expect([second.status, second.stdout]).toEqual([5, '']);
	expect(second.stderr).toMatch(/^runbook: The run in `.*` is in use: process \d+ of `\w+` on /);
	expect(room.runbook(['runs']).stdout).toMatch(
		/running slow: 0 of 2 steps, in use by \w+ \(process \d+\)\n$/,
	);
	expect(room.runbook(['report']).status).toBe(0);
	letGo();
	expect(await started.ended()).toBe(0);
	expect(lines()).toEqual(['begun', 'ended', 'after']);
});

test('a reader that goes away in the middle loses nothing', () => {
	letGo();
	room.write(
		'loud',
		'## Loud\n\n~~~sh\nseq 20000\necho loud >>@/log\n~~~\n\n## After\n\n~~~sh\necho after >>@/log\n~~~\n',
	);
	const { stdout, stderr } = room.sh('{ "$@"; echo "status $?" >&2; } | head -n 3', [
		'run',
		'loud',
		'--yes',
	]);
	expect(stdout.split('\n')).toHaveLength(4);
	expect(stderr).toContain('Nobody reads the output any more.');
	expect(stderr).toContain(`runbook resume ${room.run}`);
	expect(stderr).toContain('status 5\n');
	expect(resume().status).toBe(0);
	expect(lines()).toEqual(['loud', 'after']);
	expect(readFileSync(room.runPath('jobs', '1', 'output'), 'utf8')).toMatch(
		/^1\n[\s\S]*\n20000\n$/,
	);
});

test('an output that is full stops the walk, which can be resumed', () => {
	letGo();
	const { status, stderr } = room.sh('exec "$@" >/dev/full', ['run', 'slow', '--yes']);
	expect(status).toBe(5);
	expect(stderr).toContain('The output cannot be written: ENOSPC');
	expect(resume().status).toBe(0);
	expect(lines()).toEqual(['begun', 'ended', 'after']);
});

test('a prefix that fits two runs is refused, and both are named', () => {
	letGo();
	for (let tries = 0; tries < 2; tries++) room.sh('exec "$@" >/dev/full', ['run', 'slow', '--yes']);
	const [first = '', second = ''] = room.runs;
	const { status, stderr } = resume('');
	expect(status).toBe(2);
	expect(stderr).toContain('There is no run ``');
	const most = [...first].findIndex((letter, at) => letter !== second[at]);
	if (most > 0) expect(resume(first.slice(0, most)).stderr).toContain('2 ids begin so');
	expect(resume(first.slice(0, most + 1)).status).toBe(0);
	expect(room.runbook(['runs']).stdout).toMatch(
		/slow {2}finished\n.*slow {2}unfinished: 0 of 2 steps\n$/,
	);
});
