/** Whether all that a run has done was taken back: then it is ended, though nobody has walked it to its end. */
import type { Runbook } from '../runbook/types.ts';
import {
	firstUnfinished,
	flatten,
	type ItemView,
	itemsOf,
	progress,
	type VisitView,
} from './progress.ts';
import { type Execution, type RunState, runningExecution } from './state.ts';
import { lastUndo, openUndos } from './undo-entries.ts';

/**
 * What a person did without a command, and gates, change nothing that the program could take back. An
 * action that has no undo stands; so does one whose undo was skipped. An undo by link is a step of the
 * walk, which goes on behind it.
 */
export function isTakenBack(views: readonly VisitView[], state: RunState): boolean {
	if (state.finished || state.began.dryRun || runningExecution(state)) return false;
	const items = flatten(views).flatMap(itemsOf);
	return (
		items.some(({ status }) => status === 'undone') &&
		openUndos(state).length === 0 &&
		!items.some(stands) &&
		!leftSomething(state)
	);
}

/**
 * Whether all that has an undo was taken back, and that was the last thing done, while something
 * stands that has none. Nobody can know what it left: whether the run is over is for a person to say.
 */
export function canBeClosed(views: readonly VisitView[], state: RunState): boolean {
	const [last] = state.undos
		.flatMap(entry => (entry.settled ? [{ entry, settled: entry.settled }] : []))
		.sort((a, b) => b.settled.seq - a.settled.seq);
	return (
		last !== undefined &&
		last.settled.how !== 'skipped' &&
		// An undo by link is a step of the walk, which goes on behind it.
		lastUndo(state, last.entry)?.by === undefined &&
		state.executions.every(({ seq }) => seq < last.settled.seq) &&
		openUndos(state).length === 0 &&
		!state.finished &&
		!state.began.dryRun &&
		firstUnfinished(views) !== undefined &&
		!isTakenBack(views, state)
	);
}

/** Whether a person has closed it with steps left. */
export function isClosed(views: readonly VisitView[], state: RunState): boolean {
	return state.finished && firstUnfinished(views) !== undefined;
}

/** How a run that is ended is called, wherever that is said. */
export function endWord(views: readonly VisitView[], state: RunState): string | undefined {
	if (isClosed(views, state)) return 'closed before its end';
	if (state.finished) return 'finished';
	return isTakenBack(views, state) ? 'taken back' : undefined;
}

/** Whether a run is ended, one way or the other. */
export function isOver(runbook: Runbook, state: RunState): boolean {
	return state.finished || isTakenBack(progress(runbook, state), state);
}

const standing: ReadonlySet<ItemView['status']> = new Set([
	'running',
	'passed',
	'failed',
	'unknown',
	'by-hand',
]);

function stands({ item, status, execution }: ItemView): boolean {
	const acts =
		item.kind === 'take-back' || (item.kind === 'block' && item.block.purpose === 'action');
	return acts && standing.has(status) && execution?.unchanged !== true;
}

/**
 * Whether something of a command is left on the machine, on whatever way it ran: it does not go away by
 * the step being opened again, skipped or marked since.
 */
function leftSomething(state: RunState): boolean {
	return state.executions.some(
		execution =>
			execution.purpose === 'action' &&
			execution.unchanged !== true &&
			execution.outcome?.kind !== 'never-started' &&
			!wasTakenBack(state, execution),
	);
}

function wasTakenBack(state: RunState, { item, seq }: Execution): boolean {
	const since = state.undos.flatMap(({ items, settled }) =>
		items.has(item) && settled && settled.seq > seq ? [settled.how] : [],
	);
	return since.length > 0 && !since.includes('skipped');
}
