/** The one place that starts a process with zx: every option is said, since its own can come from ZX_*. */
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { quoteWord } from '../runbook/command/quote.ts';

/** What to start. */
export type Start = {
	/** A file of shell commands, by its absolute path. */
	readonly file: string;
	/** Its `$1` and the rest; shown to every user of the machine, so no secrets. */
	readonly words: readonly string[];
	/** The whole environment. */
	readonly environment: Readonly<Record<string, string>>;
	/** In a session and process group of its own, which outlive this program. */
	readonly detached: boolean;
	/** `ignore`: standard input is empty, output goes nowhere. `inherit`: the terminal's. */
	readonly streams: 'ignore' | 'inherit';
};

/** How a started process came to its end. */
export type ProcessEnd = {
	readonly status: number | null;
	/** Why it could not be started. */
	readonly failure?: Error;
};

/**
 * Starts a shell that reads a file, in the folder `/` and with the umask of this process. zx starts a
 * shell in any case; that it reads the file itself saves a second one, and 1.5 ms.
 *
 * @returns the process, and a promise of its end that never rejects
 */
export async function startProcess(
	start: Start,
): Promise<{ child: ChildProcess | undefined; end: Promise<ProcessEnd> }> {
	// zx asks for the present folder as it is loaded, and throws when that was removed.
	try {
		process.cwd();
	} catch {
		process.chdir('/');
	}
	const { $ } = await import('zx/core');
	const stdio: StdioOptions = [start.streams, start.streams, start.streams];
	const running = $({
		shell: '/bin/sh',
		prefix: '',
		postfix: '',
		quote: quoteWord,
		env: { ...start.environment },
		cwd: '/',
		stdio,
		detached: start.detached,
		nothrow: true,
		quiet: true,
		verbose: false,
		sync: false,
		halt: false,
		preferLocal: false,
		input: '',
		timeout: 0,
		timeoutSignal: 'SIGTERM',
		killSignal: 'SIGTERM',
		spawn,
		spawnSync,
		log: () => {},
		// zx ends processes through `ps`, and crashes where there is none.
		kill: async () => {},
	})`set -- ${start.words}; . ${start.file}`;
	const end = running.then(
		(output): ProcessEnd => ({
			status: output.exitCode,
			...(output.cause && { failure: output.cause }),
		}),
		(failure: unknown): ProcessEnd => ({
			status: null,
			failure: failure instanceof Error ? failure : new Error(String(failure)),
		}),
	);
	return { child: running.child, end };
}
