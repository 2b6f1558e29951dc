/** Characters of the file that show other text than there is. */
import { findHidden } from '../hidden-characters.ts';
import type { Report } from '../report.ts';

/** A file full of them is told often enough. */
const MOST = 20;

export function checkHidden(text: string, report: Report): void {
	for (const { offset, code, what } of findHidden(text).slice(0, MOST)) {
		report.add(
			'hidden-character',
			offset,
			`${code} stands here; it ${what}.`,
			code === 'U+000D'
				? 'End lines with a newline, or with a carriage return and a newline.'
				: 'Remove it.',
		);
	}
}
