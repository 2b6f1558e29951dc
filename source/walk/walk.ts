/**
 * Drives one run: takes verbs (run, skip, undo …), starts jobs, records events, tells whoever
 * watches. The screen and the plain output are two watchers; neither executes anything itself.
 */
import { stopJob } from '../execute/stop-job.ts';
import type { MarkKind } from '../run/events.ts';
import { neededHosts, neededInputs, secretsOf } from '../run/needs.ts';
import { type NextAct, nextAct, type Stop } from '../run/next-act.ts';
import { allVisits, type BlockItem, type Item, outline, type Visit } from '../run/outline.ts';
import { freezeUndos, type Script } from '../run/plan.ts';
import { flatten, progress, type VisitView } from '../run/progress.ts';
import { type Execution, type RunState, runningExecution, succeeded } from '../run/state.ts';
import { openUndos } from '../run/undo-entries.ts';
import type { Input, Runbook, Value } from '../runbook/types.ts';
import { jobFolder, type RunFolder } from '../store/runs.ts';
import { follow, type HandOver, hasRoom, type JobRoom, limitsOf, runJob } from './jobs.ts';
import type { Recorder, Watcher } from './recorder.ts';
import type { Session } from './session.ts';
import { type PlannedUndo, planUndo } from './undo.ts';

/** Asked before each execution: whether these very bytes may run. */
export type Approve = (what: Approval) => boolean | Promise<boolean>;

export type Approval = {
	readonly item: Item;
	readonly script: Script;
	/** Set when the script takes something back. */
	readonly undo?: PlannedUndo;
};

/** How an order to run came to its end. */
export type Ran =
	/** Nothing is left in this step. */
	| { readonly kind: 'end' }
	/** The next thing is a second action. */
	| { readonly kind: 'pause' }
	| { readonly kind: 'stop'; readonly stop: Stop; readonly item?: Item }
	| { readonly kind: 'failed'; readonly item: Item; readonly execution: Execution }
	| { readonly kind: 'not-approved'; readonly item: Item; readonly script: Script }
	| { readonly kind: 'low-space'; readonly item: Item }
	/** It needs a terminal, and there is none to hand over. */
	| { readonly kind: 'no-terminal'; readonly item: Item };

export type RunOptions = {
	readonly approve: Approve;
	/** Items to run though it is not known whether they ran. */
	readonly again?: ReadonlySet<string>;
	readonly ignoreLowSpace?: boolean;
	readonly handOver?: HandOver;
};

export class Walk {
	readonly runbook: Runbook;
	readonly run: RunFolder;
	readonly session: Session;
	readonly #recorder: Recorder;
	readonly #room: JobRoom;
	readonly #secrets = new Map<string, string>();
	readonly #release: () => void;

	constructor(room: Omit<JobRoom, 'stopped'>, release: () => void) {
		this.runbook = room.runbook;
		this.run = room.run;
		this.session = room.session;
		this.#recorder = room.recorder;
		this.#room = { ...room, stopped: new Set() };
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

	/** The inputs to be asked for now: those of one visit, or of all that is certain to come. */
	needs(visit?: Visit): readonly Input[] {
		const visits = visit ? [visit] : allVisits(this.visits);
		const unanswered = neededInputs(this.runbook, this.state, visits);
		return [...unanswered, ...this.#forgottenSecrets(visits, unanswered)];
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
		const found = this.#visit(visit).visit.step.parts.flatMap(part =>
			part.kind === 'choices' ? part.items : [],
		)[choice];
		if (!found) throw new RangeError(`Step \`${visit}\` has no choice ${choice + 1}.`);
		this.#recorder.record({ type: 'chose', visit, choice, target: found.target });
	}

	/** Marks an item; for one done by hand its undo is frozen as for one that ran. */
	mark(item: Item, how: MarkKind, reason?: string): void {
		const undo =
			how === 'by-hand' && item.kind === 'block' && item.block.purpose === 'action'
				? freezeUndos(this.runbook, this.state, this.#visit(item.visit).visit, item)
				: [];
		this.#recorder.record({
			type: 'marked',
			item: item.id,
			how,
			undo,
			...(reason === undefined ? {} : { reason }),
		});
	}

	/** Opens all items of a visit again. */
	reopen(visit: string): void {
		this.#recorder.record({ type: 'reopened', visit });
	}

	note(visit: string, text: string): void {
		this.#recorder.record({ type: 'noted', visit, text });
	}

