/** Characters that show other text than there is: bidi, zero-width, tags, controls. */

/**
 * Control and format characters, line and paragraph separators, and what is drawn as nothing.
 * U+FE0F asks for the coloured form of the emoji before it and is harmless only there.
 */
const HIDDEN = new RegExp(
	[
		'(?<!\\p{Extended_Pictographic})\\ufe0f',
		'(?!\\t|\\n|\\ufe0f)(?:\\p{Cc}|\\p{Cf}|\\p{Zl}|\\p{Zp}|\\p{Default_Ignorable_Code_Point})',
		'\\u2800|\\ufffc|\\u{1d159}',
	].join('|'),
	'gu',
);

/** Blanks that a shell does not take for blanks. */
const BLANK = /(?! )\p{Zs}/gu;

export type Hidden = {
	readonly offset: number;
	/** `U+202E`. */
	readonly code: string;
	/** What it does, to follow the code in a sentence. */
	readonly what: string;
};

/** Every hidden character of `text`. */
export function findHidden(text: string): readonly Hidden[] {
	return Array.from(text.matchAll(HIDDEN), describe);
}

/** Every blank of `text` other than space, tab and newline. */
export function findOddBlanks(text: string): readonly Hidden[] {
	return Array.from(text.matchAll(BLANK), describe);
}

function describe(match: RegExpExecArray): Hidden {
	const point = match[0].codePointAt(0) ?? 0;
	const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
	return { offset: match.index, code, what: kind(match[0], point) };
}

function kind(character: string, point: number): string {
	if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(character)) {
		return 'changes the direction of the text, so that it reads in another order than it runs';
	}
	if (point >= 0xe0000) return 'is a tag character, which nobody sees';
	if (/\p{Cc}/u.test(character)) return 'is a control character';
	if (/\p{Zs}/u.test(character)) return 'looks like a space and is none to a shell';
	return 'is not visible';
}
