/** Runs a command line in the test's own process, without a terminal. */
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../source/cli/io.ts';
import { runCommand } from '../../source/cli/program.ts';
import type { Outcome } from './room.ts';

/** What is written to it. */
class Sink extends Writable {
	text = '';

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}

export async function runHere(
	args: readonly string[],
	environment: Readonly<Record<string, string>>,
	cwd = '/',
	columns?: number,
): Promise<Outcome> {
	const [stdout, stderr] = [new Sink(), new Sink()];
	if (columns !== undefined) Object.assign(stdout, { columns });
	const io = {
		stdin: {},
		stdout,
		stderr,
		environment,
		cwd,
		builtIn: fileURLToPath(new URL('../../runbooks', import.meta.url)),
	} as unknown as Io;
	const status = await runCommand(args, io);
	return { status, stdout: stdout.text, stderr: stderr.text };
}
