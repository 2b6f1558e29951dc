/** The ways that a decision offers, and which of them is marked. Pure. */
import type { Step } from '../../runbook/types.ts';
import type { Row } from './rows.ts';

export function countChoices({ parts }: Pick<Step, 'parts'>): number {
	return parts.reduce(
		(count, part) => count + (part.kind === 'choices' ? part.items.length : 0),
		0,
	);
}

/** The choices whose first row, the one with the mark, stands in the window. */
export function choicesSeen(
	rows: readonly Row[],
	{ offset, height }: { readonly offset: number; readonly height: number },
): readonly number[] {
	return rows.slice(offset, offset + height).flatMap(({ choice }, at) => {
		const isFirst = choice !== rows[offset + at - 1]?.choice;
		return choice !== undefined && isFirst ? [choice] : [];
	});
}

/** The marked choice, or where that is not among those that are seen, the nearest of them. */
export function nearestChoice(seen: readonly number[], marked: number): number {
	const [first] = seen;
	const last = seen.at(-1);
	if (first === undefined || last === undefined) return marked;
	return Math.min(Math.max(marked, first), last);
}
