/** What a job costs, and what it is to move in its output. */

import { limitRow, ms, type Row, sideBySide, usual } from './figures.ts';
import { keyRow } from './library.ts';
import { lines } from './lines.ts';
import { pause, program, ran, Seat, write } from './room.ts';

const runbook = (commands: readonly string[]): string =>
	`---\nrunbook: 1\nsummary: For measuring.\n---\n\n# Measure\n\n${commands
		.map((command, index) => `## Step ${index + 1}\n\n\`\`\`sh\n${command}\n\`\`\`\n`)
		.join('\n')}`;

export async function trusted(name: string, commands: readonly string[]): Promise<string> {
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
	const [figure, base] = [usual(mine), usual(other)];
	const more = Number((figure - base).toFixed(1));
	const row = limitRow(lines.start, more, ms(figure), `\`sh -c true\`: ${ms(base)}`);
	return [{ ...row, ratio: `${more} ms more`, met: more <= lines.start.most }];
}

/** From the brief to the first step, and `r`. */
export async function runOnScreen(file: string): Promise<Seat> {
	const seat = new Seat([program, file]);
	await seat.sees(/Measure/);
	await pause(600);
	seat.press('\r');
	await seat.sees(/Step 1/);
	// As a person: a key that comes at once starts nothing.
	await pause(600);
	seat.press('r');
	return seat;
}

export async function keysInOutput(): Promise<readonly Row[]> {
	const file = await trusted('million', ['seq 1000000']);
	const seat = await runOnScreen(file);
	await seat.sees(/✓ Step 1|1000000/);
	await pause(600);
	seat.press('o');
	await seat.sees(/1000000|999999/);
	await pause(600);
	const row = await keyRow(lines.outputKey, seat, ['\x1b[A', '\x1b[5~', 'g', 'G']);
	await seat.end();
	return [row];
}
