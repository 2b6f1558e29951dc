#!/usr/bin/env node
/** The command. Sets what must be set before anything is loaded, then loads what is needed. */
import { fileURLToPath } from 'node:url';

// chalk, below Ink, does not know NO_COLOR and decides while it is loaded.
if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';

// A reader that has gone (`runbook list | head -1`) is no fault of anybody.
process.stdout.on('error', error => {
	if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
	throw error;
});

const { runCommand } = await import('./program.ts');
process.exitCode = await runCommand(process.argv.slice(2), {
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	environment: process.env,
	cwd: process.cwd(),
	builtIn: fileURLToPath(new URL('../runbooks', import.meta.url)),
});
