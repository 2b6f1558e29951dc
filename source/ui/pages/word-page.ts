/**
 * Behind a dangerous block: its bytes once more, and a word to be typed in full. The only place
 * where Enter executes something.
 */
import type { Script } from '../../run/plan.ts';
import { safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, type Size } from '../model/drawing.ts';
import { editField, type Field, fieldLine, fieldWith, insert } from '../model/field.ts';
import { foot, head } from '../model/frame.ts';
import { type Line, line, span } from '../model/line.ts';
import { frameRows, scriptRows } from '../model/rows.ts';
import { scrolled } from '../model/scroll.ts';
import type { Notice, Page } from '../page.ts';

/** Head and foot, the field, and a blank row above and below what is asked. */
const FRAME = 7;

/** So many of the steps that are left open are named. */
const NAMED = 3;

export type Danger = {
	/** What has to be typed. */
	readonly word: string;
	readonly script: Script;
	/** The titles of the steps above it that are not done. */
	readonly before: readonly string[];
};

export class WordPage implements Page {
	readonly mode = 'word';
	readonly #app: App;
	readonly #asked: Danger;
	readonly #answer: (confirmed: boolean) => void;
	#field: Field = fieldWith('');
	#offset = 0;
	#notice: Notice | undefined;

	constructor(app: App, asked: Danger, answer: (confirmed: boolean) => void) {
		this.#app = app;
		this.#asked = asked;
		this.#answer = answer;
		app.ignoreTypedAhead();
	}

	get empty(): boolean {
		return this.#field.text === '';
	}

	draw({ columns, rows }: Size): Drawing {
		const height = Math.max(1, rows - FRAME - this.#asks(columns).length);
		const script = this.#rows(columns);
		const offset = clampOffset(this.#offset, height, script.length);
		const below = script.length - offset - height;
		return {
			head: head(safe`DANGER: look once more before it runs`, [], this.#app.dryRun, columns),
			body: script.slice(offset, offset + height).map(row => row.line),
			foot: [
				[],
				...this.#asks(columns),
				[span(safe` ❯ `, 'bad'), ...fieldLine(this.#field, columns - 4)],
				[],
				...foot(this.mode, columns, {
					notice: this.#notice,
					right: below > 0 ? safe`↓ ${below} more` : undefined,
				}),
			],
		};
	}

	act(action: Action): void {
		const { columns, rows } = this.#app.size;
		const height = Math.max(1, rows - FRAME - this.#asks(columns).length);
		const edited = editField(this.#field, action);
		const offset = scrolled(action, this.#offset, height, this.#rows(columns).length);
		if (edited) this.#field = edited;
		else if (offset !== undefined) this.#offset = offset;
		else if (action === 'back') this.#end(false);
		else if (action === 'open') {
			if (this.#field.text === this.#asked.word) this.#end(true);
			else {
				this.#notice = { text: safe`That is not the word. Nothing was run.`, role: 'warning' };
				this.#field = fieldWith('');
			}
		}
	}

	type(text: string): void {
		this.#field = insert(this.#field, text);
		this.#notice = undefined;
	}

	paste(): void {
		this.#notice = { text: safe`Pasted text confirms nothing: type the word.`, role: 'warning' };
	}

	#asks(columns: number): readonly Line[] {
		const word = showText(this.#asked.word);
		const text = safe`To run it on this machine, type its name, ${word}, and Enter. Esc: do not.`;
		return [
			...this.#before(columns),
			...wrapWords(text, columns - 2).map(part => line(safe` ${part}`)),
		];
	}

	/** Whoever has left steps open on the way may not have meant to come here yet. */
	#before(columns: number): readonly Line[] {
		const { before } = this.#asked;
		if (before.length === 0) return [];
		const more = before.length > NAMED ? ` and ${before.length - NAMED} more` : '';
		const names = before.slice(0, NAMED).join(', ');
		return wrapWords(showText(`Not done yet, before it: ${names}${more}.`), columns - 2).map(part =>
			line(safe` ${part}`, 'warning'),
		);
	}

	#rows(columns: number) {
		return frameRows(scriptRows(this.#asked.script, columns - 4), span(safe` ▌ `, 'bad'), columns);
	}

	#end(confirmed: boolean): void {
		this.#app.close(this);
		this.#answer(confirmed);
	}
}

/** Asks for the word, and gives whether it was typed. */
export function askWord(app: App, asked: Danger): Promise<boolean> {
	return new Promise(resolve => app.open(new WordPage(app, asked, resolve)));
}
