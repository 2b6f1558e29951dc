import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Safe, showText } from '../../source/text/safe.ts';
import { pad, truncate, width, wrapHard, wrapNear, wrapWords } from '../../source/text/width.ts';
import { hostile } from './hostile.ts';
import { costs } from './visible.ts';

/** Any text that a screen may get: blanks and words of all widths, hostile things among them. */
const safeText = fc
	.array(
		fc.oneof(
			fc.constantFrom(' ', '  ', 'word', 'longer-word', '日本', 'e\u0301', '😀', '\u0915\u093e'),
			fc.constantFrom(...Object.values(hostile)),
			fc.string({ unit: 'binary', maxLength: 5 }),
		),
	)
	.map(parts => showText(parts.join('')));
/** The widest character with its marks: a base and four spacing marks. */
const columns = fc.integer({ min: 6, max: 90 });
const withoutBlanks = (text: string) => text.replaceAll(' ', '');

describe('width', () => {
	test('counts columns, not units', () => {
		expect(['', 'abc', '日本', 'e\u0301', '😀', '…'].map(width)).toEqual([0, 3, 4, 1, 2, 1]);
	});

	test('is never less than what Ink lays out by', () => {
		fc.assert(fc.property(safeText, text => width(text) >= stringWidth(text)));
	});

	test('of two texts is the sum', () => {
		fc.assert(fc.property(safeText, safeText, (a, b) => width(a + b) === width(a) + width(b)));
	});
});

describe('truncate', () => {
	test('keeps to the columns, and says that something is missing', () => {
		expect(truncate(showText('abcdef'), 6)).toBe('abcdef');
		expect(truncate(showText('abcdef'), 5)).toBe('abcd…');
		expect(truncate(showText('abcdef'), 5, { ascii: true })).toBe('ab...');
		expect(truncate(showText('日本語'), 5)).toBe('日本…');
		expect(truncate(showText('abc'), 1)).toBe('…');
		expect(truncate(showText('abc'), 0)).toBe('');
	});

	test('never exceeds the columns', () => {
		fc.assert(
			fc.property(safeText, fc.integer({ min: 0, max: 90 }), fc.boolean(), (text, limit, ascii) => {
				const cut = truncate(text, limit, { ascii });
				expect(width(cut)).toBeLessThanOrEqual(limit);
				if (width(text) <= limit) expect(cut).toBe(text);
			}),
		);
	});
});

describe('pad', () => {
	test('fills up on the right, and leaves what is longer', () => {
		expect(pad(showText('日'), 4)).toBe('日  ');
		expect(pad(showText('abc'), 2)).toBe('abc');
	});
});

describe('wrapHard', () => {
	test('cuts at the column, and the pieces are the text', () => {
		expect(wrapHard(showText('abcdefg'), 3)).toEqual(['abc', 'def', 'g']);
		expect(wrapHard(showText('日本語'), 3)).toEqual(['日', '本', '語']);
		expect(wrapHard(showText(''), 3)).toEqual(['']);
		fc.assert(
			fc.property(safeText, columns, (text, limit) => {
				const pieces = wrapHard(text, limit);
				expect(pieces.join('')).toBe(text);
				for (const piece of pieces) {
					expect(width(piece)).toBeLessThanOrEqual(limit);
					expect(piece).not.toMatch(/^\p{M}/u);
				}
			}),
		);
	});

	test('makes progress where a character is wider than the columns', () => {
		expect(wrapHard(showText('日本'), 1)).toEqual(['日', '本']);
		expect(wrapHard(showText('ab'), 0)).toEqual(['a', 'b']);
	});
});

describe('wrapNear', () => {
	test('cuts behind a blank where one is near, and else at the column', () => {
		expect(wrapNear(showText('one two three'), 9)).toEqual(['one two ', 'three']);
		expect(wrapNear(showText('one two  three'), 11)).toEqual(['one two  ', 'three']);
		expect(wrapNear(showText('a verylongword'), 9)).toEqual(['a verylon', 'gword']);
		expect(wrapNear(showText('one two three'), 7)).toEqual(['one two', ' three']);
		expect(wrapNear(showText('fits in it'), 10)).toEqual(['fits in it']);
		expect(wrapNear(showText(''), 3)).toEqual(['']);
	});

	test('gives rows that go on another width', () => {
		expect(wrapNear(showText('aaaa bbbb cccc'), 5, 4)).toEqual(['aaaa ', 'bbbb', ' ccc', 'c']);
	});

	test('gives pieces that are the text, and keeps to the columns', () => {
		fc.assert(
			fc.property(safeText, columns, (text, limit) => {
				const pieces = wrapNear(text, limit);
				expect(pieces.join('')).toBe(text);
				for (const piece of pieces) {
					expect(width(piece)).toBeLessThanOrEqual(limit);
					expect(piece).not.toMatch(/^\p{M}/u);
				}
			}),
		);
	});
});

describe('wrapWords', () => {
	test('breaks at blanks', () => {
		expect(wrapWords(showText('one two three'), 8)).toEqual(['one two', 'three']);
		expect(wrapWords(showText('a verylongword b'), 6)).toEqual(['a', 'verylo', 'ngword', 'b']);
		expect(wrapWords(showText(''), 6)).toEqual(['']);
	});

	test('loses nothing but blanks, and keeps to the columns', () => {
		fc.assert(
			fc.property(safeText, columns, (text, limit) => {
				const lines = wrapWords(text, limit);
				expect(withoutBlanks(lines.join(''))).toBe(withoutBlanks(text));
				for (const line of lines) expect(width(line)).toBeLessThanOrEqual(limit);
			}),
		);
	});
});

const SIZE = 2 ** 18;

test('a long line takes linear time', () => {
	for (const piece of ['é', 'é ', '日', 'x', 'e\u0301', '\u0915\u094d']) {
		const text = piece.repeat(SIZE / piece.length) as Safe;
		for (const columns of [1, 80, 2 * SIZE]) {
			const name = `${JSON.stringify(piece)} at ${columns}`;
			expect(
				costs(SIZE, () => wrapHard(text, columns)),
				name,
			).toBeLessThan(100);
			expect(
				costs(SIZE, () => wrapNear(text, columns)),
				name,
			).toBeLessThan(100);
			expect(
				costs(SIZE, () => wrapWords(text, columns)),
				name,
			).toBeLessThan(100);
			expect(
				costs(SIZE, () => truncate(text, columns)),
				name,
			).toBeLessThan(100);
		}
	}
});
