/**
 * Gives a walk its orders for the screen: asks before what is dangerous, unknown or short of
 * space, and approves exactly the bytes that were shown. Executes nothing itself.
 */
import { runnable } from '../run/next-act.ts';
import type { Item } from '../run/outline.ts';
import type { Script } from '../run/plan.ts';
import { flatten, isFinished, itemsOf, type VisitView } from '../run/progress.ts';
import type { Execution } from '../run/state.ts';
import type { HandOver } from '../walk/jobs.ts';
import { sumOf } from '../walk/session.ts';
import type { PlannedUndo } from '../walk/undo.ts';
import type { Approval, Ran, RunOptions, Walk } from '../walk/walk.ts';
import { openBefore } from './model/order.ts';
import { Shown } from './model/shown.ts';

/** What of a walk is needed for giving orders. */
export type Orders = Pick<
	Walk,
	'runbook' | 'session' | 'state' | 'progress' | 'runOn' | 'runItem' | 'undo' | 'followRunning'
>;

export type Asks = {
	/**
	 * The word that confirms a dangerous script on this machine; `before` are the steps above it in
	 * which something is left.
	 */
	readonly word: (script: Script, before: readonly string[]) => Promise<boolean>;
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
	/** The items whose scripts the present order has run. */
	readonly #used = new Set<string>();

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
		return this.#ordered(visit, options => this.#walk.runOn(visit, options));
	}

	/** `done` and the gates of a visit once more, each as a new execution, up to the first failure. */
	verify(visit: string): Promise<Carried> {
		return this.#ordered(visit, async options => {
			const { runbook, state, session } = this.#walk;
			for (const { item } of itemsOf(this.#view(visit))) {
				if (item.kind !== 'block' || !['done', 'verify'].includes(item.block.purpose)) continue;
				const script = runnable(runbook, state, item, session.root);
				if ('kind' in script) {
					if (script.kind === 'not-needed') continue;
					return { kind: 'stop', stop: script, item };
				}
				const ran = await this.#walk.runItem(item, script, options);
				if (ran) return ran;
			}
			return { kind: 'end' };
		});
	}

	/** Takes one entry back. */
	undo(visit: string, undo: PlannedUndo, item: Item): Promise<Carried> {
		return this.#ordered(visit, async options => {
			return (await this.#walk.undo(undo, item, options)) ?? { kind: 'end' };
		});
	}

	/** Follows what an earlier start of the program left running. */
	follow(): Promise<Execution | undefined> {
		return this.#alone(() => this.#walk.followRunning());
	}

	async #ordered(visit: string, order: (options: RunOptions) => Promise<Ran>): Promise<Carried> {
		this.#declined = false;
		this.#approved = undefined;
		this.#used.clear();
		const ran = await this.#alone(() => order(this.#optionsFor(visit)));
		this.#dropUsedEdits(visit);
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

	#optionsFor(visit: string): RunOptions {
		const { asks, handOver } = this.#options;
		let isLittleEnough: Promise<boolean> | undefined;
		return {
			approve: what => this.#approve(visit, what),
			edited: item => this.edits.get(item.id),
			again: (_item, why) => asks.again(why),
			// One answer is good for all that one order runs.
			lowSpace: () => {
				isLittleEnough ??= asks.lowSpace();
				return isLittleEnough;
			},
			handOver: use => handOver(this.#approved)(use),
		};
	}

	/** An edit is for one time; where its block failed, it stands for the next try. */
	#dropUsedEdits(visit: string): void {
		if (this.#used.size === 0) return;
		for (const { item, status } of itemsOf(this.#view(visit))) {
			if (this.#used.has(item.id) && isFinished(status)) this.edits.delete(item.id);
		}
	}

	/** Yes only for bytes that were shown in full, and behind the word where they are dangerous. */
	async #approve(visit: string, { item, script, undo }: Approval): Promise<boolean> {
		if (!this.#options.mayRun() || !this.shown(visit).isWhole(sumOf(script.text))) return false;
		const isDanger = undo ? undo.entry.danger : item.kind === 'block' && item.block.danger;
		// Of an undo that is no step of the walk nothing comes before.
		const isStep = !undo || item.kind === 'take-back';
		const before = isStep ? openBefore(this.#walk.progress(), visit) : [];
		if (isDanger && !(await this.#options.asks.word(script, before))) {
			this.#declined = true;
			return false;
		}
		this.#approved = script;
		if (!undo) this.#used.add(item.id);
		return true;
	}

	#view(visit: string): VisitView {
		const found = flatten(this.#walk.progress()).find(view => view.visit.id === visit);
		if (!found) throw new RangeError(`There is no step \`${visit}\` in this run.`);
		return found;
	}
}
