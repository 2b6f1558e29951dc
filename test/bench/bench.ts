/** `npm run bench`: each line of the table of speed beside its baseline. `--write` makes docs/bench.md. */
import { writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, type as system, totalmem } from 'node:os';
import type { Row } from './figures.ts';
import { flood } from './flood.ts';
import { keysInOutput, starting } from './jobs.ts';
import { finding, keysInLibrary, writeMany } from './library.ts';
import { lines } from './lines.ts';
import { leave } from './room.ts';
import { commands, firstFrame } from './starting.ts';

const parts: readonly [string, () => Promise<readonly Row[]>][] = [
	['frame', firstFrame],
	['commands', commands],
	['finding', finding],
	['library-keys', keysInLibrary],
	['output-keys', keysInOutput],
	['start', starting],
	['flood', flood],
];

const head = '| what | goal | figure | baseline | ratio | met |\n|---|---|---|---|---|---|\n';

function shown({ line, figure, baseline, ratio, met }: Row): string {
	return `| ${line.what} | ${line.goal} | ${figure} | ${baseline} | ${ratio} | ${met ? 'yes' : '**no**'} |\n`;
}

function machine(): string {
	const [first] = cpus();
	const model = first?.model.trim().split(/\s+/).slice(0, 2).join(' ') || 'unknown processor';
	const memory = Math.round(totalmem() / 2 ** 30);
	const kernel = release().split('-')[0];
	return `${cpus().length} × ${model}, ${memory} GiB, ${system()} ${kernel} ${arch()}, Node ${process.versions.node}`;
}

const ARGUMENTS = process.argv.slice(2);
const only = ARGUMENTS.filter(word => !word.startsWith('-'));
const loads = [loadavg()[0] ?? 0];
const rows: Row[] = [];
let failed = false;
process.stdout.write(head);
writeMany();
try {
	for (const [name, measure] of parts) {
		if (only.length > 0 && !only.includes(name)) continue;
		try {
			const measured = await measure();
			rows.push(...measured);
			process.stdout.write(measured.map(shown).join(''));
		} catch (error) {
			failed = true;
			process.stderr.write(`${name} could not be measured: ${String(error)}\n`);
		}
		loads.push(loadavg()[0] ?? 0);
	}
} finally {
	leave();
}
const notes = rows.flatMap(({ note }) => note ?? []);
for (const note of notes) process.stdout.write(`\n${note}\n`);
const load = `the load was ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
process.stdout.write(`\n${machine()}; ${load}.\n`);

if (ARGUMENTS.includes('--write')) {
	if (failed || rows.length !== Object.keys(lines).length) {
		process.stderr.write('docs/bench.md is left as it was: not every line was measured.\n');
		process.exitCode = 1;
	} else {
		writeFileSync(
			'docs/bench.md',
			`# Speed

\`npm run bench -- --write\` makes this page. Each line is measured in turns with its baseline, in one
run; of both, the figure is the slowest of the quicker quarter, because other programs on a machine
only ever make slower. Of keys it is the best of three times a hundred.

${[head + rows.map(shown).join(''), ...notes].join('\n')}${notes.length > 0 ? '\n' : ''}
Measured on ${machine()};
${load}.

Bare Ink is two lines that draw one text, bundled and minified by the same bundler as \`runbook\`. The
step prints lines of 80 characters, and is followed on the screen; its baseline is
\`command 2>&1 | cat > file\`. That a job begins, and that it has ended, is written through to the
disk; a job costs what 40 more steps of a run take, divided by 40.
`,
		);
	}
}
