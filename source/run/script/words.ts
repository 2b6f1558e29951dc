/** Words of the shell that are put together from text and variables. */

/** Text as it is, or a variable of the script. */
export type Piece = { readonly text: string } | { readonly variable: string };

/** @returns one word in double quotes that gives the pieces, whatever the values are. */
export function doubleQuoted(pieces: readonly Piece[]): string {
	let word = '';
	for (const [index, piece] of pieces.entries()) {
		if ('text' in piece) {
			word += piece.text.replace(/[\\"$`]/g, '\\$&');
			continue;
		}
		const next = pieces[index + 1];
		// What follows must not become part of the name; two variables in a row part by `$`.
		const joins = next && 'text' in next && /^[A-Za-z0-9_[]/.test(next.text);
		word += joins ? `\${${piece.variable}}` : `$${piece.variable}`;
	}
	return `"${word}"`;
}

/** @returns a part of the name of a function, from a slug in any script of the world. */
export function functionPart(slug: string): string {
	return slug
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '')
		.slice(0, 40);
}
