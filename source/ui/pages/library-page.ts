/** The list of what can be opened. Letters filter; nothing runs here. */
import { type Safe, safe } from '../../text/safe.ts';
import type { App } from '../app.ts';
import { showText, turnBackground } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { dryRunNotice } from '../model/dry-run-notice.ts';
import { foot, head } from '../model/frame.ts';
import {
	countOf,
	detailLines,
	filterShelf,
	itemLine,
	type LibraryItem,
	type Shelf,
} from '../model/library.ts';
import { line, rule, span, spread } from '../model/line.ts';
import { footHeight } from '../model/notice-rows.ts';
import { scrolled } from '../model/scroll.ts';
import type { Left, Notice, Page } from '../page.ts';
import { readShelf, runsOf } from '../shelf.ts';
import { openHelp } from './lines-page.ts';

type Behind = typeof import('./behind-library.ts');

/** Head, filter and a blank row; the rule above what is said of the one that is looked at. */
const FRAME = 5;

/** How often it is looked whether what runs has ended, in milliseconds. */
const LOOK = 1000;

/** How many rows are said of it. */
const detailRows = (rows: number) => (rows < 20 ? 2 : 4);

export class LibraryPage implements Page {
	readonly mode = 'library';
	readonly #app: App;
	#shelf: Shelf;
	#items: readonly LibraryItem[];
	#filter = '';
	#at = 0;
	#offset = 0;
	#notice: Notice | undefined;

	#behind: Behind | undefined;
	/** What Enter was pressed on before that was loaded; another key takes it back. */
	#wanted: LibraryItem | undefined;
	#look: NodeJS.Timeout | undefined;

	/** `behind` is what is loaded else when the list has been drawn. */
	constructor(app: App, shelf: Shelf, behind?: Behind) {
		this.#app = app;
		this.#shelf = shelf;
		this.#items = filterShelf(shelf, '');
		this.#behind = behind;
	}

	get empty(): boolean {
		return this.#filter === '';
	}

	/** Reads everything again: something was trusted, begun or finished meanwhile. */
	refresh({ notice, run }: Left): void {
		this.#notice = notice;
		this.#app.changed();
		void this.#reload(run);
	}

