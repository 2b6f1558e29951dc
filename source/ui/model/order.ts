/** What one `r` would run: as `next-act.ts` goes on, looked at beforehand. Pure. */
import { flatten, type ItemView, isFinished, itemsOf, type VisitView } from '../../run/progress.ts';

/**
 * The items from the first unfinished one: gates, at most one action, and the gates behind it. It
 * ends where a person has to do something, or a step of a list comes first.
 */
export function itemsOfOrder(view: VisitView): readonly ItemView[] {
	const order: ItemView[] = [];
	let acted = false;
	for (const entry of view.entries) {
		if (isFinished(entry.view.status)) continue;
		if (entry.kind === 'visit') {
			if (entry.view.status === 'read') continue;
			return order;
		}
		const { item } = entry.view;
		if (item.kind === 'hand' || item.kind === 'tick' || item.kind === 'choice') return order;
		const acts = item.kind === 'take-back' || item.block.purpose === 'action';
		if (acts && acted) return order;
		order.push(entry.view);
		acted ||= acts;
	}
	return order;
}

/**
 * The titles of the steps that the walk passes before this one, and in which something is left. What
 * was taken back is left to be done, too, unless this step itself takes things back.
 */
export function openBefore(views: readonly VisitView[], visit: string): readonly string[] {
	const titles = new Map<string, string>();
	const here = flatten(views).find(view => view.visit.id === visit);
	const takesBack = here && itemsOf(here).some(({ item }) => item.kind === 'take-back');
	const isReached = (view: VisitView): boolean =>
		view.visit.id === visit ||
		view.entries.some(entry => {
			if (entry.kind === 'visit') return isReached(entry.view);
			const { id, step } = view.visit;
			if (!isFinished(entry.view.status)) titles.set(id, step.title);
			else if (!takesBack && view.status === 'undone') titles.set(id, `${step.title} (taken back)`);
			return false;
		});
	views.some(isReached);
	return [...titles.values()];
}
