import type { SyntaxNode } from 'unbash';
import { type CommandWord, commandWords, isCommandOf, isOneOf } from './command-words.ts';
import { handing, type Names, shells } from './names.ts';
import { isNumber, type Occurrence } from './occurrence.ts';
import { type Rule, rule } from './rule.ts';
import { runWords } from './runners.ts';
import { parseText, type Tree, type Visit } from './tree.ts';
import { evaluatesVariables } from './variables.ts';

const named = (...words: readonly string[]): Names => ({
	words: new Set(words),
	commands: new Set(),
});

/** They change how the shell reads the text behind them. */
const reshaping = named('alias', 'shopt');

/** They give their standard input to a shell, or may. */
const remote = named('su', 'runuser', 'ssh', 'autossh', 'mosh', 'rsh', 'parallel', 'at', 'batch');

/** What else in the block can make a good place a bad one. */
export const blockRules: readonly Rule[] = [
	rule(
		'alias-in-block',
		at => at.tree.visits.some(isCommand(at, words => isOneOf(words, reshaping))),
		'{} stands in a block with `alias` or `shopt`, which change how the shell reads the text.',
		'Write the command out, without `alias` and `shopt`.',
	),
	rule(
		'piped-into-shell',
		at => isPipedInto(at, words => isCommandOf(words, shells) || isCommandOf(words, remote)),
		'{} stands before a pipe into a shell, or into another machine.',
		'Give the value as an argument: `sh -c \'… "$1" …\' sh {bare}`.',
	),
	rule(
		'shell-code-evaluates',
		at => at.commands.some(({ command }) => evaluatesArguments(at.tree, command)),
		'{} is an argument of shell code that runs its arguments, counts with them, or is not written out.',
		'Write the code in single quotes, with `"$1"` as an argument of a command in it.',
	),
	rule(
		'block-evaluates-variables',
		at => !isNumber(at.kind) && isKept(at) && evaluatesVariables(at.tree),
		'{} is kept in a variable, and this block has arithmetic, `eval`, a test or a command that may run what is in a variable.',
		'Put the two into blocks of their own, use {} itself instead of the variable, or give the input the type `integer`.',
	),
];

/** @returns whether a node is a command whose words are so. */
function isCommand({ tree }: Occurrence, is: (words: readonly CommandWord[]) => boolean) {
	return ({ node }: Visit): boolean =>
		node.type === 'Command' && (commandWords(tree, node) ?? []).some(is);
}

/** @returns whether the output of what holds the placeholder goes to such a command. */
function isPipedInto(at: Occurrence, is: (words: readonly CommandWord[]) => boolean): boolean {
	const commands = at.tree.visits.filter(isCommand(at, is));
	return receivers(at).some(receiver => commands.some(visit => isWithin(visit, receiver)));
}

/** The commands behind the placeholder in all pipes around it. */
function receivers({ way }: Occurrence): readonly SyntaxNode[] {
	return way.flatMap(({ node }, index) => {
		if (node.type !== 'Pipeline') return [];
		const own = way[index - 1]?.node;
		return node.commands.slice(node.commands.findIndex(({ pos }) => pos === own?.pos) + 1);
	});
}

function isWithin(visit: Visit, ancestor: SyntaxNode): boolean {
	for (let at: Visit | undefined = visit; at; at = at.parent) if (at.node === ancestor) return true;
	return false;
}

/** `sh -c CODE name {{x}}`: the code gets the value as `$1`. */
function evaluatesArguments(
	tree: Tree,
	command: Extract<SyntaxNode, { type: 'Command' }>,
): boolean {
	return (commandWords(tree, command) ?? []).some(words => {
		if (!isOneOf(words, shells) && !isOneOf(words, handing)) return false;
		return [...runWords(words.map(({ text }) => text))].some(index => {
			const word = words[index];
			if (!word) return false;
			if (word.text === undefined) return true;
			// A name is no code; what has blanks or signs in it may be.
			if (/^[A-Za-z0-9_.,:@%/+=-]+$/.test(word.text)) return false;
			const code = parseText(word.text);
			return hasErrors(code) || evaluatesVariables(code);
		});
	});
}

function hasErrors(tree: Tree): boolean {
	return tree.visits.some(
		({ node }) => node.type === 'Script' && 'errors' in node && !!node.errors,
	);
}

/** @returns whether the value, or what came of it, is in a variable of the block afterwards. */
function isKept(at: Occurrence): boolean {
	const { tree, way, commands } = at;
	const functions = named(
		...tree.visits.flatMap(({ node }) => (node.type === 'Function' ? [node.name.value] : [])),
	);
	const inVariable = way.some(
		({ node }, index) =>
			node.type === 'Assignment' ||
			(node.type === 'For' && way[index - 1]?.node.type === 'Word') ||
			node.type === 'Coproc',
	);
	const inArguments = commands.some(({ command }) =>
		(commandWords(tree, command) ?? []).some(
			words => isOneOf(words, functions) || isCommandOf(words, named('set')),
		),
	);
	return inVariable || inArguments || isPipedInto(at, words => isOneOf(words, named('read')));
}
