/**
 * The keys of the terminal, as a stream for Ink that lets go of the terminal completely. A stream
 * of Node's goes on reading when nobody listens: a password typed at `sudo` was split between sudo
 * and the screen. And on a terminal of another user (after `su -`) Node froze. So the terminal is
 * opened when raw mode is turned on, and closed when it is turned off.
 */
import { openSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { ReadStream } from 'node:tty';

export class Keyboard extends PassThrough {
	readonly isTTY = true;
	isRaw = false;
	readonly #path: string;
	#terminal: ReadStream | undefined;

	/** Raises when there is no such terminal. */
	constructor(path = '/dev/tty') {
		super();
		this.#path = path;
		this.#open();
		this.#close();
	}

	setRawMode(raw: boolean): this {
		this.isRaw = raw;
		if (raw) this.#open().setRawMode(true);
		else this.#close();
		return this;
	}

	ref(): this {
		this.#terminal?.ref();
		return this;
	}

	unref(): this {
		this.#terminal?.unref();
		return this;
	}

	#open(): ReadStream {
		if (this.#terminal) return this.#terminal;
		const terminal = new ReadStream(openSync(this.#path, 'r+'));
		terminal.on('data', chunk => this.write(chunk));
		// After a hang-up there is nobody left to type; the signal ends the program.
		terminal.on('error', () => {});
		this.#terminal = terminal;
		return terminal;
	}

	#close(): void {
		const terminal = this.#terminal;
		this.#terminal = undefined;
		if (!terminal) return;
		if (terminal.isRaw) terminal.setRawMode(false);
		terminal.destroy();
	}
}

/** The keyboard for `stdin`: a stream of its own where that is this program's terminal. */
export function keyboardOf(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
	if (stdin !== process.stdin || !stdin.isTTY) return stdin;
	try {
		return new Keyboard() as unknown as NodeJS.ReadStream;
	} catch {
		return stdin;
	}
}
