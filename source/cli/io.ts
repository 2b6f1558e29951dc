/** The streams of a command, and what may be written to them. */

import { isUtf8 } from '../terminal/capabilities.ts';
import { type Safe, showText } from '../text/safe.ts';

export type Io = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	/** The file of the program, where it was started as one. */
	readonly startedAs?: string | undefined;
	/** The folder of the built-in runbooks. */
	readonly builtIn: string;
};

/** What is needed to print. */
export type Output = {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
};

export type Printing = Pick<Io, 'environment'> & { readonly stdout: Output };

/** Columns of the terminal, and 80 where there is none. */
export function columns(io: Pick<Printing, 'stdout'>): number {
	return Math.max(20, io.stdout.columns ?? 80);
}

/** Prints lines that may hold anything: each is made safe to show, on a terminal or not. */
export function printLines(io: Printing, lines: readonly string[]): void {
	io.stdout.write(lines.map(line => `${shown(io, line)}\n`).join(''));
}

/**
 * Prints lines that we worded, with plain marks where the locale has no others. Never for a script or
 * what a command wrote: those are shown as they are.
 */
export function say(io: Printing, lines: readonly string[]): void {
	printLines(
		io,
		lines.map(line => worded(io, line)),
	);
}

/** Prints a value as JSON; what is not plainly visible here is escaped, which loses nothing. */
export function printJson(io: Printing, value: unknown): void {
	const text = JSON.stringify(value, null, 2).replace(/[^\n\x20-\x7e]/gu, character =>
		shown(io, character) === character ? character : escaped(character),
	);
	io.stdout.write(`${text}\n`);
}

function escaped(character: string): string {
	return [...Array(character.length).keys()]
		.map(at => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
		.join('');
}

export function complain(io: Io, message: string): void {
	io.stderr.write(
		`${message
			.split('\n')
			.map(line => shown(io, worded(io, line)))
			.join('\n')}\n`,
	);
}

const plainMarks: Readonly<Record<string, string>> = {
	'·': '-',
	'…': '...',
	'→': '->',
	'“': '"',
	'”': '"',
};

/** Marks of our own as this locale has them. */
export function worded(io: Pick<Io, 'environment'>, line: string): string {
	if (isUtf8(io.environment)) return line;
	return line.replaceAll(/[·…→“”]/g, mark => plainMarks[mark] ?? mark);
}

/** The line as it may be shown in this locale. */
export function shown(io: Pick<Io, 'environment'>, line: string): Safe {
	return showText(line, { ascii: !isUtf8(io.environment) });
}

/** Whether somebody can be asked. */
export function canAsk(io: Io): boolean {
	return Boolean(io.stdin.isTTY && io.stdout.isTTY);
}
