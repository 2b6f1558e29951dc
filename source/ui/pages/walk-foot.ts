/** What the footer of a step offers, what it shows as impossible now, and why. */
import { isHere } from '../../run/plan.ts';
import { itemsOf } from '../../run/progress.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { truncate, width } from '../../text/width.ts';
import { showArrows, showText } from '../display.ts';
import { answersOf } from '../first-visit.ts';
import type { Action } from '../keymap.ts';
import type { FootOptions } from '../model/frame.ts';
import { itemsOfOrder } from '../model/order.ts';
import type { Notice } from '../page.ts';
import { linksOf } from './walk-links.ts';
import type { WalkPage } from './walk-page.ts';
import { undosOfStep } from './walk-verbs.ts';

type Keys = Pick<FootOptions, 'blocked' | 'hide' | 'first' | 'names'>;

export function footKeys(page: WalkPage): Keys {
	const { desk, window, mode } = page;
	if (mode === 'running') return { first: 'output' };
	const isDry = desk.walk.state.began.dryRun;
	const blocked = new Map<Action, Safe>();
	const hide = new Set<Action>();
	const names = new Map<Action, string>();
	const kind = window.next?.item.kind;
	const noRun = whyNotRun(page);
	const isUndone = kind === undefined && page.view.status === 'undone';
	if (isUndone) names.set('run', 'open it again');
	else if (noRun === choose || noRun === byHand || noRun === nothingLeft) hide.add('run');
	else if (noRun !== undefined) blocked.set('run', noRun);
	else if (kind === 'take-back')
		names.set('run', window.hidesAhead ? 'see the rest' : undoName(page));
	if (mode === 'walk') {
		// Where Enter would only say that something is to be done first, it is not offered.
		if (kind !== undefined && !page.readsOn && !isDry) hide.add('open');
		names.set('open', page.readsOn ? 'read on' : page.nextTitle() ? 'next' : 'to the end');
	}
	// Enter alone walks through a dry run; the keys of doing would only be read as if something were done.
	if (isDry) for (const key of ['run', 'edit', 'by-hand', 'skip'] as const) hide.add(key);
	if (kind !== 'block') hide.add('edit');
	if (kind === undefined || kind === 'choice')
		for (const key of ['by-hand', 'skip'] as const) hide.add(key);
	if (window.body.targets.length === 0) hide.add('copy');
	if (desk.walk.undos().length === 0) hide.add('undo');
	if (!window.hasRun) hide.add('output');
	if (linksOf(page).length === 0) hide.add('follow');
	if (!showsAnswer(page)) hide.add('answer');
	// Before that `r` is the key that runs them, also again.
	if (isDry || kind !== undefined || !ranGate(page)) hide.add('verify');
	const isHand = noRun === byHand || noRun === elsewhere || noRun === root;
	const goesOn = isDry || noRun === choose || noRun === nothingLeft;
	// What comes behind it was made for this step done; behind the last one taking back was the aim.
	const isMissing = isUndone && noRun === nothingLeft && page.nextTitle() !== undefined;
	const first = isMissing
		? 'run'
		: goesOn
			? 'open'
			: isHand
				? 'by-hand'
				: noRun === undefined
					? 'run'
					: 'open';
	return { blocked, hide, names, first };
}

/** A wrong answer is the first thing to think of where something has failed. */
function showsAnswer({ desk, view }: WalkPage): boolean {
	const failed = itemsOf(view).some(({ status }) => status === 'failed');
	return failed && answersOf(desk.walk, view.visit).length > 0;
}

/** Whether a gate has run here. */
function ranGate({ view }: WalkPage): boolean {
	return itemsOf(view).some(
		({ item, execution }) =>
			execution !== undefined &&
			item.kind === 'block' &&
			['done', 'verify'].includes(item.block.purpose),
	);
}

/** Columns of a title in the footer. */
const TITLE = 20;

/**
 * Which undo it is: where there are several, its script may have been scrolled away. Behind the last one
 * its gates run by the same key.
 */
function undoName({ desk, view, window }: WalkPage): string {
	const next = window.next?.item;
	const undos = next?.kind === 'take-back' ? desk.walk.undos({ below: next.link.target }) : [];
	const [, then] = itemsOfOrder(view);
	const isGate = then?.item.kind === 'block' && then.item.block.purpose === 'verify';
	if (undos.length <= 1 && isGate) return 'run this undo, then the gate';
	const [first] = undos;
	return first ? `run this undo: ${truncate(showText(first.title), TITLE)}` : 'run this undo';
}

/** Columns of the shortest standing notice that tells anything. */
const LEAST = 40;

/**
 * Said while nothing else is, of a step that takes others back: its last words can be read before
 * anything of it was done.
 */
export function takeBackAhead(page: WalkPage, columns: number): Notice | undefined {
	const left = leftToTakeBack(page);
	const room = columns - width(page.window.badge ?? '') - 8;
	if (!left || room < LEAST) return undefined;
	const text = page.window.hidesAhead
		? safe`${left.count} to be taken back; r shows all that it runs, first: ${left.title}`
		: left.count <= 1
			? safe`1 is to be taken back; r takes it back: ${left.title}`
			: safe`${left.count} are to be taken back; r takes back the first: ${left.title}`;
	return { text: truncate(text, room), role: 'plain' };
}

/** Enter, where something is to be done first. */
export function notDoneYet(page: WalkPage): Notice {
	const left = leftToTakeBack(page);
	const text = left
		? safe`Not taken back yet: r takes back ${truncate(left.title, TITLE)}, d done by hand, s skip.`
		: showArrows(safe`Not done yet: r run, d done by hand, s skip. → looks at the next step.`);
	return { text, role: 'warning' };
}

/** What `r` takes back here, and how much is left of that. */
function leftToTakeBack(
	page: WalkPage,
): { readonly title: Safe; readonly count: number } | undefined {
	const { desk, window, mode } = page;
	const next = window.next?.item;
	if (mode !== 'walk' || desk.isDry || next?.kind !== 'take-back') return undefined;
	const [first] = desk.walk.undos({ below: next.link.target });
	if (!first || whyNotRun(page) !== undefined) return undefined;
	return { title: showText(first.title), count: undosOfStep(page) };
}

const choose = safe`choose`;
const byHand = safe`by hand`;
const nothingLeft = safe`nothing left`;
const elsewhere = safe`not this machine`;
const root = safe`needs root`;

/** Why `r` would run nothing here; undefined where it would, or would ask for what it needs. */
function whyNotRun({ app, desk, window }: WalkPage): Safe | undefined {
	const { state, session } = desk.walk;
	if (app.dryRun && !state.began.dryRun) return safe`dry run`;
	const next = window.next?.item;
	const act = desk.walk.next(window.visit);
	const leadsBelow = act.kind === 'stop' && act.stop.kind === 'step-below';
	if (next === undefined) return leadsBelow ? undefined : nothingLeft;
	if (next.kind === 'hand' || next.kind === 'tick') return byHand;
	if (next.kind === 'choice') return choose;
	if (next.kind !== 'block' || state.began.dryRun) return undefined;
	const { host } = next.block;
	if (host !== undefined && state.hosts.has(host) && !isHere(state, host)) return elsewhere;
	if (next.block.root && !session.root) return root;
	if (act.kind !== 'stop') return undefined;
	if (act.stop.kind === 'waiting') return safe`waits for ${showText(act.stop.names.join(', '))}`;
	return act.stop.kind === 'refused' ? safe`refused` : undefined;
}
