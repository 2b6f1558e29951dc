/** One frame of the screen, row by row. Pure. */
import type { Line } from './line.ts';
import type { ScriptPart } from './shown.ts';

export type Size = { readonly columns: number; readonly rows: number };

export type Drawing = {
	readonly head: readonly Line[];
	/** Only the rows that are seen. */
	readonly body: readonly Line[];
	readonly foot: readonly Line[];
	readonly seen?: Seen;
};

/** What somebody who looks at a drawing has seen of scripts. */
export type Seen = {
	/** The visit for which that counts. */
	readonly where: string;
	readonly parts: readonly ScriptPart[];
	/** Whether the last row was among them. */
	readonly toEnd: boolean;
};

/** The smallest terminal that the screen can be used on. */
export const smallest: Size = { columns: 60, rows: 15 };

/** The first visible row, moved as little as possible so that `from` to `to` (exclusive) are seen. */
export function reveal(offset: number, height: number, from: number, to: number): number {
	if (from < offset) return from;
	// A part that is higher than the view is shown from its beginning.
	if (to > offset + height) return Math.min(from, to - height);
	return offset;
}

/** Keeps the first visible row between the first and the one that shows the last. */
export function clampOffset(offset: number, height: number, total: number): number {
	return Math.max(0, Math.min(offset, total - height));
}
