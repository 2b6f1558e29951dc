/** Where the walk goes on. Pure. */
import { isFinished, itemsOf, type StepStatus, type VisitView } from '../../run/progress.ts';

/** Whether a visit is to be stopped at: something is open in it, or there is something to read. */
function isStop(view: VisitView, read: ReadonlySet<string>): boolean {
	const { visit, status } = view;
	if (status === 'read' || itemsOf(view).length === 0) {
		return visit.step.parts.length > 0 && !read.has(visit.id);
	}
	return itemsOf(view).some(item => !isFinished(item.status));
}

function isBelow(id: string, above: string): boolean {
	return id.startsWith(`${above}/`);
}

/**
 * The visit after `current`: back to a step above that is not done with its own things before
 * leaving it, else the next one in the walk, else the first one that was left open. `read` are
 * those that were read already.
 */
export function nextVisit(
	views: readonly VisitView[],
	current: string,
	read: ReadonlySet<string>,
): VisitView | undefined {
	const at = views.findIndex(view => view.visit.id === current);
	const after = views.slice(at + 1).find(view => isStop(view, read));
	const above = views
		.slice(0, Math.max(0, at))
		.findLast(
			view =>
				isBelow(current, view.visit.id) &&
				!(after && isBelow(after.visit.id, view.visit.id)) &&
				itemsOf(view).some(item => !isFinished(item.status)),
		);
	return above ?? after ?? views.find(view => view.visit.id !== current && isStop(view, read));
}

/** What lies between two visits and was done, skipped or taken back before: whoever goes on passes it. */
export function passedOver(
	views: readonly VisitView[],
	from: string,
	to: string,
): readonly VisitView[] {
	const at = (id: string) => views.findIndex(view => view.visit.id === id);
	return views
		.slice(at(from) + 1, Math.max(at(from) + 1, at(to)))
		.filter(view => itemsOf(view).length > 0 && settled.has(view.status));
}

const settled: ReadonlySet<StepStatus> = new Set([
	'passed',
	'by-hand',
	'skipped',
	'undone',
	'done-already',
]);
