/** What can be done about an undo besides running it, and what the footer offers of that. */
import type { Script } from '../../run/plan.ts';
import { copyText } from '../../terminal/clipboard.ts';
import { copyForm } from '../../text/copy-form.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { inputEntry } from '../model/form.ts';
import type { FootOptions } from '../model/frame.ts';
import { jobsOf } from '../model/jobs-of.ts';
import { canRunUndo, whyNotUndone } from '../model/undo-rows.ts';
import type { Notice } from '../page.ts';
import { recordAnswers } from '../record-answers.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { FormPage } from './form-page.ts';
import { ask } from './question-page.ts';
import { TextPage } from './text-page.ts';

type Undoing = { readonly desk: WalkDesk; say(notice: Notice | undefined): void };

/** What the footer offers for the undo whose turn it is. */
export function undoKeys(
	{ desk }: Undoing,
	undo: PlannedUndo | undefined,
): Pick<FootOptions, 'blocked' | 'hide' | 'first'> {
	if (desk.conductor.busy) return { first: 'output' };
	if (!undo) {
		return {
			hide: new Set(['run', 'copy', 'by-hand', 'skip', 'output'] as const),
			first: 'back',
		};
	}
	const { session, state } = desk.walk;
	const against = desk.isDry ? safe`dry run` : whyNotUndone(undo, session.root);
	const isChanged = undo.entry.kind === 'file' && desk.restoring(undo).kind === 'changed';
	const why = against ?? (isChanged ? safe`changed since` : undefined);
	const blocked = new Map<Action, Safe>();
	if (why !== undefined) blocked.set('run', why);
	if (!undo.script) blocked.set('copy', safe`not known`);
	if (jobsOf(state, undo.entry.visit).length === 0) blocked.set('output', safe`nothing has run`);
	return { blocked, first: why === undefined ? 'run' : against ? 'by-hand' : 'skip' };
}

/** Secrets are forgotten with the program that was told them; gives whether any is asked for. */
export function askForSecrets(page: Undoing, undo: PlannedUndo): boolean {
	const { app, walk } = page.desk;
	const inputs = walk.needsToUndo(undo);
	if (inputs.length === 0) return false;
	app.open(
		new FormPage(app, {
			title: safe`Undo of ${showText(undo.title)}: what it needs`,
			submit: 'Go on (nothing runs yet)',
			entries: inputs.map(input => inputEntry(input)),
			suggests: !page.desk.isDry,
			done: answers => page.say(page.desk.attempt(() => recordAnswers(walk, answers))),
		}),
	);
	return true;
}

/** Where the program could do it itself, the key may be a slip. */
export function undoByHand(page: Undoing, undo: PlannedUndo): void {
	const { app, walk } = page.desk;
	if (!canRunUndo(undo, walk.session.root)) {
		settle(page, undo, 'by-hand');
		return;
	}
	void ask(app, {
		title: safe`Taken back by hand?`,
		yes: 'I took it back',
		text: [
			`Next is the undo of: ${undo.title}`,
			'It was not taken back here. Did you do that yourself? It goes on the record.',
		],
	}).then(yes => {
		if (yes) settle(page, undo, 'by-hand');
	});
}

export function skipUndo(page: Undoing, undo: PlannedUndo): void {
	const { app } = page.desk;
	app.open(
		new TextPage(
			app,
			{
				title: safe`Do not take it back: ${showText(undo.title)}`,
				labels: ['Why not?'],
				verb: 'skip',
				check: reason => (reason === '' ? 'A reason is needed: it goes on the record.' : undefined),
			},
			reason => settle(page, undo, 'skipped', reason),
		),
	);
}

export function copyUndo(page: Undoing, { text }: Script): void {
	const { session, terminal } = page.desk.app;
	const io = { environment: session.environment, write: terminal.write };
	void copyText(copyForm(text), io).then(({ says }) =>
		page.say({ text: showText(says), role: 'plain' }),
	);
}

function settle(
	page: Undoing,
	undo: PlannedUndo,
	how: 'by-hand' | 'skipped',
	reason?: string,
): void {
	const { desk } = page;
	const notice = desk.attempt(() => desk.walk.settle(undo.entry.id, how, reason));
	page.say(
		notice ?? {
			text:
				how === 'by-hand' ? safe`Noted: taken back by hand.` : safe`Noted: it is not taken back.`,
			role: 'good',
		},
	);
}
