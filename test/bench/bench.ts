/** `npm run bench`: each line of the table of speed beside its baseline. `--write` makes docs/bench.md. */
import { writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, type as system, totalmem } from 'node:os';
import type { Row } from './figures.ts';
import { flood, keysInOutput, starting } from './jobs.ts';
import { finding, keysInLibrary, writeMany } from './library.ts';
import { leave } from './room.ts';
import { commands, firstFrame } from './starting.ts';

const parts: readonly [string, () => Promise<readonly Row[]>][] = [
	['first frame', firstFrame],
	['commands', commands],
	['finding', finding],
	['keys in the library', keysInLibrary],
	['keys in the output', keysInOutput],
	['starting a job', starting],
	['flood', flood],
];

function table(rows: readonly Row[]): string {
	const lines = rows.map(
		({ what, goal, figure, baseline, ratio, met }) =>
			`| ${what} | ${goal} | ${figure} | ${baseline} | ${ratio} | ${met ? 'yes' : '**no**'} |`,
	);
	return `| what | goal | figure | baseline | | met |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

function facts(load: number): string {
	const [first] = cpus();
	return `${cpus().length} × ${first?.model.trim() || 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()} ${release().split('-')[0]} ${arch()}, Node ${process.versions.node}, load ${load.toFixed(1)} at the start.`;
}

const load = loadavg()[0] ?? 0;
const only = process.argv.slice(2).filter(word => !word.startsWith('-'));
const rows: Row[] = [];
writeMany();
try {
	for (const [name, measure] of parts) {
		if (only.length > 0 && !only.some(word => name.includes(word))) continue;
		try {
			rows.push(...(await measure()));
		} catch (error) {
			const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
			rows.push({
				what: name,
				goal: '',
				figure: `not measured: ${why}`,
				baseline: '',
				ratio: '',
				met: false,
			});
		}
		process.stdout.write(
			`${table(rows)
				.split('\n')
				.slice(rows.length > 1 ? -2 : 0)
				.join('\n')}`,
		);
	}
} finally {
	leave();
}
const text = `# Speed\n\nMade by \`npm run bench -- --write\`. Figures are medians; each is measured in turns with its baseline,\nin one run. The goals are those of the design.\n\n${table(rows)}\n${facts(load)}\n`;
process.stdout.write(`\n${text}`);
if (process.argv.includes('--write')) writeFileSync('docs/bench.md', text);
