/**
 * One run: takes verbs (run, skip, undo …), records events, tells whoever watches. The screen and
 * the plain output are two watchers; neither executes anything itself. What executes is `runner.ts`.
 */
import { stopJob } from '../execute/stop-job.ts';
import type { MarkKind } from '../run/events.ts';
import { namesOfBlock, neededHosts, neededInputs } from '../run/needs.ts';
import type { NextAct } from '../run/next-act.ts';
import { allVisits, type BlockItem, type Item, outline, type Visit } from '../run/outline.ts';
import type { Script } from '../run/plan.ts';
import { flatten, isFinished, itemsOf, progress, type VisitView } from '../run/progress.ts';
import { type Execution, type RunState, runningExecution } from '../run/state.ts';
import { captureNames, knownOf } from '../run/values.ts';
import type { Input, Runbook, Value } from '../runbook/types.ts';
import { jobFolder, type RunFolder } from '../store/runs.ts';
import { follow, type JobRoom } from './jobs.ts';
import type { Ran, RunOptions } from './ran.ts';
import type { Recorder, Watcher } from './recorder.ts';
import { Runner } from './runner.ts';
import type { Session } from './session.ts';
import type { PlannedUndo } from './undo.ts';
import { saveReport } from './write-report.ts';

export type { Approval, Approve, Ran, RunOptions } from './ran.ts';

export class Walk {
	readonly runbook: Runbook;
	readonly run: RunFolder;
	readonly session: Session;
	readonly #recorder: Recorder;
	readonly #room: JobRoom;
	readonly #secrets = new Map<string, string>();
	readonly #runner: Runner;
	readonly #left = new AbortController();
	readonly #release: () => void;

	constructor(room: Omit<JobRoom, 'stopped' | 'left'>, release: () => void) {
		this.runbook = room.runbook;
		this.run = room.run;
		this.session = room.session;
		this.#recorder = room.recorder;
		this.#room = { ...room, stopped: new Set(), left: this.#left.signal };
		this.#runner = new Runner(this.#room, this.#secrets);
		this.#release = release;
	}

	get state(): RunState {
		return this.#recorder.state;
	}

	get visits(): readonly Visit[] {
		return outline(this.runbook, this.state.choices);
	}

	progress(): readonly VisitView[] {
		return progress(this.runbook, this.state);
	}

	watch(watcher: Watcher): () => void {
		return this.#recorder.watch(watcher);
	}

