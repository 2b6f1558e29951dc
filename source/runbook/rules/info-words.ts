/** Where a word stands on the opening line of a block. */
import type { Lines } from '../lines.ts';
import type { Block, Position } from '../types.ts';

/** The position of the word that begins with `start`; the fence's where it is not found. */
export function positionOfWord(block: Block, start: string, lines: Lines): Position {
	const { line } = block.position;
	const index = lines.line(line).indexOf(` ${start}`);
	return index === -1 ? block.position : { line, column: index + 2 };
}
