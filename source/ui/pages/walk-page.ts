/** The walk: the steps, one of them in full, and the keys that do something with it. */
import type { VisitView } from '../../run/progress.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Walk } from '../../walk/walk.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import { comingBackNotice, endedAway, firstVisit, waysOf } from '../first-visit.ts';
import type { Action, Mode } from '../keymap.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { beside } from '../model/layout.ts';
import { rule } from '../model/line.ts';
import { nextVisit, passedOver } from '../model/next-visit.ts';
import { footHeight } from '../model/notice-rows.ts';
import { finished, howFinished, leftNotice, noFile, passedNotice } from '../model/notices.ts';
import type { Target } from '../model/step-body.ts';
import { stepsList } from '../model/steps-list.ts';
import type { Back, Notice, Page } from '../page.ts';
import { StepWindow } from '../step-window.ts';
import { WalkDesk } from '../walk-desk.ts';
import { copyMore } from './copy-page.ts';
import { editTarget } from './edit-verbs.ts';
import { EndPage } from './end-page.ts';
import { openHelp } from './lines-page.ts';
import { takeNoteOf } from './note-page.ts';
import { followRunning, passDry, runStep, verifyStep } from './order-verbs.ts';
import { OutputPage } from './output-page.ts';
import { interrupt, leaveAsking, quitAsking, stopRunning } from './running-verbs.ts';
import { footKeys, notDoneYet, takeBackAhead } from './walk-foot.ts';
import { followFrom } from './walk-links.ts';
import {
	askForNeeds,
	changeAnswers,
	chooseWay,
	copyTarget,
	markByHand,
	openUndo,
	skip,
} from './walk-verbs.ts';

export class WalkPage implements Page {
	readonly app: App;
	readonly desk: WalkDesk;
	readonly window: StepWindow;
	readonly #walk: Walk;
	readonly #back: Back;
	/** Steps that were looked at to their end. */
	readonly #read = new Set<string>();
	#notice: Notice | undefined;
	/** Steps that are to run though others before them are not done. */
	readonly ahead = new Set<string>();
	/** The block that was copied by the key before. */
	#copied: number | undefined;

