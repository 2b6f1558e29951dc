/** Words that some shell takes for syntax where a command may begin, or after `case` and `for`. */
const reserved = new Set(
	(
		'! { } case do done elif else esac fi for function if in select then time until while ' +
		'coproc namespace [[ ]]'
	).split(' '),
);

const plain = /^[A-Za-z0-9_.,:@%/+-]+$/;

/**
 * @returns whether every character of `value` means itself in every shell, wherever it stands in
 * a word. The empty text is not plain: it would be no word at all.
 */
export function isPlain(value: string): boolean {
	return plain.test(value);
}

/** @returns whether a shell takes this word for syntax. */
export function isReserved(word: string): boolean {
	return reserved.has(word);
}

/** @returns `value` in single quotes, whatever it is. */
export function singleQuote(value: string): string {
	return `'${value.replaceAll("'", "'\\''")}'`;
}

/**
 * Makes one word of the POSIX shell.
 *
 * @param value any text without NUL
 * @returns a word that gives exactly these bytes; in single quotes unless it is plain
 */
export function quoteWord(value: string): string {
	return isPlain(value) && !isReserved(value) ? value : singleQuote(value);
}
