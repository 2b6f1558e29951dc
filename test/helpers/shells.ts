import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** One of the shells that a block must mean the same in. */
export type Shell = {
	/** As people call it. */
	readonly name: 'dash' | 'bash' | 'busybox sh' | 'mksh';
	/** What to start it with; a script's path and options follow. */
	readonly command: readonly [program: string, ...words: string[]];
	/** Whether it is on this machine. */
	readonly present: boolean;
};

function isOnPath(program: string): boolean {
	return (process.env.PATH ?? '').split(delimiter).some(folder => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

function shell(name: Shell['name'], ...command: readonly [string, ...string[]]): Shell {
	return { name, command, present: isOnPath(command[0]) };
}

/** The four shells, whether they are here or not. */
export const shells: readonly Shell[] = [
	shell('dash', 'dash'),
	shell('bash', 'bash', '--noprofile', '--norc'),
	shell('busybox sh', 'busybox', 'sh'),
	shell('mksh', 'mksh'),
];

/** @returns the shell's name for a test's title; one that is missing is named as skipped. */
export function titleOf({ name, present }: Shell): string {
	return present ? name : `${name} (skipped: it is not installed)`;
}
