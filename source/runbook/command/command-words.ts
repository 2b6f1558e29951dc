import type { Command, SyntaxNode, Word } from 'unbash';
import {
	counting,
	evaluating,
	handing,
	type Names,
	programName,
	shells,
	testing,
} from './names.ts';
import { isPlain } from './quote.ts';
import { runnerNames, runWords } from './runners.ts';
import { hasHole, staticText, type Tree } from './tree.ts';

/** One word of a command: its text without quotes, or nothing if only the shell knows it. */
export type CommandWord = { readonly text: string | undefined; readonly node: SyntaxNode };

/**
 * Reads the words of a command, its name first.
 *
 * @returns one list for every name that the command may have (a variable that the block sets to
 * literal words only may be a name, too); nothing if its name is not known, an empty list if
 * it has none
 */
export function commandWords(
	tree: Tree,
	command: Command,
): readonly (readonly CommandWord[])[] | undefined {
	if (!command.name) return [];
	const name = command.name;
	const names = possibleNames(tree, name);
	if (!names) return undefined;
	const rest = command.args.map(node => ({
		node,
		text: node.type === 'Word' ? staticText(tree, node) : node.name,
	}));
	return names.map(text => [{ text, node: name }, ...rest]);
}

function possibleNames(tree: Tree, word: Word): readonly string[] | undefined {
	const text = staticText(tree, word);
	if (text !== undefined) return [text];
	if (literalStart(tree, word) !== undefined) return [word.text];
	const variable = /^"?\$(?:(\w+)|\{(\w+)\})"?$/.exec(word.text);
	return variable ? boundTo(tree, variable[1] ?? variable[2] ?? '') : undefined;
}

/**
 * @returns what a command word begins with, if a placeholder ends it and no other command that
 * matters here can come of it
 */
export function literalStart(tree: Tree, word: Word): string | undefined {
	const holes = tree.holes.filter(hole => word.pos <= hole.start && hole.end <= word.end);
	const [hole] = holes;
	if (!hole || holes.length > 1 || hole.end !== word.end) return undefined;
	const start = tree.text.slice(word.pos, hole.start);
	if (!/^[A-Za-z0-9_.,:@%/+-]+$/.test(start) || start.endsWith('/')) return undefined;
	const begin = start.slice(start.lastIndexOf('/') + 1);
	const functions = tree.visits.flatMap(({ node }) =>
		node.type === 'Function' ? [node.name.value] : [],
	);
	const known = [...listed, ...functions];
	const another = known.some(name => name.startsWith(begin) || name === programName(begin));
	return another ? undefined : start;
}

/** Every command that a rule of this folder knows by name. */
const listed = [evaluating, counting, testing, shells, handing]
	.flatMap(({ words, commands }) => [...words, ...commands])
	.concat(runnerNames, 'set', 'printf', 'shopt');

/** What a variable may be, if the block sets it, and only to plain words. */
function boundTo(tree: Tree, variable: string): readonly string[] | undefined {
	const words: (string | undefined)[] = [];
	for (const { node } of tree.visits) {
		if (node.type === 'Assignment' && node.name === variable) {
			const plain = node.value.type === 'Word' && !node.append && !node.index;
			words.push(plain ? staticText(tree, node.value as Word) : undefined);
		} else if (node.type === 'For' && node.name.value === variable) {
			if (!node.wordlist) return undefined;
			words.push(...node.wordlist.map(word => staticText(tree, word)));
		} else if (node.type === 'Word' && node.value === variable && !hasHole(tree, node)) {
			// `read name` and the like; a word that only looks so costs nothing but a refusal.
			if (!isLoopName(tree, node)) return undefined;
		}
	}
	const known = words.flatMap(word => (word !== undefined && isPlain(word) ? [word] : []));
	return known.length > 0 && known.length === words.length ? known : undefined;
}

function isLoopName(tree: Tree, word: Word): boolean {
	return tree.visits.some(({ node }) => node.type === 'For' && node.name === word);
}

/** @returns whether a word, without its quotes, is one of the names; see `Names`. */
export function isOneOf(words: readonly CommandWord[], names: Names): boolean {
	const texts = words.map(({ text }) => text);
	const has = (set: ReadonlySet<string>, text = '') => set.has(text) || set.has(programName(text));
	return texts.some(text => has(names.words, text)) || isCommandOf(words, names);
}

/** @returns whether the command, or one that it runs, is one of the names. */
export function isCommandOf(words: readonly CommandWord[], names: Names): boolean {
	const texts = words.map(({ text }) => text);
	return [0, ...runWords(texts)].some(index => {
		const text = texts[index];
		if (text === undefined) return false;
		return [text, programName(text)].some(
			name => names.commands.has(name) || names.words.has(name),
		);
	});
}
