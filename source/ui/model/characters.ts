/** What a person takes for one character: a sign with the marks on it. Pure. */

/** As `width.ts` measures and `showText` shows: joined emoji are shown in their parts. */
const CHARACTER = /\P{M}\p{M}*|\p{M}+/gsu;

export function charactersOf(text: string): readonly string[] {
	return text.match(CHARACTER) ?? [];
}

export function countCharacters(text: string): number {
	return charactersOf(text).length;
}
