/** One block: what it is, its exact bytes, and what became of it. Pure. */

import { purposeNames } from '../../run/describe.ts';
import { isHere, planBlock, type Script } from '../../run/plan.ts';
import type { ItemView } from '../../run/progress.ts';
import type { Execution } from '../../run/state.ts';
import type { Block } from '../../runbook/types.ts';
import { joinSafe, type Safe, safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import { sumOf } from '../../walk/session.ts';
import { showText } from '../display.ts';
import { blockHead } from './block-head.ts';
import { type Line, line, span, spread } from './line.ts';
import { outcomeRows } from './outcome-rows.ts';
import { type Content, otherBytes, ranContent } from './ran-rows.ts';
import { fileRows, frameRows, plainRows, type Row, scriptRows } from './rows.ts';
import { statusLook } from './status.ts';
import type { StepContext, Target } from './step-body.ts';

export function blockRows(
	context: StepContext,
	block: Block,
	view: ItemView | undefined,
	targets: Target[],
): readonly Row[] {
	const { columns, focus } = context;
	const spared = notNeededRows(context, block, view);
	if (spared) return spared;
	const edit = view && context.edits.get(view.item.id);
	const target = targets.length;
	const isNext = view !== undefined && view.item.id === context.next;
	const isUnfolded = view !== undefined && context.unfolded.has(view.item.id);
	const planned = contentOf(context, block, edit, isUnfolded);
	const content = ranContent(context, block, view, { planned, isUnfolded }) ?? planned;
	targets.push({
		title: purposeNames[block.purpose],
		script: content.copies,
		...(view ? { item: view.item.id } : {}),
		...(block.file && view ? { folds: view.item.id } : {}),
	});
	const isFocus = focus === target;
	const bar = span(isFocus ? safe` ▌ ` : safe` │ `, isFocus ? 'accent' : 'faint');
	const isEdited = content.ran ? view?.execution?.edited === true : edit !== undefined;
	const head = spread(
		blockHead(context, block, isEdited, isNext),
		[span(rightOf(context, block, view, content), 'warning'), ...statusOf(view), span(safe` `)],
		columns,
	);
	const execution = view?.execution;
	const tried = view?.execution ?? attemptOf(context, view);
	const other = tried && !content.ran ? otherBytes(context, tried, content, bar) : [];
	return [
		{ line: head, target },
		...frameRows(content.about, span(safe`   `), columns, target),
		...frameRows(content.rows, bar, columns, target),
		...other,
		...(tried && !execution ? [{ line: line(safe`   tried before that:`, 'faint') }] : []),
		...(tried ? outcomeRows(tried, context.tail(tried.job), context.now, columns) : []),
	];
}

/** The newest try of what was skipped after it, or done by hand. */
function attemptOf({ state }: StepContext, view: ItemView | undefined): Execution | undefined {
	if (!view || (view.status !== 'skipped' && view.status !== 'by-hand')) return undefined;
	return state.executions.findLast(({ item }) => item === view.item.id);
}

/** Of what is not needed the reason alone: nothing of it would run, and nobody has to read it. */
function notNeededRows(
	context: StepContext,
	block: Block,
	view: ItemView | undefined,
): readonly Row[] | undefined {
	if (block.purpose === 'example' || view?.execution) return undefined;
	const plan = planBlock(context.runbook, context.state, block);
	if (plan.kind !== 'not-needed') return undefined;
	const { sign, word, role } = statusLook('not-needed');
	const head = [...blockHead(context, block, false, false), span(safe`  `)];
	return [
		{ line: spread(head, [span(safe`${sign} ${word} `, role)], context.columns) },
		...frameRows(plainRows(plan.because, context.columns - 4), span(safe`   `), context.columns),
	];
}

function contentOf(
	context: StepContext,
	block: Block,
	edit: Script | undefined,
	isUnfolded: boolean,
): Content {
	const width = context.columns - 4;
	const template = block.content.text;
	if (block.purpose === 'example') {
		return { rows: plainRows(template, width), about: [], copies: template };
	}
	if (edit) return readyContent(context, block, edit, isUnfolded);
	const plan = planBlock(context.runbook, context.state, block);
	switch (plan.kind) {
		case 'waiting':
			return {
				rows: plainRows(template, width),
				about: [],
				copies: template,
				lacks: plan.onlyIf ? `only if ${plan.onlyIf}` : `waiting for ${plan.names.join(', ')}`,
			};
		case 'not-needed':
			return {
				rows: plainRows(template, width),
				about: plainRows(`not needed: ${plan.because}`, width),
				copies: template,
			};
		case 'refused':
			return {
				rows: plainRows(template, width),
				about: plainRows(plan.because, width, 'bad'),
				copies: template,
				lacks: 'refused',
			};
		case 'ready':
			return readyContent(context, block, plan.script, isUnfolded);
	}
}

const hidden = { kind: 'hidden' } as const;

const presentNames = {
	text: 'changes it',
	same: 'unchanged',
	nothing: 'a new file',
	hidden: 'what is there now cannot be shown',
} as const;

function readyContent(
	context: StepContext,
	block: Block,
	script: Script,
	isUnfolded: boolean,
): Content {
	const width = context.columns - 4;
	// The undo of a file block is in that block itself; an undo block is never a file.
	if (!script.file || isUnfolded)
		return { rows: scriptRows(script, width), about: [], copies: script.text };
	const { path, mode, owner, content } = script.file;
	const present = isHere(context.state, block.host) ? context.present(path) : hidden;
	const before = present.kind === 'text' ? present.text : undefined;
	const facts = [
		`writes ${path}`,
		...(mode === undefined ? [] : [`mode ${mode}`]),
		...(owner === undefined ? [] : [`owner ${owner}`]),
		presentNames[present.kind === 'text' && before === content ? 'same' : present.kind],
	];
	return {
		rows: fileRows(script, script.file, before, width),
		about: wrapWords(joinSafe(facts.map(showText), ' · '), width).map(text => ({
			line: line(text),
		})),
		copies: script.text,
	};
}

/** What stands against running it, while it is to be run. */
function rightOf(
	context: StepContext,
	block: Block,
	view: ItemView | undefined,
	content: Content,
): Safe {
	if (view === undefined || !['open', 'failed', 'unknown'].includes(view.status)) return safe``;
	if (content.lacks !== undefined) return safe`${showText(content.lacks)} `;
	if (block.host !== undefined && !context.state.hosts.has(block.host)) {
		return safe`which machine is ${showText(block.host)}? `;
	}
	if (!isHere(context.state, block.host)) return safe`by hand: not this machine `;
	return block.root && !context.root ? safe`needs root ` : safe``;
}

function statusOf(view: ItemView | undefined): Line {
	if (!view || view.status === 'open') return [];
	const { sign, word, role } = statusLook(view.status);
	const why = view.reason === undefined ? safe`` : safe`: ${showText(view.reason)}`;
	return [span(safe`${sign} ${word}${why}`, role)];
}

/** The sum of the bytes that would run for an item now, if they are known. */
export function sumOfItem(
	context: Pick<StepContext, 'runbook' | 'state' | 'edits'>,
	block: Block,
	item: string,
): string | undefined {
	const edit = context.edits.get(item);
	if (edit) return sumOf(edit.text);
	const plan = planBlock(context.runbook, context.state, block);
	return plan.kind === 'ready' ? sumOf(plan.script.text) : undefined;
}
