/** What a runbook does and needs; from here a run begins. Nothing runs here. */
import { type RunbookLink, runbookLinks } from '../../runbook/runbook-links.ts';
import type { Runbook } from '../../runbook/types.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Opened } from '../../walk/library.ts';
import { beginWalk } from '../../walk/open-walk.ts';
import type { Walk } from '../../walk/walk.ts';
import type { App } from '../app.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { briefLines, brokenLines, needsBefore, stateBefore } from '../model/brief.ts';
import type { Drawing, Size } from '../model/drawing.ts';
import { dryRunNotice } from '../model/dry-run-notice.ts';
import { type Answer, type Entry, hostEntry, inputEntry } from '../model/form.ts';
import { type FootOptions, foot, head } from '../model/frame.ts';
import type { Line } from '../model/line.ts';
import type { Back, Left, Notice, Page } from '../page.ts';
import { keepable, recordAnswers } from '../record-answers.ts';
import { Scrolling } from '../scrolling.ts';
import { messageOf } from '../unfinished.ts';
import { FormPage } from './form-page.ts';
import { openHelp } from './lines-page.ts';
import { followLinks } from './links-page.ts';
import { TrustPage } from './trust-page.ts';
import { WalkPage } from './walk-page.ts';

export class BriefPage implements Page {
	readonly mode = 'brief';
	readonly #app: App;
	readonly #back: Back;
	readonly #instead: ((opened: Opened) => void) | undefined;
	#opened: Opened;
	readonly #scrolling: Scrolling;
	/** It was looked at to its end. */
	#isRead = false;
	#notice: Notice | undefined;

	/**
	 * `back` is told when the person comes back from here, with what there is to say. Over an open run
	 * `instead` is what beginning does: that run is to be left first.
	 */
	constructor(
		app: App,
		opened: Opened,
		back: Back,
		instead?: (opened: Opened) => void,
		notice?: Notice,
	) {
		this.#app = app;
		this.#opened = opened;
		this.#back = back;
		this.#scrolling = new Scrolling(app, columns => this.#lines(columns));
		this.#instead = instead;
		this.#notice = notice;
	}

	draw(size: Size): Drawing {
		const { columns } = size;
		const { session, dryRun } = this.#app;
		const { body, below, right } = this.#scrolling.view(size, this.#notice);
		return {
			head: head(
				showText(this.#opened.runbook?.title ?? this.#opened.name),
				[showText(session.host), showText(session.user)],
				dryRun,
				columns,
			),
			body,
			foot: foot(this.mode, columns, {
				notice: this.#notice,
				right,
				...this.#keys(!this.#isRead && below > 0),
			}),
		};
	}

	/** What Enter leads to from here; and what can do nothing here is not offered. */
	#keys(readsOn: boolean): Pick<FootOptions, 'names' | 'hide' | 'first'> {
		const { runbook, trusted } = this.#opened;
		const { alwaysDry, dryRun } = this.#app;
		if (!runbook) return { hide: new Set(['open', 'dry-run', 'follow', 'trust']), first: 'back' };
		const isAsked = (!trusted && !dryRun) || this.#entries(runbook).length > 0;
		return {
			names: new Map<Action, string>([
				['open', readsOn ? 'read on' : isAsked ? 'go on' : 'begin'],
				...(dryRun ? [['dry-run', 'end the dry run'] as const] : []),
			]),
			hide: new Set<Action>([
				...(alwaysDry || this.#instead ? ['dry-run' as const] : []),
				...(this.#links.length === 0 ? ['follow' as const] : []),
				...(trusted ? ['trust' as const] : []),
			]),
			first: 'open',
		};
	}

	act(action: Action): void {
		this.#notice = undefined;
		this.#isRead ||= this.#scrolling.isAtEnd();
		const readsOn = action === 'open' && !this.#isRead && this.#opened.runbook !== undefined;
		if (this.#scrolling.move(readsOn ? 'page-down' : action)) {
			this.#isRead ||= this.#scrolling.isAtEnd();
			return;
		}
		switch (action) {
			case 'open':
				this.#start();
				return;
			case 'dry-run':
				if (this.#instead) this.#say(safe`A run is open, and keeps its mode: b goes back to it.`);
				else if (this.#app.alwaysDry)
					this.#say(safe`Started with --dry-run: leave, and start without it to run things.`);
				else {
					this.#app.toggleDryRun();
					this.#tell(dryRunNotice(this.#app.dryRun, safe`D`));
				}
				return;
			case 'follow':
				followLinks({
					app: this.#app,
					from: this.#opened.file,
					links: this.#links,
					say: notice => this.#tell(notice),
					open: opened => this.#openOther(opened),
				});
				return;
			case 'trust':
				if (this.#opened.runbook && !this.#opened.trusted) this.#askForTrust();
				else this.#say(safe`There is nothing to be trusted here.`);
				return;
			case 'back':
				this.#leave();
				return;
			case 'help':
				openHelp(this.#app, 'brief', safe`Keys of the brief`);
				return;
			case 'quit':
				this.#app.quit();
				return;
			default:
		}
	}

	#lines(columns: number): readonly Line[] {
		const { runbook } = this.#opened;
		if (!runbook) return brokenLines(this.#opened, columns);
		const { root } = this.#app.session;
		return briefLines(this.#opened, runbook, this.#stateBefore(runbook), {
			root,
			columns,
		});
	}

	#stateBefore(runbook: Runbook) {
		const { session, dryRun } = this.#app;
		const { host, user, root, program } = session;
		return stateBefore(runbook, {
			file: this.#opened.file,
			dryRun,
			host,
			user,
			root,
			program,
			date: '',
		});
	}

	get #links(): readonly RunbookLink[] {
		return runbookLinks(this.#opened.runbook?.introduction ?? []);
	}

	/** Back from it is here again; only what is begun there leads to the library. */
	#openOther(opened: Opened): void {
		const back: Back = left => {
			if (left.run) this.#leave(left);
		};
		this.#app.open(new BriefPage(this.#app, opened, back, this.#instead));
	}

	#say(text: Safe): void {
		this.#tell({ text, role: 'warning' });
	}

	#tell(notice: Notice): void {
		this.#notice = notice;
	}

	#leave(left: Left = {}): void {
		this.#app.close(this);
		this.#back(left);
	}

