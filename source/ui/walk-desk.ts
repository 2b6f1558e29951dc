/**
 * What the pages of one run share: the walk, its orders, its outputs, and being told when
 * something happened. Output comes in floods; the picture is changed ten times a second for it.
 */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readOrdinary } from '../execute/ordinary-file.ts';
import { flatten, isFinished, itemsOf } from '../run/progress.ts';
import { type Execution, runningExecution } from '../run/state.ts';
import { countSteps } from '../run/step-count.ts';
import { endWord } from '../run/taken-back.ts';
import { jobFolder } from '../store/runs.ts';
import { formatBytes } from '../text/duration.ts';
import { type Safe, safe } from '../text/safe.ts';
import { leastFreeBytes } from '../walk/jobs.ts';
import { shortHost, sumOf } from '../walk/session.ts';
import type { PlannedUndo } from '../walk/undo.ts';
import type { Walk } from '../walk/walk.ts';
import type { App } from './app.ts';
import { Conductor } from './conductor.ts';
import { showText } from './display.ts';
import type { Resumable } from './model/help.ts';
import type { Present, RanBytes } from './model/step-body.ts';
import type { Restoring } from './model/undo-rows.ts';
import { Outputs } from './outputs.ts';
import type { Notice } from './page.ts';
import { ask } from './pages/question-page.ts';
import { askWord } from './pages/word-page.ts';
import { foundAfter, foundAt, type Kept, keptIn, restoringOf } from './restoring.ts';
import { messageOf } from './unfinished.ts';

const FRAME = 33;
/** The same for output alone: nobody reads faster, and the command may need the processor. */
const LOOK = 100;
/** How often the time of a running command is shown anew. */
const TICK = 250;
/** So long after a command's end a Ctrl-C may have been meant for it. */
const HURRY = 2000;
const LARGEST_PRESENT = 1024 * 1024;

export class WalkDesk {
	readonly app: App;
	readonly walk: Walk;
	readonly conductor: Conductor;
	readonly outputs: Outputs;
	#frame: NodeJS.Timeout | undefined;
	#tick: NodeJS.Timeout | undefined;
	#closed = false;
	#hurryUntil = 0;
	#present = new Map<string, Present>();
	#presentAt = -1;
	readonly #unwatch: () => void;

