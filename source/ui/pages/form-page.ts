/** A form: one field below the other, errors in place, and going on at its end. */
import { matchPattern } from '../../execute/match-pattern.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { runSuggestion } from '../../walk/suggest.ts';
import type { App } from '../app.ts';
import { showArrows, showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { editField, insert, pastedLines } from '../model/field.ts';
import {
	type Answer,
	answerOf,
	choicesLeft,
	type Entry,
	isList,
	matching,
	sameValues,
	tabOf,
	withItem,
	withOtherChoice,
	withoutItem,
	withoutProblem,
	withText,
} from '../model/form.ts';
import { formKeys, nothingTyped } from '../model/form-keys.ts';
import { formRows } from '../model/form-rows.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import type { Notice, Page } from '../page.ts';
import { openHelp } from './lines-page.ts';
import { ask } from './question-page.ts';

export type FormOptions = {
	readonly title: Safe;
	readonly submit: string;
	/** What Enter does on it, in a word or two. */
	readonly verb?: string;
	readonly entries: readonly Entry[];
	/** Whether commands that suggest values may run: the runbook is trusted, and this no dry run. */
	readonly suggests: boolean;
	readonly done: (answers: ReadonlyMap<Entry, Answer>) => void;
};

export class FormPage implements Page {
	readonly mode = 'form';
	readonly #app: App;
	readonly #options: FormOptions;
	#entries: readonly Entry[];
	#focus = 0;
	#offset = 0;
	#notice: Notice | undefined;

	constructor(app: App, options: FormOptions) {
		this.#app = app;
		this.#options = options;
		this.#entries = options.entries;
	}

	draw({ columns, rows }: Size): Drawing {
		const height = bodyHeight(rows, this.#notice, columns);
		const all = formRows(this.#entries, {
			suggests: this.#options.suggests,
			focus: this.#focus,
			submit: this.#options.submit,
			columns,
			matches: matchPattern,
		});
		const from = all.findIndex(row => row.entry === this.#focus);
		const to = all.findLastIndex(row => row.entry === this.#focus) + 1;
		this.#offset = clampOffset(reveal(this.#offset, height, from, to), height, all.length);
		const below = all.length - this.#offset - height;
		return {
			head: head(this.#options.title, [], this.#app.dryRun, columns),
			body: all.slice(this.#offset, this.#offset + height).map(row => row.line),
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right: below > 0 ? safe`↓ ${below} more` : undefined,
				first: 'open',
				...formKeys(this.#entries[this.#focus], this.#options),
			}),
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		const entry = this.#entries[this.#focus];
		if (action === 'back') {
			this.#leave();
			return;
		}
		if (action === 'up') {
			this.#move(-1);
			return;
		}
		if (action === 'down') {
			this.#move(1);
			return;
		}
		if (action === 'help') {
			openHelp(this.#app, this.mode, safe`Keys of the form`);
			return;
		}
		if (!entry) {
			if (action === 'open') this.#submit();
			else if (action === 'suggest') this.#focus = 0;
			return;
		}
		if (action === 'open') {
			const adds = isList(entry) && entry.field.text.trim() !== '';
			if (!this.#check(entry)) return;
			if (adds) this.#put(withItem(this.#entries[this.#focus] ?? entry));
			else this.#move(1);
			return;
		}
		if (action === 'erase' && isList(entry) && entry.field.text === '') {
			this.#put(withoutItem(entry));
			return;
		}
		if (action === 'suggest') {
			this.#suggest(entry);
			return;
		}
		const { text } = entry.field;
		const picks = entry.closed || text === '' || entry.choices.includes(text);
		if (entry.choices.length > 0 && picks && (action === 'left' || action === 'right')) {
			this.#put(withOtherChoice(entry, action === 'right' ? 1 : -1));
			return;
		}
		const field = editField(entry.field, action);
		if (field) this.#put({ ...withoutProblem(entry), remembered: false, field });
	}

	type(text: string): void {
		const entry = this.#entries[this.#focus];
		if (!entry) {
			this.#typeOnButton(text);
			return;
		}
		// A choice that stands there whole is begun anew by typing.
		const isWhole = entry.closed && entry.choices.includes(entry.field.text);
		const field = insert(isWhole ? withText(entry, '').field : entry.field, text);
		this.#put({ ...withoutProblem(entry), remembered: false, field });
	}

	/** No field is here, so a letter is no text; and `q` does not leave, for what was typed would be lost. */
	#typeOnButton(text: string): void {
		if (text === '?') {
			openHelp(this.#app, this.mode, safe`Keys of the form`);
			return;
		}
		this.#notice = nothingTyped(text, this.#options);
	}

	/** A list takes each line as a value; elsewhere several lines are not what was meant. */
	paste(text: string): void {
		const entry = this.#entries[this.#focus];
		if (!entry) return;
		const lines = pastedLines(text);
		if (lines.length < 2) {
			this.type(lines.join(''));
			return;
		}
		if (!isList(entry)) {
			this.#notice = {
				text: safe`${lines.length} lines were pasted, and this takes one. Nothing of it was taken.`,
				role: 'warning',
			};
			return;
		}
		const [first = '', ...others] = lines;
		const field = insert(entry.field, first);
		const filled = withItem({ ...withoutProblem(entry), remembered: false, field });
		this.#put({ ...filled, items: [...filled.items, ...others.map(line => line.trim())] });
		this.#check(this.#entries[this.#focus] ?? filled);
	}

	#leave(): void {
		const before = this.#options.entries;
		const isChanged = this.#entries.some((entry, index) => !sameValues(entry, before[index]));
		if (!isChanged) {
			this.#app.close(this);
			return;
		}
		void ask(this.#app, {
			title: safe`Drop what was typed?`,
			yes: 'drop it',
			text: [
				'What you have typed into this form is not kept yet: Enter on its last line does that.',
				'Drop it?',
			],
		}).then(yes => {
			if (yes) this.#app.close(this);
		});
	}

	#move(by: 1 | -1): void {
		const entry = this.#entries[this.#focus];
		if (entry && entry.field.text !== '') this.#check(entry);
		this.#focus = Math.max(0, Math.min(this.#entries.length, this.#focus + by));
	}

	#check(entry: Entry): boolean {
		const only =
			entry.closed && !entry.choices.includes(entry.field.text) ? matching(entry) : entry;
		const answer = answerOf(only, matchPattern);
		this.#put(
			answer.kind === 'wrong' ? { ...only, problem: answer.problem } : withoutProblem(only),
		);
		return answer.kind !== 'wrong';
	}

	#submit(): void {
		const wrong = this.#entries
			.map((entry, index) => (this.#checkAt(index, entry) ? -1 : index))
			.filter(index => index >= 0);
		const [first] = wrong;
		if (first !== undefined) {
			this.#focus = first;
			this.#notice = { text: safe`Not yet: see what is marked with ✗.`, role: 'warning' };
			return;
		}
		const answers = new Map(this.#entries.map(entry => [entry, answerOf(entry, matchPattern)]));
		this.#app.close(this);
		this.#options.done(answers);
	}

	#checkAt(index: number, entry: Entry): boolean {
		this.#focus = index;
		const good = this.#check(entry);
		this.#focus = this.#entries.length;
		return good;
	}

	#suggest(entry: Entry): void {
		const command = entry.kind.is === 'input' ? entry.kind.input.suggest : undefined;
		const [first] = choicesLeft(entry);
		const does = tabOf(entry, true);
		if (does === 'complete' && first !== undefined) {
			this.#put(withText(entry, first));
			return;
		}
		if (does === 'next' || command === undefined) {
			this.#move(1);
			return;
		}
		if (!this.#options.suggests) {
			this.#notice = {
				text: safe`Nothing runs here, so nothing is suggested: type it.`,
				role: 'warning',
			};
			this.#move(1);
			return;
		}
		this.#notice = { text: safe`Asking: ${showText(command.trim())}`, role: 'plain' };
		void this.#takeSuggestions(entry.name, command);
	}

	/** They are shown as they arrive, and another field may be filled meanwhile. */
	async #takeSuggestions(name: string, command: string): Promise<void> {
		if (this.#entryOf(name)?.asking) return;
		this.#change(name, entry => ({ ...entry, asking: true }));
		const found = await runSuggestion(this.#app.session, command, lines =>
			this.#change(name, entry => ({ ...entry, choices: lines })),
		);
		if (this.#app.isLeft) return;
		const count = found.kind === 'lines' ? found.lines.length : 0;
		this.#notice =
			found.kind === 'failed'
				? { text: safe`No suggestions: ${showText(found.why)}.`, role: 'warning' }
				: {
						text:
							count < 2
								? safe`${count === 0 ? safe`No` : safe`One`} suggestion.`
								: showArrows(safe`${count} suggestions: ←→ go through them, typing filters.`),
						role: 'plain',
					};
		this.#change(name, entry => {
			const offered = { ...entry, asking: false };
			if (found.kind === 'failed') return offered;
			const [only] = found.lines;
			return count === 1 && only !== undefined && entry.field.text === ''
				? withText({ ...offered, choices: found.lines }, only)
				: { ...offered, choices: found.lines };
		});
	}

	#entryOf(name: string): Entry | undefined {
		return this.#entries.find(entry => entry.name === name);
	}

	/** Changes a field that need not be the one that is typed in. */
	#change(name: string, change: (entry: Entry) => Entry): void {
		this.#entries = this.#entries.map(entry => (entry.name === name ? change(entry) : entry));
		this.#app.changed();
	}

	#put(entry: Entry): void {
		this.#entries = this.#entries.map((other, index) => (index === this.#focus ? entry : other));
	}
}