	#start(): void {
		const { runbook } = this.#opened;
		if (!runbook) {
			this.#say(safe`It cannot be walked as it is: see above what is wrong with it.`);
			return;
		}
		if (!this.#opened.trusted && !this.#app.dryRun) {
			this.#askForTrust();
			return;
		}
		if (this.#instead) {
			this.#instead(this.#opened);
			return;
		}
		const entries = this.#entries(runbook);
		if (entries.length === 0) {
			this.#begin(runbook, new Map());
			return;
		}
		this.#app.open(
			new FormPage(this.#app, {
				title: showText(runbook.title),
				submit: this.#app.dryRun ? 'Begin the dry run' : 'Begin (nothing runs yet)',
				verb: 'begin',
				entries,
				suggests: this.#opened.trusted && !this.#app.dryRun,
				done: answers => this.#begin(runbook, answers),
			}),
		);
	}

	/** What every way through it asks for. */
	#entries(runbook: Runbook): readonly Entry[] {
		const { inputs, hosts } = needsBefore(runbook, this.#stateBefore(runbook));
		return [
			...hosts.map(name =>
				hostEntry(name, runbook.hosts.find(host => host.name === name)?.description ?? name),
			),
			...inputs.map(input =>
				inputEntry(input, undefined, this.#app.remembered(runbook.name, input.name)),
			),
		];
	}

	#askForTrust(): void {
		this.#app.open(
			new TrustPage(this.#app, this.#opened, () => {
				this.#opened = { ...this.#opened, trusted: true, changed: false };
				this.#notice = { text: safe`Trusted. Enter goes on.`, role: 'good' };
			}),
		);
	}

	#begin(runbook: Runbook, answers: ReadonlyMap<Entry, Answer>): void {
		let walk: Walk | undefined;
		try {
			walk = beginWalk(this.#app.session, runbook, {
				file: this.#opened.file,
				dryRun: this.#app.dryRun,
			});
			recordAnswers(walk, answers);
			this.#app.keep(runbook.name, keepable(answers));
			this.#app.open(new WalkPage(this.#app, walk, left => this.#leave(left)));
		} catch (error) {
			walk?.close();
			this.#notice = { text: showText(messageOf(error)), role: 'bad' };
		}
	}
}
