/** What can be taken back: the newest first, with its exact script. `r` runs that one. */
import type { Item } from '../../run/outline.ts';
import { allItems } from '../../run/outline.ts';
import { copyText } from '../../terminal/clipboard.ts';
import { copyForm } from '../../text/copy-form.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sumOf } from '../../walk/session.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import type { Action, Mode } from '../keymap.ts';
import { clampOffset, type Drawing, type Size } from '../model/drawing.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import { helpLines } from '../model/help.ts';
import { line } from '../model/line.ts';
import { noticeOf, stopNotice } from '../model/notices.ts';
import type { Row } from '../model/rows.ts';
import { scrolled } from '../model/scroll.ts';
import type { Target } from '../model/step-body.ts';
import { plannedUndoRows } from '../model/undo-rows.ts';
import { unseenRows } from '../model/unseen.ts';
import type { Notice, Page } from '../page.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { LinesPage } from './lines-page.ts';
import { takeNoteOf } from './note-page.ts';
import { OutputPage } from './output-page.ts';
import { interrupt, quitAsking, stopRunning } from './running-verbs.ts';
import { TextPage } from './text-page.ts';

export class UndoPage implements Page {
	readonly desk: WalkDesk;
	readonly #visit: string | undefined;
	/** Of the step alone, and not of the whole run. */
	#ofStep: boolean;
	readonly #closed: (notice?: Notice) => void;
	readonly #unfolded = new Set<string>();
	#offset = 0;
	#notice: Notice | undefined;

	/**
	 * Of the step that one has come from, if it has something to be taken back, else of the whole
	 * run. `closed` is told when it is left, with what there is to say.
	 */
	constructor(desk: WalkDesk, visit: string | undefined, closed: (notice?: Notice) => void) {
		this.desk = desk;
		this.#visit = visit;
		this.#ofStep = visit !== undefined && desk.walk.undos({ visit }).length > 0;
		this.#closed = closed;
	}

	get mode(): Mode {
		return this.desk.conductor.busy ? 'running' : 'undo';
	}

	say(notice: Notice | undefined): void {
		this.#notice = notice;
		this.desk.app.changed();
	}

