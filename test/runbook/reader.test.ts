import { describe, expect, test } from 'vitest';
import { isRunbook } from '../../source/runbook/is-runbook.ts';
import { fence, found, good, page, read, step } from './read.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const errors = (text: string) => read(text).diagnostics;

const whole = page(
	`What it does.

See [the first](#one).

## One

Words.

${fence('sh when=demotion', 'echo {{demotion}}')}
- [ ] Look

### Two

## Three

1. [Take it back](#one "undo")
`,
	`tags: [one, two words]
platforms: [debian]
root: true
hosts:
  first: The first machine
inputs:
  demotion:
    prompt: How much
    help: >-
      A long
      help.
    type: integer
    min: 1
    max: 128
    default: 050`,
);

describe('a whole runbook', () => {
	test('has a title, a summary, tags, platforms and hosts', () => {
		const text = whole.replace('050', '50');
		expect(good(text)).toMatchObject({
			name: 'test',
			title: 'Test',
			summary: 'A test.',
			tags: ['one', 'two words'],
			platforms: ['debian'],
			root: true,
			hosts: [
				{ name: 'first', description: 'The first machine', position: { line: 8, column: 3 } },
			],
			text,
		});
	});

	test('has its inputs, in which every value is the text that was written', () => {
		expect(good(whole.replace('050', '50')).inputs).toEqual([
			{
				name: 'demotion',
				prompt: 'How much',
				help: 'A long help.',
				type: 'integer',
				min: 1,
				max: 128,
				default: ['50'],
				choices: [],
				optional: false,
				many: false,
				dash: false,
				position: { line: 10, column: 3 },
			},
		]);
		expect(found(whole)).toContain('18:14 bad-default');
	});

	test('keeps `1.10` and `no` as they are', () => {
		const front = 'inputs:\n  a: { prompt: A, default: 1.10 }\n  b: { prompt: B, default: no }';
		const { inputs } = good(step(fence('sh', 'echo {{a}} {{b}}'), front));
		expect(inputs.map(input => input.default)).toEqual([['1.10'], ['no']]);
	});

	test('has steps that nest as its headings do, with paths of slugs', () => {
		const { steps } = good(whole.replace('050', '50'));
		expect(steps.map(({ path, depth }) => [path, depth])).toEqual([
			['one', 2],
			['three', 2],
		]);
		expect(steps[0]?.steps.map(({ path, title }) => [path, title])).toEqual([['one/two', 'Two']]);
		expect(steps[0]?.parts.map(({ kind }) => kind)).toEqual(['prose', 'block', 'ticks']);
		expect(steps[1]?.position).toEqual({ line: 39, column: 1 });
	});

	test('has an introduction of prose, in which a list of links is a table of contents', () => {
		const { introduction } = good(page('Hello.\n\n1. [Do it](#do-it)\n\n## Do it\n'));
		expect(introduction.map(({ type }) => type)).toEqual(['paragraph', 'list']);
	});

	test('numbers two steps of one name, as long as no link needs to tell them apart', () => {
		const { steps } = good(page('## Look\n\n## Look\n'));
		expect(steps.map(({ slug }) => slug)).toEqual(['look', 'look-1']);
	});

	test('has no steps for headings in quotations and lists, which take their slugs all the same', () => {
		const { steps } = good(page('> ## Look\n\n## Look\n\n- ## Item\n'));
		expect(steps.map(({ slug }) => slug)).toEqual(['look-1']);
	});
});

describe('lines', () => {
	test('end with a newline in what was read, however they ended in the file', () => {
		const text = step(fence('sh', 'ls\nfalse'));
		const windows = read(`\ufeff${text.replaceAll('\n', '\r\n')}`);
		expect(windows.runbook).toEqual(read(text).runbook);
		expect(windows.runbook?.text).toBe(text);
	});

	test('are counted alike with a byte-order mark and CRLF', () => {
		const text = step(fence('sh', 'ls\necho {{a}}'), 'inputs:\n  b: { prompt: B }');
		const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
		expect(found(text)).toEqual(['5:3 unused-input', '14:6 undeclared-placeholder']);
		expect(found(windows)).toEqual(found(text));
	});

	test('have columns in UTF-16 units, as editors count', () => {
		expect(found(step('😀 {{a}}\n'))).toEqual(['10:4 undeclared-placeholder']);
	});
});

describe('a name from the file', () => {
	test('never reaches a prototype', () => {
		const front = 'inputs:\n  constructor: { prompt: A }\n  tostring: { prompt: B }';
		const text = step(fence('sh', 'echo {{constructor}} {{tostring}}'), front);
		expect(good(text).inputs.map(({ name }) => name)).toEqual(['constructor', 'tostring']);
		expect(found(step(fence('sh when=constructor')))).toEqual(['10:7 unknown-condition']);
		expect(found(step('[a](#constructor)\n'))).toEqual(['10:1 broken-link']);
	});
});

describe('isRunbook', () => {
	test('says yes to a runbook, also to a broken one', () => {
		expect(isRunbook(bytes(whole))).toBe(true);
		expect(isRunbook(bytes(`\ufeff${whole.replaceAll('\n', '\r\n')}`))).toBe(true);
		expect(isRunbook(bytes('---\n"runbook": 1\ntags: [\n---\n'))).toBe(true);
		expect(isRunbook(bytes('---\nrunbook: 1\n'))).toBe(true);
		expect(isRunbook(Uint8Array.of(...bytes('---\nrunbook: 1\n---\n'), 0xff))).toBe(true);
	});

	test('says no to what is only Markdown', () => {
		expect(isRunbook(bytes(''))).toBe(false);
		expect(isRunbook(bytes('# Title\n\nrunbook: 1\n'))).toBe(false);
		expect(isRunbook(bytes('---\ntitle: A\n---\n\nrunbook: 1\n'))).toBe(false);
		expect(isRunbook(bytes('---js\nrunbook: 1\n---\n'))).toBe(false);
	});

	test('looks at the beginning of a large file only', () => {
		expect(isRunbook(new Uint8Array(10_000_000).fill(0x61))).toBe(false);
	});
});

test('a YAML value with a colon is answered with the way to write it', () => {
	const front = "inputs:\n  a:\n    prompt: A\n    suggest: awk -F: '$3 > 999' /etc/passwd";
	expect(errors(page('## Do it\n', front))[0]?.remedy).toContain('`suggest: |`');
});

test('a misspelt name is answered with the nearest one', () => {
	expect(errors(step('See [it](#do-ti).\n'))[0]?.remedy).toBe('Did you mean `#do-it`?');
	expect(errors(step(fence('sh dangre')))[0]?.remedy).toBe('Did you mean `danger`?');
});

test('front matter that cannot be read makes no name in the text a mistake', () => {
	const text = step(`Use {{user}}.\n\n${fence('sh when=user', 'id {{user}}')}`, 'inputs: [');
	expect(found(text)).toEqual(['5:1 yaml-syntax']);
});
