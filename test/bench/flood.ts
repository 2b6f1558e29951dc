/** A step that prints a gibibyte, while somebody looks on. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { limitRow, ms, type Row, sideBySide, timesRow } from './figures.ts';
import { runOnScreen, trusted } from './jobs.ts';
import { lines } from './lines.ts';
import { folder, pause, ran } from './room.ts';

const LINE = 'A line as programs print them, of eighty characters with the line feed behind.';
const GIBIBYTE = `yes '${LINE.padEnd(79, '.')}' | head -c 1073741824`;
const runs = join(folder, 'state', 'runbook', 'runs');

export async function flood(): Promise<readonly Row[]> {
	const file = await trusted('much', [GIBIBYTE]);
	// Those of other lines.
	forget();
	const seen = await lookedAt(file);
	const measured = await sideBySide(
		3,
		async () => {
			const seat = await runOnScreen(file);
			const began = performance.now();
			await hasEnded();
			const took = performance.now() - began;
			await seat.end();
			forget();
			return took;
		},
		async () => (await ran(['sh', '-c', `(${GIBIBYTE}) 2>&1 | cat >flood`])).ms,
	);
	const slowest = Math.max(...seen.took);
	return [
		timesRow(lines.flood, 'into a file', measured),
		limitRow(lines.floodMemory, seen.memory, `${Math.round(seen.memory)} MiB`),
		limitRow(lines.floodKey, slowest, `${ms(slowest)} of ${seen.took.length} keys`),
	];
}

/** Once with a person at the keys: `?` opens the help and closes it, each a frame of its own. */
async function lookedAt(file: string) {
	const seat = await runOnScreen(file);
	const took: number[] = [];
	while (journal().includes('job-ended') === false) {
		took.push(await seat.key('?', /Keys of the walk/), await seat.key('?', /Step 1/));
	}
	const memory = peakOf(seat.pid);
	await seat.end();
	forget();
	// The last two may have come after the end.
	return { took: took.slice(0, -2), memory };
}

/** Until the end of the job is in the journal of the only run there is. */
async function hasEnded(): Promise<void> {
	while (!journal().includes('job-ended')) await pause(5);
}

function journal(): string {
	if (!existsSync(runs)) return '';
	const [run = ''] = readdirSync(runs);
	const file = join(runs, run, 'journal');
	return run !== '' && existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const forget = (): void => rmSync(runs, { recursive: true, force: true });

function peakOf(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}
