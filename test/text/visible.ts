/**
 * What may stand on a line, written down apart from the code under test: by numbers, from the
 * Unicode charts.
 */
const INVISIBLE: readonly (readonly [number, number])[] = [
	[0x00, 0x1f],
	[0x7f, 0xa0],
	[0xad, 0xad],
	[0x34f, 0x34f],
	[0x600, 0x605],
	[0x61c, 0x61c],
	[0x6dd, 0x6dd],
	[0x70f, 0x70f],
	[0x890, 0x891],
	[0x8e2, 0x8e2],
	[0x115f, 0x1160],
	[0x1680, 0x1680],
	[0x17b4, 0x17b5],
	[0x180b, 0x180f],
	[0x2000, 0x200f],
	[0x2028, 0x202f],
	[0x205f, 0x206f],
	[0x2800, 0x2800],
	[0x3000, 0x3000],
	[0x3164, 0x3164],
	[0xd800, 0xf8ff],
	[0xfdd0, 0xfdef],
	[0xfe00, 0xfe0f],
	[0xfeff, 0xfeff],
	[0xffa0, 0xffa0],
	[0xfff0, 0xfffc],
	[0xfffe, 0xffff],
	[0x13430, 0x13442],
	[0x1bca0, 0x1bca3],
	[0x1d159, 0x1d159],
	[0x1d173, 0x1d17a],
	[0x1f3fb, 0x1f3ff],
	[0xe0000, 0x10ffff],
];

const hex = (code: number) => `\\u{${code.toString(16)}}`;
const invisible = new RegExp(
	`[${INVISIBLE.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}]`,
	'u',
);
const unseen = new RegExp(`${invisible.source}|\\p{M}|\\p{Cn}|\\p{Cf}`, 'gu');

/** The first character of `text` that is no plain printable one, in hexadecimal, or `undefined`. */
export function firstInvisible(text: string): string | undefined {
	return invisible.exec(text)?.[0].codePointAt(0)?.toString(16);
}

/** Whether the characters of `part` stand in `whole`, in their order. */
export function standsIn(part: string, whole: string): boolean {
	let at = 0;
	for (const character of part) {
		const found = whole.indexOf(character, at);
		if (found < 0) return false;
		at = found + character.length;
	}
	return true;
}

/** `text` without what cannot be seen anyway. */
export const printable = (text: string) => text.replace(unseen, '');

/** A seeded source of numbers below `limit` (mulberry32). */
export function seeded(seed: number): (limit: number) => number {
	let state = seed;
	return limit => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % limit;
	};
}

/**
 * How many times as long as one plain pass over `size` characters `work` takes. Both are measured
 * in the same breath, so that a busy machine slows down both.
 */
export function costs(size: number, work: () => unknown): number {
	const text = '\u00e9'.repeat(size);
	const pass = () => {
		let copy = '';
		for (const character of text) copy += /\p{L}/u.test(character) ? character : '?';
		return copy;
	};
	const took = (what: () => unknown) => {
		const start = performance.now();
		what();
		return performance.now() - start;
	};
	return took(work) / Math.max(took(pass), 10);
}
