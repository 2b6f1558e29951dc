/** What is measured: a line of the table of docs/bench.md. */

export type Row = {
	readonly what: string;
	readonly goal: string;
	readonly figure: string;
	readonly baseline: string;
	readonly ratio: string;
	readonly met: boolean;
};

export function median(values: readonly number[]): number {
	return percentile(values, 50);
}

export function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

export type Measured = { readonly mine: readonly number[]; readonly other: readonly number[] };

/** Takes turns, so that a machine that is busy for a while is so for both. */
export async function sideBySide(
	rounds: number,
	mine: () => Promise<number>,
	other: () => Promise<number>,
): Promise<Measured> {
	const all = { mine: [] as number[], other: [] as number[] };
	// One of each for the caches of the disk.
	await mine();
	await other();
	for (let round = 0; round < rounds; round++) {
		all.other.push(await other());
		all.mine.push(await mine());
	}
	return all;
}

/** A row whose goal is a multiple of its baseline. The medians of both; the ratio is theirs. */
export function ratioRow(
	what: string,
	most: number,
	baseline: string,
	{ mine, other }: Measured,
): Row {
	const [figure, base] = [median(mine), median(other)];
	const ratio = figure / base;
	return {
		what,
		goal: `at most ${most} ×`,
		figure: ms(figure),
		baseline: `${baseline}: ${ms(base)}`,
		ratio: `${ratio.toFixed(2)} ×`,
		met: ratio <= most,
	};
}

export const ms = (value: number): string =>
	value < 1000 ? `${value.toFixed(value < 20 ? 1 : 0)} ms` : `${(value / 1000).toFixed(2)} s`;
