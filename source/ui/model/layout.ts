/** Where the list of steps and the step stand: beside each other where there is room. Pure. */
import { safe } from '../../text/safe.ts';
import type { Size } from './drawing.ts';
import { blanks, fitLine, type Line, lineWidth, span } from './line.ts';

export type Layout = {
	/** The list stands on the left of the step; else above it. */
	readonly split: boolean;
	readonly list: Size;
	readonly step: Size;
};

/** The title with the rule below it. */
const HEAD = 2;

/** From here on a command of 60 columns fits beside the list. */
const WIDE = 100;

/** `steps` is how many there are, `foot` how many rows the foot takes. */
export function layoutOf(
	{ columns, rows }: Size,
	steps: number,
	foot: number,
	spoken: boolean,
): Layout {
	const left = Math.max(1, rows - HEAD - foot);
	// Read out, two things beside each other would be one sentence.
	if (columns >= WIDE && !spoken) {
		const list = Math.min(56, Math.max(34, Math.floor(columns * 0.28)));
		return {
			split: true,
			list: { columns: list, rows: left },
			step: { columns: columns - list - 1, rows: left },
		};
	}
	// On a low terminal the step that one is at has to do.
	const height = rows < 18 ? 1 : Math.min(steps, Math.max(3, Math.floor(rows / 4) - 1));
	return {
		split: false,
		list: { columns, rows: height },
		step: { columns, rows: Math.max(1, left - height - 1) },
	};
}

/** The rows of both beside each other, as many as the layout has. */
export function beside(
	{ list, step }: Layout,
	left: readonly Line[],
	right: readonly Line[],
): readonly Line[] {
	return Array.from({ length: step.rows }, (_, row) => {
		const at = fitLine(left[row] ?? [], list.columns);
		return [
			...at,
			span(blanks(list.columns - lineWidth(at))),
			span(safe`│`, 'faint'),
			...(right[row] ?? []),
		];
	});
}
