/** A part of very many lines, wrapped: only what is seen is looked at. Pure. */
import type { Safe } from '../../text/safe.ts';
import { wrapHard } from '../../text/width.ts';

/** At most `height` rows, from the line `top` on. */
export function rowsDown(
	lines: readonly Safe[],
	top: number,
	columns: number,
	height: number,
): readonly Safe[] {
	const rows: Safe[] = [];
	for (let at = top; at < lines.length && rows.length < height; at++) {
		rows.push(...wrapHard(lines[at] ?? ('' as Safe), columns));
	}
	return rows.slice(0, height);
}

/** The first line of the part that ends with the last line. */
export function topOfEnd(lines: readonly Safe[], columns: number, height: number): number {
	let rows = 0;
	for (let at = lines.length - 1; at >= 0; at--) {
		rows += wrapHard(lines[at] ?? ('' as Safe), columns).length;
		// A line that is higher than the view is seen from its beginning.
		if (rows > height) return Math.min(at + 1, lines.length - 1);
	}
	return 0;
}
