/** Runbooks that somebody broke: whatever stands in a file, reading it ends soon and changes nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRunbook } from '../../source/runbook/is-runbook.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import { matches, read } from './read.ts';
import { blocks } from './tables/blocks.ts';
import { frontMatter } from './tables/front-matter.ts';
import { lists } from './tables/lists.ts';

const folder = new URL('../fixtures/runbooks/trial/', import.meta.url);
const trials = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'));
const small = [...blocks, ...frontMatter, ...lists].flatMap(({ text }) =>
	typeof text === 'string' && text.length < 2000 ? [text] : [],
);

/** Pieces that mean something to one of the parsers. */
const pieces = fc.constantFrom(
	'---\n',
	'```',
	'~~~',
	'```sh\n',
	'```sh undo\n',
	'\n\n',
	'#',
	'## ',
	'- ',
	'1. ',
	'- [ ] ',
	'> ',
	'[a](#a)',
	'](#',
	'"undo"',
	'{{',
	'}}',
	'{{user}}',
	'{{run.id}}',
	'$(',
	'`',
	'"',
	"'",
	'<<EOF\n',
	'&a',
	'*a',
	'!!str ',
	': ',
	'|\n',
	'>-\n',
	'{',
	'}',
	'[',
	']',
	'\t',
	'\r\n',
	'\r',
	'\0',
	'\u202e',
	'\u200b',
	'<!--',
	'<pre>',
	'&#x202e;',
	'\\',
	'|a|b|\n|-|-|\n',
	'__proto__',
	'constructor',
	'when=',
	'file=/',
	'capture=',
	'host=',
	'inputs:\n',
	'  a: { prompt: b }\n',
	'😀',
	'\ud800',
);

type Edit = { readonly at: number; readonly cut: number; readonly put: string };

const edit: fc.Arbitrary<Edit> = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	cut: fc.oneof(fc.nat(3), fc.nat(400)),
	put: fc.oneof(pieces, fc.string({ maxLength: 5 }), fc.constant('')),
});

function mutate(text: string, edits: readonly Edit[]): string {
	return edits.reduce((done, { at, cut, put }) => {
		const start = Math.floor(at * done.length);
		return done.slice(0, start) + put + done.slice(start + cut);
	}, text);
}

/** What is said of any file: a runbook without errors, or errors that stand in the file. */
function expectReading(bytes: Uint8Array): void {
	const { runbook, diagnostics } = readRunbook('fuzz', bytes, matches);
	const errors = diagnostics.filter(({ severity }) => severity === 'error');
	expect(runbook === undefined).toBe(errors.length > 0);
	expect(diagnostics.map(({ rule }) => rule)).not.toContain('reader-failed');
	const lines = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n').split('\n');
	for (const { line, column, message, remedy } of diagnostics) {
		expect(line).toBeGreaterThanOrEqual(1);
		expect(line).toBeLessThanOrEqual(lines.length);
		expect(column).toBeGreaterThanOrEqual(1);
		expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
		expect(message.length * remedy.length).toBeGreaterThan(0);
	}
	isRunbook(bytes);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('whatever is done to a runbook', () => {
	const before = Object.getOwnPropertyNames(Object.prototype).join();
	let began = 0;

	beforeAll(() => {
		began = performance.now();
	});

	afterAll(() => {
		expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
		expect(({} as Record<string, unknown>).prompt).toBeUndefined();
		// About 10 ms each; a machine that is busy with other things takes some times as long.
		expect(performance.now() - began).toBeLessThan(240_000);
	});

	test('a small one is read or refused', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...small),
				fc.array(edit, { minLength: 1, maxLength: 4 }),
				(text, edits) => expectReading(encode(mutate(text, edits))),
			),
			{ numRuns: 3000 },
		);
	}, 240_000);

	test('one of the trial runbooks is read or refused', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...trials),
				fc.array(edit, { minLength: 1, maxLength: 6 }),
				(text, edits) => expectReading(encode(mutate(text, edits))),
			),
			{ numRuns: 400 },
		);
	}, 240_000);

	test('bytes that are no text are read or refused', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, front) => {
				const start = front ? encode('---\nrunbook: 1\n---\n# T\n## A\n') : new Uint8Array();
				expectReading(Uint8Array.from([...start, ...bytes]));
			}),
			{ numRuns: 500 },
		);
	}, 240_000);
});

