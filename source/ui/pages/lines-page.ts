/** A page of rows to look through: the help, a block bare. */
import { type Safe, safe } from '../../text/safe.ts';
import type { App } from '../app.ts';
import type { Action, Mode } from '../keymap.ts';
import { clampOffset, type Drawing, type Size } from '../model/drawing.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import { helpLines, type Resumable } from '../model/help.ts';
import type { Line } from '../model/line.ts';
import { scrolled } from '../model/scroll.ts';
import type { Notice, Page } from '../page.ts';

export class LinesPage implements Page {
	readonly mode: Mode;
	readonly #app: App;
	readonly #title: Safe;
	readonly #lines: (columns: number) => readonly Line[];
	readonly #notice: Notice | undefined;
	#offset = 0;

	/** `lines` gives the rows for a width. */
	constructor(
		app: App,
		mode: 'help' | 'copy',
		title: Safe,
		lines: (columns: number) => readonly Line[],
		notice?: Notice,
	) {
		this.#app = app;
		this.mode = mode;
		this.#title = title;
		this.#lines = lines;
		this.#notice = notice;
	}

	draw({ columns, rows }: Size): Drawing {
		const lines = this.#lines(columns);
		const height = bodyHeight(rows, this.#notice, columns);
		const offset = clampOffset(this.#offset, height, lines.length);
		return {
			head: head(this.#title, [], this.#app.dryRun, columns),
			body: lines.slice(offset, offset + height),
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right: restOf(lines.length - offset - height),
			}),
		};
	}

	act(action: Action): void {
		const { columns, rows } = this.#app.size;
		const lines = this.#lines(columns).length;
		const height = bodyHeight(rows, this.#notice, columns);
		const offset = scrolled(action, clampOffset(this.#offset, height, lines), height, lines);
		if (offset !== undefined) this.#offset = offset;
		else if (action === 'back') this.#app.close(this);
	}
}

function restOf(below: number): Safe | undefined {
	return below > 0 ? safe`↓ ${below} more` : undefined;
}

/** The keys of a page; in a run, also how one comes back to it. */
export function openHelp(app: App, mode: Mode, title: Safe, run?: Resumable): void {
	app.open(new LinesPage(app, 'help', title, columns => helpLines(mode, columns, run)));
}
