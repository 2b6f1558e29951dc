/** A program that this one starts for itself, by its name. */
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './home.ts';

/**
 * The program in the absolute entries of PATH; undefined where there is none. With `.` in there, root
 * would run whatever lies around.
 */
export function findProgram(name: string, environment: Environment): string | undefined {
	for (const folder of (environment.PATH ?? '').split(':')) {
		if (!isAbsolute(folder)) continue;
		const program = join(folder, name);
		try {
			accessSync(program, constants.X_OK);
			if (statSync(program).isFile()) return program;
		} catch {
			// Not there: the next entry.
		}
	}
	return undefined;
}
