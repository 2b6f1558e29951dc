import type { Command, SyntaxNode } from 'unbash';
import { hasLooseText, hasPrintfVariable, testWords } from './command-rules.ts';
import { type CommandWord, commandWords, isOneOf } from './command-words.ts';
import { counting, evaluating, handing, shells } from './names.ts';
import { runWords } from './runners.ts';
import { isStringTest } from './string-test.ts';
import type { Tree } from './tree.ts';

/**
 * Decides whether anything in a block may run, or count with, what is in a variable: arithmetic, a
 * test that counts, `eval`, a command whose name is a variable. It does not ask which variable.
 */
export function evaluatesVariables(tree: Tree): boolean {
	return tree.visits.some(({ node }) => evaluates(tree, node));
}

function evaluates(tree: Tree, node: SyntaxNode): boolean {
	switch (node.type) {
		case 'ArithmeticExpansion':
		case 'ArithmeticCommand':
		case 'ArithmeticFor':
		case 'TestCommand':
			return true;
		case 'ParameterExpansion': {
			const type = node.operation?.type;
			const harmless = ['Default', 'Remove', 'Replace', 'CaseModification'];
			return (
				node.prefix === '!' ||
				node.index !== undefined ||
				(type !== undefined && !harmless.includes(type))
			);
		}
		case 'Assignment':
			return node.index !== undefined || node.value.type === 'ArrayValue';
		case 'Command':
			return evaluatesWords(tree, node);
		default:
			return false;
	}
}

function evaluatesWords(tree: Tree, command: Command): boolean {
	const variants = commandWords(tree, command);
	return variants === undefined || variants.some(isEvaluating);
}

function isEvaluating(words: readonly CommandWord[]): boolean {
	const test = testWords(words);
	const runs = runWords(words.map(({ text }) => text));
	return (
		isOneOf(words, evaluating) ||
		isOneOf(words, shells) ||
		isOneOf(words, handing) ||
		(isOneOf(words, counting) && !isHarmless(words)) ||
		hasPrintfVariable(words) ||
		hasLooseText(words, 'printf') ||
		hasLooseText(words, 'set') ||
		(test !== undefined && !isStringTest(test)) ||
		[...runs].some(index => index < words.length && words[index]?.text === undefined)
	);
}

/** `read -r name`, `shift`, `unset name`, `export name`: names that are written out, no values. */
function isHarmless(words: readonly CommandWord[]): boolean {
	const [name, ...rest] = words.map(({ text }) => text);
	if (!/^(read|shift|unset|export|readonly|local)$/.test(name ?? '')) return false;
	return rest.every(
		(text, index) =>
			words[index + 1]?.node.type === 'Word' &&
			text !== undefined &&
			(name === 'read' ? /^(-r|[A-Za-z_]\w*)$/ : name === 'shift' ? /^\d$/ : /^[A-Za-z_]\w*$/).test(
				text,
			),
	);
}
