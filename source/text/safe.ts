/**
 * The one choke point: every string that somebody else wrote passes here before it reaches a
 * screen or a terminal. What is not plainly visible is made visible and nothing is deleted,
 * because deleting can hide as well: Ink drops the rest of a text after a malformed control
 * sequence, so that `safe ESC[NUL rm -rf /` would be previewed as `safe`.
 */
import { latePattern } from './late-pattern.ts';
import { width } from './width.ts';

declare const mark: unique symbol;

/** Text that is safe to show on one line: no control characters, no bidi, nothing invisible. */
export type Safe = string & { readonly [mark]: true };

/** How text is shown. */
export type ShowOptions = {
	/** The locale is not UTF-8: nothing above 0x7e is written. */
	readonly ascii?: boolean;
};

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Everything that a terminal may obey, reorder, merge or not draw. Besides the categories:
 * characters that are drawn as nothing although they count as letters or symbols (braille blank,
 * object replacement, musical null note head, hieroglyphic blanks, Khitan filler), and the marks
 * about whose width terminals disagree (enclosing marks, skin tones).
 */
const hidden = latePattern(
	String.raw`[\p{C}\p{Z}\p{Me}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u2800\ufffc\u{1d159}\u{13441}\u{13442}\u{16fe4}]`,
	'u',
);

const aMark = latePattern(String.raw`\p{M}`, 'u');

/** Vietnamese and Hebrew need two, Tibetan three or four; "zalgo" text starts at about six. */
const MARKS_ON_ONE_CHARACTER = 4;

const TAB = 4;

const codePoint = (code: number) => `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;

function picture(code: number, ascii: boolean): string {
	if (code < 0x20 || code === 0x7f) {
		if (ascii) return `^${String.fromCharCode(code ^ 0x40)}`;
		return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
	}
	return codePoint(code);
}

/**
 * Makes everything that is not plainly visible visible, for previews, names, values and errors:
 * C0 controls as pictures (`␛`), C1, bidi, zero-width, tag and unassigned characters, blanks other
 * than the space, and lone surrogates as `<U+202E>`. Tabs go to the next multiple of four. Marks
 * beyond four on one character, and marks with nothing to stand on, are shown as their numbers.
 * A line break is shown as `␊`: split into lines first.
 *
 * With `ascii` everything above 0x7e is `<U+XXXX>`, and controls are `^[`.
 */
export function showText(text: string, options: ShowOptions = {}): Safe {
	if (PLAIN.test(text)) return text as Safe;
	const ascii = options.ascii === true;
	// What stands before the last tab, its columns, and what stands behind it. Measuring a slice of
	// one growing string would copy all of it at each tab: 340 s for a megabyte of short fields.
	let before = '';
	let column = 0;
	let shown = '';
	// How many more marks may stand on the last character; none on what is not itself.
	let marks = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		if (code > 0x20 && code < 0x7f) {
			shown += character;
			marks = MARKS_ON_ONE_CHARACTER;
		} else if (code === 0x20) {
			// A mark on a blank could be parted from it where lines are wrapped.
			shown += character;
			marks = 0;
		} else if (code === 0x09) {
			column += width(shown);
			const blanks = TAB - (column % TAB);
			column += blanks;
			before += shown + ' '.repeat(blanks);
			shown = '';
			marks = 0;
		} else if (ascii || code < 0x20 || hidden().test(character)) {
			shown += picture(code, ascii);
			marks = 0;
		} else if (!aMark().test(character)) {
			shown += character;
			marks = MARKS_ON_ONE_CHARACTER;
		} else if (marks > 0) {
			shown += character;
			marks -= 1;
		} else {
			shown += codePoint(code);
		}
	}
	return (before + shown) as Safe;
}

/** A literal of our own, with foreign parts that were made safe before: safe`run ${name}`. */
export function safe(parts: TemplateStringsArray, ...values: (Safe | number)[]): Safe {
	return String.raw({ raw: parts }, ...values) as Safe;
}

/** Joins safe texts; `separator` may be a plain literal made with `safe`. */
export function joinSafe(parts: readonly Safe[], separator: string): Safe {
	return parts.join(showText(separator)) as Safe;
}
