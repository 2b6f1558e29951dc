/** How far a run is: the state of every item and step, derived from the events and nothing else. */
import type { Runbook } from '../runbook/types.ts';
import { firstInTheWay } from './conditions.ts';
import type { Item, Visit } from './outline.ts';
import { outline } from './outline.ts';
import { isDoneAlready, isPassedOver } from './passing-over.ts';
import type { Execution, RunState, UndoEntry } from './state.ts';
import { currentExecution } from './state.ts';
import { isUndone, lastUndo, openUndos } from './undo-entries.ts';

export type ItemStatus =
	| 'open'
	| 'running'
	| 'passed'
	/** A `done` block that said: not yet. */
	| 'not-yet'
	| 'failed'
	| 'unknown'
	| 'by-hand'
	| 'skipped'
	| 'would-run'
	| 'not-needed'
	/** A `done` block of its step said yes. */
	| 'done-already'
	| 'undone';

export type ItemView = {
	readonly item: Item;
	readonly status: ItemStatus;
	/** Why it is skipped, or not needed. */
	readonly reason?: string;
	/** The newest execution, if that is the newest thing that happened to the item. */
	readonly execution?: Execution;
	/** How an order to take it back stands, where that was tried and it is not taken back. */
	readonly undoing?: 'running' | 'failed' | 'unknown';
};

export type StepStatus = ItemStatus | 'begun' | 'read';

export type VisitView = {
	readonly visit: Visit;
	readonly status: StepStatus;
	readonly entries: readonly EntryView[];
};

export type EntryView =
	| { readonly kind: 'item'; readonly view: ItemView }
	| { readonly kind: 'visit'; readonly view: VisitView };

/** The whole walk as it stands. */
export function progress(runbook: Runbook, state: RunState): readonly VisitView[] {
	return outline(runbook, state.choices).map(visit => viewVisit(runbook, state, visit, false));
}

/** Whether nothing is left to be done for an item. */
export function isFinished(status: StepStatus): boolean {
	return !unfinished.has(status);
}

const unfinished: ReadonlySet<StepStatus> = new Set([
	'open',
	'begun',
	'running',
	'failed',
	'unknown',
]);

/** Every visit's view, each before those below it. */
export function flatten(views: readonly VisitView[]): readonly VisitView[] {
	return views.flatMap(view => [view, ...flatten(visitsBelow(view))]);
}

/** The first item that is not finished, with its visit, in the order of the walk. */
export function firstUnfinished(
	views: readonly VisitView[],
): { readonly visit: VisitView; readonly view: ItemView } | undefined {
	for (const visit of views) {
		for (const entry of visit.entries) {
			if (entry.kind === 'item') {
				if (!isFinished(entry.view.status)) return { visit, view: entry.view };
			} else {
				const found = firstUnfinished([entry.view]);
				if (found) return found;
			}
		}
	}
	return undefined;
}

/** The items of a visit alone, without those of the visits below it. */
export function itemsOf(view: VisitView): readonly ItemView[] {
	return view.entries.flatMap(entry => (entry.kind === 'item' ? [entry.view] : []));
}

export function visitsBelow(view: VisitView): readonly VisitView[] {
	return view.entries.flatMap(entry => (entry.kind === 'visit' ? [entry.view] : []));
}

function viewVisit(runbook: Runbook, state: RunState, visit: Visit, over: boolean): VisitView {
	const done = isDoneAlready(state, visit);
	const entries = visit.entries.map((entry): EntryView => {
		if (entry.kind === 'item') {
			const passedOver = over || (done && isPassedOver(entry.item));
			return { kind: 'item', view: viewItem(runbook, state, entry.item, passedOver) };
		}
		const passedOver = over || (done && entry.visit.linked);
		return { kind: 'visit', view: viewVisit(runbook, state, entry.visit, passedOver) };
	});
	return { visit, entries, status: stepStatus(entries) };
}

