/** A notice as the rows that it takes in the foot. Pure. */
import type { Safe } from '../../text/safe.ts';
import { truncate, width, wrapWords } from '../../text/width.ts';
import type { Notice } from '../page.ts';

/** More rows than this a notice never takes: the step is of more use. */
const NOTICE_ROWS = 3;

/** Text of others holds none: `showText` writes its number. */
const HELD = '\u00a0';

export function noticeRows(notice: Notice, columns: number): readonly Safe[] {
	const room = columns - 4;
	const rows = wrapHolding(notice.text, room);
	if (rows.length <= NOTICE_ROWS) return rows;
	const last = truncate(rows.slice(NOTICE_ROWS - 1).join(' ') as Safe, room);
	return [...rows.slice(0, NOTICE_ROWS - 1), last];
}

/** A command in backquotes stays on one row where it fits on one: it is copied with the mouse. */
function wrapHolding(text: Safe, columns: number): readonly Safe[] {
	const held = text.replace(/`[^`]+`\S*/g, part =>
		width(part) <= columns ? part.replaceAll(' ', HELD) : part,
	) as Safe;
	return wrapWords(held, columns).map(row => row.replaceAll(HELD, ' ') as Safe);
}

/** Whether it stands in the rule: more than one row stands below it, where no line runs into it. */
export function isInRule(rows: readonly Safe[]): boolean {
	return rows.length === 1;
}

/** The rows that a foot takes: a page leaves them free before it knows what else stands there. */
export function footHeight(notice: Notice | undefined, columns: number): number {
	const rows = notice ? noticeRows(notice, columns) : [];
	const below = isInRule(rows) ? 0 : rows.length;
	return 1 + below + 1;
}
