/** The walk: the steps, one of them in full, and the keys that do something with it. */
import { allVisits, visitOf } from '../../run/outline.ts';
import {
	firstUnfinished,
	flatten,
	isFinished,
	itemsOf,
	type VisitView,
} from '../../run/progress.ts';
import { type Safe, safe, showText } from '../../text/safe.ts';
import type { Walk } from '../../walk/walk.ts';
import type { App } from '../app.ts';
import type { Action, Mode } from '../keymap.ts';
import { clampOffset, type Drawing, reveal, type Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { helpLines } from '../model/help.ts';
import { rule } from '../model/line.ts';
import { nextVisit } from '../model/next-visit.ts';
import { finished, noticeOf, stopNotice } from '../model/notices.ts';
import { itemsOfOrder } from '../model/order.ts';
import { scrolled } from '../model/scroll.ts';
import { statusLook } from '../model/status.ts';
import { type Body, stepBody, type Target } from '../model/step-body.ts';
import { stepsList } from '../model/steps-list.ts';
import { lastVisible, sumsOfOrder, unseenRows } from '../model/unseen.ts';
import type { Notice, Page } from '../page.ts';
import { WalkDesk } from '../walk-desk.ts';
import { EndPage } from './end-page.ts';
import { LinesPage } from './lines-page.ts';
import { OutputPage } from './output-page.ts';
import { ask } from './question-page.ts';
import { quitAsking, stopRunning } from './running-verbs.ts';
import { UndoPage } from './undo-page.ts';
import {
	askForNeeds,
	changeAnswers,
	copyTarget,
	editTarget,
	markByHand,
	skip,
	takeNote,
} from './walk-verbs.ts';

/** Head, rule below the list, foot. */
const FRAME = 5;

export class WalkPage implements Page {
	readonly desk: WalkDesk;
	readonly #app: App;
	readonly #walk: Walk;
	readonly #back: (notice?: Notice) => void;
	/** Steps that were looked at to their end. */
	readonly #read = new Set<string>();
	#visit: string;
	#focus = 0;
	#choice = 0;
	#offset = 0;
	#notice: Notice | undefined;
	#copied: number | undefined;
	#made: { readonly from: readonly unknown[]; readonly body: Body } | undefined;
	/** The item whose result is to be seen, while an order is carried out and just after. */
	#follow: string | undefined;

	/** `back` is told when the person leaves the run, with what there is to say. */
	constructor(app: App, walk: Walk, back: (notice?: Notice) => void) {
		this.#app = app;
		this.#walk = walk;
		this.#back = back;
		this.desk = new WalkDesk(app, walk);
		const views = flatten(walk.progress());
		const away = endedAway(walk);
		const first = away
			? views.find(({ visit }) => visit.id === away)
			: walk.state.lastSeq > 1 && walk.state.records.size > 0
				? firstUnfinished(walk.progress())?.visit
				: views[0];
		this.#visit = (first ?? views.at(-1))?.visit.id ?? '';
		this.settle();
		if (away) {
			this.#follow = 'newest';
			this.#notice = {
				text: safe`This ended while you were away: see how. Enter goes on.`,
				role: 'warning',
			};
		}
		if (this.desk.running) void this.#followRunning();
		else queueMicrotask(() => askForNeeds(this));
	}

	get mode(): Mode {
		if (this.desk.conductor.busy) return 'running';
		return this.#choices() > 0 && this.#decides() ? 'decision' : 'walk';
	}

	get app(): App {
		return this.#app;
	}

	/** The visit that is looked at. */
	get view(): VisitView {
		const views = flatten(this.#walk.progress());
		const found = views.find(({ visit }) => visit.id === this.#visit) ?? views[0];
		if (!found) throw new RangeError('This runbook has no steps.');
		return found;
	}

	/** The block that copying and editing are about. */
	get target(): Target | undefined {
		return this.#body().targets[this.#focus];
	}

	say(notice: Notice | undefined): void {
		this.#notice = notice;
		this.#app.changed();
	}

	draw({ columns, rows }: Size): Drawing {
		const { state, session } = this.#walk;
		const list = stepsList(
			flatten(this.#walk.progress()),
			this.#visit,
			columns,
			this.#listHeight(rows),
		);
		const { rows: all } = this.#body();
		const { offset, height } = this.#window(all.length);
		return {
			head: [
				...head(
					showText(state.began.title),
					[
						showText(session.host),
						showText(session.user),
						safe`run ${showText(state.began.id.slice(0, 5))}`,
					],
					this.desk.isDry,
					columns,
				),
				...list,
				rule(columns),
			],
			body: all.slice(offset, offset + height).map(row => row.line),
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right: this.#badge(),
				hide: this.#hidden(),
			}),
		};
	}

	drawn(): void {
		const { rows } = this.#body();
		const { offset, height } = this.#window(rows.length);
		const parts = rows.slice(offset, offset + height).flatMap(({ part }) => part ?? []);
		this.desk.conductor.shown(this.#visit).see(parts);
		if (offset + height >= rows.length) this.#read.add(this.#visit);
	}

	act(action: Action): void {
		if (action !== 'copy') this.#copied = undefined;
		if (action !== 'stop') this.#notice = undefined;
		if (this.#moves(action)) return;
		switch (action) {
			case 'open':
				this.#open();
				return;
			case 'run':
				this.#run();
				return;
			case 'verify':
				this.#verify();
				return;
			case 'by-hand':
				markByHand(this);
				return;
			case 'skip':
				skip(this);
				return;
			case 'edit':
				editTarget(this);
				return;
			case 'copy': {
				const again = this.#copied === this.#focus;
				this.#copied = this.#focus;
				copyTarget(this, again);
				return;
			}
			case 'note':
				takeNote(this);
				return;
			case 'answer':
				changeAnswers(this);
				return;
			case 'undo':
				this.#undo();
				return;
			case 'output':
				this.#app.open(new OutputPage(this.desk, this.#visit));
				return;
			case 'stop':
				stopRunning(this);
				return;
			case 'help':
				this.#help();
				return;
			case 'quit':
				quitAsking(this.desk);
				return;
			case 'back':
				this.#goBack();
				return;
			default:
		}
	}

	/** Goes to a step, asks what it needs, and shows it from its beginning. */
	goTo(visit: string, asks = true): void {
		this.#visit = visit;
		this.#offset = 0;
		this.settle();
		if (asks) askForNeeds(this);
	}

	/** After something was marked: what to do next, or where Enter leads. */
	afterMark(): void {
		this.settle();
		if (itemsOf(this.view).every(item => isFinished(item.status)))
			this.say(finished(this.nextTitle()));
		else askForNeeds(this);
	}

	nextTitle(): Safe | undefined {
		const next = nextVisit(flatten(this.#walk.progress()), this.#visit, this.#read);
		return next && showText(next.visit.step.title);
	}

	/** Puts focus and cursor on what comes next in this step. */
	settle(): void {
		const { targets } = this.#body();
		const next = itemsOf(this.view).find(item => !isFinished(item.status));
		const at = targets.findIndex(
			target => target.item !== undefined && target.item === next?.item.id,
		);
		this.#focus = at === -1 ? 0 : at;
		this.#choice = this.#walk.state.choices.get(this.#visit) ?? 0;
	}

	#moves(action: Action): boolean {
		if (this.mode === 'decision' && (action === 'up' || action === 'down')) {
			this.#choice = clampOffset(this.#choice + (action === 'up' ? -1 : 1), 1, this.#choices());
			this.#show(row => row.choice === this.#choice);
			return true;
		}
		const { rows, targets } = this.#body();
		const { offset, height } = this.#window(rows.length);
		const to = scrolled(action, offset, height, rows.length);
		if (to !== undefined) {
			this.#follow = undefined;
			this.#offset = to;
			return true;
		}
		if (action === 'focus-next' || action === 'focus-back') {
			const by = action === 'focus-next' ? 1 : targets.length - 1;
			if (targets.length > 0) this.#focus = (this.#focus + by) % targets.length;
			this.#follow = undefined;
			this.#show(row => row.target === this.#focus);
			return true;
		}
		if (action === 'left' || action === 'right') {
			const views = flatten(this.#walk.progress());
			const at = views.findIndex(({ visit }) => visit.id === this.#visit);
			const other = views[at + (action === 'left' ? -1 : 1)];
			if (other) this.goTo(other.visit.id, false);
			return true;
		}
		return false;
	}

	/** Enter: chooses where there is something to choose, else reads on, then goes on. */
	#open(): void {
		if (this.mode === 'decision') {
			const notice = this.desk.attempt(() => this.#walk.choose(this.#visit, this.#choice));
			if (notice) {
				this.say(notice);
				return;
			}
			this.#goOn();
			return;
		}
		const { rows } = this.#body();
		const { offset, height } = this.#window(rows.length);
		if (offset + height < rows.length) {
			this.#follow = undefined;
			this.#offset = scrolled('page-down', offset, height, rows.length) ?? offset;
			return;
		}
		const isOpen = itemsOf(this.view).some(item => !isFinished(item.status));
		if (isOpen) {
			this.say({
				text: safe`Not done yet: r run, d done by hand, s skip. → looks at the next step.`,
				role: 'warning',
			});
			return;
		}
		this.#goOn();
	}

	#goOn(): void {
		this.#read.add(this.#visit);
		const next = nextVisit(flatten(this.#walk.progress()), this.#visit, this.#read);
		if (next) this.goTo(next.visit.id);
		else this.#app.open(new EndPage(this.desk, () => this.leave()));
	}

	#goBack(): void {
		const views = flatten(this.#walk.progress());
		const at = views.findIndex(({ visit }) => visit.id === this.#visit);
		const before = views[at - 1];
		if (before) this.goTo(before.visit.id, false);
		else this.leave();
	}

	/** To the library; the run is kept. */
	leave(): void {
		const { id } = this.#walk.run;
		const isOver = this.#walk.state.finished;
		this.desk.close();
		this.#app.close(this);
		this.#back({
			text: isOver
				? safe`Run ${showText(id)} is finished.`
				: safe`Run ${showText(id)} is kept: it stands on top of the list.`,
			role: 'plain',
		});
	}

	#run(): void {
		if (this.#app.dryRun && !this.#walk.state.began.dryRun) {
			this.say({ text: safe`This is a dry run: nothing runs.`, role: 'warning' });
			return;
		}
		if (itemsOf(this.view).every(item => isFinished(item.status))) {
			void this.#reopen();
			return;
		}
		if (askForNeeds(this)) return;
		const { rows } = this.#body();
		const unseen = unseenRows(rows, this.#sums(), this.desk.conductor.shown(this.#visit));
		const [first] = unseen;
		if (first !== undefined) {
			const { height } = this.#window(rows.length);
			this.#follow = undefined;
			this.#offset = clampOffset(first, height, rows.length);
			this.say({
				text: safe`Not all of it was on the screen: look, then r again.`,
				role: 'warning',
			});
			return;
		}
		void this.#carryOut(() => this.desk.conductor.run(this.#visit));
	}

	/** A step that was taken back is simply done once more; any other is asked about first. */
	async #reopen(): Promise<void> {
		const { status } = this.view;
		if (itemsOf(this.view).length === 0) {
			this.say({ text: safe`Nothing runs here: Enter goes on.`, role: 'plain' });
			return;
		}
		const { word } = statusLook(status);
		const again =
			status === 'undone' ||
			(await ask(this.#app, {
				title: safe`Once more?`,
				text: [
					`This step is finished: ${word}.`,
					'Running it again is on record as a second time, and what it does is done twice.',
					'Open it again? Nothing runs by that: r does.',
				],
			}));
		if (!again) return;
		const notice = this.desk.attempt(() => this.#walk.reopen(this.#visit));
		this.settle();
		if (notice || status !== 'undone')
			this.say(notice ?? { text: safe`Open again. r runs it.`, role: 'plain' });
		else this.#run();
	}

	#verify(): void {
		if (this.desk.isDry) {
			this.say({ text: safe`This is a dry run: nothing runs.`, role: 'warning' });
			return;
		}
		if (askForNeeds(this)) return;
		void this.#carryOut(() => this.desk.conductor.verify(this.#visit));
	}

	async #carryOut(order: () => ReturnType<WalkDesk['conductor']['run']>): Promise<void> {
		const at = this.#visit;
		this.#follow = 'newest';
		const notice = await this.desk.order(order, ran => {
			if (ran.kind === 'stop' && ran.stop.kind === 'step-below') this.goTo(ran.stop.visit);
			else if (ran.kind === 'stop' && ran.stop.kind === 'waiting') askForNeeds(this);
			const next =
				ran.kind === 'stop' && ran.stop.kind === 'step-below'
					? showText(this.view.visit.step.title)
					: this.nextTitle();
			// What stands against the action that would be next is of more use than that it is next.
			const then = ran.kind === 'pause' ? this.#walk.next(at) : undefined;
			return then?.kind === 'stop' ? stopNotice(then.stop, next) : noticeOf(ran, next);
		});
		if (this.#app.isLeft) return;
		if (this.#visit === at) this.settle();
		this.say(notice);
	}

	async #followRunning(): Promise<void> {
		this.#follow = 'newest';
		this.#notice = { text: safe`This command ran on while you were away.`, role: 'plain' };
		const notice = await this.desk.order(
			() => this.desk.conductor.follow(),
			execution => execution && { text: safe`It has ended: see below. r goes on.`, role: 'plain' },
		);
		if (this.#app.isLeft) return;
		this.settle();
		this.say(notice);
	}

	#undo(): void {
		if (this.#walk.undos({ visit: this.#visit }).length > 0) {
			this.#app.open(
				new UndoPage(this.desk, { visit: this.#visit }, notice => {
					this.settle();
					this.say(notice);
				}),
			);
			return;
		}
		this.say({ text: safe`Nothing of this step is there to be taken back.`, role: 'plain' });
	}

	#help(): void {
		const { mode } = this;
		this.#app.open(
			new LinesPage(this.#app, 'help', safe`Keys of the walk`, columns => helpLines(mode, columns)),
		);
	}

	#choices(): number {
		return this.view.visit.step.parts.reduce(
			(count, part) => count + (part.kind === 'choices' ? part.items.length : 0),
			0,
		);
	}

	/** Whether all that comes before the decision is done. */
	#decides(): boolean {
		return itemsOf(this.view).every(
			({ item, status }) => item.kind === 'choice' || isFinished(status),
		);
	}

	#sums(): ReadonlySet<string> {
		return sumsOfOrder(itemsOfOrder(this.view), {
			runbook: this.#walk.runbook,
			state: this.#walk.state,
			edits: this.desk.conductor.edits,
			undosBelow: slug => this.#walk.undos({ below: slug }),
		});
	}

	/** Keys that have nothing to do here, and would only fill the footer. */
	#hidden(): ReadonlySet<Action> {
		const { view } = this;
		const next = itemsOf(view).find(item => !isFinished(item.status));
		const isOver = next === undefined;
		const isByHand = next?.item.kind === 'hand' || next?.item.kind === 'tick';
		return new Set<Action>([
			...(isByHand || next?.item.kind === 'choice' ? (['run', 'edit'] as const) : []),
			...(next?.item.kind === 'choice' ? (['by-hand', 'skip'] as const) : []),
			...(this.#body().targets.length === 0 ? (['copy'] as const) : []),
			...(isOver ? (['run', 'edit', 'by-hand', 'skip'] as const) : []),
			...(this.#walk.undos({ visit: this.#visit }).length === 0 ? (['undo'] as const) : []),
			...(this.#newestItem() === undefined ? (['output'] as const) : []),
		]);
	}

	/** Scrolls as little as is needed to see the rows. */
	#show(wanted: (row: Body['rows'][number]) => boolean): void {
		const { rows } = this.#body();
		const { offset, height } = this.#window(rows.length);
		const from = rows.findIndex(wanted);
		if (from !== -1) this.#offset = reveal(offset, height, from, rows.findLastIndex(wanted) + 1);
	}

	#listHeight(rows: number): number {
		const views = flatten(this.#walk.progress()).length;
		return Math.min(views, Math.max(3, Math.floor(rows / 4) - 1));
	}

	#window(total: number): { readonly offset: number; readonly height: number } {
		const { rows } = this.#app.size;
		const height = Math.max(1, rows - FRAME - this.#listHeight(rows));
		const followed =
			this.#follow === undefined ? undefined : lastVisible(this.#body().rows, this.#newestItem());
		const wanted =
			followed === undefined
				? this.#offset
				: reveal(this.#offset, height, Math.max(0, followed - height), followed);
		return { offset: clampOffset(wanted, height, total), height };
	}

	#newestItem(): string | undefined {
		return this.#walk.state.executions.findLast(({ item }) => item.startsWith(`${this.#visit}#`))
			?.item;
	}

	#badge(): Safe | undefined {
		const { rows } = this.#body();
		const { offset, height } = this.#window(rows.length);
		const unseen = unseenRows(rows, this.#sums(), this.desk.conductor.shown(this.#visit)).filter(
			row => row < offset || row >= offset + height,
		);
		if (unseen.length > 0) return safe`${unseen.length} lines of it not seen yet`;
		const below = rows.length - offset - height;
		return below > 0 ? safe`↓ ${below} more` : undefined;
	}

	/** Made anew only when something has changed: it is asked for several times for each frame. */
	#body(): Body {
		const { columns } = this.#app.size;
		const { state } = this.#walk;
		const made = [state, this.#app.version, columns, this.#visit, this.#focus, this.#choice];
		const old = this.#made;
		if (old && made.every((part, index) => part === old.from[index])) return old.body;
		const body = this.#makeBody(columns);
		this.#made = { from: made, body };
		return body;
	}

	#makeBody(columns: number): Body {
		return stepBody({
			runbook: this.#walk.runbook,
			state: this.#walk.state,
			view: this.view,
			columns,
			now: this.#walk.session.now().getTime(),
			root: this.#walk.session.root,
			focus: this.#focus,
			choice: this.#decides() ? this.#choice : undefined,
			edits: this.desk.conductor.edits,
			tail: job => this.desk.outputs.tail(job),
			present: path => this.desk.present(path),
			undosBelow: slug => this.#walk.undos({ below: slug }),
			restoring: undo => this.desk.restoring(undo),
		});
	}
}

/** The visit whose command came to its end while nobody looked: that is what coming back found. */
function endedAway({ state, visits }: Walk): string | undefined {
	const last = state.executions.at(-1);
	if (last?.endedAt === undefined || last.endedAt !== state.lastTime) return undefined;
	const visit = visitOf(last.item);
	return allVisits(visits).some(({ id }) => id === visit) ? visit : undefined;
}
