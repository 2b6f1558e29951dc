/** Where a walk goes on by itself, so that nothing is passed by which was taken back on the way. */
import { type ItemView, isFinished, type VisitView } from './progress.ts';
import type { RunState } from './state.ts';
import { lastUndo } from './undo-entries.ts';

export type Left = { readonly visit: VisitView; readonly view: ItemView };

/**
 * The first item that is not finished, or one before it that a person took back: what comes next may
 * need it. What a list of the walk itself takes back, or would have, is as it is meant to be there.
 */
export function firstLeft(views: readonly VisitView[], state: RunState): Left | undefined {
	let undone: Left[] = [];
	for (const left of inOrder(views)) {
		const { item, status } = left.view;
		if (item.kind === 'take-back') {
			const { target } = item.link;
			undone = undone.filter(({ view }) => !isBelow(state, view.item.id, target));
		}
		if (!isFinished(status)) return undone[0] ?? left;
		if (status === 'undone' && !wasByLink(state, item.id)) undone.push(left);
	}
	return undone[0];
}

function inOrder(views: readonly VisitView[]): readonly Left[] {
	return views.flatMap(visit =>
		visit.entries.flatMap(entry =>
			entry.kind === 'item' ? [{ visit, view: entry.view }] : inOrder([entry.view]),
		),
	);
}

function isBelow({ undos }: RunState, item: string, step: string): boolean {
	return undos.some(({ items, steps }) => items.has(item) && steps.includes(step));
}

/** Whether what was taken back of it last was ordered by a list of the walk. */
function wasByLink(state: RunState, item: string): boolean {
	const entry = state.undos.findLast(({ items }) => items.has(item));
	return entry !== undefined && lastUndo(state, entry)?.by !== undefined;
}
