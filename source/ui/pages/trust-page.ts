/** Asks whether a runbook that is not built-in may run, by a key that is not pressed by mistake. */
import { quoteWord } from '../../runbook/command/index.ts';
import { safe } from '../../text/safe.ts';
import { wrapHard, wrapWords } from '../../text/width.ts';
import type { Opened } from '../../walk/library.ts';
import { sumOf } from '../../walk/session.ts';
import { trustAsRead } from '../../walk/trust-as-read.ts';
import { trustedBefore } from '../../walk/trusted-before.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { type Line, line } from '../model/line.ts';
import type { Notice, Page } from '../page.ts';
import { Scrolling } from '../scrolling.ts';
import { messageOf } from '../unfinished.ts';
import { openHelp } from './lines-page.ts';

export class TrustPage implements Page {
	readonly mode = 'trust';
	readonly #app: App;
	readonly #opened: Opened;
	readonly #trusted: () => void;
	/** The text that was trusted and ran last, where there is one. */
	readonly #before: string | undefined;
	readonly #scrolling: Scrolling;
	#notice: Notice | undefined;

	constructor(app: App, opened: Opened, trusted: () => void) {
		this.#app = app;
		this.#opened = opened;
		this.#trusted = trusted;
		this.#scrolling = new Scrolling(app, columns => this.#lines(columns));
		this.#before = opened.changed ? trustedBefore(app.session, opened.file) : undefined;
		app.ignoreTypedAhead();
	}

	draw(size: Size): Drawing {
		const { columns } = size;
		const { body, right } = this.#scrolling.view(size, this.#notice);
		return {
			head: head(
				this.#opened.changed
					? safe`Trust this runbook, which has changed?`
					: safe`Trust this runbook?`,
				[],
				this.#app.dryRun,
				columns,
			),
			body,
			foot: foot(this.mode, columns, { notice: this.#notice, right }),
		};
	}

	#lines(columns: number): readonly Line[] {
		const { file, runbook } = this.#opened;
		const { user } = this.#app.session;
		const width = Math.min(columns, 100) - 2;
		const changed =
			'This file has changed since it was trusted. If that was not you, find out who changed it, and what, before anything in it runs.';
		const before = this.#before;
		const paragraphs = [
			...(this.#opened.changed ? [changed] : []),
			...(before === undefined
				? []
				: [
						`What is new, against the text that ran last: \`diff ${quoteWord(before)} ${quoteWord(file)}\``,
					]),
			'This runbook is not one of those that come with the program, and not in a folder that only root can change. Until you trust it, nothing in it runs: not its commands, not its checks, not its suggestions.',
			`Its commands would run as \`${user}\` on this machine, each one only when you press \`r\`. Read it first: in a dry run (${this.#app.dryRun ? 'this is one: b, then Enter' : 'b, then D'}), or look at the file.`,
			'Trust counts for exactly this text at this place. After a change it is asked again.',
		];
		return [
			[],
			...wrapHard(showText(file), columns - 4).map(text => line(safe`   ${text}`, 'strong')),
			line(safe`   ${showText(sumOf(runbook?.text ?? '').slice(0, 16))}…  (SHA-256)`, 'faint'),
			...paragraphs.flatMap(text => [
				[],
				...wrapWords(showText(text), width).map(part => line(safe` ${part}`)),
			]),
		];
	}

	act(action: Action): void {
		if (this.#scrolling.move(action, this.#notice)) return;
		if (action === 'trust') this.#trust();
		else if (action === 'back') this.#app.close(this);
		else if (action === 'quit') this.#app.quit();
		else if (action === 'help') {
			openHelp(this.#app, 'trust', safe`Keys`);
		}
	}

	paste(): void {
		this.#notice = { text: safe`Pasted text confirms nothing.`, role: 'warning' };
	}

	/** Trusts the bytes that are there now, if they are still those that were shown. */
	#trust(): void {
		try {
			if (!trustAsRead(this.#app.session, this.#opened)) {
				this.#notice = {
					text: safe`The file has changed since it was opened: go back, and read it again.`,
					role: 'bad',
				};
				return;
			}
			this.#app.close(this);
			this.#trusted();
		} catch (error) {
			this.#notice = { text: showText(messageOf(error)), role: 'bad' };
		}
	}
}
