/** Which rows of what would run were not on the screen yet. Pure. */
import type { ItemView } from '../../run/progress.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sumOf } from '../../walk/session.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { sumOfItem } from './block-rows.ts';
import type { Row } from './rows.ts';
import type { Shown } from './shown.ts';
import type { StepContext } from './step-body.ts';

/** The sums of the scripts that an order would run, as far as they are known. */
export function sumsOfOrder(
	order: readonly ItemView[],
	context: Pick<StepContext, 'runbook' | 'state' | 'edits'> & {
		readonly undosBelow: (slug: string) => readonly PlannedUndo[];
	},
): ReadonlySet<string> {
	const sums = order.flatMap(({ item }) => {
		if (item.kind === 'block') return sumOfItem(context, item.block, item.id) ?? [];
		if (item.kind !== 'take-back') return [];
		return context
			.undosBelow(item.link.target)
			.slice(0, 1)
			.flatMap(({ script }) => (script ? [sumOf(script.text)] : []));
	});
	return new Set(sums);
}

/** The places of the rows, in their order. */
export function unseenRows(
	rows: readonly Row[],
	sums: ReadonlySet<string>,
	shown: Shown,
): readonly number[] {
	return rows.flatMap(({ part }, place) =>
		part && sums.has(part.sum) && !shown.has(part) ? [place] : [],
	);
}

/** The place at which the prose above the item of a row begins; its own, where there is none. */
export function proseAbove(rows: readonly Row[], row: number): number {
	const { item } = rows[row] ?? {};
	let from = row;
	while (from > 0 && rows[from - 1]?.item === item) from -= 1;
	let prose = from;
	while (prose > 0 && isProse(rows[prose - 1])) prose -= 1;
	while (prose < from && rows[prose]?.line.length === 0) prose += 1;
	return prose;
}

function isProse(row: Row | undefined): boolean {
	return row !== undefined && [row.item, row.target, row.choice].every(of => of === undefined);
}

/** Says how many rows of what would run were not seen; or if all were, how many rows stand below. */
export function unseenBadge(unseen: number, below: number): Safe | undefined {
	if (unseen > 0) {
		const lines = unseen === 1 ? safe`1 line` : safe`${unseen} lines`;
		return safe`${lines} of the command not seen yet`;
	}
	return below > 0 ? safe`↓ ${below} more` : undefined;
}

/** The place behind the last row of an item. */
export function lastVisible(rows: readonly Row[], item: string | undefined): number | undefined {
	if (item === undefined) return undefined;
	const last = rows.findLastIndex(row => row.item === item);
	return last === -1 ? undefined : last + 1;
}
