/**
 * How the conditions of a block stand in a walk. What a command will capture that has not run yet is
 * neither set nor not set: nobody can say of a block that asks for it that it is not needed.
 */
import type { Condition, Runbook } from '../runbook/types.ts';
import type { Visit } from './outline.ts';
import { outline } from './outline.ts';
import { isDoneAlready, isPassedOver } from './passing-over.ts';
import type { RunState } from './state.ts';
import { type Against, firstAgainst, knownOf } from './values.ts';

/** The first condition that does not hold, or waits for an answer or a capture; undefined when all hold. */
export function firstInTheWay(
	runbook: Runbook,
	state: RunState,
	conditions: readonly Condition[],
): Against | undefined {
	if (conditions.length === 0) return undefined;
	return firstAgainst(runbook, state, conditions, capturesToCome(runbook, state));
}

/** What a condition asks for, behind “only if”. */
export function conditionText({ name, test, value }: Condition): string {
	if (test === 'equals') return `\`${name}\` is \`${value}\``;
	return `\`${name}\` is ${test === 'set' ? 'set' : 'not set'}`;
}

const known = new WeakMap<RunState, ReadonlySet<string>>();

/** The names without a value that a command of this walk will still capture. */
function capturesToCome(runbook: Runbook, state: RunState): ReadonlySet<string> {
	const before = known.get(state);
	if (before) return before;
	const names = new Set<string>();
	for (const visit of outline(runbook, state.choices)) collect(runbook, state, visit, false, names);
	known.set(state, names);
	return names;
}

/** In the order of the walk: what a capture itself asks for comes before it. */
function collect(
	runbook: Runbook,
	state: RunState,
	visit: Visit,
	over: boolean,
	names: Set<string>,
): void {
	const done = isDoneAlready(state, visit);
	for (const entry of visit.entries) {
		if (entry.kind === 'visit') {
			collect(runbook, state, entry.visit, over || (done && entry.visit.linked), names);
			continue;
		}
		const { item } = entry;
		if (item.kind !== 'block' || item.block.capture === undefined) continue;
		if (knownOf(state, item.block.capture).kind !== 'missing') continue;
		const record = state.records.get(item.id);
		// What was passed over by a person gives nothing any more; what failed is tried again.
		if (record?.kind === 'mark' && record.how !== 'would-run') continue;
		if (!record && (over || (done && isPassedOver(item)))) continue;
		const against = record ? undefined : firstAgainst(runbook, state, item.block.when, names);
		if (!against || against.verdict === 'unknown') names.add(item.block.capture);
	}
}
