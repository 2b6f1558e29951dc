/** Styled text: what prose becomes. How a style looks is the screen's business. */
import type { Safe } from './safe.ts';
import { width, wrapHard } from './width.ts';

export type Style = 'plain' | 'strong' | 'emphasis' | 'code' | 'link' | 'dim' | 'heading';
export type Span = { readonly text: Safe; readonly style: Style };
export type StyledLine = readonly Span[];

export function lineWidth(line: StyledLine): number {
	return line.reduce((columns, span) => columns + width(span.text), 0);
}

export function plainLine(line: StyledLine): Safe {
	return line.map(span => span.text).join('') as Safe;
}

/** `line` with neighbours of one style as one span, and without empty ones. */
export function mergeSpans(line: StyledLine): StyledLine {
	const merged: Span[] = [];
	for (const span of line) {
		const last = merged.at(-1);
		if (span.text === '') continue;
		if (last?.style === span.style) {
			merged[merged.length - 1] = { text: (last.text + span.text) as Safe, style: span.style };
		} else merged.push(span);
	}
	return merged;
}

/**
 * Wraps styled text at blanks; blanks at the ends of a line are left out. A word may go over
 * several spans (`**word**,`) and stays together; one that is longer than a line is cut.
 * Gives at least one line.
 */
export function wrapSpans(text: StyledLine, columns: number): StyledLine[] {
	const lines: StyledLine[] = [];
	let line: Span[] = [];
	let used = 0;
	let blanks: Span | undefined;
	let word: Span[] = [];
	let wordWidth = 0;

	const breakLine = () => {
		lines.push(mergeSpans(line));
		line = [];
		used = 0;
	};
	const add = (span: Span) => {
		line.push(span);
		used += width(span.text);
	};
	const endWord = () => {
		if (word.length === 0) return;
		const gap = line.length > 0 && blanks ? blanks.text.length : 0;
		if (line.length > 0 && used + gap + wordWidth > columns) breakLine();
		else if (gap > 0 && blanks) add(blanks);
		for (const { text: part, style } of word) {
			for (const piece of wordWidth > columns ? wrapHard(part, columns) : [part]) {
				if (line.length > 0 && used + width(piece) > columns) breakLine();
				add({ text: piece, style });
			}
		}
		blanks = undefined;
		word = [];
		wordWidth = 0;
	};

	for (const span of text) {
		for (const [token] of span.text.matchAll(/ +|[^ ]+/g)) {
			const part: Span = { text: token as Safe, style: span.style };
			if (token.startsWith(' ')) {
				endWord();
				blanks = part;
			} else {
				word.push(part);
				wordWidth += width(token);
			}
		}
	}
	endWord();
	if (line.length > 0 || lines.length === 0) breakLine();
	return lines;
}
