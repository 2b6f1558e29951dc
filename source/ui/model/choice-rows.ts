/** What can be picked in a field: on one row where all of it fits, else one below the other. Pure. */
import { safe } from '../../text/safe.ts';
import { showArrows, showText } from '../display.ts';
import { choicesLeft, type Entry } from './form.ts';
import { type Line, line, lineWidth, span } from './line.ts';

/** More rows than this are cut to those around the one that stands there. */
const ROWS = 6;

export function choiceLines(entry: Entry, columns: number): readonly Line[] {
	if (entry.choices.length === 0) return [];
	const left = choicesLeft(entry);
	if (left.length === 0) {
		// A single offer was declined by typing something else; of many, one searches.
		if (!entry.closed && entry.choices.length === 1) return [];
		return [
			line(
				entry.closed ? safe`     none has that in it` : safe`     no suggestion has that in it`,
				'warning',
			),
		];
	}
	const isHere = (choice: string) => choice === entry.field.text;
	const row: Line = [
		span(showArrows(safe`     ←→ `), 'key'),
		...left.flatMap(choice => [
			span(showText(choice), isHere(choice) ? 'accent' : 'plain'),
			span(safe`  `),
		]),
	];
	if (lineWidth(row) <= columns && left.length <= ROWS) return [row];
	const at = Math.max(0, left.findIndex(isHere));
	const from = Math.max(0, Math.min(at - 2, left.length - ROWS));
	const rows = left
		.slice(from, from + ROWS)
		.map(
			(choice): Line => [
				span(isHere(choice) ? safe`     ❯ ` : safe`       `, 'accent'),
				span(showText(choice), isHere(choice) ? 'accent' : 'plain'),
			],
		);
	const count = entry.choices.length;
	const filtered = left.length < count ? safe`${left.length} of ${count}` : safe`${count}`;
	return [
		...rows,
		line(showArrows(safe`       ←→ go through the ${filtered}; typing filters them`), 'faint'),
	];
}
