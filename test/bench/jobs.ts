/** What a job costs: its start and record, and a gibibyte of output. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { median, ms, type Row, sideBySide } from './figures.ts';
import { keyRow } from './library.ts';
import { folder, program, ran, Seat, write } from './room.ts';

const runbook = (commands: readonly string[]): string =>
	`---\nrunbook: 1\nsummary: For measuring.\n---\n\n# Measure\n\n${commands
		.map((command, index) => `## Step ${index + 1}\n\n\`\`\`sh\n${command}\n\`\`\`\n`)
		.join('\n')}`;

async function trusted(name: string, commands: readonly string[]): Promise<string> {
	const file = write(`${name}.md`, runbook(commands));
	await ran([process.execPath, program, 'trust', file, '--yes']);
	return file;
}

const walk = async (file: string): Promise<number> =>
	(await ran([process.execPath, program, 'run', file, '--yes'])).ms;

export async function starting(): Promise<readonly Row[]> {
	const COUNT = 40;
	const one = await trusted('one', ['true']);
	const many = await trusted(
		'many-steps',
		Array.from({ length: COUNT + 1 }, () => 'true'),
	);
	const { mine, other } = await sideBySide(
		5,
		async () => ((await walk(many)) - (await walk(one))) / COUNT,
		async () => (await ran(['sh', '-c', 'true'])).ms,
	);
	const more = median(mine) - median(other);
	return [
		{
			what: 'starting and recording a job',
			goal: 'at most 15 ms more',
			figure: ms(median(mine)),
			baseline: `\`sh -c true\`: ${ms(median(other))}`,
			ratio: `${ms(more)} more`,
			met: more <= 15,
		},
	];
}

const GIBIBYTE = 'head -c 1073741824 /dev/zero | tr "\\0" "\\n"';

export async function flood(): Promise<readonly Row[]> {
	const much = await trusted('much', [GIBIBYTE]);
	const little = await trusted('little', ['true']);
	let memory = 0;
	const seat = async (): Promise<number> => {
		const began = performance.now();
		const ended = walk(much);
		await ended;
		return performance.now() - began;
	};
	const { mine, other } = await sideBySide(
		3,
		async () => {
			const rest = await walk(little);
			const took = (await seat()) - rest;
			rmSync(join(folder, 'state', 'runbook', 'runs'), { recursive: true, force: true });
			return took;
		},
		async () => (await ran(['sh', '-c', `(${GIBIBYTE}) 2>&1 | cat >flood`])).ms,
	);
	const screen = await floodOnScreen(much);
	memory = screen.memory;
	const ratio = median(mine) / median(other);
	return [
		{
			what: 'a step that prints 1 GiB',
			goal: 'at most 1.1 ×',
			figure: ms(median(mine)),
			baseline: `\`| cat > file\`: ${ms(median(other))}`,
			ratio: `${ratio.toFixed(2)} ×`,
			met: ratio <= 1.1,
		},
		{
			what: 'its memory, on the screen',
			goal: 'at most 150 MiB',
			figure: `${Math.round(memory)} MiB`,
			baseline: '',
			ratio: '',
			met: memory <= 150,
		},
		{
			what: 'keys meanwhile',
			goal: 'within 100 ms',
			figure: `the slowest of ${screen.took.length}: ${ms(Math.max(...screen.took))}`,
			baseline: '',
			ratio: '',
			met: Math.max(...screen.took) <= 100,
		},
	];
}

/** From the brief to the first step, and `r`. */
async function runOnScreen(file: string): Promise<Seat> {
	const seat = new Seat([program, file]);
	await seat.sees(/Measure/);
	await pause();
	seat.press('\r');
	await seat.sees(/Step 1/);
	await pause();
	seat.press('r');
	return seat;
}

/** As a person: a key that comes at once starts nothing. */
const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 600));

async function floodOnScreen(file: string) {
	const seat = await runOnScreen(file);
	const took: number[] = [];
	const answered = /./s;
	await seat.sees(answered);
	// `?` opens the help and closes it: each is a frame of its own.
	for (let count = 0; count < 12; count++) took.push(await seat.key(count % 2 ? '\x1b' : '?'));
	const memory = peakOf(seat.pid);
	await seat.end();
	return { took, memory };
}

function peakOf(pid: number): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
	} catch {
		return Number.NaN;
	}
}

export async function keysInOutput(): Promise<readonly Row[]> {
	const file = await trusted('million', ['seq 1000000']);
	const seat = await runOnScreen(file);
	await seat.sees(/✓ Step 1|1000000/);
	await pause();
	seat.press('o');
	await seat.sees(/1000000|999999/);
	await pause();
	const took: number[] = [];
	for (let round = 0; round < 25; round++) {
		for (const key of ['\x1b[A', '\x1b[5~', 'g', 'G']) took.push(await seat.key(key));
	}
	await seat.end();
	return [keyRow('key to frame, 1,000,000 lines of output', took)];
}
