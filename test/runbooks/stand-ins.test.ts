import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const setUp = fileURLToPath(new URL('../stand-ins/openbsd/set-up', import.meta.url));

type Name = 'first' | 'second';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'runbook-pair-'));
	spawnSync(setUp, [folder]);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a line on one of the firewalls, with nothing in the environment but PATH, as a job does. */
const on = (name: Name, line: string) => {
	const { status, stdout, stderr } = spawnSync('/bin/sh', ['-e', '-c', line], {
		env: { PATH: `${join(folder, name)}:/usr/bin:/bin` },
		encoding: 'utf8',
	});
	return { status, stdout, stderr };
};

const counter = (name: Name) => on(name, 'ifconfig -g carp').stdout;

const roles = () =>
	(['first', 'second'] as const).map(
		name => /carp: (\w+) carpdev/.exec(on(name, 'ifconfig carp').stdout)?.[1],
	);

const state = (path: string, content: string) =>
	writeFileSync(join(folder, 'state', path), `${content}\n`);

/** As if nothing had happened for a long while: every advertisement and time-out is due. */
const letTimePass = () => state('changed', '0');

describe('the demotion counter', () => {
	test('is read as OpenBSD prints it', () => {
		expect(counter('first')).toBe('carp: carp demote count 0\n');
	});

	test('goes up and down by the number that is given, or by one', () => {
		on('first', 'ifconfig -g carp carpdemote 50');
		on('first', 'ifconfig -g carp carpdemote');
		expect(counter('first')).toBe('carp: carp demote count 51\n');
		on('first', 'ifconfig -g carp -carpdemote 50');
		expect(counter('first')).toBe('carp: carp demote count 1\n');
		expect(counter('second')).toBe('carp: carp demote count 0\n');
	});

	test.each([
		['129', 'too large'],
		['99999999999', 'too large'],
		['-1', 'too small'],
		['x', 'invalid'],
	])('refuses a step of %s', (step, reason) => {
		expect(on('first', `ifconfig -g carp carpdemote ${step}`)).toEqual({
			status: 1,
			stdout: '',
			stderr: `ifconfig: carp: invalid carp demotion: ${reason}\n`,
		});
		expect(counter('first')).toBe('carp: carp demote count 0\n');
	});

	test('does not leave 0 to 255: the step is refused and changes nothing', () => {
		expect(on('first', 'ifconfig -g carp -carpdemote').status).toBe(1);
		on('first', 'ifconfig -g carp carpdemote 128');
		const beyond = on('first', 'ifconfig -g carp carpdemote 128');
		expect(beyond.stderr).toBe('ifconfig: carp: SIOCSIFGATTR: Invalid argument\n');
		expect(counter('first')).toBe('carp: carp demote count 128\n');
		expect(on('first', 'ifconfig -g carp carpdemote 127').status).toBe(0);
		expect(counter('first')).toBe('carp: carp demote count 255\n');
	});
});

describe('the roles', () => {
	test('begin with the first as MASTER, and stay so', () => {
		letTimePass();
		expect(roles()).toEqual(['MASTER', 'BACKUP']);
	});

	test('change at once when the MASTER is demoted', () => {
		state('advbase', '60');
		on('first', 'ifconfig -g carp carpdemote 50');
		expect(roles()).toEqual(['BACKUP', 'MASTER']);
	});

	test('do not change while the counter of the MASTER is not the higher one', () => {
		state('second/counter', '50');
		on('first', 'ifconfig -g carp carpdemote 50');
		letTimePass();
		expect(roles()).toEqual(['MASTER', 'BACKUP']);
	});

	test('stay where they are when the counters are equal again, without preempt', () => {
		on('first', 'ifconfig -g carp carpdemote 50');
		on('first', 'ifconfig -g carp -carpdemote 50');
		letTimePass();
		expect(roles()).toEqual(['BACKUP', 'MASTER']);
	});

	test('go back with preempt, but only with the next advertisement', () => {
		state('advbase', '60');
		expect(on('first', 'sysctl net.inet.carp.preempt=1').stdout).toBe(
			'net.inet.carp.preempt: 0 -> 1\n',
		);
		on('first', 'ifconfig -g carp carpdemote 50');
		on('first', 'ifconfig -g carp -carpdemote 50');
		expect(roles()).toEqual(['BACKUP', 'MASTER']);
		letTimePass();
		expect(roles()).toEqual(['MASTER', 'BACKUP']);
	});

	test('go back without preempt when the other one is demoted', () => {
		on('first', 'ifconfig -g carp carpdemote 50');
		on('first', 'ifconfig -g carp -carpdemote 50');
		on('second', 'ifconfig -g carp carpdemote 50');
		expect(roles()).toEqual(['MASTER', 'BACKUP']);
		on('second', 'ifconfig -g carp -carpdemote 50');
		letTimePass();
		expect(roles()).toEqual(['MASTER', 'BACKUP']);
	});

	test('are both MASTER when no advertisement gets through, and one again when they do', () => {
		state('split', '');
		on('first', 'ifconfig -g carp carpdemote 50');
		letTimePass();
		expect(roles()).toEqual(['MASTER', 'MASTER']);
		rmSync(join(folder, 'state', 'split'));
		letTimePass();
		expect(roles()).toEqual(['BACKUP', 'MASTER']);
	});

	test('are settled when nobody is MASTER', () => {
		state('first/role', 'BACKUP');
		letTimePass();
		expect(roles()).toEqual(['MASTER', 'BACKUP']);
	});
});

