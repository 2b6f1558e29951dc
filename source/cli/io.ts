/** The streams of a command, and what may be written to them. */

import { isUtf8 } from '../terminal/capabilities.ts';
import { showText } from '../text/safe.ts';

export type Io = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	/** The folder of the built-in runbooks. */
	readonly builtIn: string;
};

/** Columns of the terminal, and 80 where there is none. */
export function columns(io: Io): number {
	return Math.max(20, io.stdout.columns ?? 80);
}

/** Prints lines that may hold anything: each is made safe to show, on a terminal or not. */
export function printLines(io: Io, lines: readonly string[]): void {
	io.stdout.write(lines.map(line => `${shown(io, line)}\n`).join(''));
}

export function complain(io: Io, message: string): void {
	io.stderr.write(
		`${message
			.split('\n')
			.map(line => shown(io, line))
			.join('\n')}\n`,
	);
}

/** The line as it may be shown in this locale. */
export function shown(io: Io, line: string): string {
	return showText(line, { ascii: !isUtf8(io.environment) });
}

/** Whether somebody can be asked. */
export function canAsk(io: Io): boolean {
	return Boolean(io.stdin.isTTY && io.stdout.isTTY);
}
