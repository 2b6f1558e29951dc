/** Several lines of text that are being edited. Pure. */
import type { Action } from '../keymap.ts';
import { charactersOf, countCharacters } from './characters.ts';
import { editField } from './field.ts';

/** `row` and `column` count lines and characters from 0. */
export type EditorText = {
	readonly lines: readonly string[];
	readonly row: number;
	readonly column: number;
};

export function editorWith(text: string): EditorText {
	return { lines: text.split('\n'), row: 0, column: 0 };
}

export function textOf({ lines }: EditorText): string {
	return lines.join('\n');
}

/** Puts text in at the cursor; it may hold several lines. */
export function insertText(editor: EditorText, text: string): EditorText {
	const [before, after] = split(editor);
	const added = text.replace(/\r\n?/g, '\n').split('\n');
	const last = added.at(-1) ?? '';
	const lines = [...added];
	lines[0] = before + lines[0];
	lines[lines.length - 1] += after;
	return {
		lines: [...editor.lines.slice(0, editor.row), ...lines, ...editor.lines.slice(editor.row + 1)],
		row: editor.row + added.length - 1,
		column: length(added.length === 1 ? before + last : last),
	};
}

/** The text after a key; undefined for keys that have nothing to do with it. `page` is in lines. */
export function editText(editor: EditorText, action: Action, page: number): EditorText | undefined {
	const { lines, row, column } = editor;
	const line = lines[row] ?? '';
	switch (action) {
		case 'new-line':
			return insertText(editor, '\n');
		case 'up':
			return moveTo(editor, row - 1);
		case 'down':
			return moveTo(editor, row + 1);
		case 'page-up':
			return moveTo(editor, row - page);
		case 'page-down':
			return moveTo(editor, row + page);
		case 'erase':
			if (column > 0) break;
			return row === 0 ? editor : joinWithNext({ ...editor, row: row - 1 });
		case 'delete':
			if (column < length(line)) break;
			return row === lines.length - 1 ? editor : joinWithNext(editor);
		case 'left':
			if (column > 0 || row === 0) break;
			return { lines, row: row - 1, column: length(lines[row - 1] ?? '') };
		case 'right':
			if (column < length(line) || row === lines.length - 1) break;
			return { lines, row: row + 1, column: 0 };
		default:
	}
	const field = editField({ text: line, at: column }, action);
	if (!field) return undefined;
	return {
		lines: lines.map((other, index) => (index === row ? field.text : other)),
		row,
		column: field.at,
	};
}

function split({ lines, row, column }: EditorText): readonly [string, string] {
	const characters = charactersOf(lines[row] ?? '');
	return [characters.slice(0, column).join(''), characters.slice(column).join('')];
}

function joinWithNext({ lines, row }: EditorText): EditorText {
	const here = lines[row] ?? '';
	const next = lines[row + 1] ?? '';
	return {
		lines: [...lines.slice(0, row), here + next, ...lines.slice(row + 2)],
		row,
		column: length(here),
	};
}

function moveTo({ lines, row: _row, column }: EditorText, wanted: number): EditorText {
	const row = Math.max(0, Math.min(lines.length - 1, wanted));
	return { lines, row, column: Math.min(column, length(lines[row] ?? '')) };
}

function length(text: string): number {
	return countCharacters(text);
}
