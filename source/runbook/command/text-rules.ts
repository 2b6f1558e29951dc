import type { Tree } from './tree.ts';

/** Something in a block's text that shells do not all read as the parser does. */
export type TextRule = {
	readonly name: string;
	/** @returns where it begins */
	readonly find: (tree: Tree) => number | undefined;
	readonly message: string;
	readonly remedy: string;
};

const match =
	(pattern: RegExp) =>
	({ letters }: Tree): number | undefined =>
		pattern.exec(letters)?.index;

/** They refuse a block with placeholders, whatever place these have; others they leave alone. */
export const textRules: readonly TextRule[] = [
	{
		name: 'control-character',
		find: match(/[\x00-\x08\x0b-\x1f\x7f]/),
		message: 'A block with placeholders holds a control character.',
		remedy: "Write it with `printf`: `$(printf '\\033')`.",
	},
	{
		name: 'continued-word',
		find: ({ letters, visits }) =>
			Array.from(letters.matchAll(/[^ \t\n]\\\n/g), ({ index }) => index).find(
				at =>
					// There it stays what it is, or the shells agree on what they make of it.
					!visits.some(
						({ node }) =>
							(node.type === 'SingleQuoted' || node.type === 'HereDocBody') &&
							node.pos <= at &&
							at < node.end,
					),
			),
		message: 'A line that goes on is broken in the middle of a word, in a block with placeholders.',
		remedy: 'Put a blank before the backslash at the end of the line.',
	},
	{
		name: 'odd-end-word',
		find: ({ visits }) =>
			visits.find(
				({ node }) => node.type === 'HereDocDelimiter' && !/^(["']?)\w+\1$/.test(node.text),
			)?.node.pos,
		message: "A here-document's end word is not one plain word, in a block with placeholders.",
		remedy: "Use letters only: `<<'END'`.",
	},
	{
		name: 'double-parenthesis',
		find: ({ visits }) =>
			visits.find(({ node }) => node.type === 'CommandExpansion' && node.text.startsWith('$(('))
				?.node.pos,
		message: '`$((` begins a command here, which some shells read as arithmetic.',
		remedy: 'Put a blank between the parentheses: `$( (`.',
	},
	{
		name: 'quote-in-expansion',
		find: ({ visits, letters }) =>
			visits.find(
				({ node, foreign }) =>
					!foreign &&
					node.type === 'ParameterExpansion' &&
					/['`\\{}]/.test(letters.slice(node.pos + 2, node.end - 1)),
			)?.node.pos,
		message: 'Shells differ in how they read quotes, backslashes and braces in `${ … }`.',
		remedy: 'Put that part into a variable of its own before.',
	},
];
