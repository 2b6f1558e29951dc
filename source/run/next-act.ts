/**
 * What running on at a step does next. One order to run takes: what `done` says, the gates up to
 * the next action, that action, and the gates behind it; never a second action.
 */
import type { Runbook } from '../runbook/types.ts';
import type { BlockItem, Item } from './outline.ts';
import type { Script } from './plan.ts';
import { isHere, planBlock } from './plan.ts';
import type { ItemView, VisitView } from './progress.ts';
import { isFinished } from './progress.ts';
import type { RunState } from './state.ts';

/** Why the program cannot go on by itself. */
export type Stop =
	/** It runs on another machine. */
	| { readonly kind: 'elsewhere'; readonly host: string }
	| { readonly kind: 'needs-root' }
	| { readonly kind: 'waiting'; readonly names: readonly string[] }
	| { readonly kind: 'refused'; readonly name: string; readonly because: string }
	| { readonly kind: 'not-needed'; readonly because: string }
	/** A step by hand, or something to tick. */
	| { readonly kind: 'by-hand' }
	| { readonly kind: 'choose' }
	/** It is not known whether it ran. */
	| { readonly kind: 'unknown' }
	| { readonly kind: 'running' }
	/** A step of a list comes first. */
	| { readonly kind: 'step-below'; readonly visit: string };

export type NextAct =
	| { readonly kind: 'run'; readonly item: BlockItem; readonly script: Script }
	| { readonly kind: 'take-back'; readonly item: Extract<Item, { kind: 'take-back' }> }
	| { readonly kind: 'stop'; readonly view?: ItemView; readonly stop: Stop }
	/** The next one would be a second action. */
	| { readonly kind: 'pause'; readonly view: ItemView }
	/** Nothing is left in this visit. */
	| { readonly kind: 'end' };

export type ActOptions = {
	/** Whether the program runs as root. */
	readonly root: boolean;
	/** Whether this order to run has run its action. */
	readonly acted: boolean;
	/** Items that the operator wants run though it is not known whether they ran. */
	readonly again?: ReadonlySet<string>;
};

export function nextAct(
	runbook: Runbook,
	state: RunState,
	visit: VisitView,
	options: ActOptions,
): NextAct {
	for (const entry of visit.entries) {
		if (isFinished(entry.view.status)) continue;
		if (entry.kind === 'visit') {
			if (entry.view.status === 'read') continue;
			return entry.view.visit.linked
				? { kind: 'stop', stop: { kind: 'step-below', visit: entry.view.visit.id } }
				: { kind: 'end' };
		}
		return actOn(runbook, state, entry.view, options);
	}
	return { kind: 'end' };
}

/** The script that runs for this item here and now, or what stands against it. */
export function runnable(
	runbook: Runbook,
	state: RunState,
	{ block }: BlockItem,
	root: boolean,
): Script | Stop {
	const plan = planBlock(runbook, state, block);
	switch (plan.kind) {
		case 'waiting':
		case 'refused':
			return plan;
		case 'not-needed':
			return { kind: 'not-needed', because: plan.because };
		case 'ready':
			if (!isHere(state, block.host)) return { kind: 'elsewhere', host: block.host ?? '' };
			return block.root && !root ? { kind: 'needs-root' } : plan.script;
	}
}

function actOn(
	runbook: Runbook,
	state: RunState,
	view: ItemView,
	{ root, acted, again }: ActOptions,
): NextAct {
	const { item } = view;
	const stop = (why: Stop): NextAct => ({ kind: 'stop', view, stop: why });
	if (view.status === 'running') return stop({ kind: 'running' });
	switch (item.kind) {
		case 'hand':
		case 'tick':
			return stop({ kind: 'by-hand' });
		case 'choice':
			return stop({ kind: 'choose' });
		case 'take-back':
			return acted ? { kind: 'pause', view } : { kind: 'take-back', item };
		case 'block': {
			if (acted && item.block.purpose === 'action') return { kind: 'pause', view };
			if (view.status === 'unknown' && !again?.has(item.id)) return stop({ kind: 'unknown' });
			const script = runnable(runbook, state, item, root);
			return 'kind' in script ? stop(script) : { kind: 'run', item, script };
		}
	}
}
