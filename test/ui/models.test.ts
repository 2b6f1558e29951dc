import { describe, expect, it } from 'vitest';
import type { Safe } from '../../source/text/safe.ts';
import { showText } from '../../source/text/safe.ts';
import type { Action } from '../../source/ui/keymap.ts';
import { type DiffLine, diffLines } from '../../source/ui/model/diff.ts';
import { clampOffset, reveal } from '../../source/ui/model/drawing.ts';
import {
	type EditorText,
	editorWith,
	editText,
	insertText,
	textOf,
} from '../../source/ui/model/editor.ts';
import {
	editField,
	type Field,
	fieldLine,
	fieldWith,
	insert,
	pastedLines,
} from '../../source/ui/model/field.ts';
import { fitLine, lineWidth, span, spread } from '../../source/ui/model/line.ts';
import { rowsDown, topOfEnd } from '../../source/ui/model/long-text.ts';
import { scriptRows, wrapLine } from '../../source/ui/model/rows.ts';
import { scrolled } from '../../source/ui/model/scroll.ts';
import { Shown } from '../../source/ui/model/shown.ts';

const spans = (...texts: string[]) => texts.map(text => span(showText(text)));
const textOfLine = (line: readonly { text: string }[]) => line.map(({ text }) => text).join('');

describe('lines', () => {
	it.each([
		['fits', ['abc', 'def'], 6, 'abcdef'],
		['is cut in its last span', ['abc', 'defgh'], 6, 'abcde…'],
		['is cut between spans', ['abc', 'def'], 3, 'ab…'],
		['is cut in the first span', ['abcdef', 'x'], 4, 'abc…'],
		['wide characters', ['日本語'], 5, '日本…'],
	])('%s', (_what, texts, columns, expected) => {
		expect(textOfLine(fitLine(spans(...texts), columns))).toBe(expected);
	});

	it('has both sides exactly at the edges, and cuts the left one', () => {
		expect(textOfLine(spread(spans('left'), spans('right'), 12))).toBe('left   right');
		expect(textOfLine(spread(spans('a long left side'), spans('right'), 12))).toBe('a lon… right');
		expect(lineWidth(spread(spans('x'), spans('a right side that is too long'), 12))).toBe(12);
	});

	it('wraps spans at the column, and keeps every character with its role', () => {
		const pieces = wrapLine([span(showText('abcd'), 'command'), span(showText('efgh'))], 3);
		expect(pieces.map(textOfLine)).toEqual(['abc', 'def', 'gh']);
		expect(pieces[1]?.map(({ role }) => role)).toEqual(['command', 'plain']);
	});
});

describe('what was shown', () => {
	const script = { text: 'one\n\nthree is long', language: 'sh' } as const;
	const parts = (columns: number) => scriptRows(script, columns).flatMap(({ part }) => part ?? []);
	const sum = parts(80)[0]?.sum ?? '';

	it('is whole when every row was seen from the beginning on', () => {
		const shown = new Shown();
		shown.see(parts(80).slice(0, 2));
		expect(shown.isWhole(sum)).toBe(false);
		shown.see(parts(80).slice(2));
		expect(shown.isWhole(sum)).toBe(true);
	});

	it('is not whole with a gap, nor with the end alone', () => {
		const shown = new Shown();
		shown.see(parts(80).slice(2));
		shown.see(parts(80).slice(0, 1));
		expect(shown.isWhole(sum)).toBe(false);
	});

	it('goes on after the terminal was made narrower', () => {
		const shown = new Shown();
		shown.see(parts(80).slice(0, 2));
		shown.see(parts(5).slice(2));
		expect(shown.isWhole(sum)).toBe(true);
	});

	it('leaves no byte of a script out of its rows', () => {
		const text = scriptRows(script, 5)
			.map(({ line }) => textOfLine(line))
			.join('');
		expect(text).toBe('onethree is long');
	});

	it('knows nothing of other scripts', () => {
		expect(new Shown().isWhole(sum)).toBe(false);
	});
});