describe('the other programs', () => {
	test('`sysctl` reads with and without the name, and refuses what is not a switch', () => {
		expect(on('first', 'sysctl -n net.inet.carp.preempt').stdout).toBe('0\n');
		expect(on('first', 'sysctl net.inet.carp.preempt').stdout).toBe('net.inet.carp.preempt=0\n');
		expect(on('first', 'sysctl net.inet.carp.preempt=2').status).toBe(1);
	});

	test('`pfctl` and `sha256` show that both have the same rules, or not', () => {
		const digest = (name: Name) => on(name, 'pfctl -sr | sha256').stdout;
		expect(digest('first')).toMatch(/^[0-9a-f]{64}\n$/);
		expect(digest('first')).toBe(digest('second'));
		state('second/rules', 'pass');
		expect(digest('first')).not.toBe(digest('second'));
	});

	test('`sha256` names the files that it is given', () => {
		const path = join(folder, 'state', 'advbase');
		expect(on('first', `sha256 ${path}`).stdout).toMatch(/^SHA256 \(.*advbase\) = [0-9a-f]{64}\n$/);
	});

	test('`sha256` shows whether both have the same relayd.conf', () => {
		const sum = (name: Name) => on(name, 'sha256 /etc/relayd.conf').stdout;
		expect(sum('first')).toMatch(/^SHA256 \(\/etc\/relayd\.conf\) = [0-9a-f]{64}\n$/);
		expect(sum('first')).toBe(sum('second'));
		state('second/relayd.conf', 'host 192.0.2.214 up');
		expect(sum('first')).not.toBe(sum('second'));
	});

	test('`pfctl -si` counts the states', () => {
		const line = "pfctl -si | awk '/current entries/ { print $3 }'";
		expect(on('first', line).stdout).toBe('1234\n');
	});

	test('`rcctl` stops relayd, and `relayctl` then reaches nobody', () => {
		expect(on('first', 'relayctl show sum').stdout).toContain('redirect');
		expect(on('first', 'rcctl stop relayd').status).toBe(0);
		expect(on('first', 'relayctl show summary').status).toBe(1);
		expect(on('first', 'rcctl check relayd').stdout).toBe('relayd(failed)\n');
		expect(on('second', 'rcctl check relayd').stdout).toBe('relayd(ok)\n');
		expect(on('first', 'rcctl restart relayd').status).toBe(0);
		expect(on('first', 'rcctl check relayd').status).toBe(0);
	});

	test('`relayd -n` looks at the file; `rcctl restart` stops relayd before it does', () => {
		expect(on('first', 'relayd -n')).toMatchObject({ status: 0, stderr: 'configuration OK\n' });
		expect(on('first', 'rcctl get relayd flags').stdout).toBe('\n');
		state('first/relayd.conf', 'error');
		expect(on('first', 'relayd -n').status).toBe(1);
		expect(on('first', 'rcctl restart relayd')).toMatchObject({
			status: 1,
			stdout: 'relayd(ok)\nrelayd(failed)\n',
		});
		expect(on('first', 'relayctl show summary').status).toBe(1);
	});

	test('an interface that is not there is an error', () => {
		expect(on('first', 'ifconfig em9')).toMatchObject({ status: 1, stdout: '' });
	});
});

test('each firewall keeps its own state, in the folder of its state alone', () => {
	on('first', 'ifconfig -g carp carpdemote 7');
	expect(readFileSync(join(folder, 'state', 'first', 'counter'), 'utf8')).toBe('7\n');
	expect(readFileSync(join(folder, 'state', 'second', 'counter'), 'utf8')).toBe('0\n');
});
