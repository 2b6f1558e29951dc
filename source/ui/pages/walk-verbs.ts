/** What the keys of a step do besides running it: marking, skipping, answering, editing, copying. */

import { neededHosts, neededInputs } from '../../run/needs.ts';
import type { Item } from '../../run/outline.ts';
import { planBlock, type Script } from '../../run/plan.ts';
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
import { editOutside, outsideEditor } from '../edit-outside.ts';
import { type Entry, hostEntry, inputEntry } from '../model/form.ts';
import { stopNotice } from '../model/notices.ts';
import type { Notice } from '../page.ts';
import { keepable, recordAnswers } from '../record-answers.ts';
import { EditorPage } from './editor-page.ts';
import { FormPage } from './form-page.ts';
import { TextPage } from './text-page.ts';
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

export function markByHand(page: WalkPage): void {
	const thing = nextThing(page.view);
	if (!thing) {
		page.say(warn(safe`Nothing of this step is left to be marked.`));
		return;
	}
	if ('below' in thing) {
		page.goTo(thing.below);
		return;
	}
	if (thing.item.kind === 'choice') {
		page.say(stopNotice({ kind: 'choose' }, undefined));
		return;
	}
	const { item } = thing;
	// Values first: whoever thinks better of it there has not said that anything was done.
	if (item.kind === 'block' && askBeforeMark(page, item)) return;
	mark(page, item);
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

/** A step that was not begun is skipped whole; in one that was, what comes next. Tab changes that. */
export function skip(page: WalkPage): void {
	const { view, desk } = page;
	const thing = nextThing(view);
	if (!thing) {
		page.say(warn(safe`Nothing of this step is left to be skipped.`));
		return;
	}
	if ('below' in thing) {
		page.goTo(thing.below);
		return;
	}
	if (thing.item.kind === 'choice') {
		page.say(stopNotice({ kind: 'choose' }, undefined));
		return;
	}
	const whole = openItems(view);
	const one = [thing.item];
	const labels = [
		`Why is the whole step skipped (${whole.length} left in it)?`,
		'Why is what comes next in it skipped?',
	];
	const order = view.status === 'open' ? [whole, one] : [one, whole];
	page.app.open(
		new TextPage(
			page.app,
			{
				title: safe`Skip: ${showText(view.visit.step.title)}`,
				labels:
					whole.length === 1
						? [labels[0] ?? '']
						: view.status === 'open'
							? labels
							: [...labels].reverse(),
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
	const { runbook, state } = walk;
	const { visit } = page.view;
	const unanswered = { ...state, answers: new Map() };
	// A name that is not declared is a new object each time.
	const all = [...walk.needs(visit), ...neededInputs(runbook, unanswered, [visit])];
	const inputs = [...new Map(all.map(input => [input.name, input])).values()];
	if (!openForm(page, inputs, neededHosts(runbook, [visit]), 'Keep the answers')) {
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

/** Changes the script of the marked block before it runs. */
export function editTarget(page: WalkPage): void {
	const { desk, target } = page;
	const view = itemsOf(page.view).find(({ item }) => item.id === target?.item);
	const item = view?.item;
	if (item?.kind !== 'block') {
		page.say(warn(safe`Only what runs in this step can be edited: Tab marks another block.`));
		return;
	}
	if (isFinished(view?.status ?? 'open')) {
		page.say(warn(safe`It has run already.`));
		return;
	}
	const plan = planBlock(desk.walk.runbook, desk.walk.state, item.block);
	const script =
		desk.conductor.edits.get(item.id) ?? (plan.kind === 'ready' ? plan.script : undefined);
	if (!script || plan.kind !== 'ready') {
		page.say(warn(safe`Its bytes are not known yet, so there is nothing to edit.`));
		return;
	}
	const keep = (text: string) => {
		if (text === plan.script.text) desk.conductor.edits.delete(item.id);
		else desk.conductor.edits.set(item.id, { text, language: plan.script.language });
		page.say(
			text === plan.script.text
				? { text: safe`As it was.`, role: 'plain' }
				: warn(
						safe`Changed, and not run: look at it, then r. e and an empty text give the old one back.`,
					),
		);
	};
	const kept = (text: string) => keep(text.trim() === '' ? plan.script.text : text);
	const editor = outsideEditor(page.app.session.environment);
	if (editor === undefined) page.app.open(new EditorPage(page.app, script, kept));
	else void edit(page, editor, script, kept);
}

async function edit(
	page: WalkPage,
	editor: string,
	script: Script,
	keep: (text: string) => void,
): Promise<void> {
	try {
		const text = await editOutside(page.app, editor, page.desk.walk.run.folder, script);
		page.app.ignoreTypedAhead();
		if (text !== undefined) keep(text);
	} catch (error) {
		page.say({
			text: showText(`Not edited: ${error instanceof Error ? error.message : error}`),
			role: 'bad',
		});
	}
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
	void copyText(copyForm(target.script), io).then(({ says }) =>
		page.say({
			// Its first sentence says what was done; the others name other ways, of which `c` is one.
			text: safe`${showText(says.split('. ', 1)[0] ?? '')}. c again shows it bare, for the mouse.`,
			role: 'plain',
		}),
	);
}
