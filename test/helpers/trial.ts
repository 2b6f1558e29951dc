/** A run that no disk holds: what happens in it is said, and nothing is executed. */
import { apply, begin } from '../../source/run/apply.ts';
import type { Outcome, RecordedEvent, RunEvent } from '../../source/run/events.ts';
import { type NextAct, nextAct } from '../../source/run/next-act.ts';
import {
	allItems,
	allVisits,
	type BlockItem,
	type Item,
	outline,
	type Visit,
	visitOf,
} from '../../source/run/outline.ts';
import { freezeUndos } from '../../source/run/plan.ts';
import {
	flatten,
	type ItemView,
	itemsOf,
	progress,
	type VisitView,
} from '../../source/run/progress.ts';
import type { Began, RunState } from '../../source/run/state.ts';
import { openUndos } from '../../source/run/undo-entries.ts';
import type { Runbook } from '../../source/runbook/types.ts';
import { runbookOf } from './runbooks.ts';

export const began: Began = {
	type: 'began',
	id: 'abcdefghijkl',
	runbook: 'trial',
	file: '/srv/trial.md',
	sum: '0'.repeat(64),
	title: 'Trial',
	dryRun: false,
	host: 'here.example.org',
	user: 'root',
	root: true,
	program: '1.0.0',
	date: '20261122',
};

export const exited = (status: number): Outcome => ({ kind: 'exited', status });

/** An event as a journal numbers and times it: one a second. */
function record(event: RunEvent, index: number): RecordedEvent {
	return {
		seq: index + 1,
		time: new Date(Date.UTC(2026, 10, 22, 12, 0, index)).toISOString(),
		event,
	};
}

export class Trial {
	readonly runbook: Runbook;
	readonly events: RecordedEvent[];
	state: RunState;

	/** Begins a run of a runbook, or of one with this body and front matter. */
	constructor(runbook: Runbook | string, head = '', first: Partial<Began> = {}) {
		this.runbook = typeof runbook === 'string' ? runbookOf(runbook, head) : runbook;
		const event = record({ ...began, ...first }, 0);
		this.events = [event];
		this.state = begin(event);
	}

	add(event: RunEvent): this {
		const next = record(event, this.events.length);
		this.events.push(next);
		this.state = apply(this.state, next);
		return this;
	}

	answer(name: string, value: string | readonly string[] | null): this {
		return this.add({ type: 'answered', name, value, secret: false });
	}

	host(host: string, here: boolean): this {
		return this.add({ type: 'host-named', host, here, name: 'there' });
	}

	choose(visit: string, choice: number): this {
		return this.add({ type: 'chose', visit, choice, target: '' });
	}

	mark(id: string, how: 'by-hand' | 'skipped' | 'would-run' | 'open', reason?: string): this {
		const undo = how === 'by-hand' ? this.#freeze(id) : [];
		const why = reason === undefined ? {} : { reason };
		return this.add({ type: 'marked', item: id, how, undo, ...why });
	}

	/** Announces a job for an item; `sum` and the rest do not matter here. */
	start(id: string, more: Partial<Extract<RunEvent, { type: 'job-started' }>> = {}): this {
		const item = this.item(id);
		const block = item.kind === 'block' ? item.block : undefined;
		return this.add({
			type: 'job-started',
			job: this.state.executions.length + 1,
			item: id,
			purpose: block?.purpose ?? 'action',
			sum: 'f'.repeat(64),
			language: 'sh',
			edited: false,
			tty: false,
			boot: 'boot',
			undo: this.#freeze(id),
			...(block?.capture === undefined ? {} : { capture: block.capture }),
			...more,
		});
	}

	/** Ends the job that was started last. */
	end(outcome: Outcome, more: { value?: string; refused?: string; unchanged?: true } = {}): this {
		const job = this.state.executions.length;
		const nothing = { outputBytes: 0, truncated: false, stillWriting: false };
		return this.add({ type: 'job-ended', job, outcome, ...nothing, ...more });
	}

	pass(id: string, value?: string): this {
		return this.start(id).end(exited(0), value === undefined ? {} : { value });
	}

	fail(id: string, status = 1): this {
		return this.start(id).end(exited(status));
	}

	/** Runs the undo that comes first; `by` is the undo by link that it is run for. */
	undo(outcome = exited(0), by?: string): this {
		const [entry] = openUndos(this.state);
		if (!entry) throw new Error('There is nothing to undo.');
		const job = this.state.executions.length + 1;
		const purpose = entry.kind === 'file' ? 'restore' : 'undo';
		return this.add({
			type: 'job-started',
			job,
			item: entry.id,
			purpose,
			sum: 'f'.repeat(64),
			language: 'sh',
			edited: false,
			tty: false,
			boot: 'boot',
			undo: [],
			undoes: entry.id,
			...(by === undefined ? {} : { by }),
		}).end(outcome);
	}

	/** What can be undone, in the order in which it is. */
	undos(only?: Parameters<typeof openUndos>[1]): string[] {
		return openUndos(this.state, only).map(
			entry => entry.script ?? entry.path ?? `waits for ${entry.waiting?.join(', ')}`,
		);
	}

	get visits(): readonly Visit[] {
		return outline(this.runbook, this.state.choices);
	}

	item(id: string): Item {
		const found = allItems(this.visits).find(item => item.id === id);
		if (!found) throw new Error(`There is no item ${id}.`);
		return found;
	}

	block(id: string): BlockItem {
		const item = this.item(id);
		if (item.kind !== 'block') throw new Error(`${id} is no block.`);
		return item;
	}

	view(id: string): ItemView {
		const views = flatten(progress(this.runbook, this.state)).flatMap(itemsOf);
		const found = views.find(view => view.item.id === id);
		if (!found) throw new Error(`There is no item ${id}.`);
		return found;
	}

	visit(id: string): VisitView {
		const found = flatten(progress(this.runbook, this.state)).find(view => view.visit.id === id);
		if (!found) throw new Error(`There is no step ${id}.`);
		return found;
	}

	/** The state of an item, or of a step. */
	status(id: string): string {
		return id.includes('#') ? this.view(id).status : this.visit(id).status;
	}

	next(visit: string, options: Partial<Parameters<typeof nextAct>[3]> = {}): NextAct {
		const all = { root: true, acted: false, ...options };
		return nextAct(this.runbook, this.state, this.visit(visit), all);
	}

	#freeze(id: string) {
		const item = this.item(id);
		const visit = allVisits(this.visits).find(other => other.id === visitOf(id));
		const acts = item.kind === 'block' && item.block.purpose === 'action';
		return acts && visit ? freezeUndos(this.runbook, this.state, visit, item) : [];
	}
}
