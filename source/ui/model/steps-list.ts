/** The steps with their state: as many rows as there are, around the one that is looked at. Pure. */
import { isFinished, itemsOf, type VisitView } from '../../run/progress.ts';
import { joinSafe, type Safe, safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import { blanks, type Line, line, lineWidth, span, spread } from './line.ts';
import { stepLook } from './status.ts';

export function stepsList(
	views: readonly VisitView[],
	current: string,
	columns: number,
	height: number,
): readonly Line[] {
	const at = Math.max(
		0,
		views.findIndex(view => view.visit.id === current),
	);
	const all: Count = { sure: views.length, more: isOpenEnded(views) };
	if (height === 1)
		return views.slice(at, at + 1).map(view => row(view, true, at + 1, all, columns));
	const fits = views.length <= height;
	// One row says how many more there are.
	const shown = fits ? height : height - 1;
	const first = fits ? 0 : Math.max(0, Math.min(at - 1, views.length - shown));
	const rows = views
		.slice(first, first + shown)
		.map((view, index) => row(view, first + index === at, first + index + 1, all, columns));
	if (fits) return rows;
	const below = views.length - first - shown;
	const above = first;
	const more = [
		...(above > 0 ? [safe`↑ ${above} above`] : []),
		...(below > 0 ? [safe`↓ ${below} below`] : []),
	];
	return [...rows, line(safe`   ${joinSafe(more, '   ')}`, 'faint')];
}

/** How many steps there are, and whether more of them may come. */
type Count = { readonly sure: number; readonly more: boolean };

/** Whether a decision is still to be taken: what it leads to comes to the steps then. */
function isOpenEnded(views: readonly VisitView[]): boolean {
	return views.some(view =>
		itemsOf(view).some(({ item, status }) => item.kind === 'choice' && !isFinished(status)),
	);
}

function row(
	view: VisitView,
	isCurrent: boolean,
	number: number,
	all: Count,
	columns: number,
): Line {
	const { visit, status } = view;
	const { sign, word, role } = stepLook(view);
	const title = showText(visit.step.title);
	const danger = isDangerous(view) ? [span(safe`  DANGER`, 'bad')] : [];
	const left: Line = [
		span(isCurrent ? safe` ❯ ` : safe`   `, 'accent'),
		span(blanks(visit.level * 2)),
		span(sign, role),
		span(safe` `),
		span(title, isCurrent ? 'title' : status === 'open' || status === 'read' ? 'plain' : 'faint'),
		...danger,
	];
	const rightWith = (more: Safe): Line => [
		span(word, role),
		...(isCurrent ? [span(safe`  ${number} of ${all.sure}${more}`, 'faint')] : []),
		span(safe` `),
	];
	const right = rightWith(all.more ? safe` or more` : safe``);
	// The title is of more use than the words.
	const fits = lineWidth(left) + 1 + lineWidth(right) <= columns;
	return spread(left, fits || !all.more ? right : rightWith(safe`+`), columns);
}

/** Whether something is left in it that is asked about by a word. */
function isDangerous(view: VisitView): boolean {
	return itemsOf(view).some(
		({ item, status }) => item.kind === 'block' && item.block.danger && !isFinished(status),
	);
}
