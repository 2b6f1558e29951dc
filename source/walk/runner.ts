/** Executes: blocks, undo scripts, and everything below an undo by link. Nothing else does. */
import type { MarkKind } from '../run/events.ts';
import { secretsIn } from '../run/needs.ts';
import { type ActOptions, type NextAct, nextAct, type Stop } from '../run/next-act.ts';
import type { BlockItem, Item } from '../run/outline.ts';
import { freezeUndos, type Script } from '../run/plan.ts';
import { flatten, isFinished, itemsOf, progress, type VisitView } from '../run/progress.ts';
import { type Execution, type RunState, runningExecution, succeeded } from '../run/state.ts';
import { openUndos } from '../run/undo-entries.ts';
import { knownOf } from '../run/values.ts';
import { jobFolder } from '../store/runs.ts';
import { hasRoom, type JobRoom, limitsOf, runJob } from './jobs.ts';
import type { Ran, RunOptions } from './ran.ts';
import { type PlannedUndo, planUndo, whyUnknown } from './undo.ts';

export class Runner {
	readonly #room: JobRoom;
	/** By name; in memory only. */
	readonly #secrets: ReadonlyMap<string, string>;

	constructor(room: JobRoom, secrets: ReadonlyMap<string, string>) {
		this.#room = room;
		this.#secrets = secrets;
	}

