/** From text to Markdown's nodes, with a guard against text that would take minutes. */
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Report } from './report.ts';

/** The parser takes about 30 µs a line, and up to 150 µs for a line of a list. */
const MOST_LINES = 10_000;

/** Brackets and emphasis cost the parser the square of their number in one paragraph. */
const MOST_MARKS_SQUARED = 2.5e7;
const MOST_BRACKETS = 10_000;

/** Quotations and lists inside each other; beyond it every further level doubles the time. */
const DEEPEST_MARKS = 20;
const DEEPEST_INDENT = 60;

/**
 * The nodes of the text from `start` on; positions count from the beginning of the text.
 * Undefined, with a diagnostic, where the parser would take too long.
 */
export function parseMarkdown(text: string, start: number, report: Report): Root | undefined {
	if (isTooMuch(text, start, report)) return undefined;
	// Front matter becomes blank lines of the same length, so that every offset stays what it is.
	const blank = text.slice(0, start).replace(/[^\n]/g, ' ');
	return fromMarkdown(blank + text.slice(start), {
		extensions: [gfmTable()],
		mdastExtensions: [gfmTableFromMarkdown()],
	});
}

function isTooMuch(text: string, start: number, report: Report): boolean {
	let lines = 0;
	let squares = 0;
	let marks = 0;
	let brackets = 0;
	let at = start;
	for (const line of text.slice(start).split('\n')) {
		lines++;
		if (lines > MOST_LINES) {
			report.add(
				'too-many-lines',
				at,
				`The file has more than ${MOST_LINES} lines.`,
				'Split it into several runbooks, or fetch long files with a command.',
			);
			return true;
		}
		if (isTooDeep(line)) {
			report.add(
				'too-intricate',
				at,
				'Lists or quotations stand inside each other too deeply on this line.',
				'Write it flatter.',
			);
			return true;
		}
		// A paragraph ends at a blank line; in a fence nothing is counted by the parser, but here it is.
		if (line.trim() === '') {
			squares += marks * marks;
			marks = 0;
		}
		marks += line.match(/\*+|_+/g)?.length ?? 0;
		brackets += line.match(/\[/g)?.length ?? 0;
		if (squares + marks * marks > MOST_MARKS_SQUARED || brackets > MOST_BRACKETS) {
			report.add(
				'too-intricate',
				at,
				'The text up to here holds more `*`, `_` or `[` than a page does, and would take too long to read.',
				'Split it with blank lines, or into several files.',
			);
			return true;
		}
		at += line.length + 1;
	}
	return false;
}

function isTooDeep(line: string): boolean {
	const [prefix = ''] =
		/^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))*/.exec(line.slice(0, 1000)) ?? [];
	if ((prefix.match(/[>\-+*.)]/g)?.length ?? 0) > DEEPEST_MARKS) return true;
	return prefix !== '' && prefix.search(/[^ \t]/) > DEEPEST_INDENT;
}
