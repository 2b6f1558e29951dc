/**
 * What can be taken back, and in which order. Each execution freezes its own undo, with the values
 * it ran with. Executions of several actions above one undo block share one entry; running an
 * action again opens another one, unless the first attempt failed and its undo is the same bytes:
 * taking that back twice would take away what somebody else did.
 */
import type { FrozenUndo } from './events.ts';
import { visitOf } from './outline.ts';
import type { Execution, RunState, UndoEntry } from './state.ts';
import { executionOf, succeeded } from './state.ts';

type NewUndo = {
	readonly frozen: FrozenUndo;
	readonly item: string;
	readonly seq: number;
	readonly job?: number;
	readonly edited?: boolean;
	readonly byHand?: boolean;
};

export function addUndo(
	state: RunState,
	undos: readonly UndoEntry[],
	added: NewUndo,
): readonly UndoEntry[] {
	const visit = visitOf(added.item);
	const beside = undos.filter(entry => entry.visit === visit);
	const same = beside.filter(entry => entry.position === added.frozen.position);
	const rounds = beside.map(entry => entry.round);
	const last = same.at(-1);
	if (last && joins(state, last, added)) {
		const joined: UndoEntry = {
			...last,
			...added.frozen,
			items: new Map(last.items).set(added.item, added.job),
			newest: added.seq,
			byHand: last.byHand || added.byHand === true,
			edited: last.edited || added.edited === true,
			attempted: last.attempted || !neverBegan(state, last, added.item),
			round: Math.max(...rounds),
		};
		return undos.map(entry => (entry === last ? joined : entry));
	}
	const time = same.length + 1;
	return [
		...undos,
		{
			...added.frozen,
			id: `${visit}#${added.frozen.position}@${time}`,
			visit,
			round: Math.max(1, ...rounds, last && isAnew(state, last, added.item) ? last.round + 1 : 1),
			items: new Map([[added.item, added.job]]),
			newest: added.seq,
			byHand: added.byHand === true,
			edited: added.edited === true,
			attempted: false,
		},
	];
}

function joins(state: RunState, entry: UndoEntry, added: NewUndo): boolean {
	// A restored file belongs to the folder of one job: never shared.
	if (entry.kind === 'file' || entry.script !== added.frozen.script) return false;
	return !isAnew(state, entry, added.item);
}

/** Whether an item that takes part in an undo is done once more, rather than tried again. */
function isAnew(state: RunState, entry: UndoEntry, item: string): boolean {
	if (entry.settled) return true;
	if (!entry.items.has(item)) return false;
	const job = entry.items.get(item);
	const earlier = job === undefined ? undefined : executionOf(state, job);
	return earlier === undefined || succeeded(earlier);
}

/** What is there to be taken back without a job that left everything as it was. */
export function withoutJob(undos: readonly UndoEntry[], job: number): readonly UndoEntry[] {
	return undos.flatMap(entry => {
		const [item] = [...entry.items].find(([, number]) => number === job) ?? [];
		// Of an earlier attempt at the same item something may be there.
		if (item === undefined || entry.attempted) return [entry];
		const items = new Map(entry.items);
		items.delete(item);
		return items.size === 0 ? [] : [{ ...entry, items }];
	});
}

export function settleUndo(
	undos: readonly UndoEntry[],
	id: string,
	settled: NonNullable<UndoEntry['settled']>,
): readonly UndoEntry[] {
	return undos.map(entry => (entry.id === id ? { ...entry, settled } : entry));
}

/**
 * What is open, in the order in which it is taken back: newest first, and within one round of a
 * visit its blocks from last to first. With `below`, only what was done at or below that step;
 * with `visit`, only what was done in that visit.
 */
export function openUndos(
	state: RunState,
	only: { readonly below?: string; readonly visit?: string } = {},
): readonly UndoEntry[] {
	const open = state.undos.filter(
		entry =>
			!entry.settled &&
			(only.below === undefined || entry.steps.includes(only.below)) &&
			(only.visit === undefined || entry.visit === only.visit),
	);
	const round = (entry: UndoEntry) => `${entry.visit}@${entry.round}`;
	const newest = new Map<string, number>();
	for (const entry of open) {
		newest.set(round(entry), Math.max(newest.get(round(entry)) ?? 0, entry.newest));
	}
	return [...open].sort(
		(a, b) =>
			(newest.get(round(b)) ?? 0) - (newest.get(round(a)) ?? 0) ||
			b.round - a.round ||
			b.position - a.position ||
			b.newest - a.newest,
	);
}

/** The newest job that was to take an entry back, if there was one. */
export function lastUndo(state: RunState, entry: UndoEntry): Execution | undefined {
	return state.executions.filter(execution => execution.undoes === entry.id).at(-1);
}

/** Whether all that it takes back was announced and never began. */
export function perhapsNotNeeded(state: RunState, entry: UndoEntry): boolean {
	return !entry.attempted && [...entry.items.keys()].every(item => neverBegan(state, entry, item));
}

/** Whether the newest job of an item in this entry never began; so it is with one that has none there. */
function neverBegan(state: RunState, entry: UndoEntry, item: string): boolean {
	if (!entry.items.has(item)) return true;
	const job = entry.items.get(item);
	const outcome = job === undefined ? undefined : executionOf(state, job)?.outcome;
	return outcome?.kind === 'never-started';
}

/**
 * Whether an item's effect was taken back: what happened to it last took part in an undo, or left
 * everything as it was before that undo, and none of its undos is open.
 */
export function isUndone(state: RunState, item: string): boolean {
	const record = state.records.get(item);
	if (!record || (record.kind === 'mark' && record.how !== 'by-hand')) return false;
	const job = record.kind === 'job' ? record.job : undefined;
	const entries = state.undos.filter(entry => entry.items.has(item));
	const idle = job === undefined ? undefined : executionOf(state, job);
	const isAfter = ({ settled }: UndoEntry) =>
		idle?.unchanged === true && settled !== undefined && settled.seq > idle.seq;
	return (
		entries.some(entry => entry.items.get(item) === job || isAfter(entry)) &&
		entries.every(entry => entry.settled && entry.settled.how !== 'skipped')
	);
}
