/** What the keys of a step do besides running it: marking, skipping, answering, copying. */

import { neededHosts } from '../../run/needs.ts';
import type { Item } from '../../run/outline.ts';
import {
	type ItemView,
	isFinished,
	itemsOf,
	type VisitView,
	visitsBelow,
} from '../../run/progress.ts';
import { declarationOf } from '../../run/values.ts';
import type { Input } from '../../runbook/types.ts';
import { copyText } from '../../terminal/clipboard.ts';
import { copyForm } from '../../text/copy-form.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import { answersOf } from '../first-visit.ts';
import { type Entry, hostEntry, inputEntry } from '../model/form.ts';
import { nameOfItem } from '../model/item-name.ts';
import { fromHere, ranBelow, stopNotice } from '../model/notices.ts';
import { canRunUndo } from '../model/undo-rows.ts';
import type { Notice } from '../page.ts';
import { keepable, recordAnswers } from '../record-answers.ts';
import { FormPage } from './form-page.ts';
import { ask } from './question-page.ts';
import { TextPage } from './text-page.ts';
import { UndoPage } from './undo-page.ts';
import type { WalkPage } from './walk-page.ts';

const warn = (text: Safe): Notice => ({ text, role: 'warning' });

/** The first thing of the step that is not finished; of a step of its list, if that comes first. */
function nextThing(view: VisitView): ItemView | { readonly below: string } | undefined {
	for (const entry of view.entries) {
		if (isFinished(entry.view.status)) continue;
		if (entry.kind === 'item') return entry.view;
		if (entry.view.visit.linked) return { below: entry.view.visit.id };
		return undefined;
	}
	return undefined;
}

/** What is next to be marked or skipped; where there is none, it goes or says where there is. */
function thingToSettle(page: WalkPage, done: Safe): ItemView | undefined {
	const thing = nextThing(page.view);
	if (!thing) {
		page.say(warn(safe`Nothing of this step is left to be ${done}. r opens it once more.`));
	} else if ('below' in thing) {
		page.goTo(thing.below);
	} else if (thing.item.kind === 'choice') {
		page.say(stopNotice({ kind: 'choose' }, undefined));
	} else return thing;
	return undefined;
}

export function markByHand(page: WalkPage): void {
	const thing = thingToSettle(page, safe`marked`);
	if (!thing) return;
	const { item } = thing;
	// Values first: whoever thinks better of it there has not said that anything was done.
	if (item.kind === 'block' && askBeforeMark(page, item)) return;
	if (!couldRun(page, item)) {
		mark(page, item);
		return;
	}
	const known = thing.status === 'open' ? 'It has not run here.' : 'It has not passed here.';
	void ask(page.app, {
		title: safe`Done by hand?`,
		yes: 'I did it',
		text: [
			`Next is the ${nameOfItem(item, page.desk.walk)}`,
			`${known} Did you do it yourself? It goes on the record as done.`,
		],
	}).then(yes => {
		if (yes) mark(page, item);
	});
}

/** Whether the program could do it itself, here and now: then `d` may be a slip. */
function couldRun({ desk, window }: WalkPage, item: Item): boolean {
	const { walk } = desk;
	if (item.kind === 'take-back') {
		const [undo] = walk.undos({ below: item.link.target });
		return undo !== undefined && canRunUndo(undo, walk.session.root);
	}
	const act = walk.next(window.visit);
	return act.kind === 'run' || (act.kind === 'stop' && act.stop.kind === 'unknown');
}

/** Asks for what the block waits for, or gives; gives whether anything is asked. */
function askBeforeMark(page: WalkPage, item: Extract<Item, { kind: 'block' }>): boolean {
	const { walk } = page.desk;
	if (askForNeeds(page)) return true;
	const { capture } = item.block;
	const given = capture === undefined ? undefined : declarationOf(walk.runbook, capture);
	if (!given || item.block.purpose === 'example') return false;
	return openForm(page, [given], [], 'Done by hand, with this value', () => mark(page, item));
}

function mark(page: WalkPage, item: Item): void {
	const { walk } = page.desk;
	const notice = page.desk.attempt(() => {
		const [undo] = item.kind === 'take-back' ? walk.undos({ below: item.link.target }) : [];
		// Of an undo by link each script is a thing of its own; the last one settles the link.
		if (undo) walk.settle(undo.entry.id, 'by-hand');
		else walk.mark(item, 'by-hand');
	});
	if (notice) page.say(notice);
	else {
		page.say({ text: safe`Noted: done by hand.`, role: 'good' });
		page.afterMark();
	}
}

/** What comes next is skipped; Tab makes it the whole step. */
export function skip(page: WalkPage): void {
	const { view, desk } = page;
	const thing = thingToSettle(page, safe`skipped`);
	if (!thing) return;
	const whole = openItems(view);
	const one = [thing.item];
	const labels = [
		`Why is this skipped? The ${nameOfItem(thing.item, desk.walk)}`,
		`Why is the whole step skipped? ${whole.length} things are left in it.`,
	];
	const order = [one, whole];
	page.app.open(
		new TextPage(
			page.app,
			{
				title: safe`Skip: ${showText(view.visit.step.title)}`,
				labels: whole.length === 1 ? ['Why is it skipped?'] : labels,
				verb: 'skip',
				check: reason => (reason === '' ? 'A reason is needed: it goes on the record.' : undefined),
			},
			(reason, meaning) => {
				const notice = desk.attempt(() => {
					for (const item of order[meaning] ?? []) desk.walk.mark(item, 'skipped', reason);
				});
				page.say(notice ?? { text: safe`Skipped, and on the record.`, role: 'warning' });
				if (!notice) page.afterMark();
			},
		),
	);
}

