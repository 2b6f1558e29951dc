/** What the screen is made of: lines of spans, each of safe text with a role. Pure. */
import type { Safe } from '../../text/safe.ts';
import { safe } from '../../text/safe.ts';
import { truncate, width } from '../../text/width.ts';

/** What a piece of text is for; the theme says how that looks. */
export type Role =
	| 'plain'
	| 'title'
	| 'faint'
	| 'strong'
	| 'emphasis'
	| 'code'
	| 'link'
	| 'good'
	| 'bad'
	| 'warning'
	| 'accent'
	| 'badge'
	| 'key'
	| 'cursor'
	| 'command'
	| 'keyword'
	| 'string'
	| 'variable'
	| 'operator'
	| 'comment';

export type Span = { readonly text: Safe; readonly role: Role };

/** One row of the screen. */
export type Line = readonly Span[];

export function span(text: Safe, role: Role = 'plain'): Span {
	return { text, role };
}

/** A line of one span. */
export function line(text: Safe, role: Role = 'plain'): Line {
	return [span(text, role)];
}

export const emptyLine: Line = [];

export function lineWidth(spans: Line): number {
	return spans.reduce((sum, { text }) => sum + width(text), 0);
}

/** Cuts a line to `columns`, and says so with `…`. */
export function fitLine(spans: Line, columns: number): Line {
	if (lineWidth(spans) <= columns) return spans;
	const kept: Span[] = [];
	let left = columns;
	for (const [index, { text, role }] of spans.entries()) {
		const rest = lineWidth(spans.slice(index + 1));
		const size = width(text);
		// The sign of cutting needs a column of its own when something follows that does not fit.
		if (size + Math.min(1, rest) <= left) {
			kept.push({ text, role });
			left -= size;
			continue;
		}
		const short = size > left ? truncate(text, left) : truncate(safe`${text}…`, left);
		return [...kept, { text: short, role }];
	}
	return kept;
}

/** Left and right on one row; the left side is cut when both do not fit. */
export function spread(left: Line, right: Line, columns: number): Line {
	const rightSide = fitLine(right, columns);
	const room = Math.max(0, columns - lineWidth(rightSide) - (rightSide.length > 0 ? 1 : 0));
	const leftSide = fitLine(left, room);
	const gap = columns - lineWidth(leftSide) - lineWidth(rightSide);
	return [...leftSide, span(blanks(gap)), ...rightSide];
}

export function blanks(count: number): Safe {
	return ' '.repeat(Math.max(0, count)) as Safe;
}

export function rule(columns: number): Line {
	return line('─'.repeat(Math.max(0, columns)) as Safe, 'faint');
}

/** Puts a line some columns to the right. */
export function indent(spans: Line, columns: number): Line {
	return columns > 0 ? [span(blanks(columns)), ...spans] : spans;
}
