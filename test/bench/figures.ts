/** What was measured of a line of the table. */
import type { Line } from './lines.ts';

export type Row = {
	readonly line: Line;
	readonly figure: string;
	readonly baseline: string;
	readonly ratio: string;
	readonly met: boolean;
	/** What else there is to say of it, below the table. */
	readonly note?: string;
};

export function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

/**
 * What it takes where nothing else is in the way: the slowest of the quicker quarter. Other programs
 * on the machine only ever make slower, and they do so in bursts.
 */
export const usual = (values: readonly number[]): number => percentile(values, 25);

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

/** A line whose goal is a multiple of its baseline. */
export function timesRow(line: Line, baseline: string, { mine, other }: Measured): Row {
	const [figure, base] = [usual(mine), usual(other)];
	const ratio = rounded(figure / base);
	return {
		line,
		figure: ms(figure),
		baseline: `${baseline}: ${ms(base)}`,
		ratio: `${ratio.toFixed(2)} ×`,
		met: ratio <= line.most,
	};
}

/** A line whose goal is a figure; `value` is what counts. */
export function limitRow(line: Line, value: number, figure: string, baseline = '–'): Row {
	const share = rounded(value / line.most);
	return { line, figure, baseline, ratio: `${share.toFixed(2)} of the goal`, met: share <= 1 };
}

/** What is printed is what decides. */
const rounded = (value: number): number => Number(value.toFixed(2));

export const ms = (value: number): string =>
	value < 1000 ? `${value.toFixed(value < 20 ? 1 : 0)} ms` : `${(value / 1000).toFixed(2)} s`;
