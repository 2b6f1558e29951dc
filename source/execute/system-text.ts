/** What the system says of itself: in files where it has them, by its own commands otherwise. */
import { readFileSync } from 'node:fs';

/** @returns a file, a character for each byte; nothing when it cannot be read */
export function readText(path: string): string | undefined {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return undefined;
	}
}

/** @returns the standard output of a system command; empty when there is no such command */
export function askSystem(command: string, ...words: string[]): string {
	const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC0' };
	// Loaded where there is no such file: it takes longer than all else that a list looks at.
	const { spawnSync } = process.getBuiltinModule('node:child_process');
	const { stdout } = spawnSync(command, words, { env, encoding: 'latin1', timeout: 2000 });
	return stdout ?? '';
}
