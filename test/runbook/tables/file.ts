import { type Case, fence, page, step } from '../read.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
	Uint8Array.from(
		parts.flatMap(part =>
			typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)],
		),
	);

export const file: readonly Case[] = [
	{
		title: 'refuses a file of 10 MB without looking into it',
		text: new Uint8Array(10_000_000).fill(0x61),
		found: ['1:1 too-large'],
	},
	{ title: 'refuses an empty file', text: '', found: ['1:1 empty-file'] },
	{ title: 'refuses a file of blank lines', text: '\ufeff \r\n\r\n', found: ['1:1 empty-file'] },
	{
		title: 'refuses bytes that are no UTF-8, where they stand',
		text: bytes('---\nrunbook: 1\n---\n# Caf', 0xe9, '\n'),
		found: ['4:6 not-utf-8'],
	},
	{
		title: 'refuses a file in UTF-16',
		text: bytes(0xff, 0xfe, '-', 0, '-', 0, '-', 0),
		found: ['1:1 not-utf-8'],
	},
	{
		title: 'refuses a NUL',
		text: page('## Do it\n\nIt is \0 done.\n'),
		found: ['10:7 nul-character'],
	},
	{
		title: 'refuses more lines than anybody reads',
		text: step('a\n'.repeat(6000)),
		found: ['5004:1 too-many-lines'],
	},
	{
		title: 'refuses quotations inside each other without end',
		text: step(`${'>'.repeat(5000)} a\n`),
		found: ['10:1 too-intricate'],
	},
	{
		title: 'refuses emphasis that takes the parser the square of its length',
		text: step(`${'a**b '.repeat(20_000)}\n`),
		found: ['10:1 too-intricate'],
	},
	{
		title: 'refuses a block with more substitutions than its parser has room for',
		text: step(fence('sh', `echo ${'$('.repeat(400)}date${')'.repeat(400)}`)),
		found: ['10:1 too-intricate'],
	},
	{
		title: 'refuses a character that turns the direction of a command',
		text: step(fence('sh', 'echo a \u202e b')),
		found: ['11:8 hidden-character'],
	},
	{
		title: 'refuses a zero-width space in prose',
		text: step('One\u200btwo.\n'),
		found: ['10:4 hidden-character'],
	},
	{
		title: 'refuses tag characters in a title',
		text: '---\nrunbook: 1\nsummary: A test.\n---\n# T\u{e0041}\n\n## Do it\n',
		found: ['5:4 hidden-character'],
	},
	{
		title: 'refuses a carriage return by itself, which hides what stands before it',
		text: step(fence('sh', 'rm -r /\recho hello')),
		found: ['11:8 hidden-character'],
	},
	{
		title: 'refuses a hidden character that is written as an escape in YAML',
		text: page('## Do it\n', 'tags: ["a\\u202eb"]'),
		found: ['4:8 hidden-character'],
	},
	{
		title: 'refuses a hidden character that is written as a reference in Markdown',
		text: step('One&#x202e;two.\n'),
		found: ['10:1 hidden-character'],
	},
	{
		title: 'refuses a blank in a command that is none to the shell',
		text: step(fence('sh', 'ls\u00a0-l')),
		found: ['11:3 hidden-character'],
	},
	{
		title: 'ends a list of mistakes that nobody would read',
		text: page('## Do it\n\n', Array.from({ length: 600 }, (_, n) => `k${n}: x`).join('\n')),
		found: [
			...Array.from({ length: 500 }, (_, n) => `${n + 4}:1 unknown-key`),
			'503:1 too-many-mistakes',
		],
	},
];
