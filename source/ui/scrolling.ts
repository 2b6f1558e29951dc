/** Rows that are more than fit between head and foot: what of them is seen, and the keys that move it. */
import { type Safe, safe } from '../text/safe.ts';
import type { App } from './app.ts';
import type { Action } from './keymap.ts';
import { clampOffset, type Size } from './model/drawing.ts';
import { bodyHeight } from './model/frame.ts';
import type { Line } from './model/line.ts';
import { scrolled } from './model/scroll.ts';
import type { Notice } from './page.ts';

export type Scrolled = {
	readonly body: readonly Line[];
	/** How many rows stand below them. */
	readonly below: number;
	/** The same, for the foot. */
	readonly right: Safe | undefined;
};

export class Scrolling {
	readonly #app: App;
	readonly #lines: (columns: number) => readonly Line[];
	#offset = 0;

	/** `lines` gives the rows for a width. */
	constructor(app: App, lines: (columns: number) => readonly Line[]) {
		this.#app = app;
		this.#lines = lines;
	}

	/** What is seen beside a notice. */
	view({ columns, rows }: Size, notice: Notice | undefined): Scrolled {
		const lines = this.#lines(columns);
		const height = bodyHeight(rows, notice, columns);
		const offset = clampOffset(this.#offset, height, lines.length);
		const below = lines.length - offset - height;
		return {
			body: lines.slice(offset, offset + height),
			below,
			right: below > 0 ? safe`↓ ${below} more` : undefined,
		};
	}

	/** Whether the last row is seen. */
	isAtEnd(notice?: Notice): boolean {
		return this.view(this.#app.size, notice).below <= 0;
	}

	/** Gives false for keys that do not scroll. */
	move(action: Action, notice?: Notice): boolean {
		const { columns, rows } = this.#app.size;
		const total = this.#lines(columns).length;
		const height = bodyHeight(rows, notice, columns);
		const to = scrolled(action, clampOffset(this.#offset, height, total), height, total);
		if (to !== undefined) this.#offset = to;
		return to !== undefined;
	}
}
