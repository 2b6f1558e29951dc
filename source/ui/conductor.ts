/**
 * Gives a walk its orders for the screen: asks before what is dangerous, unknown or short of
 * space, and approves exactly the bytes that were shown. Executes nothing itself.
 */
import { runnable } from '../run/next-act.ts';
import type { BlockItem, Item } from '../run/outline.ts';
import type { Script } from '../run/plan.ts';
import { flatten, itemsOf, type VisitView } from '../run/progress.ts';
import type { Execution } from '../run/state.ts';
import type { HandOver } from '../walk/jobs.ts';
import { sumOf } from '../walk/session.ts';
import type { PlannedUndo } from '../walk/undo.ts';
import type { Approval, Ran, Walk } from '../walk/walk.ts';
import { Shown } from './model/shown.ts';

/** What of a walk is needed for giving orders. */
export type Orders = Pick<
	Walk,
	| 'runbook'
	| 'session'
	| 'state'
	| 'progress'
	| 'next'
	| 'runOn'
	| 'runItem'
	| 'undo'
	| 'undos'
	| 'followRunning'
>;

export type Asks = {
	/** The word that confirms a dangerous script on this machine. */
	readonly word: (script: Script) => Promise<boolean>;
	readonly again: (why: string) => Promise<boolean>;
	readonly lowSpace: () => Promise<boolean>;
};

/** How an order ended. `declined`: the word that confirms a dangerous script was not typed. */
export type Carried = Ran | { readonly kind: 'declined' };

export type ConductorOptions = {
	readonly asks: Asks;
	/** Hands the terminal to this script. */
	readonly handOver: (script: Script | undefined) => HandOver;
	/** Nothing may run, whatever the run says of itself. */
	readonly mayRun: () => boolean;
};

export class Conductor {
	/** Operator's own versions of scripts, by item. */
	readonly edits = new Map<string, Script>();
	readonly #walk: Orders;
	readonly #options: ConductorOptions;
	readonly #shown = new Map<string, Shown>();
	#busy = false;
	#declined = false;
	#approved: Script | undefined;

	constructor(walk: Orders, options: ConductorOptions) {
		this.#walk = walk;
		this.#options = options;
	}

	/** Whether an order is being carried out, or waits for an answer. */
	get busy(): boolean {
		return this.#busy;
	}

	/** What this visit has shown in full. */
	shown(visit: string): Shown {
		let shown = this.#shown.get(visit);
		if (!shown) {
			shown = new Shown();
			this.#shown.set(visit, shown);
		}
		return shown;
	}

	/** One order: gates, at most one action, the gates behind it. */
	run(visit: string): Promise<Carried> {
		return this.#ordered(() => {
			if (!this.#walk.state.began.dryRun) return this.#order(visit);
			return this.#walk.runOn(visit, { approve: () => false });
		});
	}

	/** `done` and the gates of a visit once more, each as a new execution, up to the first failure. */
	verify(visit: string): Promise<Carried> {
		return this.#ordered(async () => {
			const { runbook, state, session } = this.#walk;
			for (const { item } of itemsOf(this.#view(visit))) {
				if (item.kind !== 'block' || !['done', 'verify'].includes(item.block.purpose)) continue;
				const script = runnable(runbook, state, item, session.root);
				if ('kind' in script) {
					if (script.kind === 'not-needed') continue;
					return { kind: 'stop', stop: script, item };
				}
				const ran = await this.#runItem(visit, item, script);
				if (ran) return ran;
			}
			return { kind: 'end' };
		});
	}

	/** Takes one entry back. */
	undo(visit: string, undo: PlannedUndo, item: Item): Promise<Carried> {
		return this.#ordered(async () => {
			for (let ignoreLowSpace = false; ; ignoreLowSpace = true) {
				const ran = await this.#walk.undo(undo, item, {
					...this.#runOptions(visit),
					ignoreLowSpace,
				});
				if (ran?.kind !== 'low-space' || !(await this.#options.asks.lowSpace())) {
					return ran ?? { kind: 'end' };
				}
			}
		});
	}

	/** Follows what an earlier start of the program left running. */
	follow(): Promise<Execution | undefined> {
		return this.#alone(() => this.#walk.followRunning());
	}

	async #ordered(order: () => Promise<Ran>): Promise<Carried> {
		this.#declined = false;
		const ran = await this.#alone(order);
		return ran.kind === 'not-approved' && this.#declined ? { kind: 'declined' } : ran;
	}

	async #alone<T>(order: () => Promise<T>): Promise<T> {
		if (this.#busy) throw new TypeError('One order at a time.');
		if (!this.#options.mayRun()) throw new TypeError('Nothing runs in a dry run.');
		this.#busy = true;
		try {
			return await order();
		} finally {
			this.#busy = false;
		}
	}

	/** As `Walk.runOn`, with the edited scripts in their places, and with questions in between. */
	async #order(visit: string): Promise<Ran> {
		const again = new Set<string>();
		let acted = false;
		let ignoreLowSpace = false;
		for (;;) {
			const act = this.#walk.next(visit, { acted, again });
			let ran: Ran | undefined;
			switch (act.kind) {
				case 'end':
				case 'pause':
					return { kind: act.kind };
				case 'stop':
					if (act.stop.kind === 'unknown' && act.view) {
						if (await this.#options.asks.again(act.view.reason ?? '')) {
							again.add(act.view.item.id);
							continue;
						}
					}
					return { kind: 'stop', stop: act.stop, ...(act.view ? { item: act.view.item } : {}) };
				case 'take-back':
					ran = await this.#walk.runOn(visit, {
						...this.#runOptions(visit),
						again,
						ignoreLowSpace,
					});
					if (ran.kind !== 'low-space') return ran;
					acted = ran.item.kind !== 'take-back';
					break;
				case 'run':
					ran = await this.#runItem(visit, act.item, act.script, ignoreLowSpace);
					if (!ran) acted ||= act.item.block.purpose === 'action';
			}
			if (!ran) continue;
			if (ran.kind !== 'low-space' || !(await this.#options.asks.lowSpace())) return ran;
			ignoreLowSpace = true;
		}
	}

	async #runItem(
		visit: string,
		item: BlockItem,
		script: Script,
		ignoreLowSpace = false,
	): Promise<Ran | undefined> {
		const edit = this.edits.get(item.id);
		const ran = await this.#walk.runItem(item, edit ?? script, {
			...this.#runOptions(visit),
			ignoreLowSpace,
			edited: edit !== undefined,
		});
		if (!ran) this.edits.delete(item.id);
		return ran;
	}

	#runOptions(visit: string) {
		return {
			approve: (what: Approval) => this.#approve(visit, what),
			handOver: <T>(use: () => Promise<T>) => this.#options.handOver(this.#approved)(use),
		};
	}

	/** Yes only for bytes that were shown in full, and behind the word where they are dangerous. */
	async #approve(visit: string, { item, script, undo }: Approval): Promise<boolean> {
		const edit = undo ? undefined : this.edits.get(item.id);
		if (edit && edit.text !== script.text) return false;
		if (!this.#options.mayRun() || !this.shown(visit).isWhole(sumOf(script.text))) return false;
		const isDanger = undo ? undo.entry.danger : item.kind === 'block' && item.block.danger;
		if (isDanger && !(await this.#options.asks.word(script))) {
			this.#declined = true;
			return false;
		}
		this.#approved = script;
		return true;
	}

	#view(visit: string): VisitView {
		const found = flatten(this.#walk.progress()).find(view => view.visit.id === visit);
		if (!found) throw new RangeError(`There is no step \`${visit}\` in this run.`);
		return found;
	}
}
