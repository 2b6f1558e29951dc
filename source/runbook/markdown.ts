/** From text to Markdown's nodes. */
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { isTooMuch } from './markdown-guard.ts';
import type { Report } from './report.ts';

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
