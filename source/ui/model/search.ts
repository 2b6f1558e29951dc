/** Searching in very many lines. Pure. */

/**
 * The line at which `word` stands next, from `from` on and around the end; undefined where it
 * stands nowhere. Upper and lower case are one.
 */
export function findLine(
	lines: readonly string[],
	word: string,
	from: number,
	by: 1 | -1,
): number | undefined {
	const wanted = word.toLowerCase();
	if (wanted === '') return undefined;
	for (let step = 0; step < lines.length; step++) {
		const at = (((from + by * step) % lines.length) + lines.length) % lines.length;
		if (lines[at]?.toLowerCase().includes(wanted)) return at;
	}
	return undefined;
}

/** `line` in pieces, each second one of which is `word`. */
export function partsAround(line: string, word: string): readonly string[] {
	if (word === '') return [line];
	const parts: string[] = [];
	const lower = line.toLowerCase();
	// Where lower case is longer or shorter, the places do not agree.
	if (lower.length !== line.length) return [line];
	let start = 0;
	for (let at = lower.indexOf(word.toLowerCase()); at !== -1; ) {
		parts.push(line.slice(start, at), line.slice(at, at + word.length));
		start = at + word.length;
		at = lower.indexOf(word.toLowerCase(), start);
	}
	return [...parts, line.slice(start)];
}