	/**
	 * The inputs to be asked for now: those of one visit, or of all that is certain to come. A dry
	 * run asks neither for secrets nor for what a command would have told.
	 */
	needs(visit?: Visit): readonly Input[] {
		const visits = visit ? [visit] : allVisits(this.visits);
		const unanswered = neededInputs(this.runbook, this.state, visits);
		if (this.state.began.dryRun) {
			const captures = captureNames(this.runbook);
			return unanswered.filter(({ name, type }) => type !== 'secret' && !captures.has(name));
		}
		return [...unanswered, ...this.#forgottenSecrets(visits)];
	}

	/** The secrets that an undo reads and that have to be given once more. */
	needsToUndo(undo: PlannedUndo): readonly Input[] {
		const used = this.#runner.secretsOf(undo);
		return this.#forgotten(name => used.includes(name));
	}

	/** The hosts that nobody has named yet. */
	needsHosts(visit?: Visit): readonly string[] {
		return neededHosts(this.runbook, visit ? [visit] : allVisits(this.visits)).filter(
			host => !this.state.hosts.has(host),
		);
	}

	/** `null` leaves an optional input empty. The value was checked by its type before. */
	answer(name: string, value: Value | null): void {
		this.#recorder.record({ type: 'answered', name, value, secret: false });
	}

	/** A secret stays in memory; the journal says only that there is one. */
	answerSecret(name: string, value: string): void {
		this.#secrets.set(name, value);
		this.#recorder.record({ type: 'answered', name, value: null, secret: true });
	}

	nameHost(host: string, here: boolean, name: string): void {
		this.#recorder.record({ type: 'host-named', host, here, name });
	}

	choose(visit: string, choice: number): void {
		const found = this.#runner
			.visit(visit)
			.visit.step.parts.flatMap(part => (part.kind === 'choices' ? part.items : []))[choice];
		if (!found) throw new RangeError(`Step \`${visit}\` has no choice ${choice + 1}.`);
		this.#recorder.record({ type: 'chose', visit, choice, target: found.target });
	}

	/** Marks an item; an action that was done by hand can be undone by hand. */
	mark(item: Item, how: MarkKind, reason?: string): void {
		this.#runner.mark(item, how, reason);
	}

	/** Opens all items of a visit again. */
	reopen(visit: string): void {
		this.#recorder.record({ type: 'reopened', visit });
	}

	/** Opens what was taken back of a visit, with its gates, and nothing that stands. */
	openUndone(visit: string): void {
		this.#runner.openUndone(visit);
	}

	note(visit: string, text: string): void {
		this.#recorder.record({ type: 'noted', visit, text });
	}

	/** What running on at this visit would do next; executes nothing. */
	next(visit: string, options: { acted?: boolean; again?: ReadonlySet<string> } = {}): NextAct {
		return this.#runner.next(visit, { acted: false, ...options });
	}

	/** One order to run: see `next-act.ts`. In a dry run it marks, and executes nothing. */
	runOn(visit: string, options: RunOptions): Promise<Ran> {
		return this.#runner.runOn(visit, options);
	}

	/**
	 * Runs one block with the bytes of the plan, or with the operator's edited ones.
	 * Gives nothing when it passed.
	 */
	runItem(item: BlockItem, planned: Script, options: RunOptions): Promise<Ran | undefined> {
		return this.#runner.runItem(item, planned, options);
	}

	/** What can be taken back of a visit, of all at and below a step, or of the run: newest first. */
	undos(only: { visit?: string; below?: string } = {}): readonly PlannedUndo[] {
		return this.#runner.undos(only);
	}

	/** Takes one entry back, for this item of the walk. Gives nothing when that worked. */
	undo(undo: PlannedUndo, item: Item, options: RunOptions): Promise<Ran | undefined> {
		return this.#runner.undo(undo, item, options);
	}

	/** An undo that the operator did, or will not do. */
	settle(undo: string, how: 'by-hand' | 'skipped', reason?: string): void {
		this.#recorder.record({
			type: 'settled',
			undo,
			how,
			...(reason === undefined ? {} : { reason }),
		});
	}

	/** TERM to the running job, KILL five seconds later, or at once. */
	async stop(now = false): Promise<readonly { readonly pid: number; readonly command: string }[]> {
		const running = runningExecution(this.state);
		if (!running) return [];
		this.#room.stopped.add(running.job);
		const { leftAlive } = await stopJob(jobFolder(this.run, running.job), { now });
		return leftAlive;
	}

	/** Follows the job that an earlier start of the program left running. */
	async followRunning(): Promise<Execution | undefined> {
		const running = runningExecution(this.state);
		return running && follow(this.#room, running.job, 0);
	}

	/** Records that nothing is left to do, and keeps the report. */
	finish(): void {
		if (!this.state.finished) this.#recorder.record({ type: 'finished' });
		this.#keepReport();
	}

	/** Leaves the run as it is; a running job goes on by itself. */
	leave(): void {
		if (!this.state.finished) this.#recorder.record({ type: 'left' });
		this.#keepReport();
		this.close();
	}

	/** A report that cannot be kept costs nothing: the journal has it all. */
	#keepReport(): void {
		try {
			saveReport(this.run, this.runbook, this.state);
		} catch {
			// `runbook report` makes it again at any time.
		}
	}

	close(): void {
		this.#left.abort();
		this.#recorder.close();
		this.#release();
	}

	/**
	 * After coming back a secret is known to have been given, but not its value: what is left to be
	 * done asks for it once more.
	 */
	#forgottenSecrets(visits: readonly Visit[]): readonly Input[] {
		const used = new Set(
			flatten(this.progress())
				.filter(view => visits.some(visit => visit.id === view.visit.id))
				.flatMap(itemsOf)
				.filter(view => !isFinished(view.status))
				.flatMap(({ item }) => this.#secretsOf(item)),
		);
		return this.#forgotten(name => used.has(name));
	}

	#secretsOf(item: Item): readonly string[] {
		if (item.kind === 'block') return namesOfBlock(this.runbook, this.state, item.block);
		if (item.kind !== 'take-back') return [];
		return this.undos({ below: item.link.target }).flatMap(undo => this.#runner.secretsOf(undo));
	}

	#forgotten(isUsed: (name: string) => boolean): readonly Input[] {
		return this.runbook.inputs.filter(
			({ name, type }) =>
				type === 'secret' &&
				isUsed(name) &&
				!this.#secrets.has(name) &&
				knownOf(this.state, name).kind === 'secret',
		);
	}
}
