/** What is shown where there is no room for the screen. Pure. */
import { safe } from '../../text/safe.ts';
import { type Drawing, type Size, smallest } from './drawing.ts';
import { fitLine, line } from './line.ts';

/** Undefined where there is room. */
export function tooSmall({ columns, rows }: Size): Drawing | undefined {
	if (columns >= smallest.columns && rows >= smallest.rows) return undefined;
	return {
		head: [],
		body: [
			line(safe`This terminal has ${columns}×${rows}.`),
			line(safe`runbook needs ${smallest.columns}×${smallest.rows}.`),
			line(safe`Make it larger: nothing is lost.`),
		].map(text => fitLine(text, columns)),
		foot: [],
	};
}
