/** What a program may write to a terminal, as a grammar: everything else came from somebody else. */

/** Text, line ends, and the few sequences that a screen is drawn with. */
const ours = [
	// Printable characters; `firstInvisible` looks at them.
	'[^\\u0000-\\u001f\\u007f-\\u009f]',
	'\\r|\\n',
	// Cursor to, and by; erase; colours and styles but never conceal (8) or blinking (5, 6).
	'\\u001b\\[\\d*(?:;\\d+)?[ABCDEFGHJK]',
	'\\u001b\\[(?:(?:0|1|2|3|4|7|9|2[2-79]|3[0-9]|4[0-9]|9[0-7]|10[0-7]|[34]8;(?:5;\\d+|2;\\d+;\\d+;\\d+))(?:;|(?=m)))*m',
	// Alternate screen, bracketed paste, cursor, synchronized drawing.
	'\\u001b\\[\\?(?:1049|2004|25|2026)[hl]',
].join('|');

const grammar = new RegExp(`^(?:${ours})*`, 'u');

/** What stands where the grammar ends, escaped; undefined if all of it is ours. */
export function firstForeign(raw: string): string | undefined {
	// Whole lines, so that the match cannot fill the stack.
	for (const line of raw.split('\n')) {
		const [known = ''] = grammar.exec(line) ?? [];
		if (known.length < line.length) return JSON.stringify(line.slice(known.length).slice(0, 60));
	}
	return undefined;
}
