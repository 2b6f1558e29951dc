import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { describe, expect, test } from 'vitest';
import { type ProseOptions, plainLines, proseLines } from '../../source/text/prose.ts';
import { width } from '../../source/text/width.ts';
import { hostile } from './hostile.ts';
import { costs, firstInvisible } from './visible.ts';

const parse = (text: string) =>
	fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
		.children;
const shown = (text: string, columns = 40, options?: ProseOptions) =>
	plainLines(proseLines(parse(text), columns, options));

describe('proseLines', () => {
	test('paragraphs are wrapped, with a blank line between them', () => {
		expect(shown('one two\nthree four five\n\nsix', 10)).toEqual([
			'one two',
			'three four',
			'five',
			'',
			'six',
		]);
	});

	test('styles are kept, and a word of several styles stays together', () => {
		expect(proseLines(parse('a **b** *c* `d e` [f](#g), <!-- h -->'), 40)).toEqual([
			[
				{ text: 'a ', style: 'plain' },
				{ text: 'b', style: 'strong' },
				{ text: ' ', style: 'plain' },
				{ text: 'c', style: 'emphasis' },
				{ text: ' ', style: 'plain' },
				{ text: 'd e', style: 'code' },
				{ text: ' ', style: 'plain' },
				{ text: 'f', style: 'link' },
				{ text: ', ', style: 'plain' },
				{ text: '<!-- h -->', style: 'dim' },
			],
		]);
		expect(shown('aaaaa **bbb**, ccc', 9)).toEqual(['aaaaa', 'bbb, ccc']);
	});

	test('a link is followed by its address where that says more', () => {
		expect(
			shown(
				'[a](https://x.org/) <https://x.org> [b](#c) [d](mailto:e@f) [g]\n\n[g]: http://y.org',
				90,
			),
		).toEqual(['a (https://x.org/) https://x.org b d g (http://y.org)']);
	});

	test('values stand in prose, code and addresses, and are made safe', () => {
		const put = (text: string) => text.replaceAll('{{name}}', 'web\x1b1');
		expect(shown('Stop {{name}} by `stop {{name}}`.', 60, { put })).toEqual([
			'Stop web␛1 by stop web␛1.',
		]);
		expect(shown('```text\n{{name}}\n```', 60, { put })).toEqual(['  web␛1']);
	});

	test('lists are nested, numbered and ticked', () => {
		expect(shown('9. a\n10. b\n    - c d e\n    - f\n\n- [ ] g\n- [x] h', 14)).toEqual([
			' 9. a',
			'10. b',
			'    • c d e',
			'    • f',
			'',
			'[ ] g',
			'[x] h',
		]);
		expect(shown('- a\n\n- b')).toEqual(['• a', '', '• b']);
	});

	test('quotes, rules, code and HTML', () => {
		expect(shown('> a\n>\n> b\n\n---\n\n    x\ty\n\n<b>\n</b>', 10)).toEqual([
			'│ a',
			'│ ',
			'│ b',
			'',
			'──────────',
			'',
			'  x   y',
			'',
			'  <b>',
			'  </b>',
		]);
	});

	test('tables are aligned', () => {
		expect(shown('| A | Bee | C |\n|:--|:-:|--:|\n| aaa | b | 1 |\n| a | `b` | 22 |', 40)).toEqual([
			'A    Bee   C',
			'───  ───  ──',
			'aaa   b    1',
			'a     b   22',
		]);
	});

	test('tables give way where they are too wide, and words stay whole', () => {
		const table = '| Name | What |\n|---|---|\n| alpha | one two three four |\n| beta | five |';
		expect(shown(table, 18)).toEqual([
			'Name   What',
			'─────  ───────────',
			'alpha  one two',
			'       three four',
			'beta   five',
		]);
		expect(shown(table, 10)).toEqual([
			'Name:',
			'alpha',
			'What: one',
			'two three',
			'four',
			'',
			'Name: beta',
			'What: five',
		]);
	});

	test('in ASCII there are only its signs, and backticks may be kept', () => {
		const text = '- “a” – `b` → c…\n\n> ä\n\n***';
		expect(shown(text, 20, { ascii: true, backticks: true })).toEqual([
			'- "a" - `b` -> c...',
			'',
			'| <U+00E4>',
			'',
			'--------------------',
		]);
	});

	test('what prose does not mean literally is not shown as a number', () => {
		expect(shown('\u26a0\ufe0f 10\u00a0km co\u00adpy', 40)).toEqual(['\u26a0 10 km copy']);
		expect(shown('`10\u00a0km`', 40)).toEqual(['10<U+00A0>km']);
	});

	const markdown = fc
		.array(
			fc.constantFrom(
				...Object.values(hostile),
				...'word|longer-word-that-does-not-fit-anywhere|`code x`|**strong**|*emph|[l](https://example.org/long/path)|{{n}}|# h\n|日本語日本語|<b>|&nbsp;'.split(
					'|',
				),
				...[
					'\n',
					'\n\n',
					' ',
					'- ',
					'  - ',
					'    - ',
					'> ',
					'1. ',
					'999999999. ',
					'- [ ] ',
					'***\n',
				],
				...[
					'```\n',
					'| a | b |\n|---|--:|\n| c | d |\n',
					'| a ',
					'|',
					'|---|---|---|\n',
					'\\\n',
					'\t',
				],
			),
			{ maxLength: 60 },
		)
		.map(parts => parts.join(''));

	test.each([8, 20, 40, 80])(
		'at %i columns no line is wider, and nothing invisible is in it',
		columns => {
			fc.assert(
				fc.property(markdown, fc.boolean(), (text, ascii) => {
					for (const line of shown(text, columns, { ascii })) {
						expect(width(line)).toBeLessThanOrEqual(columns);
						expect(firstInvisible(line)).toBeUndefined();
					}
				}),
				{ numRuns: 200 },
			);
		},
	);

	test('nesting without end is cut off', () => {
		expect(shown(`${'> '.repeat(500)}x`, 40).join('')).toContain('…');
		expect(shown('*a **b '.repeat(500) + '** c*'.repeat(500), 40).join('')).toContain('…');
	});

	test('a large document takes linear time', () => {
		const size = 2 ** 16;
		for (const piece of ['word ', '`a` ', '- a\n', 'a\n\n', '| a | b |\n', '[a](http://b) ']) {
			const head = piece.startsWith('|') ? '| a | b |\n|---|---|\n' : '';
			// The parser takes longer by far: a part is read, and taken many times over.
			const part = parse(head + piece.repeat(2 ** 10 / piece.length));
			const nodes = Array.from({ length: size / 2 ** 10 }, () => part).flat();
			expect(
				costs(size, () => proseLines(nodes, 40)),
				piece,
			).toBeLessThan(100);
		}
	});
});
