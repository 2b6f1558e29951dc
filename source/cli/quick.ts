/**
 * The command lines that need no parser: what is typed most must be there at once. They mean exactly
 * what program.ts says of them, and every other line goes there.
 */
import type { Io } from './io.ts';
import { straightOutput } from './straight-output.ts';
import { version } from './version.ts';

type Command = (io: Io) => Promise<number>;

/** What to do for the command line; undefined for one that has to be parsed. */
export function quickCommand(args: readonly string[]): Command | undefined {
	const [first, second] = args;
	if (args.length === 0) {
		return async io => (await import('./commands/open-library.ts')).openLibrary(io, false);
	}
	if (args.length === 1 && first === '--version') {
		return async io => {
			straightOutput(io).write(`${version}\n`);
			return 0;
		};
	}
	if (first === 'list' && (args.length === 1 || (args.length === 2 && second === '--json'))) {
		return async io => {
			const { environment, cwd, builtIn } = io;
			const printing = { environment, cwd, builtIn, stdout: straightOutput(io) };
			return (await import('./commands/list.ts')).list(printing, second !== undefined);
		};
	}
	return undefined;
}
