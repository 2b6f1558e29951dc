/** Where one stands when a run is opened. */
import { allVisits, visitOf } from '../run/outline.ts';
import { firstUnfinished, flatten } from '../run/progress.ts';
import { runningExecution } from '../run/state.ts';
import type { Walk } from '../walk/walk.ts';

/**
 * Where a command runs. Else a fresh run begins at its first step, to be read; another one where
 * something is left.
 */
export function firstVisit(walk: Walk): string {
	const views = walk.progress();
	const runs = visitOf(runningExecution(walk.state)?.item ?? '');
	if (flatten(views).some(({ visit }) => visit.id === runs)) return runs;
	const isFresh = walk.state.records.size === 0 && walk.state.choices.size === 0;
	const first = isFresh ? views[0] : firstUnfinished(views)?.visit;
	return (first ?? flatten(views).at(-1))?.visit.id ?? '';
}

/** The visit whose command came to its end while nobody looked: that is what coming back found. */
export function endedAway({ state, visits }: Walk): string | undefined {
	const last = state.executions.at(-1);
	if (last === undefined || last.endRecordedAt !== state.lastTime) return undefined;
	const visit = visitOf(last.item);
	return allVisits(visits).some(({ id }) => id === visit) ? visit : undefined;
}
