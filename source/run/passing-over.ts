/** What a `done` block that said yes spares: the actions and numbered lists of its step. */
import type { Item, Visit } from './outline.ts';
import { ownItems } from './outline.ts';
import type { RunState } from './state.ts';
import { currentExecution } from './state.ts';

/** Whether a `done` block of this step said that it is done already. */
export function isDoneAlready(state: RunState, visit: Visit): boolean {
	return ownItems(visit).some(
		item => item.kind === 'block' && item.block.purpose === 'done' && saidYes(state, item.id),
	);
}

/** Gates are run all the same. */
export function isPassedOver(item: Item): boolean {
	return item.kind === 'take-back' || (item.kind === 'block' && item.block.purpose === 'action');
}

function saidYes(state: RunState, item: string): boolean {
	const record = state.records.get(item);
	if (record?.kind === 'mark') return record.how === 'by-hand';
	const outcome = currentExecution(state, item)?.outcome;
	return outcome?.kind === 'exited' && outcome.status === 0;
}