/** What can be skipped of a step: its own, and the steps of its numbered lists. */
function openItems(view: VisitView): readonly Item[] {
	const own = itemsOf(view).filter(
		({ item, status }) => item.kind !== 'choice' && !isFinished(status),
	);
	const below = visitsBelow(view).filter(({ visit }) => visit.linked);
	return [...own.map(({ item }) => item), ...below.flatMap(openItems)];
}

/** Opens the form for what the step needs; gives whether anything is asked. */
export function askForNeeds(page: WalkPage): boolean {
	const { visit } = page.view;
	const { walk } = page.desk;
	return openForm(page, walk.needs(visit), walk.needsHosts(visit), 'Go on (nothing runs yet)');
}

/** The same for what was answered already. */
export function changeAnswers(page: WalkPage): void {
	const { walk } = page.desk;
	const { runbook } = walk;
	const { visit } = page.view;
	if (!openForm(page, answersOf(walk, visit), neededHosts(runbook, [visit]), 'Keep the answers')) {
		page.say({ text: safe`This step asks for nothing.`, role: 'plain' });
	}
}

function openForm(
	page: WalkPage,
	inputs: readonly Input[],
	hosts: readonly string[],
	submit: string,
	then: () => void = () => {},
): boolean {
	const { app, desk } = page;
	const { runbook, state } = desk.walk;
	const entries: readonly Entry[] = [
		...hosts.map(name => {
			const named = state.hosts.get(name);
			const description = runbook.hosts.find(host => host.name === name)?.description ?? name;
			return hostEntry(name, description, named && (named.here ? 'here' : named.name));
		}),
		...inputs.map(input => {
			const answer = state.answers.get(input.name);
			if (answer?.kind === 'value') return inputEntry(input, answer.value);
			if (answer?.kind === 'empty') return inputEntry(input, null);
			return inputEntry(input, undefined, app.remembered(runbook.name, input.name));
		}),
	];
	if (entries.length === 0) return false;
	app.open(
		new FormPage(app, {
			title: safe`${showText(page.view.visit.step.title)}: what it needs`,
			submit,
			entries,
			suggests: !desk.isDry,
			done: answers => {
				const notice = desk.attempt(() => recordAnswers(desk.walk, answers));
				if (!notice) app.keep(desk.walk.runbook.name, keepable(answers));
				page.say(notice);
				page.window.settle();
				if (!notice) then();
			},
		}),
	);
	return true;
}

/** Sends the marked block to the person's clipboard; `again` shows it bare. */
export function copyTarget(page: WalkPage, again: boolean): void {
	const { app, target } = page;
	if (!target) {
		page.say(warn(safe`There is no block to copy here.`));
		return;
	}
	if (again) {
		void app.terminal.showBare(copyForm(target.script)).then(() => app.ignoreTypedAhead());
		return;
	}
	const io = { environment: app.session.environment, write: app.terminal.write };
	void copyText(copyForm(target.script), io).then(({ says, hint }) =>
		page.say({
			// Its first sentence says what was done; the others name other ways, of which `c` is one.
			text: safe`${showText(says.split('. ', 1)[0] ?? '')}. ${hint === undefined ? safe`` : safe`${showText(hint)} `}c again shows it bare, for the mouse.`,
			role: 'plain',
		}),
	);
}

/** Takes the marked way, if it is on the screen. What ran on another one is not taken back by that. */
export function chooseWay(page: WalkPage): void {
	const { walk } = page.desk;
	const { visit, choice } = page.window;
	if (page.window.showChoice()) {
		page.say({ text: safe`This is what Enter takes: look, then Enter again.`, role: 'warning' });
		return;
	}
	const isOther = (walk.state.choices.get(visit) ?? choice) !== choice;
	const stands = isOther ? ranBelow(walk.state, visit) : undefined;
	const notice = page.desk.attempt(() => walk.choose(visit, choice));
	if (notice) {
		page.say(notice);
		return;
	}
	page.goOn();
	if (stands) page.say(stands);
}

/** How many undos its links still lead to. */
export function undosOfStep({ desk, view }: WalkPage): number {
	const links = itemsOf(view).flatMap(({ item, status }) =>
		item.kind === 'take-back' && !isFinished(status) ? [item.link.target] : [],
	);
	const all = links.flatMap(target => desk.walk.undos({ below: target }));
	return new Set(all.map(({ entry }) => entry.id)).size;
}

/** What can be taken back of the step, or of the run. */
export function openUndo(page: WalkPage): void {
	if (page.desk.walk.undos().length === 0) {
		page.say({ text: safe`Nothing is there to be taken back.`, role: 'plain' });
		return;
	}
	const closed = (notice?: Notice) => {
		page.window.settle();
		const isOver = page.desk.walk.undos().length === 0 || page.view.status === 'undone';
		const tells = notice?.role === 'good' && isOver;
		page.say(tells ? { ...notice, text: safe`${notice.text} ${fromHere(page.view)}` } : notice);
	};
	page.app.open(new UndoPage(page.desk, page.window.visit, closed));
}
