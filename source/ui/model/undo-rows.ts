/** Something that can be taken back: its exact script, what to mind, what became of a try. Pure. */
import type { Item } from '../../run/outline.ts';
import type { Script } from '../../run/plan.ts';
import { putValues } from '../../run/put-values.ts';
import { succeeded } from '../../run/state.ts';
import { stepBySlug } from '../../runbook/steps.ts';
import { joinSafe, type Safe, safe } from '../../text/safe.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import { span, spread } from './line.ts';
import { outcomeRows } from './outcome-rows.ts';
import { proseRows } from './prose.ts';
import { frameRows, plainRows, type Row, restoreRows, scriptRows } from './rows.ts';
import type { StepContext, Target } from './step-body.ts';

/** What restoring a file does: of each such script only the names and the job differ. */
export type Restoring =
	/** The texts are absent where they cannot be shown. */
	| { readonly kind: 'puts-back'; readonly now?: string; readonly before?: string }
	| { readonly kind: 'removes'; readonly now?: string }
	/** It is not what that job wrote: it will be refused, and left as it is. */
	| { readonly kind: 'changed'; readonly now: 'nothing' | 'link' }
	| {
			readonly kind: 'changed';
			readonly now: 'other';
			readonly from: string;
			readonly to: string;
	  }
	/** Somebody else has restored it, or removed it. */
	| { readonly kind: 'as-before' | 'gone' }
	/** That job changed nothing. */
	| { readonly kind: 'nothing' };

export type UndoContext = Pick<
	StepContext,
	'columns' | 'focus' | 'runbook' | 'state' | 'now' | 'tail' | 'restoring' | 'unfolded'
>;

/** For a file the change is the preview, as it is when a file is written. */
function bytesRows(
	context: UndoContext,
	undo: PlannedUndo,
	newer: readonly PlannedUndo[],
	script: Script,
): readonly Row[] {
	const width = context.columns - 4;
	if (undo.entry.kind !== 'file' || context.unfolded.has(undo.entry.id))
		return scriptRows(script, width);
	return restoreRows(script, undo.entry.path ?? '', context.restoring(undo, newer), width);
}

/** `newer` are those that are taken back before it. */
export function plannedUndoRows(
	context: UndoContext,
	undo: PlannedUndo,
	newer: readonly PlannedUndo[],
	item: Item | undefined,
	targets: Target[],
): readonly Row[] {
	const { columns, focus } = context;
	const target = targets.length;
	const words = [
		safe`undo of ${showText(undo.title)}`,
		...(undo.entry.host === undefined ? [] : [safe`on ${showText(undo.entry.host)}`]),
		...(undo.entry.root ? [safe`root`] : []),
	];
	const danger = undo.entry.danger ? [span(safe`  DANGER`, 'bad')] : [];
	const stop = undo.stop ? stopWord(undo.stop.kind) : safe``;
	const head = spread(
		[span(safe`   ${joinSafe(words, ' · ')}`, 'faint'), ...danger],
		[span(safe`${stop} `, 'warning')],
		columns,
	);
	const warnings = undo.warnings.flatMap(text => plainRows(text, columns - 6, 'warning'));
	const isFocus = focus === target;
	const bar = span(isFocus ? safe` ▌ ` : safe` │ `, isFocus ? 'accent' : 'faint');
	const script = undo.script
		? frameRows(bytesRows(context, undo, newer, undo.script), bar, columns, target)
		: plainRows('Its script is not known.', columns - 6);
	if (undo.script) {
		targets.push({
			title: `undo of ${undo.title}`,
			script: undo.script.text,
			...(item === undefined ? {} : { item: item.id }),
			...(undo.entry.kind === 'file' ? { folds: undo.entry.id } : {}),
		});
	}
	const attempts = context.state.executions.filter(({ undoes }) => undoes === undo.entry.id);
	const last = attempts.at(-1);
	const rows: readonly Row[] = [
		{ line: head, ...(undo.script ? { target } : {}) },
		...proseOf(context, undo),
		...frameRows(warnings, span(safe`   `), columns),
		...script,
		...(last ? outcomeRows(last, context.tail(last.job), context.now, columns) : []),
	];
	return rows.map(row => ({ ...row, item: undo.entry.id }));
}

/** What its step says just before it: what to do first, and what not. */
function proseOf({ runbook, state, columns }: UndoContext, { entry }: PlannedUndo): readonly Row[] {
	if (entry.kind === 'file') return [];
	const parts = stepBySlug(runbook, entry.steps.at(-1) ?? '')?.parts ?? [];
	const at = parts.findIndex(part => part.kind === 'block' && part.index === entry.position);
	const before = parts[at - 1];
	if (before?.kind !== 'prose') return [];
	return proseRows(before.nodes, columns - 6, text => putValues(state, text)).map(prose => ({
		line: [span(safe`   `), ...prose],
	}));
}

/** What an undo by link has taken back so far, each with how it went and what it printed. */
export function takenBackRows(
	{ columns, now, runbook, state, tail }: UndoContext,
	link: string,
): readonly Row[] {
	const { executions, undos } = state;
	return executions
		.filter(execution => execution.by === link && succeeded(execution))
		.flatMap(execution => {
			const entry = undos.find(({ id }) => id === execution.undoes);
			const step = stepBySlug(runbook, entry?.steps.at(-1) ?? '');
			const head = spread(
				[span(safe`   ↶ undo of ${showText(step?.title ?? execution.item)}`, 'faint')],
				[span(safe`taken back `, 'good')],
				columns,
			);
			const rows = [{ line: head }, ...outcomeRows(execution, tail(execution.job), now, columns)];
			return rows.map(row => ({ ...row, item: execution.item }));
		});
}

/** Whether `r` could run it; else it is taken back by hand, or waits for something. */
export function canRunUndo({ entry, script, stop }: PlannedUndo, root: boolean): boolean {
	return script !== undefined && stop === undefined && (root || !entry.root);
}

/** Why `r` would not run it. */
export function whyNotUndone(undo: PlannedUndo, root: boolean): Safe | undefined {
	if (canRunUndo(undo, root)) return undefined;
	if (undo.stop && undo.stop.kind !== 'by-hand') return stopWord(undo.stop.kind);
	return undo.stop || undo.script === undefined ? safe`by hand` : safe`needs root`;
}

function stopWord(kind: NonNullable<PlannedUndo['stop']>['kind']) {
	switch (kind) {
		case 'elsewhere':
			return safe`by hand: not this machine`;
		case 'by-hand':
			return safe`by hand: it was done by hand`;
		case 'waiting':
			return safe`waiting for a value`;
		case 'refused':
			return safe`refused`;
		case 'needs-root':
			return safe`needs root`;
		case 'not-needed':
		case 'choose':
		case 'unknown':
		case 'running':
		case 'step-below':
			return showText(kind);
	}
}
