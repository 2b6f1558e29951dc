/** Which undo block takes back which actions of its step. */
import type { Block, Step } from '../runbook/types.ts';

/** The blocks of a step, in document order. */
export function blocksOf(step: Step): readonly Block[] {
	return step.parts.flatMap(part => (part.kind === 'block' ? [part] : []));
}

/**
 * The undo blocks that take an action of the step back: the next one below it; for a file block
 * also one above it that has no action of its own to take back, and the file's own restoring.
 */
export function undosFor(step: Step, action: Block): readonly Block[] {
	const blocks = blocksOf(step).filter(
		block => block.purpose === 'action' || block.purpose === 'undo',
	);
	const at = blocks.findIndex(block => block.index === action.index);
	const below = blocks.slice(at + 1).find(block => block.purpose === 'undo');
	const undos: Block[] = [];
	if (below && !takesBackTheFileBelow(blocks, blocks.indexOf(below))) undos.push(below);
	if (action.file) {
		undos.push(action);
		const above = at - 1;
		if (takesBackTheFileBelow(blocks, above)) undos.push(...blocks.slice(above, at));
	}
	return undos;
}

/** An undo with no action between it and the undo before it belongs to the file block below it. */
function takesBackTheFileBelow(blocks: readonly Block[], at: number): boolean {
	const before = blocks[at - 1];
	const isUndo = blocks[at]?.purpose === 'undo';
	return (
		isUndo && (before === undefined || before.purpose === 'undo') && Boolean(blocks[at + 1]?.file)
	);
}
