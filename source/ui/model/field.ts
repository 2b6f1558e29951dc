/** A line of text that is being typed, and where in it one is. Pure. */
import { type Safe, safe } from '../../text/safe.ts';
import { width } from '../../text/width.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { charactersOf, countCharacters } from './characters.ts';
import { fitLine, type Line, span } from './line.ts';

/** `at` counts characters with their marks: nothing comes between a letter and its accent. */
export type Field = { readonly text: string; readonly at: number };

export function fieldWith(text: string): Field {
	return { text, at: countCharacters(text) };
}

export function insert(field: Field, added: string): Field {
	const characters = charactersOf(field.text);
	const before = characters.slice(0, field.at).join('') + added;
	// Counted anew: what is added may be a mark on what stands there.
	return { text: before + characters.slice(field.at).join(''), at: countCharacters(before) };
}

/** The lines of pasted text that hold anything: a break at its end is what copying adds. */
export function pastedLines(pasted: string): readonly string[] {
	const lines = pasted.split(/\r\n|[\r\n]/);
	return lines.length === 1 ? lines : lines.filter(text => text.trim() !== '');
}

/** The field after a key; undefined for keys that have nothing to do with it. */
export function editField(field: Field, action: Action): Field | undefined {
	const characters = charactersOf(field.text);
	const before = characters.slice(0, field.at);
	const after = characters.slice(field.at);
	const put = (left: readonly string[], right: readonly string[]): Field => ({
		text: [...left, ...right].join(''),
		at: left.length,
	});
	switch (action) {
		case 'erase':
			return put(before.slice(0, -1), after);
		case 'delete':
			return put(before, after.slice(1));
		case 'left':
			return { ...field, at: Math.max(0, field.at - 1) };
		case 'right':
			return { ...field, at: Math.min(characters.length, field.at + 1) };
		case 'line-start':
			return { ...field, at: 0 };
		case 'line-end':
			return { ...field, at: characters.length };
		case 'erase-word':
			return put(charactersOf(before.join('').replace(/\S*\s*$/, '')), after);
		case 'erase-line':
			return put([], after);
		default:
			return undefined;
	}
}

/** The text with its cursor, cut on the left so that the cursor is always seen. */
export function fieldLine(field: Field, columns: number, masked = false): Line {
	const characters = charactersOf(field.text);
	const here = characters[field.at];
	const before = characters.slice(0, field.at);
	const room = Math.max(1, columns - 8);
	let from = before.length;
	for (let used = 0; from > 0; from--) {
		used += width(shownText(before[from - 1] ?? '', masked));
		if (used > room) break;
	}
	return fitLine(
		[
			...(from > 0 ? [span(safe`…`, 'faint')] : []),
			span(shownText(before.slice(from).join(''), masked)),
			span(here === undefined ? safe` ` : shownText(here, masked), 'cursor'),
			// More than fits is not looked at: pasted text may be very long.
			span(shownText(characters.slice(field.at + 1, field.at + columns).join(''), masked)),
		],
		columns,
	);
}

/** What stands in a field, for reading; of a secret only how long it is. */
export function shownText(text: string, masked: boolean): Safe {
	return masked ? ('•'.repeat(countCharacters(text)) as Safe) : showText(text);
}
