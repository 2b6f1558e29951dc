/**
 * Text in a comment of the packed file: no end of it may stand there, and only ASCII, of which each
 * letter is one byte in memory. (Patterns keep letters of other scripts.)
 */

export function inComment(name: string, text: string): string {
	if (text.includes('\u0001'))
		throw new Error(`${name} holds the sign that others are written with`);
	return text
		.replace(/[^\0-\x7f]/g, unit => `\u0001${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.replaceAll('*/', '*\u0001002f');
}

/** The way back. Not by a pattern: until it is compiled, that takes 3 ms for the longest part. */
export function outOfComment(text: string): string {
	const [first = '', ...others] = text.split('\u0001');
	const units = others.map(
		other => String.fromCharCode(Number.parseInt(other.slice(0, 4), 16)) + other.slice(4),
	);
	return first + units.join('');
}