function viewItem(runbook: Runbook, state: RunState, item: Item, over: boolean): ItemView {
	if (item.kind === 'choice') {
		return { item, status: state.choices.has(item.visit) ? 'passed' : 'open' };
	}
	const record = state.records.get(item.id);
	if (record?.kind === 'mark') {
		const status = record.how === 'taken-back' ? 'passed' : record.how;
		const undone = status === 'by-hand' && isUndone(state, item.id);
		return {
			item,
			status: undone ? 'undone' : status,
			...(record.reason === undefined ? {} : { reason: record.reason }),
		};
	}
	const execution = currentExecution(state, item.id);
	if (execution) {
		const view = withUndoing(state, viewExecution(state, item, execution));
		// With another answer, what a gate found wrong may not matter any more.
		const isGate = item.kind === 'block' && item.block.purpose === 'verify';
		const reason = isGate && view.status === 'failed' ? whyNotNeeded(runbook, state, item) : '';
		return reason ? { item, status: 'not-needed', reason } : view;
	}
	if (over) return { item, status: 'done-already' };
	if (!state.began.dryRun && item.kind === 'take-back') {
		return viewTakeBack(state, item, openUndos(state, { below: item.link.target }));
	}
	const reason = whyNotNeeded(runbook, state, item);
	return reason ? { item, status: 'not-needed', reason } : { item, status: 'open' };
}

function whyNotNeeded(runbook: Runbook, state: RunState, item: Item): string | undefined {
	if (item.kind !== 'block') return undefined;
	const against = firstInTheWay(runbook, state, item.block.when);
	return against && against.verdict !== 'unknown' ? against.verdict.because : undefined;
}

/** What became of taking it back from the list of undos; an undo by link says it at its own step. */
function withUndoing(state: RunState, view: ItemView): ItemView {
	for (const entry of state.undos) {
		if (entry.settled || !entry.items.has(view.item.id)) continue;
		const last = lastUndo(state, entry);
		if (!last || last.by !== undefined || last.outcome?.kind === 'never-started') continue;
		const { kind } = last.outcome ?? { kind: 'running' };
		return { ...view, undoing: kind === 'running' || kind === 'unknown' ? kind : 'failed' };
	}
	return view;
}

/** An undo by link has no job of its own: it stands as the undo that it has ordered last. */
function viewTakeBack(state: RunState, item: Item, [first]: readonly UndoEntry[]): ItemView {
	if (!first) {
		return { item, status: 'not-needed', reason: 'nothing that was done there is left to undo' };
	}
	const last = lastUndo(state, first);
	const execution = last?.by === item.id ? last : undefined;
	switch (execution?.outcome?.kind) {
		case undefined:
			return execution ? { item, execution, status: 'running' } : { item, status: 'open' };
		case 'never-started':
			return { item, execution, status: 'open' };
		case 'unknown':
			return { item, execution, status: 'unknown', reason: execution.outcome.why };
		case 'exited':
		case 'timed-out':
		case 'stopped':
			return { item, execution, status: 'failed' };
	}
}

function viewExecution(state: RunState, item: Item, execution: Execution): ItemView {
	const { outcome } = execution;
	if (!outcome) return { item, execution, status: 'running' };
	switch (outcome.kind) {
		case 'exited': {
			if (outcome.status === 0) {
				if (isUndone(state, item.id)) return { item, execution, status: 'undone' };
				// A capture without a value has not done what it is there for.
				return { item, execution, status: execution.refused === undefined ? 'passed' : 'failed' };
			}
			const isDone = item.kind === 'block' && item.block.purpose === 'done';
			return { item, execution, status: isDone ? 'not-yet' : undoneOr(state, item, 'failed') };
		}
		case 'never-started':
			return { item, execution, status: undoneOr(state, item, 'open') };
		case 'unknown':
			return { item, execution, status: undoneOr(state, item, 'unknown'), reason: outcome.why };
		case 'timed-out':
		case 'stopped':
			return { item, execution, status: undoneOr(state, item, 'failed') };
	}
}

function undoneOr(state: RunState, item: Item, status: ItemStatus): ItemStatus {
	return isUndone(state, item.id) ? 'undone' : status;
}

function stepStatus(entries: readonly EntryView[]): StepStatus {
	const all = entries.map(entry => entry.view.status).filter(status => status !== 'read');
	if (all.length === 0) return 'read';
	for (const loud of ['running', 'failed', 'unknown'] as const) {
		if (all.includes(loud)) return loud;
	}
	const finished = all.filter(isFinished);
	// What is finished without the operator's doing does not begin a step.
	const touched = finished.some(status => status !== 'not-needed');
	if (finished.length < all.length) return touched || all.includes('begun') ? 'begun' : 'open';
	for (const quiet of ['undone', 'would-run', 'by-hand'] as const) {
		if (all.includes(quiet)) return quiet;
	}
	const meant = all.filter(status => status !== 'not-needed');
	if (meant.length === 0) return 'not-needed';
	if (meant.every(status => status === 'skipped')) return 'skipped';
	const actions = meant.filter(status => status !== 'passed');
	return actions.length > 0 && actions.every(status => status === 'done-already')
		? 'done-already'
		: 'passed';
}