describe('a file that was made to take long', () => {
	const head = '---\nrunbook: 1\nsummary: A.\n---\n# T\n\n## S\n\n';
	const lines = (line: string) => line.repeat(4900);
	const nested = Array.from({ length: 20 }, (_, depth) => `${'  '.repeat(depth)}- a\n`).join('');
	test.each([
		['list items', lines('- a\n')],
		['paragraphs', 'a\n\n'.repeat(2400)],
		['headings', lines('## a\n')],
		['rows of a table', `|a|b|\n|-|-|\n${lines('|x|y|\n')}`],
		['lists inside lists', nested.repeat(240)],
		['lines behind lists inside lists', nested + lines('a\n')],
		['quotations inside quotations', '> '.repeat(9000)],
		['numbers inside numbers', '1. '.repeat(9000)],
		['brackets', '['.repeat(500_000)],
		['images', '!['.repeat(9000) + '](b)'.repeat(9000)],
		['emphasis', 'a**b '.repeat(100_000)],
		['emphasis inside emphasis', '*a **b '.repeat(490) + 'c** d* '.repeat(490)],
		['backquotes', Array.from({ length: 1000 }, (_, n) => `${'`'.repeat(n + 1)} `).join('')],
		['backslashes', '\\'.repeat(900_000)],
		['references', '&'.repeat(900_000)],
		['words', 'a '.repeat(500_000)],
		['links to nothing', lines('- [a](#b)\n').replaceAll('#b', '#something-that-is-not-there')],
		['braces', '{{a}} '.repeat(150_000)],
		['words of a block', `\`\`\`sh ${'when=a '.repeat(100_000)}\nx\n\`\`\`\n`],
		['substitutions', `\`\`\`sh\n${'$('.repeat(30_000)}\n\`\`\`\n`],
		['parentheses', `\`\`\`sh\n${'('.repeat(60_000)}\n\`\`\`\n`],
		['odd blanks', `\`\`\`sh\n${'\u00a0'.repeat(300_000)}\n\`\`\`\n`],
		['placeholders', `\`\`\`sh\n${'echo {{run.id}}\n'.repeat(99)}\`\`\`\n`.repeat(48)],
		[
			'steps that lists lead through',
			Array.from({ length: 1600 }, (_, n) => `## s${n}\n\n1. [a](#s${n + 1})\n`).join(''),
		],
	])(
		'%s',
		(_, text) => {
			const began = performance.now();
			const { diagnostics } = read(head + text);
			expect(diagnostics.map(({ rule }) => rule)).not.toContain('reader-failed');
			// About a second at most by itself; the rest is for a machine that is busy.
			expect(performance.now() - began).toBeLessThan(20_000);
		},
		30_000,
	);

	test.each([
		['brackets', '['.repeat(32_000)],
		['maps', '{a: '.repeat(8000)],
		['dashes', '- '.repeat(16_000)],
		['questions', '? '.repeat(16_000)],
		['colons', ': '.repeat(16_000)],
		['anchors', '&a '.repeat(10_000)],
		['quotes', '"'.repeat(32_000)],
		['keys', Array.from({ length: 3000 }, (_, n) => `a${n}: b\n`).join('')],
		['indentation', Array.from({ length: 240 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')],
		[
			'dashes below dashes',
			Array.from({ length: 240 }, (_, n) => `${' '.repeat(n)}- a:\n`).join(''),
		],
	])('front matter of %s', (_, yaml) => {
		const began = performance.now();
		const { runbook, diagnostics } = read(`---\n${yaml}\n---\n# T\n\n## S\n`);
		expect(runbook).toBeUndefined();
		expect(diagnostics.map(({ rule }) => rule)).not.toContain('reader-failed');
		expect(performance.now() - began).toBeLessThan(20_000);
	});
});
