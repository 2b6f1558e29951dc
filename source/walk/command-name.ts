/** How the program is called again by whoever reads its last lines: it need not be installed. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { quoteWord } from '../runbook/command/quote.ts';
import { findProgram } from '../store/find-program.ts';

/**
 * `runbook` where the PATH has this very program under that name; `npm start --` where npm started it
 * from its own folder; else the file itself, with Node.
 */
export function commandName(
	file: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
): string {
	if (file === undefined) return 'runbook';
	const program = realFile(file);
	const known = findProgram('runbook', environment);
	if (known !== undefined && realFile(known) === program) return 'runbook';
	return isNpmStart(program, environment) ? 'npm start --' : `node ${quoteWord(file)}`;
}

/** Whoever started it from elsewhere with `--prefix` has to say that again. */
function isNpmStart(
	program: string,
	environment: Readonly<Record<string, string | undefined>>,
): boolean {
	const { npm_lifecycle_event: event, npm_package_json: file, INIT_CWD: from } = environment;
	if (event !== 'start' || file === undefined || from === undefined) return false;
	const home = realFile(dirname(file));
	return isBelow(home, program) && isBelow(home, realFile(from));
}

function isBelow(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return !way.startsWith('..') && !isAbsolute(way);
}

function realFile(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}
