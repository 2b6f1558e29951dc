/** What changes between two texts, line by line. Pure. */

export type DiffLine =
	| { readonly kind: 'kept' | 'added' | 'removed'; readonly text: string }
	/** So many lines that stay as they are. */
	| { readonly kind: 'folded'; readonly count: number };

/** More cells than this are not compared: then everything between the ends is shown as changed. */
const CELLS = 4_000_000;
const CONTEXT = 2;

/** `before` is undefined where there is nothing yet. */
export function diffLines(before: string | undefined, after: string): readonly DiffLine[] {
	const added = splitLines(after);
	if (before === undefined) return added.map(text => ({ kind: 'added', text }));
	const removed = splitLines(before);
	let start = 0;
	while (start < Math.min(added.length, removed.length) && added[start] === removed[start]) start++;
	let end = 0;
	const room = Math.min(added.length, removed.length) - start;
	while (end < room && added[added.length - 1 - end] === removed[removed.length - 1 - end]) end++;
	const kept = (texts: readonly string[]): DiffLine[] =>
		texts.map(text => ({ kind: 'kept', text }));
	return fold([
		...kept(added.slice(0, start)),
		...middle(removed.slice(start, removed.length - end), added.slice(start, added.length - end)),
		...kept(added.slice(added.length - end)),
	]);
}

function splitLines(text: string): readonly string[] {
	if (text === '') return [];
	return text.replace(/\n$/, '').split('\n');
}

/** By the longest common subsequence. */
function middle(removed: readonly string[], added: readonly string[]): readonly DiffLine[] {
	const gone = (texts: readonly string[]): DiffLine[] =>
		texts.map(text => ({ kind: 'removed', text }));
	const come = (texts: readonly string[]): DiffLine[] =>
		texts.map(text => ({ kind: 'added', text }));
	if (removed.length * added.length > CELLS) return [...gone(removed), ...come(added)];
	const wide = added.length + 1;
	const lengths = new Uint32Array((removed.length + 1) * wide);
	const at = (i: number, j: number) => lengths[i * wide + j] ?? 0;
	for (let i = removed.length - 1; i >= 0; i--) {
		for (let j = added.length - 1; j >= 0; j--) {
			lengths[i * wide + j] =
				removed[i] === added[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
		}
	}
	const lines: DiffLine[] = [];
	let i = 0;
	let j = 0;
	while (i < removed.length && j < added.length) {
		const before = removed[i] ?? '';
		const after = added[j] ?? '';
		if (before === after) {
			lines.push({ kind: 'kept', text: after });
			i++;
			j++;
		} else if (at(i + 1, j) >= at(i, j + 1)) {
			lines.push({ kind: 'removed', text: before });
			i++;
		} else {
			lines.push({ kind: 'added', text: after });
			j++;
		}
	}
	return [...lines, ...gone(removed.slice(i)), ...come(added.slice(j))];
}

/** Long stretches that stay as they are become one line that says so. */
function fold(lines: readonly DiffLine[]): readonly DiffLine[] {
	const folded: DiffLine[] = [];
	for (let from = 0; from < lines.length; ) {
		if (lines[from]?.kind !== 'kept') {
			folded.push(...lines.slice(from, from + 1));
			from += 1;
			continue;
		}
		let to = from;
		while (lines[to]?.kind === 'kept') to += 1;
		const head = from === 0 ? 0 : CONTEXT;
		const tail = to === lines.length ? 0 : CONTEXT;
		const hidden = to - from - head - tail;
		if (hidden < 2) folded.push(...lines.slice(from, to));
		else {
			folded.push(
				...lines.slice(from, from + head),
				{ kind: 'folded', count: hidden },
				...lines.slice(to - tail, to),
			);
		}
		from = to;
	}
	return folded;
}
