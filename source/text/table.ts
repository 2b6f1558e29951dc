/** GFM tables: aligned, shrunk to the columns there are, and a list of records where too narrow. */
import type { AlignType, Table } from 'mdast';
import { inlineLines, joinLines, type Setting } from './inline.ts';
import type { Safe } from './safe.ts';
import { safe } from './safe.ts';
import { lineWidth, mergeSpans, plainLine, type StyledLine, wrapSpans } from './spans.ts';
import { width } from './width.ts';

const GAP = 2;

/** Words up to this width are not broken up to keep a table a table. */
const WORD = 16;

/** A cell: lines of any length. */
type Cell = readonly StyledLine[];

/** The lines of `table`, none wider than `columns`. */
export function tableLines(table: Table, columns: number, setting: Setting): StyledLine[] {
	const rows = table.children.map((row, index) =>
		row.children.map(cell => inlineLines(cell.children, setting, index === 0 ? 'strong' : 'plain')),
	);
	const count = largest(rows.map(row => row.length));
	if (count === 0) return [];
	const natural = Array.from({ length: count }, (_, column) =>
		Math.max(1, largest(rows.map(row => cellWidth(row[column] ?? [])))),
	);
	const least = natural.map((size, column) =>
		Math.min(size, WORD, largest(rows.map(row => longestWord(row[column] ?? [])))),
	);
	const widths = shrink(natural, least, columns - GAP * (count - 1));
	if (!widths) return recordLines(rows, columns);

	const rule = widths.map((size): StyledLine => {
		const line = (setting.ascii ? safe`-` : safe`─`).repeat(size) as Safe;
		return [{ text: line, style: 'dim' }];
	});
	return rows.flatMap((row, index) => {
		const lines = rowLines(row, widths, table.align ?? []);
		return index === 0 ? [...lines, spread(rule)] : lines;
	});
}

/** Not `Math.max(...)`, which a table of 100,000 rows would give too many arguments. */
const largest = (sizes: readonly number[]) => sizes.reduce((a, b) => Math.max(a, b), 0);

const cellWidth = (cell: Cell) => largest(cell.map(lineWidth));

const blank = (columns: number): StyledLine =>
	columns > 0 ? [{ text: safe` `.repeat(columns) as Safe, style: 'plain' }] : [];

function longestWord(cell: Cell): number {
	const words = cell.flatMap(line => plainLine(line).split(' '));
	return Math.max(1, largest(words.map(width)));
}

/**
 * The widths that fit into `room`: the widest columns give way first, none below its `least`.
 * Nothing if that is not possible.
 */
function shrink(
	natural: readonly number[],
	least: readonly number[],
	room: number,
): number[] | undefined {
	const limited = (limit: number) =>
		natural.map((size, column) => Math.max(Math.min(size, limit), least[column] ?? 1));
	const total = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);
	if (total(natural) <= room) return [...natural];
	let limit = Math.max(1, room);
	let sizes = limited(limit);
	while (total(sizes) > room) {
		limit -= 1;
		if (limit === 0) return undefined;
		sizes = limited(limit);
	}
	let left = room - total(sizes);
	return sizes.map((size, column) => {
		if (left <= 0 || size >= (natural[column] ?? 0)) return size;
		left -= 1;
		return size + 1;
	});
}

function rowLines(
	row: readonly Cell[],
	widths: readonly number[],
	align: readonly AlignType[],
): StyledLine[] {
	const cells = widths.map((size, column) =>
		(row[column] ?? []).flatMap(line => wrapSpans(line, size)),
	);
	const height = Math.max(1, largest(cells.map(cell => cell.length)));
	return Array.from({ length: height }, (_, index) =>
		spread(
			widths.map((size, column) => {
				const line = cells[column]?.[index] ?? [];
				const free = size - lineWidth(line);
				const side = align[column];
				const before = side === 'right' ? free : side === 'center' ? Math.floor(free / 2) : 0;
				return [...blank(before), ...line, ...blank(free - before)];
			}),
		),
	);
}

/** The cells of one line beside each other, without blanks at the end. */
function spread(cells: readonly StyledLine[]): StyledLine {
	const line = cells.flatMap((cell, index) => (index === 0 ? cell : [...blank(GAP), ...cell]));
	while (line.length > 0 && /^ *$/.test(line.at(-1)?.text ?? '')) line.pop();
	return mergeSpans(line);
}

/** Each row as `header: value` lines, with a blank line between rows. */
function recordLines(rows: readonly (readonly Cell[])[], columns: number): StyledLine[] {
	const [header = [], ...body] = rows;
	if (body.length === 0) return header.flatMap(cell => wrapSpans(joinLines(cell), columns));
	return body.flatMap((row, index) => {
		const lines = row.flatMap((cell, column) => {
			const name = joinLines(header[column] ?? []);
			const value = joinLines(cell);
			const colon: StyledLine = name.length > 0 ? [{ text: safe`: `, style: 'plain' }] : [];
			return wrapSpans([...name, ...colon, ...value], columns);
		});
		return index === 0 ? lines : [[], ...lines];
	});
}