	draw({ columns }: Size): Drawing {
		const { rows, offset, height } = this.#window();
		const below = rows.length - offset - height;
		return {
			head: head(this.#title(), [], this.desk.isDry, columns),
			body: rows.slice(offset, offset + height).map(row => row.line),
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right: below > 0 ? safe`↓ ${below} more` : undefined,
			}),
			seen: {
				where: this.#where(),
				parts: rows.slice(offset, offset + height).flatMap(({ part }) => part ?? []),
				toEnd: below <= 0,
			},
		};
	}

	drawn({ seen }: Drawing): void {
		if (seen) this.desk.conductor.shown(seen.where).see(seen.parts);
	}

	act(action: Action): void {
		if (action !== 'stop') this.#notice = undefined;
		const { rows, offset, height } = this.#window();
		const to = scrolled(action, offset, height, rows.length);
		if (to !== undefined) {
			this.#offset = to;
			return;
		}
		const { app } = this.desk;
		const [undo] = this.#undos();
		switch (action) {
			case 'run':
				this.#run(undo);
				return;
			case 'by-hand':
				this.#settle(undo, 'by-hand');
				return;
			case 'skip':
				this.#skip(undo);
				return;
			case 'copy':
				this.#copy(undo);
				return;
			case 'unfold':
				if (undo && !this.#unfolded.delete(undo.entry.id)) this.#unfolded.add(undo.entry.id);
				return;
			case 'note':
				takeNoteOf(this, undo?.entry.visit ?? this.#where());
				return;
			case 'undo':
				this.#widen();
				return;
			case 'output':
				app.open(new OutputPage(this.desk, undo?.entry.visit ?? this.#where()));
				return;
			case 'stop':
				stopRunning(this);
				return;
			case 'quit':
				quitAsking(this.desk);
				return;
			case 'interrupt':
				interrupt(this);
				return;
			case 'help':
				app.open(
					new LinesPage(app, 'help', safe`Keys of undoing`, columns => helpLines('undo', columns)),
				);
				return;
			case 'back':
				this.#close();
				return;
			default:
		}
	}

	#close(notice?: Notice): void {
		this.desk.app.close(this);
		this.#closed(notice);
	}

	#undos(): readonly PlannedUndo[] {
		const { walk } = this.desk;
		return this.#ofStep && this.#visit !== undefined
			? walk.undos({ visit: this.#visit })
			: walk.undos();
	}

	#title(): Safe {
		const where = this.#ofStep ? safe`this step` : safe`the whole run`;
		return safe`Undo: what can be taken back of ${where}, newest first`;
	}

	/** From the step to the whole run, and back. */
	#widen(): void {
		const toStep = !this.#ofStep;
		const undos = toStep ? this.desk.walk.undos({ visit: this.#visit ?? '' }) : [];
		if (toStep && undos.length === 0) {
			this.say({ text: safe`This is all of the run.`, role: 'plain' });
			return;
		}
		this.#ofStep = toStep;
		this.#offset = 0;
	}

	/** Scripts count as shown for the step, or for the run as a whole. */
	#where(): string {
		return (this.#ofStep ? this.#visit : undefined) ?? '';
	}

	#run(undo: PlannedUndo | undefined): void {
		if (!undo) return;
		if (this.desk.isDry) {
			this.say({ text: safe`This is a dry run: nothing runs.`, role: 'warning' });
			return;
		}
		if (undo.stop || !undo.script) {
			this.say(stopNotice(undo.stop ?? { kind: 'by-hand' }, undefined));
			return;
		}
		const { rows, height } = this.#window();
		const shown = this.desk.conductor.shown(this.#where());
		const [first] = unseenRows(rows, new Set([sumOf(undo.script.text)]), shown);
		if (first !== undefined) {
			this.#offset = clampOffset(first, height, rows.length);
			this.say({
				text: safe`Not all of it was on the screen: look, then r again.`,
				role: 'warning',
			});
			return;
		}
		const item = this.#itemOf(undo);
		if (!item) {
			this.say({
				text: safe`The step that it belongs to is not part of this way any more.`,
				role: 'bad',
			});
			return;
		}
		void this.#carryOut(undo, item);
	}

	async #carryOut(undo: PlannedUndo, item: Item): Promise<void> {
		const notice = await this.desk.order(
			() => this.desk.conductor.undo(this.#where(), undo, item),
			ran =>
				ran.kind === 'end'
					? { text: safe`Taken back: ${showText(undo.title)}.`, role: 'good' }
					: noticeOf(ran, undefined),
		);
		if (this.desk.app.isLeft) return;
		if (this.#undos().length > 0) this.say(notice);
		else this.#close(notice);
	}

	/** Any of its items: it only says which step the outcome belongs to. */
	#itemOf(undo: PlannedUndo): Item | undefined {
		const items = allItems(this.desk.walk.visits);
		return (
			items.find(item => undo.entry.items.has(item.id)) ??
			items.find(item => item.kind === 'block') ??
			items[0]
		);
	}

	#settle(undo: PlannedUndo | undefined, how: 'by-hand' | 'skipped', reason?: string): void {
		if (!undo) return;
		this.say(
			this.desk.attempt(() => this.desk.walk.settle(undo.entry.id, how, reason)) ?? {
				text:
					how === 'by-hand' ? safe`Noted: taken back by hand.` : safe`Noted: it is not taken back.`,
				role: 'good',
			},
		);
	}

	#skip(undo: PlannedUndo | undefined): void {
		if (!undo) return;
		const { app } = this.desk;
		app.open(
			new TextPage(
				app,
				{
					title: safe`Do not take it back: ${showText(undo.title)}`,
					labels: ['Why not?'],
					check: reason =>
						reason === '' ? 'A reason is needed: it goes on the record.' : undefined,
				},
				reason => this.#settle(undo, 'skipped', reason),
			),
		);
	}

	#copy(undo: PlannedUndo | undefined): void {
		if (!undo?.script) return;
		const { session, terminal } = this.desk.app;
		void copyText(copyForm(undo.script.text), {
			environment: session.environment,
			write: terminal.write,
		}).then(({ says }) => this.say({ text: showText(says), role: 'plain' }));
	}

	#window(): { readonly rows: readonly Row[]; readonly offset: number; readonly height: number } {
		const { columns, rows: all } = this.desk.app.size;
		const { walk, outputs } = this.desk;
		const targets: Target[] = [];
		const context = {
			columns,
			focus: 0,
			state: walk.state,
			now: walk.session.now().getTime(),
			tail: (job: number) => outputs.tail(job),
			restoring: (undo: PlannedUndo) => this.desk.restoring(undo),
			unfolded: this.#unfolded,
		};
		const rows = this.#undos().flatMap(undo => [
			...plannedUndoRows(context, undo, undefined, targets),
			{ line: [] },
		]);
		const height = bodyHeight(all, this.#notice, columns);
		const shown =
			rows.length > 0 ? rows : [{ line: line(safe` Nothing is left to be taken back.`, 'faint') }];
		return { rows: shown, offset: clampOffset(this.#offset, height, shown.length), height };
	}
}
