import { renderToString, Text } from 'ink';
import { createElement } from 'react';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { joinSafe, safe, showText } from '../../source/text/safe.ts';
import { width } from '../../source/text/width.ts';
import { hostile } from './hostile.ts';
import { costs, firstInvisible, printable, seeded, standsIn } from './visible.ts';

const corpus = Object.entries(hostile);

/** Strings made of what terminals trip over. */
function fuzz(next: (limit: number) => number): string {
	const pieces = [
		() => String.fromCharCode(next(0x20)),
		() => String.fromCharCode(0x7f + next(0x21)),
		() => `\x1b${'[]P_^X(\\'[next(8)]}`,
		() => String(next(9999)),
		() => ';:?mhJKc'.charAt(next(8)),
		() => String.fromCodePoint(0x200b + next(0x60)),
		() => String.fromCodePoint(0x300 + next(0x70)),
		() => String.fromCodePoint(0xe0000 + next(0x80)),
		() => String.fromCharCode(0xd800 + next(0x800)),
		() => String.fromCodePoint(next(0x110000)),
		() => String.fromCharCode(0x20 + next(0x5f)),
		() => 'rm -rf /'.slice(next(8)),
	];
	let text = '';
	for (let left = next(24); left >= 0; left--) text += pieces[next(pieces.length)]?.();
	return text;
}

describe('showText', () => {
	test('the corpus is as large as promised', () => {
		expect(corpus.length).toBeGreaterThanOrEqual(80);
	});

	test.each(corpus)('%s: nothing invisible is left, and nothing printable is lost', (_, text) => {
		const shown = showText(text);
		expect(firstInvisible(shown)).toBeUndefined();
		expect(standsIn(printable(text), shown)).toBe(true);
		expect(
			standsIn(printable(text).replaceAll(/[^\x20-\x7e]/g, ''), showText(text, { ascii: true })),
		).toBe(true);
	});

	test.each(corpus)('%s: in ASCII nothing but ASCII is left', (_, text) => {
		expect(showText(text, { ascii: true })).toMatch(/^[\x20-\x7e]*$/);
	});

	test.each(corpus)('%s: Ink leaves it as it is', (_, text) => {
		const line = `>${showText(text)}<`;
		const frame = renderToString(createElement(Text, { wrap: 'truncate' }, line), {
			columns: width(line) + 1,
		});
		expect(frame).toBe(line);
	});

	test('100,000 seeded strings leave nothing invisible and lose nothing printable', () => {
		const next = seeded(52);
		for (let round = 0; round < 100_000; round++) {
			const text = fuzz(next);
			const shown = showText(text);
			const bad = firstInvisible(shown);
			if (bad || !standsIn(printable(text), shown)) {
				expect.fail(`round ${round}: ${JSON.stringify(text)} gave ${JSON.stringify(shown)}`);
			}
			if (round % 20 === 0 && stringWidth(shown) > width(shown)) {
				expect.fail(`round ${round}: ${JSON.stringify(shown)} is wider than measured`);
			}
		}
	});

	test('no character of Unicode gets through that cannot be seen', () => {
		expect(firstInvisible('a\x1b')).toBe('1b');
		for (let code = 0; code <= 0x10ffff; code++) {
			const bad = firstInvisible(showText(String.fromCodePoint(code)));
			if (bad) expect.fail(`U+${code.toString(16)}`);
		}
	});

	test('each kind has its notation', () => {
		expect(showText('\x1b[31m')).toBe('␛[31m');
		expect(showText('a\0b\x7fc\nd')).toBe('a␀b␡c␊d');
		expect(showText('\x9b\u202e\u200b\u{e0041}')).toBe('<U+009B><U+202E><U+200B><U+E0041>');
		expect(showText('\ud83d!')).toBe('<U+D83D>!');
		expect(showText('\x1b\x7f\x00é€', { ascii: true })).toBe('^[^?^@<U+00E9><U+20AC>');
	});

	test('letters of all scripts, signs and single emoji stay', () => {
		const text = 'Größe naïve Ελλάδα привет 日本語 tiếng ✓ → 😀 a\u0301';
		expect(showText(text)).toBe(text);
	});

	test('a tab goes to the next multiple of four columns', () => {
		expect(showText('a\tb')).toBe('a   b');
		expect(showText('abcd\tb')).toBe('abcd    b');
		expect(showText('日\tb\t.')).toBe('日  b   .');
	});

	test('a character carries four marks, and a fifth is shown by number', () => {
		expect(showText(`e${'\u0301'.repeat(5)}`)).toBe(`e${'\u0301'.repeat(4)}<U+0301>`);
		expect(showText('\u0301')).toBe('<U+0301>');
	});

	test('a megabyte of the worst takes linear time', () => {
		const worst = [
			'\t',
			'a\tb\t',
			'é\t',
			'\x1b',
			'\x1b[',
			'\u0301',
			'e\u0301',
			'\u202e',
			'\ud83d',
			'€',
		];
		for (const piece of worst) {
			const text = piece.repeat(2 ** 20 / piece.length);
			// A quadratic showText took 340 s for what this one pass takes a tenth of a second for.
			expect(
				costs(2 ** 20, () => showText(text)),
				JSON.stringify(piece),
			).toBeLessThan(50);
		}
	});
});

describe('safe and joinSafe', () => {
	test('put safe parts and numbers into a literal', () => {
		expect(safe`run ${showText('\x1b')} of ${3}\u0020\\`).toBe('run ␛ of 3 \\');
	});

	test('a separator is made safe as well', () => {
		expect(joinSafe([safe`a`, safe`b`], '\n')).toBe('a␊b');
	});
});
