/** How a run ended: what was done, what was not, what can still be taken back. Pure. */
import { flatten, isFinished, itemsOf, type VisitView } from '../../run/progress.ts';
import type { RunState } from '../../run/state.ts';
import { safe } from '../../text/safe.ts';
import { wrapHard } from '../../text/width.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import { fitLine, type Line, line, type Role, span } from './line.ts';
import { statusLook } from './status.ts';

export function endLines(
	views: readonly VisitView[],
	state: RunState,
	undos: readonly PlannedUndo[],
	folder: string,
	columns: number,
): readonly Line[] {
	const steps = flatten(views).filter(view => itemsOf(view).length > 0);
	const left = steps.filter(view => itemsOf(view).some(item => !isFinished(item.status)));
	const title = (text: string, role: Role = 'title') => line(safe` ${showText(text)}`, role);
	const summary =
		left.length === 0
			? state.began.dryRun
				? 'Everything was shown, and nothing was run.'
				: 'Nothing is left to be done.'
			: `${left.length} of ${steps.length} steps are not done yet. The run is kept.`;
	return [
		title(summary, left.length === 0 ? 'good' : 'warning'),
		[],
		...steps.map(stepLine),
		[],
		...(state.notes.length > 0
			? [title('Notes'), ...state.notes.map(note => line(safe`   ${showText(note.text)}`)), []]
			: []),
		...(undos.length > 0
			? [title('Can still be taken back (u), newest first'), ...undos.map(undoLine), []]
			: []),
		title('On record'),
		line(safe`   runbook report ${showText(state.began.id)}`),
		...wrapHard(showText(folder), columns - 4).map(text => line(safe`   ${text}`, 'faint')),
	].map(text => fitLine(text, columns));
}

function stepLine(view: VisitView): Line {
	const { sign, word, role } = statusLook(view.status);
	const why = itemsOf(view).find(item => item.status === 'skipped')?.reason;
	return [
		span(safe`   ${sign} `, role),
		span(showText(view.visit.step.title)),
		span(safe`  ${view.status === 'open' ? safe`not done` : word}`, role),
		...(why === undefined ? [] : [span(safe`: ${showText(why)}`, 'faint')]),
	];
}

function undoLine({ title, entry }: PlannedUndo): Line {
	const how = entry.byHand ? safe`  it was done by hand` : safe``;
	return [span(safe`   ↶ `, 'warning'), span(showText(title)), span(how, 'faint')];
}
