/** A page of rows to look through: the help, a block bare. */
import type { Safe } from '../../text/safe.ts';
import type { App } from '../app.ts';
import type { Action, Mode } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { helpLines, type Resumable } from '../model/help.ts';
import type { Line } from '../model/line.ts';
import type { Notice, Page } from '../page.ts';
import { Scrolling } from '../scrolling.ts';

export class LinesPage implements Page {
	readonly mode: Mode;
	readonly #app: App;
	readonly #title: Safe;
	readonly #scrolling: Scrolling;
	readonly #notice: Notice | undefined;

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
		this.#scrolling = new Scrolling(app, lines);
		this.#notice = notice;
	}

	draw(size: Size): Drawing {
		const { columns } = size;
		const { body, right } = this.#scrolling.view(size, this.#notice);
		return {
			head: head(this.#title, [], this.#app.dryRun, columns),
			body,
			foot: foot(this.mode, columns, { notice: this.#notice, right }),
		};
	}

	act(action: Action): void {
		if (this.#scrolling.move(action, this.#notice)) return;
		if (action === 'back') this.#app.close(this);
	}
}

/** The keys of a page; in a run, also how one comes back to it. */
export function openHelp(app: App, mode: Mode, title: Safe, run?: Resumable): void {
	app.open(new LinesPage(app, 'help', title, columns => helpLines(mode, columns, run)));
}
