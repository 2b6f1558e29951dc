/** An unforeseen error, shown as what it is: a fault of the program. */
import { join } from 'node:path';
import { baseFolder } from '../store/home.ts';
import { ensureFolder, writeFresh } from '../store/own-files.ts';
import { isUtf8 } from '../terminal/capabilities.ts';
import { truncate, width } from '../text/width.ts';
import { commandName } from '../walk/command-name.ts';
import { lastEvents } from '../walk/last-events.ts';
import { exitCodes } from './exit-codes.ts';
import { detailsOf, numberOf } from './guru-details.ts';
import { columns, type Io, shown } from './io.ts';

/** Prints the notice, keeps the details in a file, and gives the exit status. Never throws. */
export function meditate(error: unknown, io: Io, args = process.argv.slice(2)): number {
	const number = numberOf(error);
	const details = detailsOf(error, args, new Date().toISOString());
	const kept = keep(io, `${number}-${Date.now()}`, details);
	const { run } = lastEvents();
	const back =
		run === undefined
			? undefined
			: `The way back: ${commandName(io.startedAs, io.environment)} resume ${run}`;
	// A command that is cut short leads nowhere.
	const fits = back !== undefined && width(shown(io, back)) <= roomFor(io);
	const lines = [
		`Guru Meditation #${number}`,
		'',
		'The program has a fault, and has stopped.',
		'What has run is on record. A command that runs goes on by itself.',
		...(back !== undefined && fits ? [back] : []),
	];
	io.stderr.write(`\n${framed(io, lines).join('\n')}\n`);
	if (back !== undefined && !fits) io.stderr.write(`${shown(io, back)}\n`);
	io.stderr.write(
		kept === undefined
			? `${shown(io, 'The details could not be written to a file. They are:')}\n${details}`
			: `${shown(io, `Details, for a report: ${kept}`)}\n`,
	);
	return exitCodes.internal;
}

function framed(io: Io, lines: readonly string[]): readonly string[] {
	const room = roomFor(io);
	const plain = !isUtf8(io.environment);
	const [corners, across, down] = plain ? ['++++', '-', '|'] : ['┏┓┗┛', '━', '┃'];
	const rows = lines.map(line => {
		const text = truncate(shown(io, line), room, { ascii: plain });
		return `${down} ${text}${' '.repeat(room - width(text))} ${down}`;
	});
	const rule = across.repeat(room + 2);
	const all = [`${corners[0]}${rule}${corners[1]}`, ...rows, `${corners[2]}${rule}${corners[3]}`];
	return coloured(io) ? all.map(row => `\x1b[31m${row}\x1b[39m`) : all;
}

/** Columns inside of the frame. */
function roomFor(io: Io): number {
	return Math.min(columns(io), 76) - 4;
}

function coloured({ stderr, environment }: Io): boolean {
	return stderr.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
}

/** The file in the state folder, for the person alone; undefined where it cannot be written. */
function keep({ environment }: Io, name: string, details: string): string | undefined {
	try {
		const home = join(baseFolder(environment, 'XDG_STATE_HOME', '.local/state'), 'runbook');
		const folder = join(home, 'faults');
		ensureFolder(home, folder);
		const file = join(folder, `${name}.txt`);
		writeFresh(file, Buffer.from(details));
		return file;
	} catch {
		return undefined;
	}
}
