/**
 * The part of a step that is on the screen: which step, which of its blocks and choices is marked,
 * how far it is scrolled. Knows what was seen of the scripts that an order would run.
 */
import { flatten, type ItemView, isFinished, itemsOf, type VisitView } from '../run/progress.ts';
import type { Safe } from '../text/safe.ts';
import { display } from './display.ts';
import type { Action } from './keymap.ts';
import { choicesSeen, countChoices, nearestChoice } from './model/choices.ts';
import { clampOffset, reveal, type Seen } from './model/drawing.ts';
import { jobsOf, takenBackBy } from './model/jobs-of.ts';
import { type Layout, layoutOf } from './model/layout.ts';
import { itemsOfOrder } from './model/order.ts';
import type { Row } from './model/rows.ts';
import { scrolled } from './model/scroll.ts';
import { type Body, stepBody, type Target } from './model/step-body.ts';
import { lastVisible, proseAbove, sumsOfOrder, unseenBadge, unseenRows } from './model/unseen.ts';
import type { WalkDesk } from './walk-desk.ts';

/** Rows that tell how a command went, at the least. */
const RESULT = 2;

export class StepWindow {
	readonly #desk: WalkDesk;
	/** The rows that the foot takes now. */
	readonly #foot: () => number;
	readonly #unfolded = new Set<string>();
	#visit: string;
	#focus = 0;
	#choice = 0;
	#offset = 0;
	/** The result of the newest command is kept in sight, until somebody scrolls. */
	#follows = false;
	#made: { readonly from: readonly unknown[]; readonly body: Body } | undefined;

	constructor(desk: WalkDesk, visit: string, foot: () => number) {
		this.#desk = desk;
		this.#foot = foot;
		this.#visit = visit;
		this.settle();
	}

	get visit(): string {
		return this.#visit;
	}

	/** The choice that Enter would take. */
	get choice(): number {
		return this.#choice;
	}

	get focus(): number {
		return this.#focus;
	}

