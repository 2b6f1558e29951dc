import { describe, expect, test } from 'vitest';
import { didYouMean, listed, nearest } from '../../source/runbook/nearest.ts';

describe('the nearest name', () => {
	test.each([
		['verfy', 'verify'],
		['dnoe', 'done'],
		['Verify', 'verify'],
		['undo', 'undo'],
	])('to `%s` is `%s`', (word, expected) => {
		expect(nearest(word, ['done', 'verify', 'undo'])).toBe(expected);
	});

	test('is none where more than a third of the letters differ', () => {
		expect(nearest('example', ['done', 'verify'])).toBeUndefined();
	});

	test('is not sought for a word that nobody types', () => {
		expect(nearest('a'.repeat(1000), ['a'.repeat(1001)])).toBeUndefined();
	});
});

test('a remedy offers the nearest name, or says something else', () => {
	expect(didYouMean('dnoe', ['done'], 'Write it.')).toBe('Did you mean `done`?');
	expect(didYouMean('x', ['done'], 'Write it.')).toBe('Write it.');
});

test('a message lists a dozen names', () => {
	expect(listed(['a', 'b'])).toBe('`a`, `b`');
	expect(listed(Array.from({ length: 20 }, () => 'a'))).toMatch(/ …$/);
});
