import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OutputLines, showOutputLine } from '../../source/text/output.ts';
import { width } from '../../source/text/width.ts';
import { hostile } from './hostile.ts';
import { firstInvisible } from './visible.ts';

function feed(
	chunks: readonly (string | Uint8Array)[],
	options: { keep?: number; width?: number; ascii?: boolean } = {},
) {
	const output = new OutputLines({ keep: 100, ...options });
	for (const chunk of chunks) output.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
	return output;
}

describe('OutputLines', () => {
	test('a euro sign that is split over chunks is one character', () => {
		const output = feed([Uint8Array.of(0xe2), Uint8Array.of(0x82)]);
		expect(output.lines).toEqual(['']);
		output.push(Uint8Array.of(0xac));
		expect(output.lines).toEqual(['€']);
	});

	test('bytes that are no characters are replaced, and what follows is not', () => {
		expect(feed([Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0x62)]).lines).toEqual(['a\ufffd\ufffd(b']);
	});

	test('the last lines are kept and all are counted', () => {
		const output = feed(['1\n2\n3', '3\n4\n5'], { keep: 2 });
		expect(output.lines).toEqual(['4', '5']);
		expect(output.total).toBe(5);
		output.end();
		expect(output.lines).toEqual(['4', '5']);
		expect(output.total).toBe(5);
	});

	test('a final line feed begins no line', () => {
		const output = feed(['a\n']);
		output.end();
		expect([output.lines, output.total]).toEqual([['a'], 1]);
	});

	test('empty lines are lines', () => {
		expect(feed(['\n\na\n\n']).lines).toEqual(['', '', 'a', '']);
	});

	test('of a progress bar the last state is shown', () => {
		const output = feed(['get 10%\rget 20%']);
		expect(output.lines).toEqual(['get 20%']);
		output.push(Buffer.from('\r'));
		expect(output.lines).toEqual(['get 20%']);
		output.push(Buffer.from('get 30%\x1b[K\r\nnext'));
		expect(output.lines).toEqual(['get 30%', 'next']);
	});

	test('a progress bar without end takes no memory', () => {
		const output = feed([]);
		const bar = Buffer.from(`${'#'.repeat(500)}\r`);
		for (let round = 0; round < 20_000; round++) output.push(bar);
		expect(output.total).toBe(1);
		expect(output.lines).toEqual(['#'.repeat(500)]);
	});

	test('escape sequences of ordinary tools are no text and no alarm', () => {
		const cases: Record<string, string> = {
			'\x1b[31mred\x1b[0m \x1b[38;2;1;2;3mx\x1b[m': 'red x',
			'\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\': 'link',
			'\x1b]3008;start=abc;user=root\x1b\\ok': 'ok',
			'\x1b(B\x1b[mplain\x1b=\x1b>': 'plain',
			'\x1b]0;title\x07$ ': '$ ',
			'\x1bPtmux;x\x1b\\y': 'y',
			'a\x1b[?25lb\x1b[2K\x1b[1Gc': 'abc',
			'N\bNA\bA': 'NNAA',
		};
		for (const [text, shown] of Object.entries(cases)) expect(feed([text]).lines).toEqual([shown]);
	});

	test('what only looks like a sequence hides nothing', () => {
		expect(feed(['safe \x1b[\0 rm -rf /']).lines).toEqual(['safe ␛[␀ rm -rf /']);
		expect(feed(['a\x1b]0;open\nnext']).lines).toEqual(['a␛]0;open', 'next']);
		expect(feed(['\x1b\x1b[0m[2Jx\x07']).lines).toEqual(['␛[2Jx␇']);
		expect(feed(['\u009b31mx']).lines).toEqual(['<U+009B>31mx']);
	});

	test('in a locale that is not UTF-8 bytes above 0x7f have numbers', () => {
		expect(feed(['gr\u00fcn\x1b[0m \x07\x7f'], { ascii: true }).lines).toEqual([
			'gr\\xc3\\xbcn ^G^?',
		]);
	});

	test('lines are cut at the width', () => {
		expect(feed(['abcdefgh\n日本語日本語'], { width: 6 }).lines).toEqual(['abcde…', '日本…']);
	});

	test('of a line without end the beginning is kept, and the rest counted', () => {
		const output = feed([]);
		const chunk = Buffer.alloc(65_536, 'x');
		for (let round = 0; round < 160; round++) output.push(chunk);
		expect(output.lines).toEqual([`${'x'.repeat(16_384)} … +${160 * 65_536 - 16_384} B`]);
		output.push(Buffer.from('\nnext\n'));
		expect(output.lines[1]).toBe('next');
	});

	test('a flood of 50 MB leaves its last lines only', () => {
		const output = new OutputLines({ keep: 3 });
		const line = 'a line of some length, with a \x1b[31mcolour\x1b[0m and a euro €\n';
		const chunk = Buffer.from(line.repeat(1000));
		const before = process.memoryUsage().arrayBuffers;
		let pushed = 0;
		while (pushed < 50_000_000) {
			output.push(chunk);
			pushed += chunk.length;
		}
		output.push(Buffer.from('last'));
		expect(output.total).toBe((pushed / chunk.length) * 1000 + 1);
		expect(output.lines).toEqual([
			'a line of some length, with a colour and a euro €',
			'a line of some length, with a colour and a euro €',
			'last',
		]);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
	});

	test('the chunk may be used again by whoever reads', () => {
		const buffer = Buffer.from('one\ntwo');
		const output = feed([buffer]);
		buffer.fill('x');
		expect(output.lines).toEqual(['one', 'two']);
	});

	test('the same array is given until more comes', () => {
		const output = feed(['a\n']);
		expect(output.lines).toBe(output.lines);
	});

	test.each(Object.entries(hostile))('%s: no control byte gets through', (_, text) => {
		for (const ascii of [false, true]) {
			for (const line of feed([text], { ascii }).lines)
				expect(firstInvisible(line)).toBeUndefined();
		}
	});

	test('how bytes are cut into chunks makes no difference', () => {
		const bytes = fc
			.array(
				fc.oneof(
					fc.constantFrom('\n', '\r', '\r\n', '\x1b[1m', 'abc', '€', '日', '\b'),
					fc.constantFrom(...Object.values(hostile)),
				),
			)
			.map(parts => Buffer.from(parts.join('')));
		fc.assert(
			fc.property(
				bytes,
				fc.array(fc.nat(400)),
				fc.integer({ min: 1, max: 9 }),
				(all, cuts, keep) => {
					const whole = feed([all], { keep });
					const places = [...new Set(cuts.filter(cut => cut < all.length))].sort((a, b) => a - b);
					const parts = [...places, all.length].map((to, index) =>
						all.subarray(places[index - 1] ?? 0, to),
					);
					const inParts = feed(parts, { keep });
					expect(inParts.lines).toEqual(whole.lines);
					expect(inParts.total).toBe(whole.total);
					whole.end();
					inParts.end();
					expect(inParts.lines).toEqual(whole.lines);
					expect(whole.lines.length).toBe(Math.min(keep, whole.total));
					for (const line of whole.lines) expect(width(line)).toBeGreaterThanOrEqual(0);
				},
			),
		);
	});
});

test('showOutputLine shows one line as OutputLines does', () => {
	expect(showOutputLine(Buffer.from('10%\r\x1b[1m20%\x1b[m\x07\r'))).toBe('20%␇');
	expect(showOutputLine(Buffer.from('€uro'), { ascii: true, width: 6 })).toBe('\\xe...');
	expect(showOutputLine(new Uint8Array())).toBe('');
});
