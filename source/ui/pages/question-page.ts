/** A question that only `y` answers with yes. Everything else is the harmless answer. */
import { type Safe, safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { line } from '../model/line.ts';
import type { Page } from '../page.ts';

export type Question = {
	readonly title: Safe;
	/** Paragraphs. They may hold anything: they are made safe here. */
	readonly text: readonly string[];
	/** What `y` does, for the footer. */
	readonly yes: string;
	/** What every other answer does, where that is more than nothing. */
	readonly no?: string;
};

export class QuestionPage implements Page {
	readonly mode = 'question';
	readonly #app: App;
	readonly #question: Question;
	readonly #answer: (yes: boolean) => void;

	constructor(app: App, question: Question, answer: (yes: boolean) => void) {
		this.#app = app;
		this.#question = question;
		this.#answer = answer;
		app.ignoreTypedAhead();
	}

	draw({ columns, rows }: Size): Drawing {
		const { title, text, yes, no = 'no' } = this.#question;
		const body = text.flatMap(paragraph => [
			[],
			...wrapWords(showText(paragraph), Math.min(columns, 100) - 2).map(part =>
				line(safe` ${part}`),
			),
		]);
		return {
			head: head(title, [], this.#app.dryRun, columns),
			body: body.slice(0, Math.max(1, rows - 4)),
			foot: foot(this.mode, columns, {
				names: new Map<Action, string>([
					['yes', yes],
					['no', `or Enter: ${no}`],
				]),
			}),
		};
	}

	act(action: Action): void {
		if (action !== 'yes' && action !== 'no') return;
		this.#app.close(this);
		this.#answer(action === 'yes');
	}
}

/** Asks, and gives the answer. */
export function ask(app: App, question: Question): Promise<boolean> {
	return new Promise(resolve => app.open(new QuestionPage(app, question, resolve)));
}
