/** Patterns in plain words: right where something is said, and silent elsewhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternInWords, strangerIn } from '../../source/runbook/pattern-words.ts';
import type { Input } from '../../source/runbook/types.ts';
import { checkValue } from '../../source/runbook/values.ts';
import { matches } from './read.ts';

describe('a pattern in words', () => {
	test.each([
		[
			'[a-z_][a-z0-9_-]{0,30}',
			'a small letter or `_`, then at most 30 characters: small letters, digits, `_` or `-`',
		],
		['[0-9a-f]{64}', '64 characters: digits or `a` to `f`'],
		['[0-9]+\\.[0-9]+', 'digits, then `.`, then digits'],
		[
			'none|/[A-Za-z0-9._/-]+\\.css',
			'`none`, or `/`, then letters, digits, `.`, `_`, `/` or `-`, then `.css`',
		],
		['[^<>&]{1,80}', 'at most 80 characters: any characters but `<`, `>` or `&`'],
		['(~/|/)\\w*', '`~/` or `/`, then perhaps letters, digits or `_`'],
		['\\d{2,}[ ]?', 'at least 2 digits, then perhaps a blank'],
		['.+', 'any characters'],
	])('%s', (pattern, words) => {
		expect(patternInWords(pattern)).toBe(words);
	});

	test.each([
		['what looks around', '(?=a)b'],
		['what names a border', '\\bx'],
		['what comes back', '(a)\\1'],
		['a group that may be missing', 'a(b.*c)?'],
		['more parts than one reads', '[a-b]c[a-b]c[a-b]c[a-b]c[a-b]c'],
		['a property', '\\p{L}+'],
		['nothing', ''],
	])('says nothing of %s', (_, pattern) => {
		expect(patternInWords(pattern)).toBeUndefined();
	});

	test('names no character that may stand in a value that fits', () => {
		const patterns = [
			'a|b',
			'[a-z_][a-z0-9_-]{0,9}',
			'(~/|/)[^ab]*',
			'\\w+(\\.[x-z]+)*',
			'[😀-😎]+!',
			'.*',
			'[-a]+',
		];
		for (const pattern of patterns) {
			fc.assert(
				fc.property(fc.stringMatching(new RegExp(`^(?:${pattern})$`, 'u')), value => {
					expect(strangerIn(pattern, value)).toBeUndefined();
				}),
			);
		}
	});
});

describe('the message about a value that does not fit', () => {
	const input = (more: Partial<Input>): Input => ({
		name: 'value',
		prompt: 'What',
		type: 'text',
		choices: [],
		optional: false,
		many: false,
		dash: false,
		position: { line: 1, column: 1 },
		...more,
	});
	const said = (value: string, more: Partial<Input>) => checkValue(input(more), value, matches);

	test('names the character that is wrong, and what it takes; the pattern comes last', () => {
		expect(said('Bad Name', { pattern: '[a-z]{1,9}' })).toBe(
			'`Bad Name` does not fit: `B` cannot stand in it. It takes at most 9 small letters (pattern: `[a-z]{1,9}`).',
		);
		expect(said('ab cd', { pattern: '[a-z]+' })).toContain('a blank cannot stand in it');
	});

	test('has the words of the author where the pattern has no short ones, or an example', () => {
		const pattern = '[a-z]+(-[a-z]+)*';
		expect(said('a-', { pattern, help: 'Words with dashes between' })).toBe(
			`\`a-\` does not fit. Words with dashes between (pattern: \`${pattern}\`).`,
		);
		expect(said('a-', { pattern, default: ['one-two'] })).toBe(
			`\`a-\` does not fit. One that fits is \`one-two\` (pattern: \`${pattern}\`).`,
		);
		expect(said('a-', { pattern })).toBe(`\`a-\` does not fit (pattern: \`${pattern}\`).`);
	});

	test('tells nothing of a secret', () => {
		const text = said('Hunter 2', { type: 'secret', pattern: '[a-z]+' });
		expect(text).toBe(
			'The value of `value` does not fit. It takes small letters (pattern: `[a-z]+`).',
		);
	});
});
