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

const interrupted = () => new NoAnswer(exitCodes.interrupted);
const ended = () => new NoAnswer(exitCodes.unfinished);

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

/** The same without echo, for secrets. */
export async function askSecret(io: Io, question: string): Promise<string> {
	forgetTyped();
	const { stdin, stdout } = io;
	stdout.write(questionText(io, question));
	stdin.setRawMode?.(true);
	stdin.setEncoding('utf8');
	try {
		return await typeSecretly(stdin);
	} finally {
		stdin.pause();
		stdin.setRawMode?.(false);
		stdout.write('\n');
	}
}

export function isYes(typed: string): boolean {
	return typed === 'y' || typed === 'yes';
}

function typeSecretly(stdin: NodeJS.ReadStream): Promise<string> {
	return new Promise((resolve, reject) => {
		let value: string[] = [];
		const settle = (act: () => void) => {
			stdin.off('data', take);
			stdin.off('end', end);
			act();
		};
		const end = () => settle(() => reject(ended()));
		const take = (chunk: string) => {
			for (const key of chunk) {
				if (key === '\r' || key === '\n') return settle(() => resolve(value.join('')));
				if (key === '\u0003') return settle(() => reject(interrupted()));
				if (key === '\u0004') return end();
				if (key === '\u007f' || key === '\b') value.pop();
				else if (key === '\u0015') value = [];
				else value.push(key);
			}
		};
		stdin.on('data', take);
		stdin.once('end', end);
		stdin.resume();
	});
}

function questionText(io: Io, question: string): string {
	return question
		.split('\n')
		.map(line => shown(io, worded(io, line)))
		.join('\n');
}

/** Lines that were typed while a step ran must not answer the question that comes after it. */
function forgetTyped(): void {
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
