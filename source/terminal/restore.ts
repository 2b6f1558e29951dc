/**
 * Terminal modes that this program changed, and giving them back once, whatever the way out.
 * Measured on bare Node: a hang-up leaves raw mode behind, and no signal undoes what the program
 * itself turned on.
 */

export type Mode = 'alternate-screen' | 'bracketed-paste' | 'hidden-cursor';

const SEQUENCES: Readonly<Record<Mode, { readonly on: string; readonly off: string }>> = {
	'alternate-screen': { on: '\x1b[?1049h', off: '\x1b[?1049l' },
	'bracketed-paste': { on: '\x1b[?2004h', off: '\x1b[?2004l' },
	'hidden-cursor': { on: '\x1b[?25l', off: '\x1b[?25h' },
};

export type TerminalIo = {
	/** Writes at once: at the end of a process nothing that waits is written any more. */
	readonly write: (sequence: string) => void;
	/** Turns raw mode off, if that is this program's to do. */
	readonly cook?: () => void;
};

/** The part of `process` that is needed here. */
export type Exits = {
	on(event: string, listener: () => void): unknown;
	off(event: string, listener: () => void): unknown;
	readonly pid: number;
	kill(pid: number, signal: NodeJS.Signals): unknown;
};

export class TerminalModes {
	readonly #io: TerminalIo;
	/** In the order in which they were turned on. */
	readonly #on = new Set<Mode>();

	constructor(io: TerminalIo) {
		this.#io = io;
	}

	/** Turns `mode` on and remembers it. */
	enter(mode: Mode): void {
		if (this.#on.has(mode)) return;
		// Remembered first: an unneeded undoing is harmless, a forgotten one is not.
		this.#on.add(mode);
		this.#io.write(SEQUENCES[mode].on);
	}

	/** Turns `mode` off, if it is on. */
	leave(mode: Mode): void {
		if (this.#on.delete(mode)) this.#io.write(SEQUENCES[mode].off);
	}

	/**
	 * Gives everything back, the last first; a second call does nothing. Never raises: after a
	 * hang-up a write fails with EIO, and there is nobody left to be told.
	 */
	restore(): void {
		const modes = [...this.#on].reverse();
		this.#on.clear();
		try {
			this.#io.cook?.();
		} catch {}
		if (modes.length === 0) return;
		try {
			this.#io.write(modes.map(mode => SEQUENCES[mode].off).join(''));
		} catch {}
	}

	/**
	 * Restores when the process ends, and at the `signals` given, which then do what they would
	 * have done. A listener for a signal turns Ink's own restoring at that signal off, so name only
	 * those that Ink shall not handle. Gives a function that takes the listeners away again.
	 */
	restoreAtExit(exits: Exits, signals: readonly NodeJS.Signals[] = []): () => void {
		const atExit = () => this.restore();
		const atSignal = signals.map(signal => ({
			signal,
			listener: () => {
				this.restore();
				stop();
				exits.kill(exits.pid, signal);
			},
		}));
		const stop = () => {
			exits.off('exit', atExit);
			for (const { signal, listener } of atSignal) exits.off(signal, listener);
		};
		exits.on('exit', atExit);
		for (const { signal, listener } of atSignal) exits.on(signal, listener);
		return stop;
	}
}
