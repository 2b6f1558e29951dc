/** A line of text that is being typed, and where in it one is. Pure. */
import { type Safe, safe } from '../../text/safe.ts';
import { width } from '../../text/width.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { fitLine, type Line, span } from './line.ts';

/** `at` counts characters (code points), not units of the string. */
export type Field = { readonly text: string; readonly at: number };

export function fieldWith(text: string): Field {
	return { text, at: [...text].length };
}

export function insert(field: Field, added: string): Field {
	const characters = [...field.text];
	characters.splice(field.at, 0, ...added);
	return { text: characters.join(''), at: field.at + [...added].length };
}

/** Pasted text for one line: a line break at its end is what copying adds, others become blanks. */
export function oneLine(pasted: string): string {
	return pasted.replace(/[\r\n]+$/, '').replace(/\r\n|[\r\n\t]/g, ' ');
}

/** The field after a key; undefined for keys that have nothing to do with it. */
export function editField(field: Field, action: Action): Field | undefined {
	const characters = [...field.text];
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
			return put([...before.join('').replace(/\S*\s*$/, '')], after);
		case 'erase-line':
			return put([], after);
		default:
			return undefined;
	}
}

/** The text with its cursor, cut on the left so that the cursor is always seen. */
export function fieldLine(field: Field, columns: number, masked = false): Line {
	const show = (text: string): Safe =>
		masked ? ('•'.repeat([...text].length) as Safe) : showText(text);
	const characters = [...field.text];
	const here = characters[field.at];
	let before = characters.slice(0, field.at);
	let cut = false;
	while (before.length > 0 && width(show(before.join(''))) > columns - 8) {
		before = before.slice(1);
		cut = true;
	}
	return fitLine(
		[
			...(cut ? [span(safe`…`, 'faint')] : []),
			span(show(before.join(''))),
			span(here === undefined ? safe` ` : show(here), 'cursor'),
			span(show(characters.slice(field.at + 1).join(''))),
		],
		columns,
	);
}
