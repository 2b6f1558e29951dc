/** The name that was probably meant. */

/** How many letters must be added, removed or replaced to make `a` into `b`. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (const [i, letter] of [...a].entries()) {
		const next = [i + 1];
		for (const [j, other] of [...b].entries()) {
			const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
			next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

/**
 * The one of `names` whose beginning is nearest to `asked`, which may be a prefix; undefined
 * where more than a third of the letters are wrong.
 */
export function nearest(asked: string, names: readonly string[]): string | undefined {
	let best: string | undefined;
	let least = Math.floor(asked.length / 3) + 1;
	// Nobody types more by accident, and the work grows with its square.
	if (asked === '' || asked.length > 64) return undefined;
	for (const name of names) {
		const far = Math.min(distance(asked, name), distance(asked, name.slice(0, asked.length)));
		if (far < least) {
			best = name;
			least = far;
		}
	}
	return best;
}
