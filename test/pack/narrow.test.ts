import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { narrowWidth, Segmenter } from '../../source/pack/narrow.ts';

const every = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
const narrow = every.filter(character => narrowWidth(character) !== undefined);
const signs = '❯✓✗→←↑↓·…│─┴┬├▌•–▶↶↳»❘○×␛␊';

describe('narrowWidth', () => {
	it('knows ASCII and the signs of the screen', () => {
		expect(narrowWidth(`abc ~${signs}`)).toBe(5 + signs.length);
	});

	it('says what string-width says, of each character and of one beside others', () => {
		const wrong = narrow.filter(character => stringWidth(character) !== 1);
		expect(wrong).toEqual([]);
		for (const [at, one] of narrow.entries()) {
			const others = narrow.filter((_, place) => place % 16 === at % 16);
			const beside = others.map(other => one + other).join('');
			expect(narrowWidth(beside)).toBe(beside.length);
			if (stringWidth(beside) !== beside.length) expect.fail(`beside ${one}`);
		}
	});

	it('leaves styles out, as string-width does, and knows nothing of other sequences', () => {
		for (const text of ['\x1b[1;31mred\x1b[39m ❯', '\x1b[m', '']) {
			expect(narrowWidth(text)).toBe(stringWidth(text));
		}
		for (const text of ['\x1b]8;;x\x07y', '\x1b[2Jx', 'a\nb', '\x1b', '\t']) {
			expect(narrowWidth(text)).toBeUndefined();
		}
		expect(narrowWidth('\x1b[1mx', { countAnsiEscapeCodes: true })).toBeUndefined();
	});

	it('leaves wide, joined and hidden characters to string-width', () => {
		for (const text of [
			'日本',
			'e\u0301',
			'❯\ufe0f',
			'👍',
			'\u00ad',
			'\u200d',
			'©\ufe0f',
			'⌚',
			'◾',
		]) {
			expect(narrowWidth(text)).toBeUndefined();
		}
		expect(narrowWidth('→', { ambiguousIsNarrow: false })).toBeUndefined();
	});
});

describe('Segmenter', () => {
	it('parts text as Node does', () => {
		const own = new Intl.Segmenter();
		const beside = narrow.flatMap((one, at) => [
			one,
			narrow[(at * 7) % narrow.length],
			'\x1b',
			'\n',
		]);
		const texts = [beside.join(''), '\x1b[1mx\x1b[22m\ny', 'e\u0301x', 'a\r\nb', '👨‍👩‍👧 日', ''];
		for (const text of texts) {
			const parts = [...new Segmenter().segment(text)].map(({ segment, index }) => [
				segment,
				index,
			]);
			expect(parts).toEqual(
				Array.from(own.segment(text), ({ segment, index }) => [segment, index]),
			);
		}
	});
});
