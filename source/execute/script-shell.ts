/** Which shell runs a block. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Language } from '../runbook/types.ts';

/** Where bash may be on the systems that do not have it in /bin. */
const usual = ['/bin', '/usr/bin', '/usr/local/bin', '/usr/pkg/bin', '/opt/local/bin'];

/**
 * @param path the job's PATH, of which the first bash is taken
 * @returns the words that run a script of this language when its name is added; nothing when there is
 * no such shell here
 */
export function scriptShell(
	language: Language,
	path: string,
	folders: readonly string[] = usual,
): string[] | undefined {
	if (language === 'sh') return isExecutable('/bin/sh') ? ['/bin/sh', '-e'] : undefined;
	const bash = [...path.split(delimiter).filter(isAbsolute), ...folders]
		.map(folder => join(folder, 'bash'))
		.find(isExecutable);
	return bash === undefined ? undefined : [bash, '--noprofile', '--norc', '-e'];
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
