/** The ways that a decision offers, and which of them is marked. Pure. */
import type { Step } from '../../runbook/types.ts';
import type { Row } from './rows.ts';

export function countChoices({ parts }: Pick<Step, 'parts'>): number {
	return parts.reduce(
		(count, part) => count + (part.kind === 'choices' ? part.items.length : 0),
		0,
	);
}

/** The marked choice, or where that is not among these rows, the one of them that is nearest. */
export function nearestChoice(visible: readonly Row[], marked: number): number {
	const seen = visible.flatMap(({ choice }) => choice ?? []);
	const [first] = seen;
	const last = seen.at(-1);
	if (first === undefined || last === undefined) return marked;
	return Math.min(Math.max(marked, first), last);
}
