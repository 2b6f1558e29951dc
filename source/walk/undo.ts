/** An undo entry with its exact script, or with what stands against running it. */

import { restoreScript } from '../run/file-script.ts';
import type { Stop } from '../run/next-act.ts';
import { isHere, planBlock, type Script } from '../run/plan.ts';
import { type Answer, executionOf, type RunState, type UndoEntry } from '../run/state.ts';
import { lastUndo, perhapsNotNeeded } from '../run/undo-entries.ts';
import { blocksOf } from '../run/undo-groups.ts';
import { quoteWord } from '../runbook/command/index.ts';
import { stepBySlug } from '../runbook/steps.ts';
import type { Runbook } from '../runbook/types.ts';

export type PlannedUndo = {
	readonly entry: UndoEntry;
	/** The title of the step that it belongs to. */
	readonly title: string;
	/** The bytes, if they are known. */
	readonly script?: Script;
	readonly stop?: Stop;
	/** What the operator should know before: it may not be needed, or its action was edited. */
	readonly warnings: readonly string[];
};

/** `folderOf` gives the folder of a job, which a file is restored from. */
export function planUndo(
	runbook: Runbook,
	state: RunState,
	entry: UndoEntry,
	folderOf: (job: number) => string,
): PlannedUndo {
	const step = stepBySlug(runbook, entry.steps.at(-1) ?? '');
	const found = scriptOf(runbook, state, entry, folderOf);
	const stop = stopOf(state, entry) ?? ('kind' in found ? found : undefined);
	return {
		entry,
		title: step?.title ?? entry.visit,
		...('kind' in found ? {} : { script: found }),
		...(stop ? { stop } : {}),
		warnings: [
			...(perhapsNotNeeded(state, entry) ? ['Perhaps not needed: its action never began.'] : []),
			...(entry.edited ? ['Check it: its action was edited before it ran.'] : []),
			...(whyUnknown(state, entry) === undefined
				? []
				: [`It is not known whether it was taken back already: ${whyUnknown(state, entry)}.`]),
		],
	};
}

/** Why nobody knows whether an entry was taken back; nothing when that is known. */
export function whyUnknown(state: RunState, entry: UndoEntry): string | undefined {
	const outcome = lastUndo(state, entry)?.outcome;
	return outcome?.kind === 'unknown' ? outcome.why : undefined;
}

function stopOf(state: RunState, entry: UndoEntry): Stop | undefined {
	if (!isHere(state, entry.host)) return { kind: 'elsewhere', host: entry.host ?? '' };
	return entry.byHand ? { kind: 'by-hand' } : undefined;
}

function scriptOf(
	runbook: Runbook,
	state: RunState,
	entry: UndoEntry,
	folderOf: (job: number) => string,
): Script | Stop {
	if (entry.kind === 'file') return restoreOf(entry, folderOf);
	if (entry.script !== undefined) return { text: entry.script, language: entry.language };
	// It waited for a value when its action began; perhaps the action itself has given it since.
	const step = stepBySlug(runbook, entry.steps.at(-1) ?? '');
	const block = step && blocksOf(step).find(other => other.index === entry.position);
	const plan = block && planBlock(runbook, asItWas(state, entry), block);
	switch (plan?.kind) {
		case 'ready':
			return plan.script;
		case 'waiting':
		case 'refused':
			return plan;
		default:
			return { kind: 'waiting', names: entry.waiting ?? [] };
	}
}

/** The state with the values of the time when the action ran, and with what that very action captured. */
function asItWas(state: RunState, entry: UndoEntry): RunState {
	const answers = new Map<string, Answer>(state.answers);
	for (const [name, value] of Object.entries(entry.known ?? {})) {
		answers.set(name, { kind: 'value', value });
	}
	for (const job of entry.items.values()) {
		const { capture, value } = (job !== undefined && executionOf(state, job)) || {};
		if (capture !== undefined && value !== undefined)
			answers.set(capture, { kind: 'value', value });
	}
	return { ...state, answers };
}

/** A file that was written by hand has no job that kept the old one. */
function restoreOf(entry: UndoEntry, folderOf: (job: number) => string): Script | Stop {
	const job = [...entry.items.values()].find(number => number !== undefined);
	if (job === undefined || entry.path === undefined) return { kind: 'by-hand' };
	return {
		text: restoreScript(quoteWord(entry.path), quoteWord(folderOf(job))),
		language: 'sh',
		restores: entry.path,
	};
}
