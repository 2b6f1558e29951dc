/** Where one stands when a run is opened, and what is said there. */
import { neededInputs } from '../run/needs.ts';
import { allVisits, type Visit, visitOf } from '../run/outline.ts';
import {
	firstUnfinished,
	flatten,
	type ItemStatus,
	isFinished,
	itemsOf,
	type VisitView,
} from '../run/progress.ts';
import { runningExecution } from '../run/state.ts';
import type { Input } from '../runbook/types.ts';
import { type Safe, safe } from '../text/safe.ts';
import type { Walk } from '../walk/walk.ts';
import { type Ways, waysOn } from './model/notices.ts';
import type { Notice } from './page.ts';

/**
 * Where a command runs. Else a fresh run begins at its first step, to be read; another one where
 * somebody was at work last and something is left to be seen to, or at the first thing that is left.
 */
export function firstVisit(walk: Walk): string {
	const { state } = walk;
	const views = walk.progress();
	const all = flatten(views);
	const runs = visitOf(runningExecution(state)?.item ?? '');
	if (all.some(({ visit }) => visit.id === runs)) return runs;
	const isFresh = state.lastVisit === undefined;
	const last = all.find(({ visit }) => visit.id === state.lastVisit);
	const first =
		last && attentionOf(last) !== undefined
			? last
			: isFresh
				? views[0]
				: firstUnfinished(views)?.visit;
	return (first ?? all.at(-1))?.visit.id ?? '';
}

/** What the keys of a step have to do with, besides running it. */
export function waysOf(walk: Walk, visit: Visit): Ways {
	return { answers: answersOf(walk, visit).length > 0, undo: walk.undos().length > 0 };
}

/** All that a step asks for, answered or not. A name that is not declared is a new object each time. */
export function answersOf(walk: Walk, visit: Visit): readonly Input[] {
	const unanswered = { ...walk.state, answers: new Map() };
	const all = [...walk.needs(visit), ...neededInputs(walk.runbook, unanswered, [visit])];
	return [...new Map(all.map(input => [input.name, input])).values()];
}

type Attention = 'left' | 'failed' | 'unknown' | 'undone' | 'undo-failed';

/** What of a step is to be seen to by whoever comes back to it. */
function attentionOf(view: VisitView): Attention | undefined {
	const items = itemsOf(view);
	const has = (status: ItemStatus) => items.some(item => item.status === status);
	if (items.some(({ undoing }) => undoing !== undefined)) return 'undo-failed';
	if (has('failed')) return 'failed';
	if (has('unknown')) return 'unknown';
	if (has('undone')) return 'undone';
	return items.some(({ status }) => !isFinished(status)) ? 'left' : undefined;
}

/** Says so, where it is not plain from the step itself. `away`: it ended while nobody looked. */
export function comingBackNotice(
	view: VisitView,
	away: boolean,
	ways: Ways = {},
): Notice | undefined {
	const warn = (text: Safe): Notice => ({ text, role: 'warning' });
	const attention = attentionOf(view);
	switch (attention) {
		case 'failed':
			return warn(
				safe`${away ? safe`This failed while you were away` : safe`This is where it stopped`}: see above how. ${waysOn(ways, false)}`,
			);
		case 'unknown':
			return warn(
				safe`It is not known how this ended. Look first: v runs its gates, o its output.`,
			);
		case 'undone':
			return warn(safe`This step was taken back. r opens it again; Enter goes on.`);
		case 'undo-failed':
			return warn(safe`Taking this back did not work: u shows it.`);
		case 'left':
		case undefined: {
			const key = attention === 'left' ? safe`r` : safe`Enter`;
			return away
				? warn(safe`This ended while you were away: see above how it went. ${key} goes on.`)
				: undefined;
		}
	}
}

/** The visit whose command came to its end while nobody looked: that is what coming back found. */
export function endedAway({ state, visits }: Walk): string | undefined {
	const last = state.executions.at(-1);
	if (last === undefined || last.endRecordedAt !== state.lastTime) return undefined;
	const visit = visitOf(last.item);
	return allVisits(visits).some(({ id }) => id === visit) ? visit : undefined;
}
