import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { machineIdentity } from '../../source/store/identity.ts';
import { isAlive, startOf } from '../../source/store/processes.ts';
import { start, until } from './helpers.ts';

it('a machine is its host name and, on Linux, the pid namespace', () => {
	const { host, namespace } = machineIdentity();
	expect(host).toBe(hostname());
	expect(host).toBe(spawnSync('uname', ['-n'], { encoding: 'utf8' }).stdout.trim());
	if (existsSync('/proc/self/ns/pid')) expect(namespace).toMatch(/^pid:\[\d+\]$/);
	else expect(namespace).toBeUndefined();
});

it('a process is itself by number and start, also while it is stopped', async () => {
	const sleeper = start('sleep', ['60']);
	const begun = startOf(sleeper.pid);
	expect(begun).toMatch(/\d/);
	expect(isAlive(sleeper.pid, begun)).toBe(true);
	expect(isAlive(sleeper.pid, 'another start')).toBe(false);
	expect(isAlive(sleeper.pid, undefined)).toBe(true);
	sleeper.child.kill('SIGSTOP');
	expect(isAlive(sleeper.pid, begun)).toBe(true);
	sleeper.child.kill('SIGKILL');
	await until('the end of the process', () => (isAlive(sleeper.pid, begun) ? undefined : true));
});

it('a process that has ended and was not waited for is not alive', async () => {
	// The shell becomes `sleep`, which never waits for the child that the shell started. The child ends
	// only then: the shell itself would have waited for it.
	const child = 'until grep -qx sleep /proc/$PPID/comm; do sleep 0.01; done';
	const parent = start('sh', ['-c', `sh -c '${child}' & echo $!; exec sleep 60`]);
	const zombie = Number(await parent.line());
	await until('the end of the child', () => (isAlive(zombie, undefined) ? undefined : true));
	expect(process.kill(zombie, 0)).toBe(true);
});