	/** The block that copying and editing are about. */
	get target(): Target | undefined {
		return this.body.targets[this.#focus];
	}

	get view(): VisitView {
		const views = this.views;
		const found = views.find(({ visit }) => visit.id === this.#visit) ?? views[0];
		if (!found) throw new RangeError('This runbook has no steps.');
		return found;
	}

	get views(): readonly VisitView[] {
		return flatten(this.#desk.walk.progress());
	}

	/** The first thing of the step itself that is not finished. */
	get next(): ItemView | undefined {
		return itemsOf(this.view).find(item => !isFinished(item.status));
	}

	/** Whether the step's decision can be taken: all that comes before it is done. */
	get decides(): boolean {
		return (
			countChoices(this.view.visit.step) > 0 &&
			itemsOf(this.view).every(({ item, status }) => item.kind === 'choice' || isFinished(status))
		);
	}

	/** Whether something of the step has run. */
	get hasRun(): boolean {
		return this.#newest !== undefined;
	}

	/** Whether rows of it stand below those that are seen. */
	get hasMore(): boolean {
		const { offset, height } = this.window;
		return offset + height < this.body.rows.length;
	}

	/** Where the list of steps and the step stand. */
	get layout(): Layout {
		return layoutOf(this.#desk.app.size, this.views.length, this.#foot(), display().spoken);
	}

	get window(): { readonly offset: number; readonly height: number } {
		const { rows } = this.body;
		const height = this.layout.step.rows;
		const followed = this.#follows ? lastVisible(rows, this.#newest) : undefined;
		const wanted =
			followed === undefined
				? this.#offset
				: reveal(this.#offset, height, Math.max(0, followed - height), followed);
		return { offset: clampOffset(wanted, height, rows.length), height };
	}

	/** The rows that are seen now. */
	get visible(): readonly Row[] {
		const { offset, height } = this.window;
		return this.body.rows.slice(offset, offset + height);
	}

	/** What a drawing of it shows of scripts. */
	get seen(): Seen {
		const parts = this.visible.flatMap(({ part }) => part ?? []);
		return { where: this.#visit, parts, toEnd: !this.hasMore };
	}

	/** Whether of what an order would run something was never seen, and is not seen now. */
	get hidesAhead(): boolean {
		return this.#hidden().length > 0;
	}

	#hidden(): readonly number[] {
		const { offset, height } = this.window;
		return this.#unseen().filter(row => row < offset || row >= offset + height);
	}

	/** Says on the right of the foot what is not seen. */
	get badge(): Safe | undefined {
		const { offset, height } = this.window;
		return unseenBadge(this.#hidden().length, this.body.rows.length - offset - height);
	}

	/** Looks at another step, from its beginning. */
	goTo(visit: string): void {
		this.#visit = visit;
		this.#offset = 0;
		this.#follows = false;
		this.settle();
		// Whoever comes back to a decision wants to see what was chosen, to choose another.
		if (this.#desk.walk.state.choices.has(visit)) this.showChoice();
	}

	/** Marks what comes next in this step; where nothing does, what was marked stays so. */
	settle(): void {
		const { targets } = this.body;
		const next = this.next?.item.id;
		const at = targets.findIndex(({ item }) => item !== undefined && item === next);
		this.#focus = at === -1 ? clampOffset(this.#focus, 1, targets.length) : at;
		this.#choice = this.#desk.walk.state.choices.get(this.#visit) ?? 0;
	}

	follow(): void {
		this.#follows = true;
	}

	/** Of the marked file the script in place of the change, or the change again; false for what is none. */
	unfold(): boolean {
		const folds = this.target?.folds;
		if (folds === undefined) return false;
		if (!this.#unfolded.delete(folds)) this.#unfolded.add(folds);
		this.#made = undefined;
		return true;
	}

	/**
	 * Scrolls to what an order would run and nobody has seen; gives whether there is such a part. The
	 * prose above it comes first, where that was not on the screen either: it says what to mind.
	 */
	showUnseen(): boolean {
		const [first] = this.#unseen();
		if (first === undefined) return false;
		const { offset, height } = this.window;
		const prose = proseAbove(this.body.rows, first);
		const isSeen = first <= offset + height;
		this.#scrollTo(isSeen ? first : prose > offset ? prose : offset + height);
		return true;
	}

	/** Scrolls to all that the next order would run, if how the last one went stays in sight beside it. */
	showAhead(): void {
		const unseen = this.#unseen();
		const [first] = unseen;
		const last = unseen.at(-1);
		if (first === undefined || last === undefined) return;
		const { offset, height } = this.window;
		const wanted = reveal(offset, height, first, last + 1);
		const end = lastVisible(this.body.rows, this.#newest) ?? height;
		if (last < wanted + height && wanted <= end - RESULT) this.#scrollTo(wanted);
	}

	/** Scrolls, or moves a mark; gives false for keys that do neither. */
	move(action: Action): boolean {
		if (this.decides && (action === 'up' || action === 'down')) {
			const count = countChoices(this.view.visit.step);
			this.#choice = clampOffset(this.#choice + (action === 'up' ? -1 : 1), 1, count);
			this.#show(row => row.choice === this.#choice);
			return true;
		}
		const { rows, targets } = this.body;
		const { offset, height } = this.window;
		const to = scrolled(action, offset, height, rows.length);
		if (to !== undefined) {
			this.#scrollTo(to);
			// What Enter would choose comes along.
			if (this.decides) this.#choice = nearestChoice(this.#choicesSeen, this.#choice);
			return true;
		}
		if (action !== 'focus-next' && action !== 'focus-back') return false;
		const by = action === 'focus-next' ? 1 : targets.length - 1;
		if (targets.length > 0) this.#focus = (this.#focus + by) % targets.length;
		this.#show(row => row.target === this.#focus);
		return true;
	}

	/** Scrolls to the choice that Enter would take, if it is not seen; gives whether that was so. */
	showChoice(): boolean {
		if (this.#choicesSeen.includes(this.#choice)) return false;
		this.#show(row => row.choice === this.#choice);
		return true;
	}

	get #choicesSeen(): readonly number[] {
		return choicesSeen(this.body.rows, this.window);
	}

	/** The item of this step that ran last. */
	get #newest(): string | undefined {
		const jobs = jobsOf(this.#desk.walk.state, this.#visit, takenBackBy(this.view));
		return jobs.at(-1)?.item;
	}

	#scrollTo(offset: number): void {
		const { height } = this.window;
		const { rows } = this.body;
		this.#offset = clampOffset(offset, height, rows.length);
		// Back at the end of what runs, one is shown what comes again.
		const end = lastVisible(rows, this.#newest);
		this.#follows = this.#desk.running !== undefined && this.#offset + height === end;
	}

	/** Scrolls as little as is needed to see the rows. */
	#show(wanted: (row: Row) => boolean): void {
		const { rows } = this.body;
		const { offset, height } = this.window;
		const from = rows.findIndex(wanted);
		if (from !== -1) this.#scrollTo(reveal(offset, height, from, rows.findLastIndex(wanted) + 1));
	}

	#unseen(): readonly number[] {
		const { walk, conductor } = this.#desk;
		const sums = sumsOfOrder(itemsOfOrder(this.view), {
			runbook: walk.runbook,
			state: walk.state,
			edits: conductor.edits,
			undosBelow: slug => walk.undos({ below: slug }),
		});
		return unseenRows(this.body.rows, sums, conductor.shown(this.#visit));
	}

	/** Made anew only when something has changed: it is asked for several times for each frame. */
	get body(): Body {
		const { app, walk } = this.#desk;
		const { columns } = this.layout.step;
		const from = [walk.state, app.version, columns, this.#visit, this.#focus, this.#choice];
		const old = this.#made;
		if (old && from.every((part, index) => part === old.from[index])) return old.body;
		const body = this.#makeBody(columns);
		this.#made = { from, body };
		return body;
	}

	#makeBody(columns: number): Body {
		const { walk, conductor, outputs } = this.#desk;
		return stepBody({
			runbook: walk.runbook,
			state: walk.state,
			view: this.view,
			columns,
			now: walk.session.now().getTime(),
			root: walk.session.root,
			focus: this.#focus,
			choice: this.decides ? this.#choice : undefined,
			next: this.next?.item.id,
			unfolded: this.#unfolded,
			edits: conductor.edits,
			tail: job => outputs.tail(job),
			present: path => this.#desk.present(path),
			undosBelow: slug => walk.undos({ below: slug }),
			restoring: (undo, newer) => this.#desk.restoring(undo, newer),
			ran: job => this.#desk.ran(job),
		});
	}
}
