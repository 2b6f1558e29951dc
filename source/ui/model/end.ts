/** How a run ended: what was done, what was not, what can still be taken back. Pure. */
import { type ItemView, itemsOf, type VisitView } from '../../run/progress.ts';
import type { Note, RunState } from '../../run/state.ts';
import { countSteps } from '../../run/step-count.ts';
import { isClosed, isTakenBack } from '../../run/taken-back.ts';
import type { Runbook } from '../../runbook/types.ts';
import { safe } from '../../text/safe.ts';
import { wrapHard } from '../../text/width.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import { type NameContext, nameOfItem } from './item-name.ts';
import { fitLine, type Line, line, type Role, span } from './line.ts';
import { statusLook, stepLook } from './status.ts';

type EndFacts = {
	readonly runbook: Runbook;
	readonly folder: string;
	/** How this program is called. */
	readonly command: string;
};

export function endLines(
	views: readonly VisitView[],
	state: RunState,
	undos: readonly PlannedUndo[],
	{ runbook, folder, command }: EndFacts,
	columns: number,
): readonly Line[] {
	const { steps, left } = countSteps(views);
	const takenBack = isTakenBack(views, state);
	const title = (text: string, role: Role = 'title') => line(safe` ${showText(text)}`, role);
	return [
		...(state.began.dryRun
			? [title('This was a dry run: nothing was run, and nothing was changed.', 'accent')]
			: []),
		title(
			takenBack
				? 'Everything is taken back.'
				: isClosed(views, state)
					? `Closed before its end: ${left} of ${steps.length} steps were not done.`
					: summaryOf(left, steps.length, state.began.dryRun),
			left === 0 || takenBack ? 'good' : 'warning',
		),
		[],
		...steps.flatMap(view => stepLines(view, { runbook, state })),
		[],
		...(state.notes.length > 0
			? [title('Notes'), ...state.notes.map(note => noteLine(note, steps)), []]
			: []),
		...(undos.length > 0
			? [title('Can still be taken back (u), newest first'), ...undos.map(undoLine), []]
			: []),
		title('On record'),
		line(safe`   ${showText(command)} report ${showText(state.began.id)}`),
		...wrapHard(showText(folder), columns - 4).map(text => line(safe`   ${text}`, 'faint')),
	].map(text => fitLine(text, columns));
}

function summaryOf(left: number, all: number, dryRun: boolean): string {
	if (left === 0)
		return dryRun ? 'Every step was looked at.' : 'Finished. Nothing is left to be done.';
	return dryRun
		? `${left} of ${all} steps were not looked at yet. The run is kept.`
		: `${left} of ${all} steps are not done yet. The run is kept.`;
}

/** A note, and the step that it was written in. */
function noteLine({ visit, text }: Note, steps: readonly VisitView[]): Line {
	const at = steps.find(view => view.visit.id === visit)?.visit.step.title;
	const where = at === undefined ? [] : [span(safe`${showText(at)}: `, 'faint')];
	return [span(safe`   `), ...where, span(showText(text))];
}

/** The step, and below it what of it was skipped, unless that was all of it for one reason. */
function stepLines(view: VisitView, context: NameContext): readonly Line[] {
	const { sign, word, role } = stepLook(view);
	const skipped = itemsOf(view).filter(({ status }) => status === 'skipped');
	const reasons = new Set(skipped.map(({ reason }) => reason));
	const isWhole = view.status === 'skipped' && reasons.size === 1;
	const [reason] = reasons;
	return [
		[
			span(safe`   ${sign} `, role),
			span(showText(view.visit.step.title)),
			span(safe`  ${view.status === 'open' ? safe`not done` : word}`, role),
			...(isWhole && reason !== undefined ? [span(safe`: ${showText(reason)}`, 'faint')] : []),
		],
		...(isWhole ? [] : skipped.map(item => skippedLine(item, context))),
	];
}

function skippedLine({ item, reason }: ItemView, context: NameContext): Line {
	const look = statusLook('skipped');
	const why = reason === undefined ? safe`` : safe` (${showText(reason)})`;
	return [
		span(safe`     ${look.sign} ${look.word} `, look.role),
		span(safe`${showText(nameOfItem(item, context))}${why}`, 'faint'),
	];
}

function undoLine({ title, entry }: PlannedUndo): Line {
	const how = entry.byHand ? safe`  it was done by hand` : safe``;
	return [span(safe`   ↶ `, 'warning'), span(showText(title)), span(how, 'faint')];
}
