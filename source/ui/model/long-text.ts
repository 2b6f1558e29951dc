/** A part of very many lines, wrapped: only what is seen is looked at. Pure. */
import { type Safe, safe } from '../../text/safe.ts';
import { wrapNear } from '../../text/width.ts';

/** A row, and whether it goes on a line that was too long for the row above. */
export type LongRow = { readonly text: Safe; readonly goesOn: boolean };

/** What stands before a row that goes on. */
export const goingOn = safe`↳ `;

const rowsOf = (line: Safe | undefined, columns: number) =>
	wrapNear(line ?? safe``, columns, columns - goingOn.length);

/** At most `height` rows, from the line `top` on. */
export function rowsDown(
	lines: readonly Safe[],
	top: number,
	columns: number,
	height: number,
): readonly LongRow[] {
	const rows: LongRow[] = [];
	for (let at = top; at < lines.length && rows.length < height; at++) {
		const pieces = rowsOf(lines[at], columns);
		rows.push(...pieces.map((text, index) => ({ text, goesOn: index > 0 })));
	}
	return rows.slice(0, height);
}

/** The first line of the part that ends with the last line. */
export function topOfEnd(lines: readonly Safe[], columns: number, height: number): number {
	let rows = 0;
	for (let at = lines.length - 1; at >= 0; at--) {
		rows += rowsOf(lines[at], columns).length;
		// A line that is higher than the view is seen from its beginning.
		if (rows > height) return Math.min(at + 1, lines.length - 1);
	}
	return 0;
}
