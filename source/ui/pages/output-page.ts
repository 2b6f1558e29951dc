/** The whole output of the commands of a step, one command at a time. */
import { describeOutcome, purposeNames } from '../../run/describe.ts';
import { flatten } from '../../run/progress.ts';
import type { Execution } from '../../run/state.ts';
import { formatBytes } from '../../text/duration.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { width } from '../../text/width.ts';
import { showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, type Size } from '../model/drawing.ts';
import { bodyHeight, foot, head } from '../model/frame.ts';
import { jobsOf, takenBackBy } from '../model/jobs-of.ts';
import { type Line, line, span } from '../model/line.ts';
import { goingOn, type LongRow, rowsDown, topOfEnd } from '../model/long-text.ts';
import { scrolled } from '../model/scroll.ts';
import { findLine, partsAround } from '../model/search.ts';
import { MOST_BYTES, WholeOutput } from '../outputs.ts';
import type { Notice, Page } from '../page.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { openHelp } from './lines-page.ts';
import { takeNoteOf } from './note-page.ts';
import { stopRunning } from './running-verbs.ts';
import { TextPage } from './text-page.ts';

export class OutputPage implements Page {
	readonly mode = 'output';
	readonly desk: WalkDesk;
	readonly #visit: string;
	#at: number;
	#output: WholeOutput | undefined;
	/** The first line that is seen; undefined at the end, where one stays while more comes. */
	#top: number | undefined;
	#notice: Notice | undefined;
	#word = '';
	/** The line that was found last. */
	#found: number | undefined;

	/** Begins with the newest command of the step. */
	constructor(desk: WalkDesk, visit: string) {
		this.desk = desk;
		this.#visit = visit;
		this.#at = this.#jobs().length - 1;
		this.#load();
	}

	say(notice: Notice | undefined): void {
		this.#notice = notice;
		this.desk.app.changed();
	}

	draw({ columns, rows }: Size): Drawing {
		const height = bodyHeight(rows, this.#foot(), columns);
		const execution = this.#jobs()[this.#at];
		const lines = this.#output?.lines ?? [];
		const top = this.#topIn(lines, columns, height);
		const empty = execution
			? safe` It has printed nothing.`
			: safe` Nothing has run in this step yet.`;
		return {
			head: head(
				this.#title(execution),
				[safe`from line ${top + 1} of ${lines.length}`],
				this.desk.isDry,
				columns,
			),
			body:
				lines.length === 0
					? [line(empty, 'faint')]
					: rowsDown(lines, top, columns, height).map(row => marked(row, this.#word)),
			foot: foot(this.mode, columns, {
				notice: this.#foot(),
				hide: new Set<Action>([
					...(this.#word === '' ? (['find-next'] as const) : []),
					...(this.#jobs().length <= 1 ? (['left', 'right'] as const) : []),
				]),
			}),
		};
	}

	act(action: Action): void {
		const { app } = this.desk;
		const { columns, rows } = app.size;
		const height = bodyHeight(rows, this.#foot(), columns);
		const lines = this.#output?.lines ?? [];
		const end = topOfEnd(lines, columns, height);
		const to = scrolled(action, this.#topIn(lines, columns, height), height, end + height);
		if (action !== 'stop') this.#notice = undefined;
		if (to !== undefined) this.#top = to >= end ? undefined : to;
		else if (action === 'back') {
			this.#output?.close();
			app.close(this);
		} else if (action === 'left' || action === 'right') this.#turn(action === 'left' ? -1 : 1);
		else if (action === 'search') this.#search();
		else if (action === 'find-next') this.#find(1);
		else if (action === 'find-back') this.#find(-1);
		else if (action === 'note') takeNoteOf(this, this.#visit);
		else if (action === 'stop') stopRunning(this);
		else if (action === 'help') {
			openHelp(app, 'output', safe`Keys of the output`);
		}
	}

	/** What stands in the foot: what has just happened, or where the output is kept. */
	#foot(): Notice | undefined {
		return this.#notice ?? this.#whereabouts(this.#jobs()[this.#at]);
	}

	/** Asks for a word; none asks for the same one again, as in less(1). */
	#search(): void {
		const { app } = this.desk;
		const again = this.#word === '' ? '' : `  (Enter alone: ${this.#word})`;
		app.open(
			new TextPage(
				app,
				{ title: safe`Search`, labels: [`Which word?${again}`], verb: 'search' },
				word => {
					if (word !== '') this.#word = word;
					this.#find(1);
				},
			),
		);
	}

	/** From the line below the first one that is seen, or above it, and around the end. */
	#find(by: 1 | -1): void {
		const lines = this.#output?.lines ?? [];
		const { columns, rows } = this.desk.app.size;
		const top = this.#topIn(lines, columns, bodyHeight(rows, this.#foot(), columns));
		const from = this.#found === undefined ? top : this.#found + by;
		const found = findLine(lines, this.#word, from, by);
		this.#found = found;
		if (found === undefined) {
			this.say({ text: safe`Not found: ${showText(this.#word)}`, role: 'warning' });
			return;
		}
		this.#top = found;
		this.say({ text: safe`${showText(this.#word)} stands in line ${found + 1}.`, role: 'plain' });
	}

	#topIn(lines: readonly Safe[], columns: number, height: number): number {
		const end = topOfEnd(lines, columns, height);
		return this.#top === undefined ? end : Math.min(this.#top, end);
	}

	#jobs(): readonly Execution[] {
		const { walk } = this.desk;
		const view = flatten(walk.progress()).find(({ visit }) => visit.id === this.#visit);
		return jobsOf(walk.state, this.#visit, view && takenBackBy(view));
	}

	#turn(by: 1 | -1): void {
		this.#at = clampOffset(this.#at + by, 1, this.#jobs().length);
		this.#load();
	}

	#load(): void {
		this.#output?.close();
		this.#top = undefined;
		this.#found = undefined;
		this.#notice = undefined;
		const job = this.#jobs()[this.#at]?.job;
		this.#output =
			job === undefined ? undefined : new WholeOutput(this.desk.outputs, this.desk.walk, job);
	}

	#title(execution: Execution | undefined): Safe {
		if (!execution) return safe`Output`;
		const count = this.#jobs().length;
		return safe`Output of command ${this.#at + 1} of ${count} · ${showText(purposeNames[execution.purpose])} · ${showText(describeOutcome(execution))}`;
	}

	#whereabouts(execution: Execution | undefined): Notice | undefined {
		if (!execution) return undefined;
		const { columns } = this.desk.app.size;
		const file = showText(this.desk.outputs.file(execution.job));
		return execution.outputBytes > MOST_BYTES
			? {
					text: safe`The last ${formatBytes(MOST_BYTES)} of it. All of it: ${file}`,
					role: 'warning',
				}
			: // Broken in the rule a path could not be copied: too long a one has the rows below it.
				{ text: width(file) > columns - 4 ? safe`Kept in ${file}` : file, role: 'plain' };
	}
}

/** A row of output, with what was searched for standing out. */
function marked({ text, goesOn }: LongRow, word: string): Line {
	const parts = partsAround(text, showText(word)).map((part, index) =>
		span(part as Safe, index % 2 === 1 ? 'cursor' : 'plain'),
	);
	return goesOn ? [span(goingOn, 'faint'), ...parts] : parts;
}
