/** How far a run has come, counted in steps: one rule for every place that says it. */
import { flatten, isFinished, itemsOf, type VisitView } from './progress.ts';

export type StepCount = {
	/** With something of their own to be done, on the ways that were chosen. */
	readonly steps: readonly VisitView[];
	/** Without those that were undone, or skipped whole. */
	readonly done: number;
	readonly undone: number;
	readonly skipped: number;
	readonly left: number;
};

/** A step counts by what it holds itself: one that only leads to others is not done twice. */
export function countSteps(views: readonly VisitView[]): StepCount {
	const steps = flatten(views).filter(view => itemsOf(view).length > 0);
	const finished = steps.filter(view => itemsOf(view).every(({ status }) => isFinished(status)));
	const undone = finished.filter(({ status }) => status === 'undone').length;
	const skipped = finished.filter(view =>
		itemsOf(view).every(({ status }) => status === 'skipped'),
	).length;
	return {
		steps,
		done: finished.length - undone - skipped,
		undone,
		skipped,
		left: steps.length - finished.length,
	};
}