	/** Rows come and go above the cursor: it goes to the run that was left, or stays on its row. */
	async #reload(run: Left['run']): Promise<void> {
		this.#showAgain(await readShelf(this.#app), run);
	}

	#showAgain(shelf: Shelf, run?: Left['run']): void {
		const stood = this.#items[this.#at];
		this.#shelf = shelf;
		this.#filterTo(this.#filter, this.#at);
		const wanted = run ? [`run ${run.id}`, `runbook ${run.runbook}`] : stood ? [keyOf(stood)] : [];
		const at = wanted
			.map(key => this.#items.findIndex(item => keyOf(item) === key))
			.find(index => index !== -1);
		if (at !== undefined) this.#at = at;
		this.#app.changed();
	}

	/** The list is there: now is the time for what lies behind it. */
	drawn(): void {
		if (this.#behind === undefined) setTimeout(() => void this.#load(), 100);
		const isMoving = this.#shelf.runs.some(({ now }) => now !== undefined);
		if (isMoving) this.#look ??= setTimeout(() => void this.#lookAgain(), LOOK).unref();
	}

	/** What runs, or is open elsewhere, comes to its end while the list stands there. */
	async #lookAgain(): Promise<void> {
		if (this.#app.page === this && !this.#app.isLeft) {
			const runs = await runsOf(this.#app.session);
			this.#look = undefined;
			this.#showAgain({ ...this.#shelf, runs });
		} else this.#look = undefined;
	}

	async #load(): Promise<Behind> {
		this.#behind ??= await import('./behind-library.ts');
		return this.#behind;
	}

	draw({ columns, rows }: Size): Drawing {
		const { session, dryRun } = this.#app;
		const height = this.#height();
		const now = session.now().getTime();
		this.#offset = clampOffset(
			reveal(this.#offset, height, this.#at, this.#at + 1),
			height,
			this.#items.length,
		);
		const body = this.#items
			.slice(this.#offset, this.#offset + height)
			.map((item, index) => itemLine(item, this.#offset + index === this.#at, columns, now));
		const nothing = line(safe`   Nothing here has these words. Esc clears the filter.`, 'faint');
		const filter =
			this.#filter === ''
				? [span(safe` Type to filter`, 'faint'), span(safe` `, 'cursor')]
				: [
						span(safe` Filter: `, 'faint'),
						span(showText(this.#filter), 'strong'),
						span(safe` `, 'cursor'),
					];
		return {
			head: [
				...head(safe`runbook`, [showText(session.host), showText(session.user)], dryRun, columns),
				spread(filter, [span(safe`${countOf(this.#items, this.#shelf)} `, 'faint')], columns),
				[],
			],
			body: this.#items.length === 0 ? [nothing] : body,
			foot: [
				rule(columns),
				...detailLines(this.#items[this.#at], columns, detailRows(rows), now),
				...foot(this.mode, columns, {
					first: 'open',
					notice: this.#notice,
					right: this.#below(height),
					...(dryRun ? { names: new Map([['dry-run', 'end the dry run']]) } : {}),
					hide: new Set(this.#app.alwaysDry ? ['dry-run' as const] : []),
				}),
			],
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		this.#wanted = undefined;
		const height = this.#height();
		switch (action) {
			case 'open':
				this.#open();
				return;
			case 'clear':
			case 'erase-line':
				if (this.#filter === '' && action === 'clear') {
					this.#notice = { text: safe`Ctrl-C leaves the program.`, role: 'plain' };
				}
				this.#filterTo('');
				return;
			case 'erase':
				this.#filterTo([...this.#filter].slice(0, -1).join(''));
				return;
			case 'dry-run':
				this.#toggleDryRun();
				return;
			case 'background': {
				const background = turnBackground();
				this.#app.keepBackground(background);
				this.#notice = {
					text: safe`Colours for a ${background === 'light' ? safe`light` : safe`dark`} background. Ctrl-T again: as before.`,
					role: 'plain',
				};
				return;
			}
			case 'help':
				openHelp(this.#app, 'library', safe`Keys of the library`);
				return;
			case 'quit':
				this.#app.leave();
				return;
			default: {
				// The cursor moves as a view of one row would.
				const to = scrolled(action, this.#at, 1, this.#items.length);
				const page = action === 'page-up' ? -height : action === 'page-down' ? height : 0;
				if (page !== 0) this.#at = clampOffset(this.#at + page, 1, this.#items.length);
				else if (to !== undefined) this.#at = to;
			}
		}
	}

	type(text: string): void {
		this.#notice = undefined;
		this.#filterTo(this.#filter + text);
	}

	paste(text: string): void {
		this.type(text.replace(/\s+/g, ' ').trim());
	}

	#height(): number {
		const { columns, rows } = this.#app.size;
		return Math.max(1, rows - FRAME - detailRows(rows) - footHeight(this.#notice, columns));
	}

	#below(height: number): Safe | undefined {
		const below = this.#items.length - this.#offset - height;
		return below > 0 ? safe`↓ ${below} more` : undefined;
	}

	#filterTo(filter: string, at = 0): void {
		this.#filter = filter;
		this.#items = filterShelf(this.#shelf, filter);
		this.#at = clampOffset(at, 1, this.#items.length);
	}

	#toggleDryRun(): void {
		if (this.#app.alwaysDry) {
			this.#notice = {
				text: safe`Started with --dry-run: leave, and start without it to run things.`,
				role: 'warning',
			};
			return;
		}
		this.#app.toggleDryRun();
		this.#notice = dryRunNotice(this.#app.dryRun, safe`Ctrl-D`);
	}

	#open(): void {
		const item = this.#items[this.#at];
		if (!item) return;
		if (this.#behind) this.#openItem(item, this.#behind);
		else {
			this.#wanted = item;
			void this.#load().then(behind => this.#openWanted(behind));
		}
	}

	/** Once, however often Enter was pressed meanwhile. */
	#openWanted(behind: Behind): void {
		const item = this.#wanted;
		this.#wanted = undefined;
		if (!item || this.#app.page !== this || this.#app.isLeft) return;
		this.#openItem(item, behind);
		this.#app.changed();
	}

	#openItem(item: LibraryItem, { openBrief, openRun }: Behind): void {
		const back = (left: Left) => this.refresh(left);
		if (item.kind === 'run') this.#notice = openRun(this.#app, item.run.id, back);
		else openBrief(this.#app, item.opened, back);
	}
}

function keyOf(item: LibraryItem): string {
	return item.kind === 'run' ? `run ${item.run.id}` : `runbook ${item.opened.name}`;
}
