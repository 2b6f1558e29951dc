/** A question on the terminal, a line for an answer. What was typed before it was asked is lost. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type Io, shown } from '../io.ts';

/** Gives the line, without blanks around it; at the end of input, an empty one. */
export async function ask(io: Io, question: string): Promise<string> {
	forgetTyped();
	const reader = createInterface({ input: io.stdin, output: io.stdout, terminal: false });
	const gone = new AbortController();
	reader.once('close', () => gone.abort());
	try {
		return (await reader.question(shown(io, question), { signal: gone.signal })).trim();
	} catch {
		return '';
	} finally {
		reader.close();
	}
}

/** The same without echo, for secrets. */
export async function askSecret(io: Io, question: string): Promise<string> {
	forgetTyped();
	const { stdin, stdout } = io;
	stdout.write(shown(io, question));
	stdin.setRawMode?.(true);
	stdin.setEncoding('utf8');
	try {
		return await new Promise<string>(resolve => {
			let value = '';
			const take = (chunk: string) => {
				for (const key of chunk) {
					if (key === '\r' || key === '\n') return done(value);
					if (key === '\u0003' || key === '\u0004') return done('');
					value = key === '\u007f' || key === '\b' ? value.slice(0, -1) : value + key;
				}
			};
			const done = (answer: string) => {
				stdin.off('data', take);
				stdin.pause();
				resolve(answer);
			};
			stdin.on('data', take);
			stdin.once('end', () => done(''));
			stdin.resume();
		});
	} finally {
		stdin.setRawMode?.(false);
		stdout.write('\n');
	}
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