describe('differences', () => {
	const signs: Readonly<Record<DiffLine['kind'], string>> = {
		kept: ' ',
		added: '+',
		removed: '-',
		folded: '…',
	};
	const show = (before: string | undefined, after: string) =>
		diffLines(before, after).map(line =>
			line.kind === 'folded' ? `…${line.count}` : `${signs[line.kind]}${line.text}`,
		);

	it.each([
		['a new file', undefined, 'a\nb\n', ['+a', '+b']],
		['no change', 'a\n', 'a\n', [' a']],
		['a changed line', 'a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
		['lines at the end', 'a\n', 'a\nb\n', [' a', '+b']],
		['everything goes', 'a\nb\n', '', ['-a', '-b']],
		['nothing there yet', '', 'a\n', ['+a']],
		['a moved line', 'a\nb\n', 'b\na\n', ['-a', ' b', '+a']],
	])('%s', (_what, before, after, expected) => {
		expect(show(before, after)).toEqual(expected);
	});

	it('folds what stays as it is', () => {
		const many = Array.from({ length: 20 }, (_, at) => `${at}`).join('\n');
		expect(show(`${many}\nend\n`, `${many}\nnew\n`)).toEqual(['…18', ' 18', ' 19', '-end', '+new']);
	});

	it('gives a long pair of texts up to comparing', () => {
		const long = (word: string) =>
			Array.from({ length: 3000 }, (_, at) => `${word}${at}`).join('\n');
		expect(show(long('a'), long('b'))).toHaveLength(6000);
	});
});

describe('a field', () => {
	const after = (...keys: (Action | { text: string })[]) =>
		keys.reduce<Field>(
			(field, key) =>
				typeof key === 'string' ? (editField(field, key) ?? field) : insert(field, key.text),
			fieldWith('one two'),
		);

	it.each([
		['erase', ['erase'], 'one tw', 6],
		['erase at the beginning', ['line-start', 'erase'], 'one two', 0],
		['delete', ['line-start', 'delete'], 'ne two', 0],
		['a word', ['erase-word'], 'one ', 4],
		['all before', ['left', 'erase-line'], 'o', 0],
		['insert within', ['line-start', 'right', { text: 'X' }], 'oXne two', 2],
		['a character beyond the basic plane', [{ text: '𝛼' }, 'erase'], 'one two', 7],
	] as const)('%s', (_what, keys, text, at) => {
		expect(after(...keys)).toEqual({ text, at });
	});

	it.each([
		['a\nb\r\n', ['a', 'b']],
		['a\r', ['a']],
		['\r\n\n a \n \n', [' a ']],
		[' ', [' ']],
		['\n', []],
		['a\tb', ['a\tb']],
	])('knows the lines of what is pasted: %j', (pasted, lines) => {
		expect(pastedLines(pasted)).toEqual(lines);
	});

	it('is always as wide as there is room, shows its cursor, and a secret not at all', () => {
		const long = fieldWith('x'.repeat(200));
		expect(lineWidth(fieldLine(long, 20))).toBeLessThanOrEqual(20);
		expect(fieldLine(long, 20).some(({ role }) => role === 'cursor')).toBe(true);
		expect(textOfLine(fieldLine(fieldWith('hunter2'), 20, true))).toBe('••••••• ');
	});
});

describe('the editor', () => {
	const after = (text: string, ...keys: (Action | { text: string })[]) => {
		const editor = keys.reduce<EditorText>(
			(state, key) =>
				typeof key === 'string' ? (editText(state, key, 10) ?? state) : insertText(state, key.text),
			editorWith(text),
		);
		return [textOf(editor), editor.row, editor.column];
	};

	it.each([
		['a new line', 'ab', ['right', 'new-line'], ['a\nb', 1, 0]],
		['join with the line before', 'a\nb', ['down', 'erase'], ['ab', 0, 1]],
		['join with the line after', 'a\nb', ['line-end', 'delete'], ['ab', 0, 1]],
		['left over the line break', 'a\nb', ['down', 'left'], ['a\nb', 0, 1]],
		['right over the line break', 'a\nb', ['right', 'right'], ['a\nb', 1, 0]],
		['nothing before the beginning', 'a', ['erase', 'left', 'up'], ['a', 0, 0]],
		['several lines pasted', 'ac', ['right', { text: '1\n2' }], ['a1\n2c', 1, 1]],
		['a shorter line', 'long\nx', ['line-end', 'down'], ['long\nx', 1, 1]],
	] as const)('%s', (_what, text, keys, expected) => {
		expect(after(text, ...keys)).toEqual(expected);
	});
});

describe('scrolling', () => {
	it.each([
		['down', 0, 1],
		['down', 90, 90],
		['up', 0, 0],
		['page-down', 0, 9],
		['page-up', 50, 41],
		['bottom', 0, 90],
		['top', 50, 0],
		['run', 50, undefined],
	] as const)('%s from %d', (action, offset, expected) => {
		expect(scrolled(action, offset, 10, 100)).toBe(expected);
	});

	it.each([
		[0, 3, 5, 0],
		[5, 3, 5, 3],
		[0, 12, 14, 4],
		[0, 12, 40, 12],
	])('from %d shows rows %d to %d from %d', (offset, from, to, expected) => {
		expect(reveal(offset, 10, from, to)).toBe(expected);
	});

	it('never leaves the text', () => {
		expect(clampOffset(50, 10, 5)).toBe(0);
		expect(clampOffset(Number.POSITIVE_INFINITY, 10, 25)).toBe(15);
	});

	it('looks at no more lines of a long text than are seen', () => {
		const lines = Array.from({ length: 1_000_000 }, () => 'x'.repeat(100) as Safe);
		const before = performance.now();
		expect(topOfEnd(lines, 80, 20)).toBe(999_990);
		expect(rowsDown(lines, 999_990, 80, 20)).toHaveLength(20);
		expect(performance.now() - before).toBeLessThan(50);
	});
});
