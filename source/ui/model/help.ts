/** The help screen, made from the table of keys. Pure. */
import { joinSafe, type Safe, safe } from '../../text/safe.ts';
import { pad, width, wrapWords } from '../../text/width.ts';
import { display, showText } from '../display.ts';
import { keymap, type Mode } from '../keymap.ts';
import { showKey } from './frame.ts';
import { blanks, type Line, line, lineWidth, span } from './line.ts';
import { legend } from './status.ts';

/** What the pages are for, in a sentence or two. */
const about: Readonly<Partial<Record<Mode, string>>> = {
	library: 'Type to filter the list. Unfinished runs stand on top.',
	brief: 'What the runbook does and needs. Nothing runs here.',
	walk: 'One step after the other. The framed lines are the exact commands; `r` runs them, and nothing else does.',
	decision:
		'Arrows and Enter choose the way. Nothing runs by that, and you can come back and choose again.',
	running:
		'A command runs. It belongs to the machine: it goes on when you leave or the connection drops.',
	undo: 'What this step did can be taken back, the newest first. `r` runs what is shown.',
	end: 'What was done, and what can still be taken back.',
};

const keyColumn = 16;

/** A run, and what the program is called by to come back to it. */
export type Resumable = { readonly id: string; readonly command: string };

export function helpLines(mode: Mode, columns: number, run?: Resumable): readonly Line[] {
	const room = Math.max(20, Math.min(columns, 100) - keyColumn - 2);
	const intro = wrapWords(bare(about[mode] ?? ''), Math.min(columns, 100) - 2);
	return [
		...[...intro, ...resumeLines(run, Math.min(columns, 100) - 2)].map(text =>
			line(safe` ${text}`),
		),
		...signLines(mode, Math.min(columns, 100) - 1),
		[],
		...keymap[mode].flatMap(binding => {
			const keys = joinSafe(binding.keys.map(showKey), ' ');
			const name =
				width(keys) <= keyColumn ? keys : joinSafe(binding.keys.slice(0, 2).map(showKey), ' ');
			return wrapWords(bare(binding.help), room).map(
				(text, index): Line => [
					span(safe` ${pad(index === 0 ? name : safe``, keyColumn)} `, 'key'),
					span(text),
				],
			);
		}),
	];
}

/** Where the signs of the steps stand. */
const withSigns: ReadonlySet<Mode> = new Set(['walk', 'decision', 'running', 'undo', 'end']);

/** What the signs of the steps say. Read out they are words already. */
function signLines(mode: Mode, columns: number): readonly Line[] {
	if (!withSigns.has(mode) || display().spoken) return [];
	const title = span(safe` Signs of the steps: `, 'faint');
	const rows: Line[] = [];
	let row: Line = [title];
	for (const [sign, word] of legend) {
		const part = [span(sign, 'key'), span(safe` ${word}   `)];
		if (lineWidth([...row, ...part]) - 3 > columns) {
			rows.push(row);
			row = [span(blanks(lineWidth([title])))];
		}
		row = [...row, ...part];
	}
	return [[], ...rows, row];
}

/** The head shows the beginning of the id only, and that is enough. */
function resumeLines(run: Resumable | undefined, columns: number): readonly Safe[] {
	if (run === undefined) return [];
	const text = `This is run ${run.id}. To go on with it later: \`${run.command} resume ${run.id.slice(0, 5)}\` (the beginning of the id will do).`;
	return wrapWords(bare(text), columns);
}

/** The README has them, too, as Markdown. */
function bare(text: string): Safe {
	return showText(text.replaceAll('`', ''));
}