	/** `back` is told when the person leaves the run, with what there is to say. */
	constructor(app: App, walk: Walk, back: Back) {
		this.app = app;
		this.#walk = walk;
		this.#back = back;
		this.desk = new WalkDesk(app, walk);
		app.quitRun = () => quitAsking(this.desk);
		const away = endedAway(walk);
		this.window = new StepWindow(this.desk, away ?? firstVisit(walk), () =>
			footHeight(this.#notice, app.size.columns),
		);
		if (!this.desk.running) {
			const ways = waysOf(walk, this.view.visit);
			this.#notice = comingBackNotice(this.view, away !== undefined, ways);
		}
		if (this.#notice) this.window.follow();
		if (walk.state.finished) queueMicrotask(() => this.#end());
		else if (this.desk.running) void followRunning(this);
		else queueMicrotask(() => askForNeeds(this));
	}

	get mode(): Mode {
		if (this.desk.conductor.busy) return 'running';
		return this.window.decides ? 'decision' : 'walk';
	}

	get view(): VisitView {
		return this.window.view;
	}

	get target(): Target | undefined {
		return this.window.target;
	}

	say(notice: Notice | undefined): void {
		this.#notice = notice;
		this.app.changed();
	}

	draw({ columns }: Size): Drawing {
		const { state, session } = this.#walk;
		const { window } = this;
		const { layout } = window;
		const list = stepsList(window.views, window.visit, layout.list.columns, layout.list.rows);
		const rows = window.visible.map(row => row.line);
		const facts = [
			showText(session.host),
			showText(session.user),
			safe`run ${showText(state.began.id.slice(0, 5))}`,
		];
		return {
			head: [
				...head(showText(state.began.title), facts, this.desk.isDry, columns),
				...(layout.split ? [] : [...list, rule(columns)]),
			],
			body: layout.split ? beside(layout, list, rows) : rows,
			foot: foot(this.mode, columns, {
				notice: this.#notice ?? takeBackAhead(this, columns),
				right: window.badge,
				...footKeys(this),
			}),
			seen: window.seen,
		};
	}

	drawn({ seen }: Drawing): void {
		if (!seen) return;
		this.desk.conductor.shown(seen.where).see(seen.parts);
		if (seen.toEnd) this.#read.add(seen.where);
	}

	act(action: Action): void {
		if (action !== 'copy') this.#copied = undefined;
		if (action !== 'stop') this.#notice = undefined;
		this.desk.lookAgain();
		if (this.window.move(action)) return;
		switch (action) {
			case 'open':
				this.#open();
				return;
			case 'run':
				runStep(this);
				return;
			case 'verify':
				verifyStep(this);
				return;
			case 'by-hand':
				markByHand(this);
				return;
			case 'skip':
				skip(this);
				return;
			case 'unfold':
				if (!this.window.unfold()) this.say(noFile);
				return;
			case 'follow':
				followFrom(this);
				return;
			case 'copy-more':
				copyMore(this);
				return;
			case 'edit':
				editTarget(this);
				return;
			case 'copy':
				this.#copy();
				return;
			case 'note':
				takeNoteOf(this, this.window.visit);
				return;
			case 'answer':
				changeAnswers(this);
				return;
			case 'undo':
				openUndo(this);
				return;
			case 'output':
				this.app.open(new OutputPage(this.desk, this.window.visit));
				return;
			case 'stop':
				stopRunning(this);
				return;
			case 'help':
				openHelp(this.app, this.mode, safe`Keys of the walk`, this.desk.way);
				return;
			case 'quit':
				quitAsking(this.desk);
				return;
			case 'interrupt':
				interrupt(this);
				return;
			case 'left':
			case 'right':
			case 'back':
				this.#look(action);
				return;
			default:
		}
	}

	/** Goes to a step, shows it from its beginning, and asks what it needs. */
	goTo(visit: string, asks = true): void {
		this.window.goTo(visit);
		if (asks) askForNeeds(this);
	}

	/** After something was marked: what to do next, or where Enter leads. */
	afterMark(): void {
		this.window.settle();
		this.desk.dropSettledEdits();
		if (this.window.next === undefined) this.say(this.finishedNotice());
		else askForNeeds(this);
	}

	/** What Enter does now that nothing of the step is left. */
	finishedNotice(): Notice {
		return finished(howFinished(this.view), this.nextTitle(), this.readsOn);
	}

	/** Whether Enter reads on: there is more, not seen or still to be done, or nothing comes behind it. */
	get readsOn(): boolean {
		const { hasMore, next, visit } = this.window;
		if (!hasMore) return false;
		return !(next === undefined && this.#read.has(visit)) || this.#nextVisit() === undefined;
	}

	/** The title of the step that Enter goes on to. */
	nextTitle(): Safe | undefined {
		const next = this.#nextVisit();
		return next && showText(next.visit.step.title);
	}

	/** To the library; the run is kept. `then` is told to whom one comes back. */
	leave(then?: (back: Back) => void): void {
		leaveAsking(this.desk, () => {
			this.#leave();
			then?.(this.#back);
		});
	}

	#leave(): void {
		this.app.quitRun = undefined;
		const { run, runbook, state } = this.#walk;
		const notice = leftNotice(runbook, state);
		this.desk.close();
		this.app.close(this);
		// Of an Enter too many nothing else is opened.
		this.app.ignoreTypedAhead();
		this.#back({ run: { id: run.id, runbook: runbook.name }, notice });
	}

	/** Enter: chooses where there is something to choose, else reads on, then goes on. */
	#open(): void {
		const { window } = this;
		if (this.mode === 'decision') {
			chooseWay(this);
		} else if (this.readsOn) {
			window.move('page-down');
			if (window.hasRun && !window.next) this.say(this.finishedNotice());
		} else if (window.next && this.#walk.state.began.dryRun) {
			void passDry(this);
		} else if (window.next) {
			this.say(notDoneYet(this));
		} else this.goOn();
	}

	/** To where the walk goes on, or to its end. */
	goOn(): void {
		this.#read.add(this.window.visit);
		const { views, visit } = this.window;
		const next = this.#nextVisit();
		if (next) {
			this.goTo(next.visit.id);
			this.say(passedNotice(passedOver(views, visit, next.visit.id)));
		} else this.#end();
	}

	#end(): void {
		this.app.open(new EndPage(this.desk, () => this.leave()));
	}

	#nextVisit(): VisitView | undefined {
		return nextVisit(this.window.views, this.window.visit, this.#read);
	}

	/** The step before or after; back from the first one is the library. */
	#look(action: 'left' | 'right' | 'back'): void {
		const { views, visit } = this.window;
		const at = views.findIndex(view => view.visit.id === visit);
		const other = views[at + (action === 'right' ? 1 : -1)];
		if (other) this.goTo(other.visit.id, false);
		else if (action === 'back') this.leave();
	}

	#copy(): void {
		const { focus } = this.window;
		const again = this.#copied === focus;
		// Behind the bare text it can be sent once more.
		this.#copied = again ? undefined : focus;
		copyTarget(this, again);
	}
}
