/** `runbook list`: all runbooks, a line each. */

import { isUtf8 } from '../../terminal/capabilities.ts';
import { showText } from '../../text/safe.ts';
import { pad, truncate, width } from '../../text/width.ts';
import type { LibraryEntry } from '../../walk/library-entry.ts';
import { listLibrary } from '../../walk/listing.ts';
import { exitCodes } from '../exit-codes.ts';
import { columns, type Io, type Printing, printJson, printLines } from '../io.ts';
import { lookingHome } from '../looking-home.ts';

export async function list(
	io: Printing & Pick<Io, 'cwd' | 'builtIn'>,
	json: boolean,
): Promise<number> {
	const { environment, builtIn, cwd } = io;
	const all = await listLibrary({ home: lookingHome(io), environment }, { builtIn, cwd });
	if (json) {
		printJson(io, all.map(forMachines));
		return exitCodes.done;
	}
	const options = { ascii: !isUtf8(io.environment) };
	const widest = Math.max(0, ...all.map(opened => width(showText(opened.name, options))));
	const room = io.stdout.isTTY ? columns(io) - widest - 2 : Number.POSITIVE_INFINITY;
	printLines(
		io,
		all.map(opened => {
			const text = showText(describe(opened), options);
			return `${pad(showText(opened.name, options), widest)}  ${room === Number.POSITIVE_INFINITY ? text : truncate(text, room, options)}`;
		}),
	);
	if (all.length === 0) printLines(io, ['There are no runbooks.']);
	return exitCodes.done;
}

function describe(opened: LibraryEntry): string {
	const { runbook } = opened;
	if (!runbook) return `BROKEN: ${opened.problem}`;
	const remarks = [
		...(opened.fits ? [] : [`for ${runbook.platforms.join(', ')}`]),
		...(opened.fits && opened.untested ? ['not tested on this system'] : []),
		...(opened.trusted ? [] : [opened.changed ? 'changed since you trusted it' : 'not trusted']),
		...(opened.hides.length > 0 ? [`hides ${opened.hides.join(', ')}`] : []),
	];
	const tail = remarks.length > 0 ? ` (${remarks.join('; ')})` : '';
	return `${runbook.summary || runbook.title}${tail}`;
}

function forMachines({ runbook, ...opened }: LibraryEntry) {
	return {
		name: opened.name,
		file: opened.file,
		place: opened.place,
		hides: opened.hides,
		trusted: opened.trusted,
		changed: opened.changed,
		fits: opened.fits,
		untested: opened.untested,
		...(runbook
			? {
					title: runbook.title,
					summary: runbook.summary,
					tags: runbook.tags,
					platforms: runbook.platforms,
					...(runbook.tested === undefined ? {} : { tested: runbook.tested }),
					root: runbook.root,
					inputs: runbook.inputs.map(({ name, type, prompt }) => ({ name, type, prompt })),
				}
			: { problem: opened.problem, diagnostics: opened.diagnostics }),
	};
}
