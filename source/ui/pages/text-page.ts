/** Asks for a line of text: a reason, a note. */
import { type Safe, safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import {
	editField,
	type Field,
	fieldLine,
	fieldWith,
	insert,
	pastedLines,
} from '../model/field.ts';
import { foot, head } from '../model/frame.ts';
import { line, span } from '../model/line.ts';
import type { Notice, Page } from '../page.ts';

export type TextPrompt = {
	readonly title: Safe;
	/** What is asked, for each meaning that Tab goes through; mostly one. */
	readonly labels: readonly string[];
	/** What Enter does, in a word. */
	readonly verb?: string;
	/** Why the text cannot be kept, or nothing. */
	readonly check?: (text: string) => string | undefined;
};

export class TextPage implements Page {
	readonly mode = 'text';
	readonly #app: App;
	readonly #prompt: TextPrompt;
	readonly #keep: (text: string, meaning: number) => void;
	#field: Field = fieldWith('');
	#meaning = 0;
	#notice: Notice | undefined;

	constructor(app: App, prompt: TextPrompt, keep: (text: string, meaning: number) => void) {
		this.#app = app;
		this.#prompt = prompt;
		this.#keep = keep;
	}

	get empty(): boolean {
		return this.#field.text === '';
	}

	draw({ columns }: Size): Drawing {
		const { title, labels } = this.#prompt;
		const label = labels[this.#meaning] ?? '';
		const other =
			labels.length > 1 ? [`Tab: ${labels[(this.#meaning + 1) % labels.length] ?? ''}`] : [];
		return {
			head: head(title, [], this.#app.dryRun, columns),
			body: [
				[],
				...wrapWords(showText(label), columns - 2).map(text => line(safe` ${text}`)),
				[],
				[span(safe` ❯ `, 'accent'), ...fieldLine(this.#field, columns - 4)],
				[],
				...other.map(text => line(safe` ${showText(text)}`, 'faint')),
			],
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				names: new Map([['open', this.#prompt.verb ?? 'keep']]),
			}),
		};
	}

	act(action: Action): void {
		const edited = editField(this.#field, action);
		if (edited) this.#field = edited;
		else if (action === 'back') this.#app.close(this);
		else if (action === 'suggest') this.#meaning = (this.#meaning + 1) % this.#prompt.labels.length;
		else if (action === 'open') {
			const text = this.#field.text.trim();
			const problem = this.#prompt.check?.(text);
			if (problem !== undefined) {
				this.#notice = { text: showText(problem), role: 'bad' };
				return;
			}
			this.#app.close(this);
			this.#keep(text, this.#meaning);
		}
	}

	type(text: string): void {
		this.#field = insert(this.#field, text);
		this.#notice = undefined;
	}

	paste(text: string): void {
		const lines = pastedLines(text);
		this.type(lines.join(' ').replaceAll('\t', ' '));
		if (lines.length < 2) return;
		this.#notice = {
			text: safe`The ${lines.length} lines stand on one now, with blanks between them.`,
			role: 'plain',
		};
	}
}
