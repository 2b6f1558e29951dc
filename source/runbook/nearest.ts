/** The name that was probably meant. */

/** Nobody writes a longer name by accident, and the work grows with its square. */
const LONGEST = 48;

/** Nor are there more names to choose from, but in a hostile file. */
const MOST = 1000;

/** How many letters must be added, removed, replaced or swapped to make `a` into `b`. */
function distance(a: string, b: string): number {
	let before: number[] = [];
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped =
				a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
					? (before[j - 2] ?? Number.POSITIVE_INFINITY) + 1
					: Number.POSITIVE_INFINITY;
			next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		before = row;
		row = next;
	}
	return row[b.length] ?? 0;
}

/** The candidate nearest to `word`; undefined where more than a third of the letters differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	if (word.length > LONGEST) return undefined;
	let best: string | undefined;
	let least = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of [...candidates].slice(0, MOST)) {
		if (Math.abs(candidate.length - word.length) >= least) continue;
		const far = distance(word.toLowerCase(), candidate.toLowerCase());
		if (far < least) {
			best = candidate;
			least = far;
		}
	}
	return best;
}

/** `Did you mean X?` where something is near, `otherwise` where nothing is. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string {
	const near = nearest(word, candidates);
	return near === undefined ? otherwise : `Did you mean \`${near}\`?`;
}

/** At most twelve names for a message: `a`, `b`, `c`. */
export function listed(names: Iterable<string>): string {
	const all = [...names];
	const shown = all.slice(0, 12).map(name => `\`${name}\``);
	return shown.join(', ') + (all.length > shown.length ? ' …' : '');
}
