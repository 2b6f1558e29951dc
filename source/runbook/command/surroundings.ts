import type { Tree } from './tree.ts';

type Range = { readonly start: number; readonly end: number };

/** Text around a placeholder beside which even a plain value may mean more than itself. */
const surroundings: readonly {
	readonly name: string;
	readonly applies: (tree: Tree, slot: Range, word: Range) => boolean;
}[] = [
	{
		name: 'character-before',
		applies: ({ text }, { start }) => !/^[ \tA-Za-z0-9_/:=,.@+-]?$/.test(text.charAt(start - 1)),
	},
	{
		name: 'character-after',
		applies: ({ text }, { end }) => !/^[ \t\nA-Za-z0-9_/:=,.@;)-]?$/.test(text.charAt(end)),
	},
	{
		// `{{x}}2>file` would open the file as number 12.
		name: 'redirection-after',
		applies: ({ text }, slot, { end }) => slot.end < end && /[<>]/.test(text.charAt(end)),
	},
	{
		// `{a-{{x}}-b}` would become two words by a comma.
		name: 'brace-in-word',
		applies: (tree, slot, word) => literal(tree, slot, word).includes('{'),
	},
	{
		// `~a{{x}}` would become the folder of somebody.
		name: 'tilde-in-word',
		applies: (tree, slot, word) => /~./.test(tree.text.slice(word.start, slot.start)),
	},
];

/** The names of the rules about what stands around a placeholder. */
export const surroundingNames: readonly string[] = surroundings.map(({ name }) => name);

/** @returns whether a value must be in single quotes here, however plain it is. */
export function needsQuotes(tree: Tree, slot: Range, word: Range, without?: string): boolean {
	return surroundings.some(({ name, applies }) => name !== without && applies(tree, slot, word));
}

/** The word without the placeholder. */
function literal({ text }: Tree, slot: Range, word: Range): string {
	return text.slice(word.start, slot.start) + text.slice(slot.end, word.end);
}
