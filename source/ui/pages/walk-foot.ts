/** What the footer of a step offers, what it shows as impossible now, and why. */
import { isHere } from '../../run/plan.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { FootOptions } from '../model/frame.ts';
import type { WalkPage } from './walk-page.ts';

export function footKeys(page: WalkPage): Pick<FootOptions, 'blocked' | 'hide' | 'first'> {
	const { desk, window, mode } = page;
	if (mode === 'running') return { first: 'output' };
	const blocked = new Map<Action, Safe>();
	const hide = new Set<Action>();
	const noRun = whyNotRun(page);
	if (noRun !== undefined) blocked.set('run', noRun);
	const kind = window.next?.item.kind;
	if (kind !== 'block') hide.add('edit');
	if (kind === undefined || kind === 'choice')
		for (const key of ['by-hand', 'skip'] as const) hide.add(key);
	if (window.body.targets.length === 0) blocked.set('copy', safe`no block`);
	if (desk.walk.undos().length === 0) blocked.set('undo', safe`nothing yet`);
	if (!window.hasRun) blocked.set('output', safe`nothing has run`);
	const isHand = kind === 'hand' || kind === 'tick' || noRun === elsewhere || noRun === root;
	const first = noRun === undefined ? 'run' : isHand ? 'by-hand' : 'open';
	return { blocked, hide, first };
}

const elsewhere = safe`not this machine`;
const root = safe`needs root`;

/** Why `r` would run nothing here; undefined where it would, or would ask for what it needs. */
function whyNotRun({ app, desk, window }: WalkPage): Safe | undefined {
	const { state, session } = desk.walk;
	if (app.dryRun && !state.began.dryRun) return safe`dry run`;
	const next = window.next?.item;
	const act = desk.walk.next(window.visit);
	const leadsBelow = act.kind === 'stop' && act.stop.kind === 'step-below';
	if (next === undefined) return leadsBelow ? undefined : safe`nothing left`;
	if (next.kind === 'hand' || next.kind === 'tick') return safe`by hand`;
	if (next.kind === 'choice') return safe`choose`;
	if (next.kind !== 'block' || state.began.dryRun) return undefined;
	const { host } = next.block;
	if (host !== undefined && state.hosts.has(host) && !isHere(state, host)) return elsewhere;
	if (next.block.root && !session.root) return root;
	if (act.kind !== 'stop') return undefined;
	if (act.stop.kind === 'waiting') return safe`waits for ${showText(act.stop.names.join(', '))}`;
	return act.stop.kind === 'refused' ? safe`refused` : undefined;
}
