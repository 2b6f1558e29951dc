/**
 * The size of the terminal while it changes. Ink draws from where its last picture began; a terminal
 * that was made smaller and larger again has moved that, and what it shows then is two pictures in
 * one. So once the size has settled the screen is cleared and drawn anew. Node says nothing of a size
 * that was another one for a moment only, but the terminal has cut its lines by then: the signal does.
 */
import type { App } from './app.ts';
import type { Size } from './model/drawing.ts';

/** Milliseconds without another change after which a size counts as settled. */
const SETTLED = 60;

export class Resizing {
	/** Makes Ink forget its last picture. */
	repaint: () => void = () => {};
	readonly #app: App;
	readonly #stdout: NodeJS.WriteStream;
	#timer: NodeJS.Timeout | undefined;

	constructor(app: App, stdout: NodeJS.WriteStream) {
		this.#app = app;
		this.#stdout = stdout;
		stdout.on('resize', this.#changed);
		process.on('SIGWINCH', this.#changed);
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#stdout.off('resize', this.#changed);
		process.off('SIGWINCH', this.#changed);
	}

	readonly #changed = () => {
		this.#app.resize(sizeOf(this.#stdout));
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			// While the terminal is lent to a command, it is that one's to draw on.
			if (this.#app.isLent) return;
			this.repaint();
			this.#stdout.write('\x1b[2J\x1b[H');
			this.#app.changed();
		}, SETTLED);
	};
}

export function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
	return { columns: columns || 80, rows: rows || 24 };
}
