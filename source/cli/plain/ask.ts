/** A question on the terminal, a line for an answer. What was typed before it was asked is lost. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { exitCodes } from '../exit-codes.ts';
import { type Io, shown, worded } from '../io.ts';

/** Somebody would rather leave than answer: no default may stand for that. */
export class NoAnswer extends Error {
	override name = 'NoAnswer';
	readonly exitCode: number;

	constructor(exitCode: number) {
		super('The question was not answered.');
		this.exitCode = exitCode;
	}
}

export const interrupted = () => new NoAnswer(exitCodes.interrupted);
export const ended = () => new NoAnswer(exitCodes.unfinished);

/** Gives the line, without blanks around it. @throws NoAnswer for Ctrl-C and the end of input. */
export async function ask(io: Io, question: string): Promise<string> {
	forgetTyped();
	const reader = createInterface({ input: io.stdin, output: io.stdout, terminal: false });
	const gone = new AbortController();
	let why = ended();
	const interrupt = () => {
		why = interrupted();
		gone.abort();
	};
	process.once('SIGINT', interrupt);
	reader.once('close', () => gone.abort());
	try {
		return (await reader.question(questionText(io, question), { signal: gone.signal })).trim();
	} catch {
		// The shell's next line, or ours, is not to stand behind the question.
		io.stdout.write('\n');
		throw why;
	} finally {
		process.off('SIGINT', interrupt);
		reader.close();
	}
}

export function isYes(typed: string): boolean {
	return typed === 'y' || typed === 'yes';
}

export function questionText(io: Io, question: string): string {
	return question
		.split('\n')
		.map(line => shown(io, worded(io, line)))
		.join('\n');
}

/** Lines that were typed while a step ran must not answer the question that comes after it. */
export function forgetTyped(): void {
	let terminal: number;
	try {
		terminal = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return;
	}
	try {
		const bytes = Buffer.alloc(4096);
		while (readSync(terminal, bytes) > 0);
	} catch {
		// EAGAIN: nothing is waiting.
	} finally {
		closeSync(terminal);
	}
}
