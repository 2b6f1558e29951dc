/** For tests with the real programs, as root: whether they may run, and how they start programs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../build/runbook.js', import.meta.url));

/** Why such a test cannot run here; nothing if it can. */
export function whyNot(programs: readonly string[]): string | undefined {
	if (process.getuid?.() !== 0) return 'it needs root';
	if (!existsSync(build)) return 'the command is not built';
	const missing = programs.filter(
		program => spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]).status !== 0,
	);
	return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

export type Outcome = {
	readonly status: number | null;
	readonly stdout: string;
	/** Both streams, for the message of a failed expectation. */
	readonly output: string;
};

/** Runs a program to its end, without input. */
export function outcomeOf(
	program: string,
	args: readonly string[],
	options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Outcome {
	const { status, stdout, stderr } = spawnSync(program, args, {
		input: '',
		timeout: 120_000,
		...options,
		encoding: 'utf8',
	});
	return { status, stdout, output: stdout + stderr };
}
