/** What is asked before an execution, and what comes of an order to run. */
import type { Stop } from '../run/next-act.ts';
import type { BlockItem, Item } from '../run/outline.ts';
import type { Script } from '../run/plan.ts';
import type { Execution } from '../run/state.ts';
import type { HandOver } from './jobs.ts';
import type { PlannedUndo } from './undo.ts';

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
	/** The operator's own text of a block, which runs in the place of the plan's. */
	readonly edited?: (item: BlockItem) => Script | undefined;
	/** Asked where it is not known whether something ran; without it, it does not run again. */
	readonly again?: (item: Item, why: string) => boolean | Promise<boolean>;
	/** Asked where little space is left for what a job leaves; without it, nothing starts. */
	readonly lowSpace?: () => boolean | Promise<boolean>;
	readonly handOver?: HandOver;
};
