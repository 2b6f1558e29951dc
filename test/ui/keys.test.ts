import { describe, expect, it } from 'vitest';
import { type InkKey, looksPasted, splitKeys } from '../../source/ui/keys.ts';

const none: InkKey = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	tab: false,
	shift: false,
	backspace: false,
	delete: false,
	ctrl: false,
	meta: false,
};

const split = (input: string, key: Partial<InkKey> = {}) =>
	splitKeys(input, { ...none, ...key }).map(({ name, text }) =>
		text === undefined ? `<${name}>` : text,
	);

describe('splitting what the terminal delivers', () => {
	it.each([
		['a letter', 'j', {}, ['j']],
		['two keys of a slow line', 'jj', {}, ['j', 'j']],
		['a key and Enter', 'y\r', {}, ['y', '<enter>']],
		['an arrow', '', { upArrow: true }, ['<up>']],
		['Shift-Tab', '', { tab: true, shift: true }, ['<shift-tab>']],
		['Ctrl-C', 'c', { ctrl: true }, ['<ctrl-c>']],
		['a control character in a chunk', 'a\x03', {}, ['a', '<ctrl-c>']],
		['characters beyond the basic plane', 'é𝛼', {}, ['é', '𝛼']],
		['Alt and a letter: not the letter', 'r', { meta: true }, []],
		['a blank, which has a name and is text', ' ', {}, [' ']],
	] as const)('%s', (_what, input, key, expected) => {
		expect(split(input, key)).toEqual(expected);
	});

	it('takes many characters at once for a paste', () => {
		expect(looksPasted(splitKeys('yr', none))).toBe(false);
		expect(looksPasted(splitKeys('rm -rf /tmp/x\r', none))).toBe(true);
	});
});
