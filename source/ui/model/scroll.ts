/** Looking through rows that are more than fit. Pure. */
import type { Action } from '../keymap.ts';
import { clampOffset } from './drawing.ts';

/** The first visible row after a key; undefined for keys that do not scroll. */
export function scrolled(
	action: Action,
	offset: number,
	height: number,
	total: number,
): number | undefined {
	const to = (wanted: number) => clampOffset(wanted, height, total);
	// One row stays, to go on reading from.
	const page = Math.max(1, height - 1);
	switch (action) {
		case 'up':
			return to(offset - 1);
		case 'down':
			return to(offset + 1);
		case 'page-up':
			return to(offset - page);
		case 'page-down':
			return to(offset + page);
		case 'top':
			return 0;
		case 'bottom':
			return to(total);
		default:
			return undefined;
	}
}
