/** What the beginning of a file says: its settings. */
import { findFrontMatter } from './find-front-matter.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Lines } from './lines.ts';
import type { Report } from './report.ts';
import { readSettings } from './settings.ts';
import type { PatternMatcher, Settings } from './types.ts';

export type Opening = {
	/** Undefined where the front matter cannot be read: then nothing is known of any name. */
	readonly settings: Settings | undefined;
	/** The offset at which Markdown begins. */
	readonly end: number;
};

/** Undefined, with a diagnostic, where the file is only Markdown: nothing else is said of it then. */
export function readOpening(
	text: string,
	lines: Lines,
	report: Report,
	matches: PatternMatcher,
): Opening | undefined {
	const front = findFrontMatter(text);
	if (front === undefined) {
		report.add(
			'no-front-matter',
			0,
			'The file is only Markdown: it has no front matter.',
			/^---\s*$/m.test(text.slice(0, 1000))
				? 'The first line of the file must be `---`.'
				: 'Begin it with a line `---`, then `runbook: 1`, then a line `---`.',
		);
		return undefined;
	}
	if (!front.closed) {
		report.add(
			'front-matter-not-closed',
			0,
			'The front matter has no end, so the whole file belongs to it.',
			'End it with a line `---`.',
		);
		return undefined;
	}
	const pairs = readFrontMatter(text, front, report);
	if (pairs === undefined) return { settings: undefined, end: front.end };
	if (!pairs.some(({ key }) => key === 'runbook')) {
		report.add(
			'no-version',
			0,
			'The front matter has no `runbook`, so the file is only Markdown.',
			'Add `runbook: 1` to the front matter.',
		);
		return undefined;
	}
	return { settings: readSettings(pairs, report, lines, matches), end: front.end };
}
