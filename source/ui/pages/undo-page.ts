/** What can be taken back: the newest first, with its exact script. `r` runs that one. */
import type { Item } from '../../run/outline.ts';
import { allItems } from '../../run/outline.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sumOf } from '../../walk/session.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import type { Action, Mode } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import { line } from '../model/line.ts';
import { stopNotice, takenBackNotice, undoNotice } from '../model/notices.ts';
import type { Row } from '../model/rows.ts';
import { scrolled } from '../model/scroll.ts';
import type { Target } from '../model/step-body.ts';
import { plannedUndoRows } from '../model/undo-rows.ts';
import { lastVisible, unseenRows } from '../model/unseen.ts';
import type { Notice, Page } from '../page.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { openHelp } from './lines-page.ts';
import { takeNoteOf } from './note-page.ts';
import { OutputPage } from './output-page.ts';
import { interrupt, quitAsking, stopRunning } from './running-verbs.ts';
import { askForSecrets, copyUndo, skipUndo, undoByHand, undoKeys } from './undo-verbs.ts';

export class UndoPage implements Page {
	readonly desk: WalkDesk;
	readonly #visit: string | undefined;
	/** Of the step alone, and not of the whole run. */
	#ofStep: boolean;
	readonly #closed: (notice?: Notice) => void;
	readonly #unfolded = new Set<string>();
	#offset = 0;
	/** What became of the newest try is kept in sight, until somebody scrolls. */
	#follows = false;
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
		desk.lookAgain();
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
				...undoKeys(this, this.#undos()[0]),
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
		this.desk.lookAgain();
		const { rows, offset, height } = this.#window();
		const to = scrolled(action, offset, height, rows.length);
		if (to !== undefined) {
			this.#offset = to;
			this.#follows = false;
			return;
		}
		const { app } = this.desk;
		const [undo] = this.#undos();
		switch (action) {
			case 'run':
				this.#run(undo);
				return;
			case 'by-hand':
				if (undo) undoByHand(this, undo);
				return;
			case 'skip':
				if (undo) skipUndo(this, undo);
				return;
			case 'copy':
				if (undo?.script) copyUndo(this, undo.script);
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
				openHelp(app, 'undo', safe`Keys of undoing`);
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
		this.#follows = false;
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
		if (askForSecrets(this, undo)) return;
		const { rows, height } = this.#window();
		const shown = this.desk.conductor.shown(this.#where());
		const [first] = unseenRows(rows, new Set([sumOf(undo.script.text)]), shown);
		if (first !== undefined) {
			this.#follows = false;
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
		this.#follows = true;
		const notice = await this.desk.order(
			() => this.desk.conductor.undo(this.#where(), undo, item),
			ran =>
				ran.kind === 'end'
					? takenBackNotice(showText(undo.title), this.desk.walk.progress(), this.desk.walk.state)
					: undoNotice(ran),
		);
		if (this.desk.app.isLeft) return;
		// What has been taken back stands here no more: the next one is seen from its beginning.
		if (notice?.role === 'good') {
			this.#follows = false;
			this.#offset = 0;
		}
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

	#window(): { readonly rows: readonly Row[]; readonly offset: number; readonly height: number } {
		const { columns, rows: all } = this.desk.app.size;
		const { walk, outputs } = this.desk;
		const targets: Target[] = [];
		const context = {
			columns,
			focus: 0,
			runbook: walk.runbook,
			state: walk.state,
			now: walk.session.now().getTime(),
			tail: (job: number) => outputs.tail(job),
			restoring: (undo: PlannedUndo, newer: readonly PlannedUndo[]) =>
				this.desk.restoring(undo, newer),
			unfolded: this.#unfolded,
		};
		const undos = this.#undos();
		const rows = undos.flatMap((undo, at) => [
			...plannedUndoRows(context, undo, undos.slice(0, at), undefined, targets),
			{ line: [] },
		]);
		const height = bodyHeight(all, this.#notice, columns);
		const shown =
			rows.length > 0 ? rows : [{ line: line(safe` Nothing is left to be taken back.`, 'faint') }];
		const end = this.#follows ? lastVisible(rows, this.#undos()[0]?.entry.id) : undefined;
		const wanted =
			end === undefined
				? this.#offset
				: reveal(this.#offset, height, Math.max(0, end - height), end);
		return { rows: shown, offset: clampOffset(wanted, height, shown.length), height };
	}
}
