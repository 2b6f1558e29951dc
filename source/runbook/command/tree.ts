import { forEachChild, type ParsedScript, parse, type SyntaxNode, type Word } from 'unbash';
import type { Template } from '../types.ts';

/** A node with the way up to the block. */
export type Visit = {
	readonly node: SyntaxNode;
	readonly parent: Visit | undefined;
	/**
	 * Its offsets count in another text than the block's: inside backquotes the parser takes
	 * backslashes away first.
	 */
	readonly foreign: boolean;
};

/** A block, parsed, with every node of it in the order of the walk: parents before children. */
export type Tree = {
	readonly text: string;
	/** The text with letters in place of the placeholders, which is what was parsed. */
	readonly letters: string;
	readonly root: ParsedScript;
	readonly visits: readonly Visit[];
	/** The placeholders' places. */
	readonly holes: readonly { readonly start: number; readonly end: number }[];
};

/**
 * Parses a block with letters in place of its placeholders, so that offsets stay what they are.
 *
 * @param content the block's text and its placeholders
 * @returns the tree; a text that is no shell gives one, too, with `errors` on its scripts
 */
export function parseBlock(content: Template): Tree {
	let letters = content.text;
	for (const { start, end } of content.placeholders) {
		letters = letters.slice(0, start) + 'x'.repeat(end - start) + letters.slice(end);
	}
	return { ...walk(parse(letters)), text: content.text, letters, holes: content.placeholders };
}

/** @returns the tree of shell text that stands somewhere inside a block, as `sh -c` has it. */
export function parseText(text: string): Tree {
	return parseBlock({ text, placeholders: [] });
}

function walk(root: ParsedScript): Pick<Tree, 'root' | 'visits'> {
	const visits: Visit[] = [];
	const enter = (node: SyntaxNode, parent: Visit | undefined): void => {
		const foreign =
			(parent?.foreign ?? false) || (node.type === 'Script' && node.source !== undefined);
		const visit = { node, parent, foreign };
		visits.push(visit);
		forEachChild(node, child => enter(child, visit));
	};
	enter(root, undefined);
	return { root, visits };
}

/**
 * Finds the innermost node around a place. A here-document's body lies outside its command's
 * offsets, so every node is looked at, not only those whose parents hold the place.
 */
export function innermost(tree: Tree, start: number, end: number): Visit {
	let found: Visit | undefined;
	for (const visit of tree.visits) {
		const { node } = visit;
		if (visit.foreign || node.pos > start || node.end < end) continue;
		// Children come after their parents, and may have the same offsets.
		if (!found || node.end - node.pos <= found.node.end - found.node.pos) found = visit;
	}
	return found ?? { node: tree.root, parent: undefined, foreign: false };
}

/** @returns the visits from this one up to the block, this one first. */
export function upward(visit: Visit): readonly Visit[] {
	const way: Visit[] = [];
	for (let at: Visit | undefined = visit; at; at = at.parent) way.push(at);
	return way;
}

/** @returns whether a placeholder stands in this node. */
export function hasHole(tree: Tree, node: SyntaxNode): boolean {
	return tree.holes.some(hole => node.pos <= hole.start && hole.end <= node.end);
}

/**
 * @returns what the word is once its quotes are off, or nothing if the shell only knows when it
 * runs: it holds an expansion, a glob or a placeholder
 */
export function staticText(tree: Tree, word: Word): string | undefined {
	if (hasHole(tree, word)) return undefined;
	const fixed = (word.parts ?? []).every(part => {
		if (part.type === 'DoubleQuoted') return part.parts.every(({ type }) => type === 'Literal');
		return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
	});
	return fixed ? word.value : undefined;
}
