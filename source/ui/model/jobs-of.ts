/** The commands that belong to a step: its own, and what its undoing ran. Pure. */
import { itemsOf, type VisitView } from '../../run/progress.ts';
import type { Execution, RunState } from '../../run/state.ts';

/** `takesBack` are the steps that an undo by link in this one takes back. */
export function jobsOf(
	{ executions, undos }: RunState,
	visit: string,
	takesBack: readonly string[] = [],
): readonly Execution[] {
	const taken = undos.filter(
		entry => entry.visit === visit || takesBack.some(slug => entry.steps.includes(slug)),
	);
	const ids = new Set(taken.map(({ id }) => id));
	return executions.filter(
		({ item, undoes }) => item.startsWith(`${visit}#`) || (undoes !== undefined && ids.has(undoes)),
	);
}

/** The steps that the undos by link of a step take back. */
export function takenBackBy(view: VisitView): readonly string[] {
	return itemsOf(view).flatMap(({ item }) => (item.kind === 'take-back' ? item.link.target : []));
}
