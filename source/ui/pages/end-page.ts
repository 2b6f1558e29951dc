/** The end of a walk, or a look at where it stands. */
import { firstUnfinished } from '../../run/progress.ts';
import { isTakenBack } from '../../run/taken-back.ts';
import { safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { endLines } from '../model/end.ts';
import { foot, head } from '../model/frame.ts';
import type { Line } from '../model/line.ts';
import type { Notice, Page } from '../page.ts';
import { Scrolling } from '../scrolling.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { openHelp } from './lines-page.ts';
import { takeNoteOf } from './note-page.ts';
import { interrupt, quitAsking } from './running-verbs.ts';
import { UndoPage } from './undo-page.ts';

export class EndPage implements Page {
	readonly mode = 'end';
	readonly desk: WalkDesk;
	readonly #leave: () => void;
	readonly #scrolling: Scrolling;
	#notice: Notice | undefined;

	/** Records that the run is finished, if nothing is left and not all is taken back. `leave` goes to the library. */
	constructor(desk: WalkDesk, leave: () => void) {
		this.desk = desk;
		this.#scrolling = new Scrolling(desk.app, columns => this.#lines(columns));
		this.#leave = leave;
		this.#finish();
	}

	say(notice: Notice | undefined): void {
		this.#notice = notice;
		this.desk.app.changed();
	}

	draw(size: Size): Drawing {
		const { columns } = size;
		const { body, right } = this.#scrolling.view(size, this.#notice);
		const { began } = this.desk.walk.state;
		return {
			head: head(
				showText(began.title),
				[showText(began.host), safe`run ${showText(began.id.slice(0, 5))}`],
				this.desk.isDry,
				columns,
			),
			body,
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right,
				hide: new Set(this.desk.walk.undos().length === 0 ? ['undo' as const] : []),
				first: 'open',
			}),
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		const { app } = this.desk;
		if (this.#scrolling.move(action)) return;
		switch (action) {
			case 'open':
				app.close(this);
				this.#leave();
				return;
			case 'back':
				app.close(this);
				return;
			case 'undo':
				if (this.desk.walk.undos().length === 0) {
					this.#notice = { text: safe`Nothing is left to be taken back.`, role: 'plain' };
					return;
				}
				app.open(
					new UndoPage(this.desk, undefined, notice => {
						this.#finish();
						this.#notice = notice ?? this.#notice;
					}),
				);
				return;
			case 'note':
				takeNoteOf(this, this.desk.walk.visits.at(-1)?.id ?? '');
				return;
			case 'help':
				openHelp(app, 'end', safe`Keys of the end`);
				return;
			case 'quit':
				quitAsking(this.desk);
				return;
			case 'interrupt':
				interrupt(this);
				return;
			default:
		}
	}

	#lines(columns: number): readonly Line[] {
		const { walk } = this.desk;
		return endLines(
			walk.progress(),
			walk.state,
			walk.undos(),
			{
				runbook: walk.runbook,
				folder: walk.run.folder,
				command: walk.session.command,
			},
			columns,
		);
	}

	#finish(): void {
		const { walk } = this.desk;
		const views = walk.progress();
		// What is all taken back is over as well, and is not to be told as done.
		if (firstUnfinished(views) || isTakenBack(views, walk.state)) return;
		this.#notice = this.desk.attempt(() => walk.finish());
	}
}
