/** One step as rows: its prose, its blocks with their exact scripts, what became of them. Pure. */
import type { Script } from '../../run/plan.ts';
import {
	type ItemView,
	isFinished,
	itemsOf,
	type VisitView,
	visitsBelow,
} from '../../run/progress.ts';
import { putValues } from '../../run/put-values.ts';
import type { RunState } from '../../run/state.ts';
import type { Block, Choices, Links, Part, Runbook, Ticks } from '../../runbook/types.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { showText } from '../display.ts';
import { blockRows } from './block-rows.ts';
import { type Line, line, lineWidth, span, spread } from './line.ts';
import type { Tail } from './outcome-rows.ts';
import { proseRows } from './prose.ts';
import { frameRows, plainRows, type Row } from './rows.ts';
import { handLook, statusLook, stepLook } from './status.ts';
import { plannedUndoRows, type Restoring, takenBackRows } from './undo-rows.ts';

/** Something that `c` copies. */
export type Target = {
	readonly title: string;
	readonly script: string;
	/** The item that runs it; undo and example blocks have none. */
	readonly item?: string;
	/** What folds and unfolds it, where it is the script of a file. */
	readonly folds?: string;
};

export type Body = { readonly rows: readonly Row[]; readonly targets: readonly Target[] };

/** What is there now where a file shall be written. */
export type Present =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'nothing' }
	/** It is there, and cannot be shown: too large, no plain file, not readable. */
	| { readonly kind: 'hidden' };

export type StepContext = {
	readonly runbook: Runbook;
	readonly state: RunState;
	readonly view: VisitView;
	readonly columns: number;
	/** Milliseconds since 1970, for the time that a running command takes. */
	readonly now: number;
	readonly root: boolean;
	/** The target that copying is about. */
	readonly focus: number;
	/** The choice that Enter would take. */
	readonly choice: number | undefined;
	/** The item that `r` begins with. */
	readonly next: string | undefined;
	/** Files whose script is shown in place of the change: items, and entries of undo. */
	readonly unfolded: ReadonlySet<string>;
	readonly edits: ReadonlyMap<string, Script>;
	readonly tail: (job: number) => Tail | undefined;
	/** What a file holds now. */
	readonly present: (path: string) => Present;
	readonly undosBelow: (slug: string) => readonly PlannedUndo[];
	/** `newer` are those that are taken back before it. */
	readonly restoring: (undo: PlannedUndo, newer: readonly PlannedUndo[]) => Restoring;
	/** What a job ran; undefined where that cannot be read any more. */
	readonly ran: (job: number) => RanBytes | undefined;
};

/** The bytes of a job, as its folder holds them. */
export type RanBytes = {
	readonly script: string;
	/** For a file: what was written, and what was there before. */
	readonly file?: { readonly before?: string; readonly written: string };
};

export function stepBody(context: StepContext): Body {
	const targets: Target[] = [];
	const rows: Row[] = [];
	for (const part of context.view.visit.step.parts) {
		const added = partRows(context, part, targets);
		if (added.length === 0) continue;
		if (rows.length > 0) rows.push({ line: [] });
		rows.push(...added);
	}
	const byHand = itemsOf(context.view).find(({ item }) => item.kind === 'hand');
	if (byHand) rows.push({ line: [] }, ...handRows(context, byHand));
	if (rows.length === 0) {
		rows.push({ line: line(safe`  The steps below belong to it. Enter goes on.`, 'faint') });
	}
	return { rows, targets };
}

function partRows(context: StepContext, part: Part, targets: Target[]): readonly Row[] {
	switch (part.kind) {
		case 'prose':
			return proseRows(part.nodes, context.columns - 2, text => putValues(context.state, text)).map(
				prose => ({ line: [span(safe` `), ...prose] }),
			);
		case 'block':
			return blockOfStep(context, part, targets);
		case 'choices':
			return choiceRows(context, part);
		case 'links':
			return linkRows(context, part, targets);
		case 'ticks':
			return tickRows(context, part);
	}
}

function blockOfStep(context: StepContext, block: Block, targets: Target[]): readonly Row[] {
	const found = itemsOf(context.view).find(
		({ item }) => item.kind === 'block' && item.block.index === block.index,
	);
	return ofItem(found, blockRows(context, block, found, targets));
}

function ofItem(view: ItemView | undefined, rows: readonly Row[]): readonly Row[] {
	return view ? rows.map(row => ({ ...row, item: view.item.id })) : rows;
}

