/** Copying more than a block: what, and which way. Nothing here executes anything. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COPY_LIMIT, copyText } from '../../terminal/clipboard.ts';
import { copyForm } from '../../text/copy-form.ts';
import { formatBytes } from '../../text/duration.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { wrapHard } from '../../text/width.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { type CopyText, restText, stepText } from '../model/copy-texts.ts';
import { clampOffset, type Drawing, type Size } from '../model/drawing.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import { fitLine, type Line, line, type Role, span, spread } from '../model/line.ts';
import type { Notice, Page } from '../page.ts';
import { messageOf } from '../unfinished.ts';
import { openHelp } from './lines-page.ts';
import type { WalkPage } from './walk-page.ts';

/** One thing to copy. */
export type Copyable = CopyText & { readonly title: string };

/** The marked block, what is left of the step, and what is left of the procedure. */
export function copyMore(page: WalkPage): void {
	const { desk, window, target } = page;
	const { runbook, state } = desk.walk;
	const context = { runbook, state, edits: desk.conductor.edits };
	const block = target
		? [{ title: `The marked block: ${target.title}`, text: copyForm(target.script), commands: 1 }]
		: [];
	const all: readonly Copyable[] = [
		...block,
		{ title: 'What is left of this step', ...stepText(context, window.view) },
		{ title: 'The rest of the procedure', ...restText(context, window.views, window.view) },
	];
	page.app.open(new CopyPage(page.app, all, desk.walk.run.folder));
}

export class CopyPage implements Page {
	readonly mode = 'copies';
	readonly #app: App;
	readonly #all: readonly Copyable[];
	readonly #folder: string;
	#at = 0;
	#notice: Notice | undefined;

	/** `folder` takes the file. */
	constructor(app: App, all: readonly Copyable[], folder: string) {
		this.#app = app;
		this.#all = all;
		this.#folder = folder;
	}

	draw({ columns, rows }: Size): Drawing {
		const height = bodyHeight(rows, this.#notice, columns);
		const list = this.#all.flatMap((what, index) => this.#rows(what, index === this.#at, columns));
		const preview = (this.#all[this.#at]?.text ?? '')
			.split('\n')
			.flatMap(text =>
				wrapHard(showText(text), columns - 4).map((piece, index) =>
					line(safe`${index > 0 ? safe` │↳` : safe` │ `}${piece}`),
				),
			);
		const room = Math.max(0, height - list.length - 1);
		const cut = preview.length > room;
		return {
			head: head(safe`Copy`, [], this.#app.dryRun, columns),
			body: [
				...list,
				[],
				...preview.slice(0, cut ? room - 1 : room),
				...(cut ? [line(safe`   ${preview.length - room + 1} more lines`, 'faint')] : []),
			].slice(0, height),
			foot: foot(this.mode, columns, { notice: this.#notice, first: 'open' }),
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		const what = this.#all[this.#at];
		if (action === 'back') this.#app.close(this);
		else if (action === 'up' || action === 'down') {
			this.#at = clampOffset(this.#at + (action === 'up' ? -1 : 1), 1, this.#all.length);
		} else if (action === 'help') {
			openHelp(this.#app, 'copies', safe`Keys of copying`);
		} else if (what && what.commands === 0) {
			this.#say({ text: safe`There is nothing in it to copy.`, role: 'warning' });
		} else if (what && action === 'open') this.#send(what);
		else if (what && action === 'bare') {
			void this.#app.terminal.showBare(what.text).then(() => this.#app.ignoreTypedAhead());
		} else if (what && action === 'file') this.#write(what);
	}

	#rows(what: Copyable, isHere: boolean, columns: number): readonly Line[] {
		const size = Buffer.byteLength(what.text);
		const facts =
			what.commands === 0
				? safe`nothing `
				: safe`${what.commands} ${what.commands === 1 ? safe`command` : safe`commands`}, ${formatBytes(size)} `;
		const first = spread(
			[
				span(isHere ? safe` ❯ ` : safe`   `, 'accent'),
				span(showText(what.title), isHere ? 'title' : 'plain'),
			],
			[span(facts, 'faint')],
			columns,
		);
		const more: readonly (readonly [Safe, Role])[] = [
			...(size > COPY_LIMIT ? [[safe`too long for terminals: m or f`, 'warning'] as const] : []),
			...(what.until === undefined
				? []
				: [[safe`ends before ${showText(what.until)}`, 'faint'] as const]),
		];
		return [first, ...more.map(([text, role]) => fitLine(line(safe`     ${text}`, role), columns))];
	}

	#say(notice: Notice): void {
		this.#notice = notice;
		this.#app.changed();
	}

	#send({ text }: Copyable): void {
		const io = { environment: this.#app.session.environment, write: this.#app.terminal.write };
		void copyText(text, io).then(({ says }) => this.#say({ text: showText(says), role: 'plain' }));
	}

	/** Never over another file. */
	#write({ text }: Copyable): void {
		for (let number = 1; number < 1000; number++) {
			const file = join(this.#folder, `copied-${number}.sh`);
			try {
				writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
				this.#say({ text: safe`Written: ${showText(file)}`, role: 'good' });
				return;
			} catch (error) {
				if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
				this.#say({ text: showText(messageOf(error)), role: 'bad' });
				return;
			}
		}
	}
}
