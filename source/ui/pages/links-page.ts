/** The runbooks that a page names: one of them can be opened. Nothing runs by that. */
import type { RunbookLink } from '../../runbook/runbook-links.ts';
import { safe } from '../../text/safe.ts';
import type { Opened } from '../../walk/library.ts';
import { openLinked } from '../../walk/open-linked.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import { span, spread } from '../model/line.ts';
import { scrolled } from '../model/scroll.ts';
import type { Notice, Page } from '../page.ts';
import { messageOf } from '../unfinished.ts';

/** Where one is, and what becomes of the runbook that is followed. */
export type Following = {
	readonly app: App;
	/** The file in which the links stand. */
	readonly from: string;
	readonly links: readonly RunbookLink[];
	say(notice: Notice): void;
	open(opened: Opened): void;
};

/** Opens the only one at once, and asks which of several. */
export function followLinks(following: Following): void {
	const { app, links } = following;
	const [only] = links;
	if (only === undefined) {
		following.say({ text: safe`No other runbook is named on this page.`, role: 'warning' });
	} else if (links.length === 1) {
		const problem = follow(following, only);
		if (problem) following.say(problem);
	} else app.open(new LinksPage(following));
}

/** Gives why it cannot be opened, where that is so. */
function follow({ app, from, open }: Following, { path }: RunbookLink): Notice | undefined {
	try {
		open(openLinked(app.session, app.shelves, from, path));
		return undefined;
	} catch (error) {
		return { text: showText(messageOf(error)), role: 'bad' };
	}
}

class LinksPage implements Page {
	readonly mode = 'links';
	readonly #following: Following;
	#at = 0;
	#offset = 0;
	#notice: Notice | undefined;

	constructor(following: Following) {
		this.#following = following;
	}

	draw({ columns, rows }: Size): Drawing {
		const { app, links } = this.#following;
		const height = bodyHeight(rows, this.#notice, columns);
		this.#offset = clampOffset(
			reveal(this.#offset, height, this.#at, this.#at + 1),
			height,
			links.length,
		);
		const below = links.length - this.#offset - height;
		const lines = links.map(({ label, path }, index) =>
			spread(
				[
					span(index === this.#at ? safe` ❯ ` : safe`   `, 'accent'),
					span(showText(label), index === this.#at ? 'title' : 'plain'),
				],
				[span(safe`${showText(path)} `, 'faint')],
				columns,
			),
		);
		return {
			head: head(safe`Other runbooks`, [], app.dryRun, columns),
			body: lines.slice(this.#offset, this.#offset + height),
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right: below > 0 ? safe`↓ ${below} more` : undefined,
				first: 'open',
			}),
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		const { app, links } = this.#following;
		const to = scrolled(action, this.#at, 1, links.length);
		const link = links[this.#at];
		if (to !== undefined) this.#at = to;
		else if (action === 'back') app.close(this);
		else if (action === 'open' && link) this.#notice = follow(this.#following, link);
	}
}