/** All of each label: why one way is the right one stands at its end. */
function choiceRows(context: StepContext, { items }: Choices): readonly Row[] {
	const taken = context.state.choices.get(context.view.visit.id);
	return items.flatMap(({ index, label }) => {
		const isHere = context.choice === index;
		const isTaken = taken === index;
		const mark: Line = [
			span(isHere ? safe` ❯ ` : safe`   `, 'accent'),
			span(isTaken ? safe`(•) ` : safe`( ) `, isTaken ? 'good' : 'faint'),
		];
		const badge = isTaken ? [span(safe`chosen `, 'good')] : [];
		const room = context.columns - lineWidth(mark) - lineWidth(badge) - 1;
		return wrapWords(showText(label), room).map((text, row) => ({
			line: spread(
				[...(row === 0 ? mark : [span(safe`       `)]), span(text, isHere ? 'strong' : 'plain')],
				row === 0 ? badge : [],
				context.columns,
			),
			choice: index,
		}));
	});
}

function tickRows({ view, columns }: StepContext, { items }: Ticks): readonly Row[] {
	return items.map(tick => {
		const found = itemsOf(view).find(
			({ item }) => item.kind === 'tick' && item.tick.index === tick.index,
		);
		const { sign, word, role } = handLook(found?.status ?? 'open');
		const isDone = found !== undefined && found.status !== 'open';
		return {
			line: spread(
				[
					span(safe`   [`),
					span(isDone ? sign : safe` `, role),
					span(safe`] `),
					span(showText(tick.label)),
				],
				[span(word, role), span(safe` `)],
				columns,
			),
		};
	});
}

function handRows({ state }: StepContext, { status, reason }: ItemView): readonly Row[] {
	const { sign, word, role } = handLook(status);
	if (status === 'open') {
		const mark = span(safe` ❯ `, 'accent');
		const key = span(safe`d`, 'key');
		return state.began.dryRun
			? [
					{
						line: [
							mark,
							span(safe`Nothing runs here: in a real run you do it, and say so with `),
							key,
						],
					},
				]
			: [{ line: [mark, span(safe`Nothing runs here: do it, then say so with `), key] }];
	}
	const why = reason === undefined ? safe`` : safe`: ${showText(reason)}`;
	return [{ line: [span(safe`   ${sign} ${word}${why}`, role)] }];
}

function linkRows(context: StepContext, { items }: Links, targets: Target[]): readonly Row[] {
	return items.flatMap((link): readonly Row[] => {
		const number = safe`   ${link.index + 1}. `;
		if (!link.undo) {
			const id = `${context.view.visit.id}/${link.index + 1}.${link.target}`;
			const below = visitsBelow(context.view).find(({ visit }) => visit.id === id);
			const { sign, word, role } = below ? stepLook(below) : statusLook('open');
			return [
				{
					line: spread(
						[span(number, 'faint'), span(showText(link.label))],
						[span(safe`${sign} ${word} `, role)],
						context.columns,
					),
				},
			];
		}
		const found = itemsOf(context.view).find(
			({ item }) => item.kind === 'take-back' && item.link.index === link.index,
		);
		return takeBackRows(context, link.label, number, link.target, found, targets);
	});
}

/** An undo by link shows, before it runs, every script that it would run, newest first. */
function takeBackRows(
	context: StepContext,
	label: string,
	number: Safe,
	target: string,
	found: ItemView | undefined,
	targets: Target[],
): readonly Row[] {
	const { columns } = context;
	const { sign, word, role } = statusLook(found?.status ?? 'open');
	const title = spread(
		[span(number, 'faint'), span(safe`undo `, 'warning'), span(showText(label))],
		[span(safe`${sign} ${word} `, role)],
		columns,
	);
	const why = found?.reason === undefined ? [] : plainRows(found.reason, columns - 6);
	const isLeft = found !== undefined && !isFinished(found.status);
	const undos = isLeft ? context.undosBelow(target) : [];
	const count =
		undos.length < 2
			? []
			: plainRows(`${undos.length} things are left to be taken back; r takes back the first.`, 70);
	return [
		{ line: title },
		...frameRows(why, span(safe`      `), columns),
		...(found ? takenBackRows(context, found.item.id) : []),
		...frameRows(count, span(safe`      `), columns),
		...undos.flatMap((undo, at) =>
			plannedUndoRows(context, undo, undos.slice(0, at), found?.item, targets),
		),
	];
}
