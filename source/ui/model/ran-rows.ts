/** The bytes of a job, which may be others than those of the plan. Pure. */
import { planBlock, type Script } from '../../run/plan.ts';
import { type ItemView, isFinished } from '../../run/progress.ts';
import type { Execution } from '../../run/state.ts';
import type { Block } from '../../runbook/types.ts';
import { safe } from '../../text/safe.ts';
import { sumOf } from '../../walk/session.ts';
import { line, type Span, span } from './line.ts';
import { changeRows, frameRows, plainRows, type Row, scriptRows } from './rows.ts';
import type { StepContext } from './step-body.ts';

/** What is shown of a block. */
export type Content = {
	readonly rows: readonly Row[];
	/** What stands above the bytes. */
	readonly about: readonly Row[];
	readonly copies: string;
	/** It is what ran, and not what would run. */
	readonly ran?: true;
	/** Why there are no bytes to run. */
	readonly lacks?: string;
};

/**
 * Of what runs and of what has run its bytes: they may have been edited, or have had other values.
 * What was taken back stands as what would run once more.
 */
export function ranContent(
	context: StepContext,
	block: Block,
	view: ItemView | undefined,
	{ planned, isUnfolded }: { readonly planned: Content; readonly isUnfolded: boolean },
): Content | undefined {
	const execution = view?.execution;
	if (!execution || view.status === 'undone') return undefined;
	const runs = view.status === 'running';
	if (runs ? execution.sum === sumOf(planned.copies) : !isFinished(view.status)) return undefined;
	const width = context.columns - 4;
	const bytes = context.ran(execution.job);
	if (!bytes) return runs ? unreadable(width) : undefined;
	const script: Script = { text: bytes.script, language: block.language };
	if (!bytes.file || isUnfolded) {
		return {
			rows: scriptRows(script, width),
			about: [],
			copies: bytes.script,
			ran: true,
		};
	}
	const { before, written } = bytes.file;
	const plan = planBlock(context.runbook, context.state, block);
	const path = plan.kind === 'ready' ? plan.script.file?.path : undefined;
	const what = `wrote ${path ?? 'the file'}${before === undefined ? ', which is new' : ''}`;
	return {
		rows: seenOnly(changeRows(script, before, written, width)),
		about: plainRows(what, width, 'plain'),
		copies: bytes.script,
		ran: true,
	};
}

/** What runs is never shown as something else. */
function unreadable(width: number): Content {
	const rows = plainRows('What runs here cannot be shown: its bytes are not readable.', width);
	return { rows, about: [], copies: '', ran: true };
}

/** What failed with other bytes than `r` would run now: those, above what they printed. */
export function otherBytes(
	context: StepContext,
	execution: Execution,
	content: Content,
	bar: Span,
): readonly Row[] {
	if (!execution.outcome || execution.sum === sumOf(content.copies)) return [];
	const bytes = context.ran(execution.job);
	if (!bytes) return [];
	const rows = scriptRows({ text: bytes.script, language: 'sh' }, context.columns - 4);
	return [
		{
			line: line(
				safe`   what ran${execution.edited ? safe`, edited` : safe``}, and gave this:`,
				'faint',
			),
		},
		...frameRows(seenOnly(rows), span(bar.text, 'faint'), context.columns),
	];
}

/** Rows that were not made to be approved. */
function seenOnly(rows: readonly Row[]): readonly Row[] {
	return rows.map(({ part: _approves, ...row }) => row);
}