	/** What running on at this visit would do next; executes nothing. */
	next(visit: string, options: { acted?: boolean; again?: ReadonlySet<string> } = {}): NextAct {
		return nextAct(this.runbook, this.state, this.#visit(visit), {
			root: this.session.root,
			acted: options.acted ?? false,
			...(options.again ? { again: options.again } : {}),
		});
	}

	/** One order to run: see `next-act.ts`. In a dry run it marks, and executes nothing. */
	async runOn(visit: string, options: RunOptions): Promise<Ran> {
		let acted = false;
		for (;;) {
			const act = this.next(visit, { acted, ...(options.again ? { again: options.again } : {}) });
			switch (act.kind) {
				case 'end':
				case 'pause':
					return { kind: act.kind };
				case 'stop':
					if (this.state.began.dryRun && isOnlyShown(act.stop) && act.view) {
						this.mark(act.view.item, 'would-run');
						break;
					}
					return {
						kind: 'stop',
						stop: act.stop,
						...(act.view ? { item: act.view.item } : {}),
					};
				case 'take-back': {
					const stopped = await this.#takeBack(act.item, options);
					if (stopped) return stopped;
					acted = true;
					break;
				}
				case 'run': {
					const stopped = await this.runItem(act.item, act.script, options);
					if (stopped) return stopped;
					acted ||= act.item.block.purpose === 'action';
				}
			}
		}
	}

	/**
	 * Runs one block with these bytes: the plan's, or the operator's edited ones.
	 * Gives nothing when it passed.
	 */
	async runItem(
		item: BlockItem,
		script: Script,
		options: RunOptions & { readonly edited?: boolean },
	): Promise<Ran | undefined> {
		if (this.state.began.dryRun) {
			this.mark(item, 'would-run');
			return undefined;
		}
		const { block } = item;
		const barred = await this.#bar(item, script, options, block.tty);
		if (barred) return barred;
		const execution = await runJob(
			this.#room,
			{
				item: item.id,
				purpose: block.purpose,
				script: script.text,
				language: script.language,
				edited: options.edited === true,
				tty: block.tty,
				undo:
					block.purpose === 'action'
						? freezeUndos(this.runbook, this.state, this.#visit(item.visit).visit, item)
						: [],
				secrets: this.#secretsFor(item),
				...(block.capture === undefined ? {} : { capture: block.capture }),
				...limitsOf(block),
			},
			options.handOver,
		);
		return this.#judge(item, execution);
	}

	/** What can be taken back of a visit, of all at and below a step, or of the run: newest first. */
	undos(only: { visit?: string; below?: string } = {}): readonly PlannedUndo[] {
		return openUndos(this.state, only).map(entry =>
			planUndo(this.runbook, this.state, entry, job => jobFolder(this.run, job)),
		);
	}

	/** Takes one entry back. Gives nothing when that worked. */
	async undo(undo: PlannedUndo, item: Item, options: RunOptions): Promise<Ran | undefined> {
		const { entry } = undo;
		if (this.state.began.dryRun) return undefined;
		if (undo.stop) return { kind: 'stop', stop: undo.stop, item };
		if (!undo.script) return { kind: 'stop', stop: { kind: 'by-hand' }, item };
		if (entry.root && !this.session.root) {
			return { kind: 'stop', stop: { kind: 'needs-root' }, item };
		}
		const barred = await this.#bar(item, undo.script, options, entry.tty, undo);
		if (barred) return barred;
		const execution = await runJob(
			this.#room,
			{
				item: entry.id,
				purpose: entry.kind === 'file' ? 'restore' : 'undo',
				script: undo.script.text,
				language: undo.script.language,
				edited: false,
				tty: entry.tty,
				undo: [],
				undoes: entry.id,
				secrets: Object.fromEntries(this.#secrets),
			},
			options.handOver,
		);
		return this.#judge(item, execution);
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

	/** Records that nothing is left to do. */
	finish(): void {
		if (!this.state.finished) this.#recorder.record({ type: 'finished' });
	}

	/** Leaves the run as it is; a running job goes on by itself. */
	leave(): void {
		if (!this.state.finished) this.#recorder.record({ type: 'left' });
		this.close();
	}

	close(): void {
		this.#recorder.close();
		this.#release();
	}

	async #takeBack(
		item: Extract<Item, { kind: 'take-back' }>,
		options: RunOptions,
	): Promise<Ran | undefined> {
		if (this.state.began.dryRun) {
			this.mark(item, 'would-run');
			return undefined;
		}
		for (;;) {
			const [undo] = this.undos({ below: item.link.target });
			if (!undo) break;
			const stopped = await this.undo(undo, item, options);
			if (stopped) return stopped;
		}
		this.mark(item, 'taken-back');
		return undefined;
	}

	async #bar(
		item: Item,
		script: Script,
		options: RunOptions,
		tty: boolean,
		undo?: PlannedUndo,
	): Promise<Ran | undefined> {
		if (tty && !options.handOver) return { kind: 'no-terminal', item };
		if (!options.ignoreLowSpace && !hasRoom(this.#room)) return { kind: 'low-space', item };
		const approved = await options.approve({ item, script, ...(undo ? { undo } : {}) });
		return approved ? undefined : { kind: 'not-approved', item, script };
	}

	#judge(item: Item, execution: Execution): Ran | undefined {
		const isDone = item.kind === 'block' && item.block.purpose === 'done';
		const passed = succeeded(execution) && execution.refused === undefined;
		if (passed || (isDone && execution.outcome?.kind === 'exited')) return undefined;
		return { kind: 'failed', item, execution };
	}

	#visit(id: string): VisitView {
		const found = flatten(this.progress()).find(view => view.visit.id === id);
		if (!found) throw new RangeError(`There is no step \`${id}\` in this run.`);
		return found;
	}

	#secretsFor(item: BlockItem): Record<string, string> {
		return Object.fromEntries(
			secretsOf(this.runbook, item.block).map(name => [name, this.#secrets.get(name) ?? '']),
		);
	}

	/** After coming back a secret is known to have been given, but not its value. */
	#forgottenSecrets(visits: readonly Visit[], unanswered: readonly Input[]): readonly Input[] {
		const used = new Set(
			visits.flatMap(visit =>
				visit.step.parts.flatMap(part =>
					part.kind === 'block' ? secretsOf(this.runbook, part) : [],
				),
			),
		);
		return this.runbook.inputs.filter(
			input =>
				input.type === 'secret' &&
				used.has(input.name) &&
				!this.#secrets.has(input.name) &&
				!unanswered.includes(input),
		);
	}
}

/** What a dry run shows and steps over. */
function isOnlyShown(stop: Stop): boolean {
	return stop.kind === 'waiting' || stop.kind === 'needs-root' || stop.kind === 'elsewhere';
}
