#!/usr/bin/env node
/** The command. Sets what must be set before anything is loaded, then loads what is needed. */
import { join } from 'node:path';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { quickCommand } from './quick.ts';
import { reported } from './reported.ts';

// chalk, below Ink, does not know NO_COLOR and decides while it is loaded.
if (process.env.NO_COLOR) process.env.FORCE_COLOR = '0';

void main();

/** Parts of the built command are loaded without waiting, so no module waits at its top. */
async function main(): Promise<void> {
	const cwd = presentFolder();
	const args = process.argv.slice(2);
	const io: Io = {
		// Opened when they are asked for: `list` needs no standard input.
		get stdin() {
			return process.stdin;
		},
		get stdout() {
			return heard(process.stdout, leave);
		},
		get stderr() {
			// Whoever read the errors has gone, too: there is nobody to tell.
			return heard(process.stderr, ignore);
		},
		environment: process.env,
		cwd,
		startedAs: process.argv[1],
		builtIn: join(import.meta.dirname, '..', 'runbooks'),
	};
	// What is thrown where nobody waits for it: by a key, a timer, a watcher.
	process.on('uncaughtException', error => void crash(error, io));
	const quick = quickCommand(args);
	const status = quick
		? await reported(io, quick)
		: await (await import('./program.ts')).runCommand(args, io);
	// After a fault nobody knows what is still open and would keep the process.
	if (status === exitCodes.internal) process.exit(status);
	process.exitCode = status;
}

type Listener = (error: NodeJS.ErrnoException) => void;

/** The stream, whose faults are heard from the first time it is asked for. */
function heard(stream: NodeJS.WriteStream, listener: Listener): NodeJS.WriteStream {
	if (!stream.listeners('error').includes(listener)) stream.on('error', listener);
	return stream;
}

/**
 * A reader that has gone (`runbook list | head -1`) is no fault of anybody. A walk hears it first, and
 * leaves its run.
 */
function leave(error: NodeJS.ErrnoException): void {
	if (error.code === 'EPIPE') process.exit(0);
	process.stderr.write(`runbook: The output cannot be written: ${error.message}.\n`);
	process.exit(70);
}

function ignore(): void {}

/** The screen takes this for itself while it is open: it has the terminal to give back first. */
async function crash(error: unknown, io: Io): Promise<void> {
	if (process.listenerCount('uncaughtException') > 1) return;
	const { explain } = await import('./explain.ts');
	process.exit(explain(error, io));
}

/** Where the folder was deleted meanwhile, the name it had: nothing is found below that. */
function presentFolder(): string {
	try {
		return process.cwd();
	} catch {
		// zx asks while it is loaded, and nothing else may end in a stranger's folder.
		process.chdir('/');
		return process.env.PWD ?? '/';
	}
}
