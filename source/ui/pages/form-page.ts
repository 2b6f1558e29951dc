/** A form: one field below the other, errors in place, and going on at its end. */
import { matchPattern } from '../../execute/match-pattern.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { editField, insert, oneLine } from '../model/field.ts';
import { type Answer, answerOf, type Entry, withOtherChoice, withText } from '../model/form.ts';
import { formRows } from '../model/form-rows.ts';
import { foot, head } from '../model/frame.ts';
import type { Notice, Page } from '../page.ts';
import { runSuggestion } from '../suggest.ts';

export type FormOptions = {
	readonly title: Safe;
	readonly submit: string;
	readonly entries: readonly Entry[];
	/** Whether commands that suggest values may run: the runbook is trusted, and this no dry run. */
	readonly suggests: boolean;
	readonly done: (answers: ReadonlyMap<Entry, Answer>) => void;
};

const FRAME = 4;

export class FormPage implements Page {
	readonly mode = 'form';
	readonly #app: App;
	readonly #options: FormOptions;
	#entries: readonly Entry[];
	#focus = 0;
	#offset = 0;
	#notice: Notice | undefined;
	/** The number of the suggestion that is awaited; an older one that comes late is dropped. */
	#asked = 0;

	constructor(app: App, options: FormOptions) {
		this.#app = app;
		this.#options = options;
		this.#entries = options.entries;
	}

	draw({ columns, rows }: Size): Drawing {
		const height = Math.max(1, rows - FRAME);
		const all = formRows(this.#entries, this.#focus, this.#options.submit, columns);
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
			}),
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		const entry = this.#entries[this.#focus];
		if (action === 'back') {
			this.#app.close(this);
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
		if (!entry) {
			if (action === 'open') this.#submit();
			else if (action === 'suggest') this.#focus = 0;
			return;
		}
		if (action === 'open') {
			if (this.#check(entry)) this.#move(1);
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
		if (field) this.#put({ ...withoutProblem(entry), field });
	}

	type(text: string): void {
		const entry = this.#entries[this.#focus];
		if (!entry) return;
		// A choice that stands there whole is begun anew by typing.
		const isWhole = entry.closed && entry.choices.includes(entry.field.text);
		const field = insert(isWhole ? withText(entry, '').field : entry.field, text);
		this.#put({ ...withoutProblem(entry), field });
	}

	paste(text: string): void {
		const entry = this.#entries[this.#focus];
		const isList = entry?.kind.is === 'input' && entry.kind.input.many;
		this.type(isList ? text.trim().replace(/\s*[\r\n]+\s*/g, ', ') : oneLine(text));
	}

	#move(by: 1 | -1): void {
		const entry = this.#entries[this.#focus];
		if (entry && entry.field.text !== '') this.#check(entry);
		this.#focus = Math.max(0, Math.min(this.#entries.length, this.#focus + by));
	}

	#check(entry: Entry): boolean {
		// What was typed of a choice, and leaves only one, is that one.
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
		if (entry.kind.is === 'host' && entry.field.text === '') {
			this.#put(withText(entry, 'here'));
			return;
		}
		if (command === undefined) {
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
		this.#asked += 1;
		void this.#takeSuggestions(entry.name, command, this.#asked);
	}

	async #takeSuggestions(name: string, command: string, number: number): Promise<void> {
		const found = await runSuggestion(this.#app.session, command);
		if (number !== this.#asked || this.#app.isLeft) return;
		this.#notice =
			found.kind === 'failed'
				? { text: safe`No suggestions: ${showText(found.why)}.`, role: 'warning' }
				: {
						text:
							found.lines.length === 1
								? safe`One suggestion.`
								: safe`${found.lines.length} suggestions: ← and → go through them.`,
						role: 'plain',
					};
		if (found.kind === 'lines' && found.lines.length > 0) {
			this.#entries = this.#entries.map(entry => {
				if (entry.name !== name) return entry;
				const offered = { ...entry, choices: found.lines };
				return found.lines.length === 1 && entry.field.text === ''
					? withText(offered, found.lines[0] ?? '')
					: offered;
			});
		}
		this.#app.changed();
	}

	#put(entry: Entry): void {
		this.#entries = this.#entries.map((other, index) => (index === this.#focus ? entry : other));
	}
}

function withoutProblem(entry: Entry): Entry {
	const { problem: _gone, ...rest } = entry;
	return rest;
}

function matching(entry: Entry): Entry {
	const typed = entry.field.text.trim().toLowerCase();
	const found = entry.choices.filter(choice => choice.toLowerCase().includes(typed));
	const [only] = found;
	return typed !== '' && found.length === 1 && only !== undefined ? withText(entry, only) : entry;
}
