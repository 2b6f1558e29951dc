/** The steps with their state: as many rows as there are, around the one that is looked at. Pure. */
import { isFinished, itemsOf, type VisitView } from '../../run/progress.ts';
import { joinSafe, safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import { blanks, type Line, line, span, spread } from './line.ts';
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
	if (height === 1)
		return views.slice(at, at + 1).map(view => row(view, true, at + 1, views.length, columns));
	const fits = views.length <= height;
	// One row says how many more there are.
	const shown = fits ? height : height - 1;
	const first = fits ? 0 : Math.max(0, Math.min(at - 1, views.length - shown));
	const rows = views
		.slice(first, first + shown)
		.map((view, index) =>
			row(view, first + index === at, first + index + 1, views.length, columns),
		);
	if (fits) return rows;
	const below = views.length - first - shown;
	const above = first;
	const more = [
		...(above > 0 ? [safe`↑ ${above} above`] : []),
		...(below > 0 ? [safe`↓ ${below} below`] : []),
	];
	return [...rows, line(safe`   ${joinSafe(more, '   ')}`, 'faint')];
}

function row(
	view: VisitView,
	isCurrent: boolean,
	number: number,
	all: number,
	columns: number,
): Line {
	const { visit, status } = view;
	const { sign, word, role } = stepLook(view);
	const title = showText(visit.step.title);
	const danger = isDangerous(view) ? [span(safe`  DANGER`, 'bad')] : [];
	const place = isCurrent ? [span(safe`  ${number} of ${all}`, 'faint')] : [];
	return spread(
		[
			span(isCurrent ? safe` ❯ ` : safe`   `, 'accent'),
			span(blanks(visit.level * 2)),
			span(sign, role),
			span(safe` `),
			span(title, isCurrent ? 'title' : status === 'open' || status === 'read' ? 'plain' : 'faint'),
			...danger,
		],
		[span(word, role), ...place, span(safe` `)],
		columns,
	);
}

/** Whether something is left in it that is asked about by a word. */
function isDangerous(view: VisitView): boolean {
	return itemsOf(view).some(
		({ item, status }) => item.kind === 'block' && item.block.danger && !isFinished(status),
	);
}
