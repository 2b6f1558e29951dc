import type { Placeholder } from '../types.ts';

const name = '[a-z][a-z0-9_]{0,31}';
const pattern = new RegExp(`\\{\\{(${name}|run\\.id|run\\.date|host\\.${name})\\}\\}`, 'g');

/**
 * Finds the `{{name}}` in a text: a block, a file's content, prose.
 *
 * @param text anything
 * @returns the places in their order; everything else in braces is left alone
 */
export function findPlaceholders(text: string): readonly Placeholder[] {
	return Array.from(text.matchAll(pattern), match => ({
		name: match[1] ?? '',
		start: match.index,
		end: match.index + match[0].length,
	}));
}