	/** The view of one visit. @throws RangeError for a visit that this run does not have. */
	visit(id: string): VisitView {
		const { runbook } = this.#room;
		const found = flatten(progress(runbook, this.#state)).find(view => view.visit.id === id);
		if (!found) throw new RangeError(`There is no step \`${id}\` in this run.`);
		return found;
	}

	next(visit: string, options: Omit<ActOptions, 'root'>): NextAct {
		const { runbook, session } = this.#room;
		return nextAct(runbook, this.#state, this.visit(visit), { ...options, root: session.root });
	}

	async runOn(visit: string, options: RunOptions): Promise<Ran> {
		const before = itemsOf(this.visit(visit)).map(view => view.status);
		if (before.includes('undone') && before.every(isFinished)) this.openUndone(visit);
		const again = new Set<string>();
		let acted = false;
		for (;;) {
			const act = this.next(visit, { acted, again });
			if (act.kind === 'end' || act.kind === 'pause') return { kind: act.kind };
			if (act.kind === 'stop') {
				const { stop, view } = act;
				if (view && this.#isDry && isOnlyShown(stop)) {
					this.mark(view.item, 'would-run');
					acted ||= isAction(view.item);
					continue;
				}
				if (
					view &&
					stop.kind === 'unknown' &&
					(await mayAgain(view.item, view.reason ?? '', options))
				) {
					again.add(view.item.id);
					continue;
				}
				return { kind: 'stop', stop, ...(view ? { item: view.item } : {}) };
			}
			const stopped =
				act.kind === 'run'
					? await this.runItem(act.item, act.script, options)
					: await this.#takeBack(act.item, options, again);
			if (stopped) return stopped;
			acted ||= isAction(act.item);
		}
	}

	async runItem(item: BlockItem, planned: Script, options: RunOptions): Promise<Ran | undefined> {
		if (this.#isDry) {
			this.mark(item, 'would-run');
			return undefined;
		}
		const { block } = item;
		const { runbook } = this.#room;
		const edited = options.edited?.(item);
		const script = edited ?? planned;
		const secrets = block.file ? [] : secretsIn(runbook, script.text);
		const barred = await this.#bar(item, script, secrets, { ...options, tty: block.tty });
		if (barred) return barred;
		const execution = await runJob(
			this.#room,
			{
				item: item.id,
				purpose: block.purpose,
				script: script.text,
				language: script.language,
				edited: edited !== undefined,
				tty: block.tty,
				undo: isAction(item)
					? freezeUndos(runbook, this.#state, this.visit(item.visit).visit, item)
					: [],
				secrets: this.#secretsAmong(secrets),
				...(block.capture === undefined ? {} : { capture: block.capture }),
				...limitsOf(block),
			},
			options.handOver,
		);
		return judge(item, execution);
	}

	undos(only: { readonly visit?: string; readonly below?: string }): readonly PlannedUndo[] {
		const { runbook, run } = this.#room;
		return openUndos(this.#state, only).map(entry =>
			planUndo(runbook, this.#state, entry, job => jobFolder(run, job)),
		);
	}

	async undo(undo: PlannedUndo, item: Item, options: RunOptions): Promise<Ran | undefined> {
		const { entry, script } = undo;
		const stop = undo.stop ?? this.#whyNotUndone(undo);
		if (stop) return { kind: 'stop', stop, item };
		if (!script || this.#isDry) return undefined;
		const secrets = this.secretsOf(undo);
		const barred = await this.#bar(item, script, secrets, { ...options, tty: entry.tty, undo });
		if (barred) return barred;
		const execution = await runJob(
			this.#room,
			{
				item: entry.id,
				purpose: entry.kind === 'file' ? 'restore' : 'undo',
				script: script.text,
				language: script.language,
				edited: false,
				tty: entry.tty,
				undo: [],
				undoes: entry.id,
				...(item.kind === 'take-back' ? { by: item.id } : {}),
				secrets: this.#secretsAmong(secrets),
			},
			options.handOver,
		);
		return judge(item, execution);
	}

	/** The secrets that an undo reads. */
	secretsOf({ entry, script }: PlannedUndo): readonly string[] {
		if (!script || entry.kind === 'file') return [];
		return secretsIn(this.#room.runbook, script.text);
	}

	/** Marks an item; for an action done by hand its undo is frozen as for one that ran. */
	mark(item: Item, how: MarkKind, reason?: string): void {
		const { runbook, recorder } = this.#room;
		const undo =
			how === 'by-hand' && item.kind === 'block' && isAction(item)
				? freezeUndos(runbook, this.#state, this.visit(item.visit).visit, item)
				: [];
		recorder.record({
			type: 'marked',
			item: item.id,
			how,
			undo,
			...(reason === undefined ? {} : { reason }),
		});
	}

	/** What was taken back can be done once more, and its gates with it; what stands is not done twice. */
	openUndone(id: string): void {
		const settled = itemsOf(this.visit(id)).filter(
			({ status }) => status !== 'open' && status !== 'not-needed',
		);
		const opened = settled.filter(
			({ item, status }) => status === 'undone' || (isGate(item) && status !== 'skipped'),
		);
		if (opened.length === settled.length) {
			this.#room.recorder.record({ type: 'reopened', visit: id });
		} else for (const { item } of opened) this.mark(item, 'open');
	}

	/** Takes back the one whose turn it is: the next one is another order. */
	async #takeBack(
		item: Extract<Item, { kind: 'take-back' }>,
		options: RunOptions,
		again: ReadonlySet<string>,
	): Promise<Ran | undefined> {
		if (this.#isDry) {
			this.mark(item, 'would-run');
			return undefined;
		}
		const below = item.link.target;
		const [undo] = this.undos({ below });
		if (undo) {
			const why = whyUnknown(this.#state, undo.entry);
			if (why !== undefined && !again.has(item.id) && !(await mayAgain(item, why, options))) {
				return { kind: 'stop', stop: { kind: 'unknown' }, item };
			}
			const stopped = await this.undo(undo, item, options);
			if (stopped) return stopped;
		}
		if (this.undos({ below }).length === 0) this.mark(item, 'taken-back');
		return undefined;
	}

	/** What keeps a script from starting: another one, a secret, the terminal, the disk, no approval. */
	async #bar(
		item: Item,
		script: Script,
		secrets: readonly string[],
		{ tty, undo, ...options }: RunOptions & { readonly tty: boolean; readonly undo?: PlannedUndo },
	): Promise<Ran | undefined> {
		if (runningExecution(this.#state)) return { kind: 'stop', stop: { kind: 'running' }, item };
		const names = secrets.filter(name => this.#isMissing(name));
		if (names.length > 0) return { kind: 'stop', stop: { kind: 'waiting', names }, item };
		if (tty && !options.handOver) return { kind: 'no-terminal', item };
		if (!hasRoom(this.#room) && !(await options.lowSpace?.())) return { kind: 'low-space', item };
		const approved = await options.approve({ item, script, ...(undo ? { undo } : {}) });
		return approved ? undefined : { kind: 'not-approved', item, script };
	}

	#whyNotUndone({ entry, script }: PlannedUndo): Stop | undefined {
		if (!script) return { kind: 'by-hand' };
		return entry.root && !this.#room.session.root ? { kind: 'needs-root' } : undefined;
	}

	/** Whether a secret is not at hand: never given, or forgotten since the program was started anew. */
	#isMissing(name: string): boolean {
		return !this.#secrets.has(name) && knownOf(this.#state, name).kind !== 'empty';
	}

	#secretsAmong(names: readonly string[]): Record<string, string> {
		return Object.fromEntries(names.map(name => [name, this.#secrets.get(name) ?? '']));
	}

	get #state(): RunState {
		return this.#room.recorder.state;
	}

	get #isDry(): boolean {
		return this.#state.began.dryRun;
	}
}

function isGate(item: Item): boolean {
	return item.kind === 'block' && item.block.purpose !== 'action';
}

function isAction(item: Item): boolean {
	return item.kind === 'take-back' || (item.kind === 'block' && item.block.purpose === 'action');
}

/** What a dry run shows and steps over. */
function isOnlyShown(stop: Stop): boolean {
	return stop.kind === 'waiting' || stop.kind === 'needs-root' || stop.kind === 'elsewhere';
}

/** Without somebody to ask, what perhaps ran does not run again. */
async function mayAgain(item: Item, why: string, options: RunOptions): Promise<boolean> {
	return (await options.again?.(item, why)) ?? false;
}

function judge(item: Item, execution: Execution): Ran | undefined {
	const isDone = item.kind === 'block' && item.block.purpose === 'done';
	const passed = succeeded(execution) && execution.refused === undefined;
	if (passed || (isDone && execution.outcome?.kind === 'exited')) return undefined;
	return { kind: 'failed', item, execution };
}
