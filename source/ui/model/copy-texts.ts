/** What can be copied besides one block: the commands of a step, and of all that is still to do. Pure. */
import { isHere, planBlock, type Script } from '../../run/plan.ts';
import { type ItemView, isFinished, itemsOf, type VisitView } from '../../run/progress.ts';
import type { RunState } from '../../run/state.ts';
import type { Block, Runbook } from '../../runbook/types.ts';

export type CopyText = {
	readonly text: string;
	/** How many commands it holds. */
	readonly commands: number;
	/** Where it stops before the end, and why. */
	readonly until?: string;
};

export type CopyContext = {
	readonly runbook: Runbook;
	readonly state: RunState;
	readonly edits: ReadonlyMap<string, Script>;
};

/** What is left of one step. */
export function stepText(context: CopyContext, view: VisitView): CopyText {
	return textOf(context, [view]);
}

/** What is left from `view` on, in the order of the walk. */
export function restText(
	context: CopyContext,
	views: readonly VisitView[],
	view: VisitView,
): CopyText {
	const { id } = view.visit;
	const at = Math.max(
		0,
		views.findIndex(({ visit }) => visit.id === id),
	);
	const goesOn = views
		.slice(0, at)
		.findLast(above => id.startsWith(`${above.visit.id}/`) && openItems(above).length > 0);
	if (!goesOn) return textOf(context, views.slice(at));
	const own = views.filter(({ visit }) => visit.id === id || visit.id.startsWith(`${id}/`));
	return textOf(context, own, `${goesOn.visit.step.title}: it goes on there`);
}

function openItems(view: VisitView): readonly ItemView[] {
	return itemsOf(view).filter(({ status }) => !isFinished(status));
}

/**
 * Between parentheses, so that a shell reads all of it before it begins, stops at the first failure
 * and stays alive; each command in parentheses of its own, because each is a shell of its own here.
 * It ends before the first thing that a shell cannot do: what a person does or decides, what runs
 * elsewhere, what waits for a value, what is dangerous and would not be asked about.
 */
function textOf(context: CopyContext, views: readonly VisitView[], end?: string): CopyText {
	const lines: string[] = [];
	let commands = 0;
	let until: string | undefined;
	for (const view of views) {
		const open = view.entries.filter(entry => !isFinished(entry.view.status));
		if (openItems(view).length > 0) lines.push(...commentLines(view.visit.step.title));
		for (const entry of open) {
			const part = entry.kind === 'item' ? partOf(context, entry.view) : visitPart(entry.view);
			if ('until' in part) {
				until = `${view.visit.step.title}: ${part.until}`;
				break;
			}
			lines.push(...part.lines);
			commands += part.lines.length > 0 ? 1 : 0;
		}
		if (until !== undefined) break;
	}
	until ??= end;
	const last = until === undefined ? [] : commentLines(`It ends here. ${until}`);
	return {
		text: commands === 0 ? '' : ['(', 'set -e', ...lines, ...last, ')'].join('\n'),
		commands,
		...(until === undefined ? {} : { until }),
	};
}

type Part = { readonly lines: readonly string[] } | { readonly until: string };

/** A step of a numbered list stands where it is done: what comes behind it has to wait. */
function visitPart({ visit, status }: VisitView): Part {
	return visit.linked && status !== 'read'
		? { until: `the steps of its list come first, ${visit.step.title}` }
		: { lines: [] };
}

function partOf({ runbook, state, edits }: CopyContext, { item }: ItemView): Part {
	switch (item.kind) {
		case 'hand':
		case 'tick':
			return { until: 'this is done by hand' };
		case 'choice':
			return { until: 'this is a decision' };
		case 'take-back':
			return { until: 'this takes something back' };
		case 'block': {
			const { block } = item;
			const against = whyNot(state, block);
			if (against !== undefined) return { until: against };
			const edit = edits.get(item.id);
			const plan = planBlock(runbook, state, block);
			if (edit) return { lines: grouped(block, edit) };
			if (plan.kind === 'ready') return { lines: grouped(block, plan.script) };
			if (plan.kind === 'not-needed') return { lines: [] };
			return {
				until:
					plan.kind === 'waiting'
						? `this waits for ${plan.names.join(', ')}`
						: `this cannot run with this value: ${plan.because}`,
			};
		}
	}
}

function whyNot(state: RunState, block: Block): string | undefined {
	if (!isHere(state, block.host)) return `this runs on ${block.host}`;
	if (block.danger) return 'this is dangerous, and nothing would ask';
	if (block.purpose === 'done') return 'what comes depends on whether it is done already';
	if (block.within !== undefined) return `this is tried for ${block.within} s`;
	return block.language === 'bash' ? 'this is for bash' : undefined;
}

function grouped(block: Block, { text }: Script): readonly string[] {
	const name = block.file ? ['# file'] : block.purpose === 'verify' ? ['# gate'] : [];
	return [...name, '(', text, ')'];
}

/** A title may hold anything but a line break, which would end the comment. */
function commentLines(text: string): readonly string[] {
	return [`# ${text.replace(/[\x00-\x1f\x7f]+/g, ' ')}`];
}
