/** The whole output of the commands of a step, one command at a time. */
import { describeOutcome } from '../../run/describe.ts';
import { type Execution, executionOf } from '../../run/state.ts';
import { formatBytes } from '../../text/duration.ts';
import { OutputLines } from '../../text/output.ts';
import { type Safe, safe, showText } from '../../text/safe.ts';
import { wrapHard } from '../../text/width.ts';
import type { Action } from '../keymap.ts';
import { clampOffset, type Drawing, type Size } from '../model/drawing.ts';
import { foot, head } from '../model/frame.ts';
import { helpLines } from '../model/help.ts';
import { line } from '../model/line.ts';
import { scrolled } from '../model/scroll.ts';
import { readEnd } from '../outputs.ts';
import type { Notice, Page } from '../page.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { LinesPage } from './lines-page.ts';
import { stopRunning } from './running-verbs.ts';

const FRAME = 4;
/** Of a longer output the end is shown; the file holds the rest. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_LINES = 200_000;

export class OutputPage implements Page {
	readonly mode = 'output';
	readonly desk: WalkDesk;
	readonly #visit: string;
	#at: number;
	#lines: OutputLines;
	#read = 0;
	#offset = Number.POSITIVE_INFINITY;
	#notice: Notice | undefined;

	/** Begins with the newest command of the step. */
	constructor(desk: WalkDesk, visit: string) {
		this.desk = desk;
		this.#visit = visit;
		this.#at = this.#jobs().length - 1;
		this.#lines = this.#load();
	}

	say(notice: Notice): void {
		this.#notice = notice;
		this.desk.app.changed();
	}

	draw({ columns, rows }: Size): Drawing {
		const height = Math.max(1, rows - FRAME);
		const execution = this.#jobs()[this.#at];
		const lines = this.#shown(columns);
		const offset = clampOffset(this.#offset, height, lines.length);
		const empty = execution
			? safe` It has printed nothing.`
			: safe` Nothing has run in this step yet.`;
		return {
			head: head(this.#title(execution), [], this.desk.isDry, columns),
			body:
				lines.length === 0
					? [line(empty, 'faint')]
					: lines.slice(offset, offset + height).map(text => line(text)),
			foot: foot(this.mode, columns, {
				notice: this.#notice ?? this.#whereabouts(execution),
				right:
					lines.length > height
						? safe`${offset + 1}–${Math.min(lines.length, offset + height)} of ${lines.length}`
						: undefined,
			}),
		};
	}

	act(action: Action): void {
		const { app } = this.desk;
		const height = Math.max(1, app.size.rows - FRAME);
		const total = this.#shown(app.size.columns).length;
		const to = scrolled(action, clampOffset(this.#offset, height, total), height, total);
		// At the end one stays at the end, while more comes.
		if (to !== undefined) this.#offset = to + height >= total ? Number.POSITIVE_INFINITY : to;
		else if (action === 'back') app.close(this);
		else if (action === 'left' || action === 'right') this.#turn(action === 'left' ? -1 : 1);
		else if (action === 'stop') stopRunning(this);
		else if (action === 'help') {
			app.open(
				new LinesPage(app, 'help', safe`Keys of the output`, columns =>
					helpLines('output', columns),
				),
			);
		}
	}

	#jobs(): readonly Execution[] {
		const { executions, undos } = this.desk.walk.state;
		const own = new Set(undos.filter(({ visit }) => visit === this.#visit).map(({ id }) => id));
		return executions.filter(
			({ item, undoes }) =>
				item.startsWith(`${this.#visit}#`) || (undoes !== undefined && own.has(undoes)),
		);
	}

	#turn(by: 1 | -1): void {
		this.#at = clampOffset(this.#at + by, 1, this.#jobs().length);
		this.#offset = Number.POSITIVE_INFINITY;
		this.#notice = undefined;
		this.#lines = this.#load();
	}

	#load(): OutputLines {
		const lines = new OutputLines({ keep: MOST_LINES });
		const execution = this.#jobs()[this.#at];
		this.#read = 0;
		if (!execution) return lines;
		for (const chunk of readEnd(this.desk.outputs.file(execution.job), MOST_BYTES))
			lines.push(chunk);
		this.#read = this.desk.outputs.tail(execution.job)?.total ?? 0;
		return lines;
	}

	/** Read anew when more has come since. */
	#shown(columns: number): readonly Safe[] {
		const job = this.#jobs()[this.#at]?.job;
		const total = job === undefined ? 0 : (this.desk.outputs.tail(job)?.total ?? 0);
		if (total !== this.#read) this.#lines = this.#load();
		return this.#lines.lines.flatMap(text => wrapHard(text, columns));
	}

	#title(execution: Execution | undefined): Safe {
		if (!execution) return safe`Output`;
		const now = executionOf(this.desk.walk.state, execution.job) ?? execution;
		const count = this.#jobs().length;
		return safe`Output of command ${this.#at + 1} of ${count} · ${showText(now.purpose)} · ${showText(describeOutcome(now))}`;
	}

	#whereabouts(execution: Execution | undefined): Notice | undefined {
		if (!execution) return undefined;
		const file = showText(this.desk.outputs.file(execution.job));
		return execution.outputBytes > MOST_BYTES
			? {
					text: safe`The last ${formatBytes(MOST_BYTES)} of it. All of it: ${file}`,
					role: 'warning',
				}
			: { text: file, role: 'plain' };
	}
}
