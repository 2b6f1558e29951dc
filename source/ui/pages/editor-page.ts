/** A small editor, for where no `$EDITOR` is set. Keeping the change runs nothing. */
import { type Safe, safe } from '../../text/safe.ts';
import { pad } from '../../text/width.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { type EditorText, editorWith, editText, insertText, textOf } from '../model/editor.ts';
import { fieldLine } from '../model/field.ts';
import { foot, head } from '../model/frame.ts';
import { fitLine, type Line, span } from '../model/line.ts';
import type { Page } from '../page.ts';
import { ask } from './question-page.ts';

const FRAME = 4;

export class EditorPage implements Page {
	readonly mode = 'editor';
	readonly #app: App;
	readonly #keep: (text: string) => void;
	readonly #title: Safe;
	readonly #before: string;
	#text: EditorText;
	#offset = 0;

	/** `title` says what is edited. */
	constructor(app: App, title: Safe, text: string, keep: (text: string) => void) {
		this.#app = app;
		this.#title = title;
		this.#before = text;
		this.#text = editorWith(text);
		this.#keep = keep;
	}

	draw({ columns, rows }: Size): Drawing {
		const height = Math.max(1, rows - FRAME);
		const { lines, row, column } = this.#text;
		this.#offset = clampOffset(reveal(this.#offset, height, row, row + 1), height, lines.length);
		const body = lines.slice(this.#offset, this.#offset + height).map((text, index): Line => {
			const number = this.#offset + index;
			const mark = span(safe` ${pad(showText(String(number + 1)), 4)} `, 'faint');
			return number === row
				? [mark, ...fieldLine({ text, at: column }, columns - 6)]
				: fitLine([mark, span(showText(text))], columns);
		});
		return {
			head: head(this.#title, [], this.#app.dryRun, columns),
			body,
			foot: foot(this.mode, columns, { right: safe`line ${row + 1} of ${lines.length}` }),
		};
	}

	act(action: Action): void {
		const height = Math.max(1, this.#app.size.rows - FRAME);
		const edited =
			action === 'suggest' ? insertText(this.#text, '  ') : editText(this.#text, action, height);
		if (edited) this.#text = edited;
		else if (action === 'back') this.#leave();
		else if (action === 'keep') {
			this.#app.close(this);
			this.#keep(textOf(this.#text));
		}
	}

	#leave(): void {
		if (textOf(this.#text) === this.#before) {
			this.#app.close(this);
			return;
		}
		void ask(this.#app, {
			title: safe`Drop the change?`,
			yes: 'drop it',
			text: ['What you have changed here is kept by Ctrl-S only.', 'Drop it?'],
		}).then(yes => {
			if (yes) this.#app.close(this);
		});
	}

	type(text: string): void {
		this.#text = insertText(this.#text, text);
	}

	paste(text: string): void {
		this.type(text);
	}
}
