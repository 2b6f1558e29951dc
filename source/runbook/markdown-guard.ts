/**
 * A guard before the Markdown parser, which takes minutes for some files of a few kilobytes, and
 * up to 150 µs for a line of a list. It counts without reading fences: what stands in them costs
 * the parser nothing, but only the parser knows for sure where they end.
 */
import type { Report } from './report.ts';

const MOST_LINES = 5000;

/** Code spans, links, HTML, references: 60,000 of these take half a second. */
const MOST_SPECIAL = 60_000;

/** Links are undone from the inside to the outside, images within each other by every level. */
const MOST_BRACKETS = 10_000;
const MOST_IMAGES = 500;

/** Emphasis costs the square of its marks in one paragraph. */
const MOST_EMPHASIS_SQUARED = 4e6;

/** Marks of lists and quotations on one line, those after the first in the whole file, columns. */
const MOST_MARKS = 8;
const MOST_INNER_MARKS = 1000;
const DEEPEST_INDENT = 40;

/** Runs of `*` and `_` that may begin or end emphasis: not within a word, not between blanks. */
const EMPHASIS = /(?<!\s)\*+|\*+(?!\s|$)|(?<!\w)_+|_+(?!\w)/g;

const count = (line: string, pattern: RegExp): number => line.match(pattern)?.length ?? 0;

/** Whether the text from `start` on would take too long; says so. */
export function isTooMuch(text: string, start: number, report: Report): boolean {
	const counter = new Counter();
	let at = start;
	let lines = 0;
	for (const line of text.slice(start).split('\n')) {
		lines++;
		if (lines > MOST_LINES) {
			report.add(
				'too-many-lines',
				at,
				`The file has more than ${MOST_LINES} lines below its front matter.`,
				'Split it into several runbooks, or fetch long files with a command.',
			);
			return true;
		}
		const what = counter.add(line);
		if (what !== undefined) {
			report.add(
				'too-intricate',
				at,
				`Up to here the file holds more ${what} than any page needs, and would take too long to read.`,
				'Write it more simply, or split it into several files.',
			);
			return true;
		}
		at += line.length + 1;
	}
	return false;
}

class Counter {
	#special = 0;
	#brackets = 0;
	#images = 0;
	#innerMarks = 0;
	#emphasis = 0;
	#squares = 0;

	/** What there is too much of with this line, if anything. */
	add(line: string): string | undefined {
		this.#special += count(line, /[`[\]!<&\\|]/g);
		this.#brackets += count(line, /\[/g);
		this.#images += count(line, /!\[/g);
		if (line.trim() === '') {
			this.#squares += this.#emphasis ** 2;
			this.#emphasis = 0;
		}
		this.#emphasis += count(line, EMPHASIS);
		const marks = leadingMarks(line);
		this.#innerMarks += Math.max(0, marks - 1);
		if (marks > MOST_MARKS || this.#innerMarks > MOST_INNER_MARKS) {
			return 'lists and quotations inside each other';
		}
		if (this.#images > MOST_IMAGES) return 'images';
		if (this.#special > MOST_SPECIAL || this.#brackets > MOST_BRACKETS) {
			return 'brackets, backquotes and other marks';
		}
		return this.#squares + this.#emphasis ** 2 > MOST_EMPHASIS_SQUARED
			? 'emphasis in one paragraph'
			: undefined;
	}
}

/** The marks of lists and quotations that a line begins with; too many where it is indented far. */
function leadingMarks(line: string): number {
	const [prefix = ''] =
		/^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))*/.exec(line.slice(0, 1000)) ?? [];
	if (prefix !== '' && prefix.search(/[^ \t]/) > DEEPEST_INDENT) return MOST_MARKS + 1;
	return count(prefix, /[>\-+*.)]/g);
}
