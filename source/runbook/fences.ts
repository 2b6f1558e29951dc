/** A fence as it was written: Markdown's own reading loses the words' places and the closing line. */
import type { Code } from 'mdast';
import { Lines } from './lines.ts';
import type { Position } from './types.ts';

export type Fence = {
	/** What follows the opening marks, trimmed. */
	readonly info: string;
	/** Where `info` begins. */
	readonly infoPosition: Position;
	readonly content: string;
	readonly position: Position;
	/** The opening marks. */
	readonly marks: string;
	/** Whether a line of marks ends it, not the end of the file. */
	readonly closed: boolean;
	/** The line of a fence that begins inside this one, which shows where it was left open. */
	readonly innerLine: number | undefined;
};

const OPENING = /^( {0,3})(`{3,}|~{3,})([ \t]*)(.*)$/;

/** The fence of a code node at the top of the file; undefined where the code is only indented. */
export function readFence(node: Code, lines: Lines): Fence | undefined {
	const { start, end } = node.position ?? { start: { line: 1, column: 1 }, end: { line: 1 } };
	const opening = OPENING.exec(lines.line(start.line));
	if (!opening) return undefined;
	const [, indent = '', marks = '', blank = '', info = ''] = opening;
	const closing = new RegExp(`^ {0,3}\\${marks[0]}{${marks.length},}[ \\t]*$`);
	return {
		info: info.trimEnd(),
		infoPosition: {
			line: start.line,
			column: indent.length + marks.length + blank.length + 1,
		},
		content: node.value,
		position: { line: start.line, column: start.column },
		marks,
		closed: end.line > start.line && closing.test(lines.line(end.line)),
		innerLine: innerLine(node.value, marks, start.line + 1),
	};
}

/** A long block is asked about many places. */
const contents = new WeakMap<object, Lines>();

/** Where `offset` of a block's content is in the file. */
export function positionInContent(
	block: { readonly contentLine: number; readonly content: { readonly text: string } },
	offset: number,
	lines: Lines,
): Position {
	const known = contents.get(block.content) ?? new Lines(block.content.text);
	contents.set(block.content, known);
	const inside = known.position(offset);
	const line = block.contentLine + inside.line - 1;
	// The indentation of an indented fence is taken off its lines.
	const taken = Math.max(0, lines.line(line).length - known.line(inside.line).length);
	return { line, column: inside.column + taken };
}

function innerLine(content: string, marks: string, firstLine: number): number | undefined {
	const opening = new RegExp(`^ {0,3}\\${marks[0]}{${marks.length},}[ \\t]*[^\\s${marks[0]}]`);
	const index = content.split('\n').findIndex(line => opening.test(line));
	return index === -1 ? undefined : firstLine + index;
}