	constructor(app: App, walk: Walk) {
		this.app = app;
		this.walk = walk;
		this.outputs = new Outputs(walk);
		this.conductor = new Conductor(walk, {
			handOver: app.terminal.handOver,
			mayRun: () => !app.dryRun || walk.state.began.dryRun,
			asks: {
				word: (script, before) => askWord(app, { word: this.word, script, before }),
				again: why => ask(app, againQuestion(why)),
				lowSpace: () => ask(app, lowSpaceQuestion(walk.run.folder)),
			},
		});
		this.#unwatch = walk.watch({
			changed: () => this.#soon(),
			output: (job, chunk) => {
				this.outputs.push(job, chunk);
				this.#soon(LOOK);
			},
			skipped: (job, bytes) => this.outputs.skip(job, bytes),
		});
		this.tellFarewell();
	}

	/** What confirms a dangerous block here. */
	get word(): string {
		return shortHost(this.walk.session.host);
	}

	/** How one comes back to the run. */
	get way(): Resumable {
		return { id: this.walk.run.id, command: this.walk.session.command };
	}

	get running(): Execution | undefined {
		return runningExecution(this.walk.state);
	}

	get isDry(): boolean {
		return this.app.dryRun || this.walk.state.began.dryRun;
	}

	/**
	 * Carries an order out, and says how it ended. Keys that were typed meanwhile are not kept; an
	 * error becomes a notice, because the run can be gone on with once its cause is away.
	 */
	async order<T>(
		order: () => Promise<T>,
		say: (result: T) => Notice | undefined,
	): Promise<Notice | undefined> {
		this.#tick = setInterval(() => this.#soon(), TICK);
		try {
			return say(await order());
		} catch (error) {
			return { text: showText(messageOf(error)), role: 'bad' };
		} finally {
			clearInterval(this.#tick);
			this.app.ignoreTypedAhead();
			this.#hurryUntil = this.app.clock() + HURRY;
			if (!this.#closed) this.tellFarewell();
			this.app.changed();
		}
	}

	/** Whether a command ended a moment ago; tells it once. */
	hasJustEnded(): boolean {
		const just = this.app.clock() < this.#hurryUntil;
		this.#hurryUntil = 0;
		return just;
	}

	/** What was changed and is still to pass: the titles of the steps, and whether any of it has run. */
	get changedSteps(): readonly { readonly title: string; readonly hasRun: boolean }[] {
		const { edits } = this.conductor;
		return flatten(this.walk.progress()).flatMap(view => {
			const changed = itemsOf(view).filter(
				({ item, status }) => edits.has(item.id) && !isFinished(status),
			);
			if (changed.length === 0) return [];
			const sums = new Set(this.walk.state.executions.map(({ sum }) => sum));
			const hasRun = changed.every(({ item }) => sums.has(sumOf(edits.get(item.id)?.text ?? '')));
			return [{ title: view.visit.step.title, hasRun }];
		});
	}

	/** A change of what is settled would come back when its step is opened again. */
	dropSettledEdits(): void {
		const { edits } = this.conductor;
		for (const { item, status } of flatten(this.walk.progress()).flatMap(itemsOf)) {
			if (isFinished(status)) edits.delete(item.id);
		}
	}

	/** Does something that goes on the record; an error becomes a notice. */
	attempt(verb: () => void): Notice | undefined {
		try {
			verb();
			this.tellFarewell();
			return undefined;
		} catch (error) {
			return { text: showText(messageOf(error)), role: 'bad' };
		}
	}

	/** What a file holds now. Looked at once for each event and key; never waits for pipes or devices. */
	present(path: string): Present {
		const { lastSeq } = this.walk.state;
		if (lastSeq !== this.#presentAt) {
			this.#presentAt = lastSeq;
			this.#present = new Map();
		}
		const known = this.#present.get(path) ?? readPresent(path);
		this.#present.set(path, known);
		return known;
	}

	/** The bytes that a job ran; looked at once for each event. */
	ran(job: number): RanBytes | undefined {
		const folder = jobFolder(this.walk.run, job);
		const script = this.present(join(folder, 'script'));
		if (script.kind !== 'text') return undefined;
		const written = this.present(join(folder, 'written'));
		if (written.kind !== 'text') return { script: script.text };
		const before = this.present(join(folder, 'before'));
		return {
			script: script.text,
			file: { written: written.text, ...(before.kind === 'text' ? { before: before.text } : {}) },
		};
	}

	/** What restoring a file would do when its turn comes; `newer` are taken back before it. */
	restoring(undo: PlannedUndo, newer: readonly PlannedUndo[] = []): Restoring {
		const { path } = undo.entry;
		const kept = this.#keptOf(undo);
		if (!kept || path === undefined) return { kind: 'nothing' };
		const present = (file: string) => this.present(file);
		let now = foundAt(path, present);
		for (const other of newer) {
			const before = other.entry.path === path ? this.#keptOf(other) : undefined;
			if (before) now = foundAfter(restoringOf(before, now), before, now);
		}
		return restoringOf(kept, now);
	}

	#keptOf({ entry }: PlannedUndo): Kept | undefined {
		const job = [...entry.items.values()].find(number => number !== undefined);
		return job === undefined
			? undefined
			: keptIn(jobFolder(this.walk.run, job), file => this.present(file));
	}

	/** What files hold may be another matter by now. */
	lookAgain(): void {
		this.#presentAt = -1;
	}

	/** Leaves the run as it is; a command that runs goes on by itself. */
	close(): void {
		if (this.#closed) return;
		this.tellFarewell();
		this.#closed = true;
		this.#unwatch();
		clearTimeout(this.#frame);
		clearInterval(this.#tick);
		try {
			this.walk.leave();
		} catch {
			// The journal cannot be written: then nothing was done since it said so, either.
		}
	}

	/** The lines that stay when the program is left now. */
	tellFarewell(): void {
		const { state, run } = this.walk;
		const views = this.walk.progress();
		const { steps, done, undone, skipped } = countSteps(views);
		const end = endWord(views, state);
		const undos = this.walk.undos().length;
		const count = `${done} of ${steps.length} steps`;
		// Of a whole way nothing is left over that "of" could mean.
		const went = end === 'finished' ? `${done} ${done === 1 ? 'step' : 'steps'}` : count;
		this.app.farewell = [
			showText(
				state.began.dryRun
					? `${state.began.title}: Dry run, nothing was run: ${count} looked at.`
					: `${state.began.title}: ${end === undefined ? '' : `${end}, `}${went} done${undone > 0 ? `, ${undone} taken back` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}${undos > 0 ? `, ${undos} can be undone` : ''}.`,
			),
			this.running
				? safe`A command still runs, by itself. To see it: ${showText(this.walk.session.command)} resume ${showText(run.id)}`
				: end !== undefined
					? safe`The report: ${showText(this.walk.session.command)} report ${showText(run.id)}`
					: safe`To go on: ${showText(this.walk.session.command)} resume ${showText(run.id)}`,
			showText(`Its journal and outputs: ${run.folder}`),
		];
	}

	#soon(after = FRAME): void {
		if (this.#closed || this.#frame) return;
		this.#frame = setTimeout(() => {
			this.#frame = undefined;
			this.app.changed();
		}, after);
	}
}

function againQuestion(why: string) {
	return {
		title: safe`Run it again?`,
		yes: 'run it again',
		text: [
			'It is not known whether this command ran.',
			...(why === '' ? [] : [`Why: ${why}.`]),
			'Look first whether it did: a gate may tell (v), or the machine itself. Running it a second time may do harm.',
			'Run it again?',
		],
	};
}

function lowSpaceQuestion(folder: string) {
	const least: Safe = formatBytes(leastFreeBytes);
	return {
		title: safe`Run it with so little space?`,
		yes: 'run it all the same',
		text: [
			`Less than ${least} are free where the outputs are kept: ${folder}`,
			'The command itself would run, but its output may be lost, and so may the note of how it ended.',
			'Run it all the same?',
		],
	};
}

function readPresent(path: string): Present {
	try {
		if (lstatSync(path).size > LARGEST_PRESENT) return { kind: 'hidden' };
		return { kind: 'text', text: readOrdinary(path).toString() };
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		return { kind: isMissing ? 'nothing' : 'hidden' };
	}
}
