/**
 * How many columns text takes, and fitting it into them. The width is the sum over its characters,
 * each measured by string-width. That is never less than what string-width gives for the whole
 * (Ink lays out by that), and is what terminals do that know nothing of grapheme clusters; the
 * clusters on which they disagree (joined emoji, keycaps, skin tones) never get past `showText`.
 */
import stringWidth from 'string-width';
import { latePattern } from './late-pattern.ts';
import type { Safe } from './safe.ts';

const PLAIN = /^[\x20-\x7e]*$/;

/** A character with the marks on it: never parted. */
const unit = latePattern(String.raw`\P{M}\p{M}*|\p{M}+`, 'gu');

const STARTS_WITH_MARK = /^\p{M}/u;

const known = new Map<string, number>();
const KNOWN_LIMIT = 4096;

function characterWidth(character: string): number {
	if (character >= ' ' && character <= '~') return 1;
	let columns = known.get(character);
	if (columns === undefined) {
		columns = stringWidth(character, { countAnsiEscapeCodes: true });
		if (known.size >= KNOWN_LIMIT) known.clear();
		known.set(character, columns);
	}
	return columns;
}

/** The columns that `text` takes; meant for safe text and literals without joined emoji. */
export function width(text: string): number {
	if (PLAIN.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += characterWidth(character);
	return columns;
}

/** The index at which the part of `text` from `start` that fits ends. It may be `start`. */
function endOfFit(text: string, plain: boolean, start: number, columns: number): number {
	if (plain) return Math.min(text.length, start + Math.max(0, columns));
	let left = columns;
	let end = start;
	const units = unit();
	units.lastIndex = start;
	for (let next = units.exec(text); next; next = units.exec(text)) {
		left -= width(next[0]);
		if (left < 0) break;
		end = units.lastIndex;
	}
	return end;
}

/** The index behind the character at `start`, with its marks. */
function unitEnd(text: string, start: number): number {
	const units = unit();
	units.lastIndex = start;
	units.exec(text);
	return units.lastIndex || text.length;
}

/** Cuts `text` to at most `columns` columns and says so with `…` (`...` with `ascii`). */
export function truncate(text: Safe, columns: number, options: { ascii?: boolean } = {}): Safe {
	const plain = PLAIN.test(text);
	if (endOfFit(text, plain, 0, columns) === text.length) return text;
	const sign = options.ascii ? '...' : '…';
	if (columns <= sign.length) return sign.slice(0, Math.max(0, columns)) as Safe;
	return (text.slice(0, endOfFit(text, plain, 0, columns - sign.length)) + sign) as Safe;
}

/** Fills `text` up with blanks on the right; longer text stays as it is. */
export function pad(text: Safe, columns: number): Safe {
	return (text + ' '.repeat(Math.max(0, columns - width(text)))) as Safe;
}

/**
 * Wraps a command at any column, for previews. The pieces joined are `text`, and there is at least
 * one; each takes at most `columns` unless one single character with its marks is wider.
 */
export function wrapHard(text: Safe, columns: number): readonly Safe[] {
	const plain = PLAIN.test(text);
	const pieces: Safe[] = [];
	for (let start = 0; start < text.length; ) {
		let end = endOfFit(text, plain, start, columns);
		if (end === start) end = unitEnd(text, start);
		pieces.push(text.slice(start, end) as Safe);
		start = end;
	}
	return pieces.length > 0 ? pieces : [text];
}

/**
 * The same for output, which is read and not run: where a blank is near the column, the cut is behind
 * it. Rows that go on take at most `goingOn` columns.
 */
export function wrapNear(text: Safe, columns: number, goingOn = columns): readonly Safe[] {
	const plain = PLAIN.test(text);
	const pieces: Safe[] = [];
	for (let start = 0; start < text.length; ) {
		const room = start === 0 ? columns : goingOn;
		let end = endOfFit(text, plain, start, room);
		if (end === start) end = unitEnd(text, start);
		if (end < text.length && text[end] !== ' ') end = behindBlank(text, start, end) ?? end;
		pieces.push(text.slice(start, end) as Safe);
		start = end;
	}
	return pieces.length > 0 ? pieces : [text];
}

/** The place behind the last blank of a row, if no more than a third of the row stands behind it. */
function behindBlank(text: string, start: number, end: number): number | undefined {
	const least = start + Math.ceil(((end - start) * 2) / 3);
	for (let at = end; at > start && at >= least; at--) {
		if (text[at - 1] === ' ') return STARTS_WITH_MARK.test(text.slice(at, at + 2)) ? undefined : at;
	}
	return undefined;
}

/**
 * Wraps prose at blanks; the blanks at a break are left out, those inside and before a line are
 * kept. A word that is longer than a line is cut at the column. Gives at least one line.
 */
export function wrapWords(text: Safe, columns: number): readonly Safe[] {
	const lines: Safe[] = [];
	let line = '';
	let used = 0;
	let blanks = '';
	for (const [token] of text.matchAll(/ +|[^ ]+/g)) {
		if (token.startsWith(' ')) {
			blanks = token;
			continue;
		}
		const size = width(token);
		if (used + blanks.length + size <= columns) {
			line += blanks + token;
			used += blanks.length + size;
		} else {
			if (line !== '') lines.push(line as Safe);
			line = '';
			for (const piece of wrapHard(token as Safe, columns)) {
				if (line !== '') lines.push(line as Safe);
				line = piece;
			}
			used = width(line);
		}
		blanks = '';
	}
	if (line !== '' || lines.length === 0) lines.push(line as Safe);
	return lines;
}
