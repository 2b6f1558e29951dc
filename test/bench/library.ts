/** 10,000 runbooks: finding them, and keys in their list. */
import { join } from 'node:path';
import { ms, percentile, type Row, ratioRow, sideBySide } from './figures.ts';
import { folder, program, ran, Seat, write } from './room.ts';

const MANY = 10_000;
const places = { RUNBOOK_PATH: join(folder, 'many') };

export function writeMany(): void {
	for (let count = 0; count < MANY; count++) {
		const name = `server-${String(count).padStart(5, '0')}`;
		write(
			`many/${name}.md`,
			`---\nrunbook: 1\nsummary: Look after ${name}, as every week.\ntags: [servers, weekly]\n---\n\n# Look after ${name}\n\n## Look\n\nIt must be there.\n\n\`\`\`sh verify\ntest -d /\n\`\`\`\n`,
		);
	}
}

export async function finding(): Promise<readonly Row[]> {
	const list = async () => (await ran([process.execPath, program, 'list'], places)).ms;
	const cat = async () => (await ran(['sh', '-c', 'cat many/*.md >/dev/null'])).ms;
	const first = await list();
	// What was changed a moment ago is read again: see source/store/list-cache.ts.
	await new Promise(resolve => setTimeout(resolve, 3500));
	await list();
	const measured = await sideBySide(11, list, cat);
	const row = ratioRow('finding 10,000 runbooks', 3, '`cat` of the same files', measured);
	return [{ ...row, figure: `${row.figure} (the first time ${ms(first)})` }];
}

export async function keysInLibrary(): Promise<readonly Row[]> {
	const seat = new Seat([program], places);
	await seat.sees(/10,?00\d runbooks/);
	const took: number[] = [];
	for (let round = 0; round < 25; round++) {
		for (const key of ['\x1b[B', 'w', '\x7f', '\x1b[6~']) took.push(await seat.key(key));
	}
	await seat.end();
	return [keyRow('key to frame, 10,000 runbooks', took)];
}

export function keyRow(what: string, took: readonly number[]): Row {
	const most = percentile(took, 95);
	return {
		what,
		goal: '95 of 100 within 16 ms',
		figure: `95 of 100 within ${ms(most)}`,
		baseline: '',
		ratio: '',
		met: most <= 16,
	};
}
