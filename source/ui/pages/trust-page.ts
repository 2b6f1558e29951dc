/** Asks whether a runbook that is not built-in may run, by a key that is not pressed by mistake. */
import { safe } from '../../text/safe.ts';
import { wrapHard, wrapWords } from '../../text/width.ts';
import type { Opened } from '../../walk/library.ts';
import { sumOf } from '../../walk/session.ts';
import { trustAsRead } from '../../walk/trust-as-read.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { helpLines } from '../model/help.ts';
import { line } from '../model/line.ts';
import type { Notice, Page } from '../page.ts';
import { messageOf } from '../unfinished.ts';
import { LinesPage } from './lines-page.ts';

export class TrustPage implements Page {
	readonly mode = 'trust';
	readonly #app: App;
	readonly #opened: Opened;
	readonly #trusted: () => void;
	#notice: Notice | undefined;

	constructor(app: App, opened: Opened, trusted: () => void) {
		this.#app = app;
		this.#opened = opened;
		this.#trusted = trusted;
		app.ignoreTypedAhead();
	}

	draw({ columns, rows }: Size): Drawing {
		const { file, runbook } = this.#opened;
		const { user } = this.#app.session;
		const width = Math.min(columns, 100) - 2;
		const paragraphs = [
			'This runbook is not one of those that come with the program, and not in a folder that only root can change. Until you trust it, nothing in it runs: not its commands, not its checks, not its suggestions.',
			`Its commands would run as \`${user}\` on this machine, each one only when you press \`r\`. Read it first: in a dry run (b, then D), or look at the file.`,
			'Trust counts for exactly this text at this place. After a change it is asked again.',
		];
		return {
			head: head(safe`Trust this runbook?`, [], this.#app.dryRun, columns),
			body: [
				[],
				...wrapHard(showText(file), columns - 4).map(text => line(safe`   ${text}`, 'strong')),
				line(safe`   ${showText(sumOf(runbook?.text ?? '').slice(0, 16))}…  (SHA-256)`, 'faint'),
				[],
				...paragraphs.flatMap(text => [
					...wrapWords(showText(text), width).map(part => line(safe` ${part}`)),
					[],
				]),
			].slice(0, Math.max(1, rows - 4)),
			foot: foot(this.mode, columns, { notice: this.#notice }),
		};
	}

	act(action: Action): void {
		if (action === 'trust') this.#trust();
		else if (action === 'back') this.#app.close(this);
		else if (action === 'quit') this.#app.leave();
		else if (action === 'help') {
			this.#app.open(
				new LinesPage(this.#app, 'help', safe`Keys`, columns => helpLines('trust', columns)),
			);
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
