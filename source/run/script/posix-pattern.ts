/** The pattern of an input, as far as `grep -E` reads it as JavaScript does. */

const CLASSES: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_' };

/**
 * Translates a JavaScript pattern to an extended regular expression of POSIX.
 *
 * @returns the expression, to be matched against a whole line, or nothing if it holds something
 * that has no certain counterpart: then it is better not tried than tried wrongly
 */
export function posixPattern(pattern: string): string | undefined {
	if (!/^[ -~]+$/.test(pattern)) return undefined;
	let result = '';
	let at = 0;
	while (at < pattern.length) {
		const rest = pattern.slice(at);
		const token = oneToken(rest);
		if (!token) return undefined;
		result += token.text;
		at += token.length;
	}
	// Alternatives without anything in them are undefined in POSIX.
	return /(^|[(|])([|)]|$)/.test(withoutEscapes(result)) ? undefined : `(${result})`;
}

type Token = { readonly text: string; readonly length: number };

function oneToken(rest: string): Token | undefined {
	if (rest.startsWith('[')) return bracket(rest);
	if (rest.startsWith('\\')) {
		const escaped = rest[1] ?? '';
		const set = CLASSES[escaped];
		if (set !== undefined) return { text: `[${set}]`, length: 2 };
		if (/[\^$.*+?()[\]{}|\\]/.test(escaped)) return { text: `\\${escaped}`, length: 2 };
		return /[/-]/.test(escaped) ? { text: escaped, length: 2 } : undefined;
	}
	if (rest.startsWith('(?:')) return { text: '(', length: 3 };
	if (rest.startsWith('(?')) return undefined;
	const counted = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})(\??)/.exec(rest);
	if (counted) {
		const [whole, from, to, lazy = ''] = counted;
		// 255 is all that POSIX promises. Of a whole match it is the same whether it is greedy.
		if (Number(from ?? 0) > 255 || Number(to ?? 0) > 255) return undefined;
		return { text: whole.slice(0, whole.length - lazy.length), length: whole.length };
	}
	return /^[\^${}\]]/.test(rest) ? undefined : { text: rest.charAt(0), length: 1 };
}

/** In brackets POSIX knows no backslash, and `[.`, `[:` and `[=` begin something. */
function bracket(rest: string): Token | undefined {
	const match = /^\[(\^?)((?:\\.|[^\]\\[])+)\]/.exec(rest);
	if (!match) return undefined;
	const [whole, not = '', inside = ''] = match;
	let text = '';
	let dash = false;
	for (const [part] of inside.matchAll(/\\.|./g)) {
		const escaped = part.startsWith('\\') ? part.slice(1) : undefined;
		if (escaped === undefined) text += part;
		else if (CLASSES[escaped] !== undefined) text += CLASSES[escaped];
		else if (escaped === '-') dash = true;
		else if (/[.*+?()|{}$/\\]/.test(escaped)) text += escaped;
		else return undefined;
	}
	if (dash) text += text.endsWith('-') ? '' : '-';
	if (text.startsWith('^') || text === '') return undefined;
	return { text: `[${not}${text}]`, length: whole.length };
}

function withoutEscapes(expression: string): string {
	return expression.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
}
