/** 10,000 runbooks: finding them, and keys in their list. */
import { join } from 'node:path';
import { limitRow, ms, percentile, type Row, sideBySide, timesRow } from './figures.ts';
import { type Line, lines } from './lines.ts';
import { folder, pause, program, ran, Seat, write } from './room.ts';

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
	await list();
	// What was changed a moment ago is read again: see source/store/list-cache.ts.
	await pause(3500);
	await list();
	const measured = await sideBySide(5, list, cat);
	return [timesRow(lines.finding, '`cat` of them', measured)];
}

export async function keysInLibrary(): Promise<readonly Row[]> {
	const seat = new Seat([program], places);
	await seat.sees(/10,?00\d runbooks/);
	const row = await keyRow(lines.libraryKey, seat, ['\x1b[B', 'w', '\x7f', '\x1b[6~']);
	await seat.end();
	return [row];
}

/** Three times a hundred keys, of which the best hundred counts: a burst of others spoils one. */
export async function keyRow(line: Line, seat: Seat, keys: readonly string[]): Promise<Row> {
	const hundreds: number[] = [];
	for (let round = 0; round < 3; round++) {
		const took: number[] = [];
		while (took.length < 100) took.push(await seat.key(keys[took.length % keys.length] ?? ''));
		hundreds.push(percentile(took, 95));
	}
	const best = Math.min(...hundreds);
	return limitRow(line, best, ms(best));
}
