/** A step on paper, as it is walked: its title, then its prose, each part when its turn comes. */
import { describeOutcome, durationOf } from '../../run/describe.ts';
import type { Item, Visit } from '../../run/outline.ts';
import { planBlock, type Script } from '../../run/plan.ts';
import { flatten, type ItemView, itemsOf } from '../../run/progress.ts';
import { putValues } from '../../run/put-values.ts';
import { statusWords } from '../../run/report.ts';
import type { Execution } from '../../run/state.ts';
import type { Block, Part } from '../../runbook/types.ts';
import { isUtf8 } from '../../terminal/capabilities.ts';
import { formatDuration } from '../../text/duration.ts';
import { plainLines, proseLines } from '../../text/prose.ts';
import type { Walk } from '../../walk/walk.ts';
import { columns, type Io, printLines, say } from '../io.ts';

/** Wider lines are hard to read. */
const widest = 100;

/** Prints the visits of one walk, each part of them once. */
export class VisitPrinter {
	readonly #io: Io;
	readonly #walk: Walk;
	#visit: Visit | undefined;
	#printed = 0;

	constructor(io: Io, walk: Walk) {
		this.#io = io;
		this.#walk = walk;
	}

	/** Goes to a visit: prints what is left of the last one, and the title of this one. */
	enter(visit: Visit): void {
		if (this.#visit?.id === visit.id) return;
		this.leave();
		// Prose of the step above, which the walk may have come back to.
		this.#visit = visit;
		this.#printed = 0;
		printLines(this.#io, ['', `${'#'.repeat(Math.min(6, visit.level + 2))} ${visit.step.title}`]);
	}

	/** Prints what stands before an item; without one, all that is left. */
	upTo(item: Item | undefined): void {
		const parts = this.#visit?.step.parts ?? [];
		const at = item ? parts.findIndex(part => holds(part, item)) : -1;
		const end = at === -1 ? parts.length : at;
		for (; this.#printed < end; this.#printed++) {
			const part = parts[this.#printed];
			if (part) this.#print(part);
		}
	}

	leave(): void {
		if (this.#visit) this.upTo(undefined);
		this.#visit = undefined;
	}

	#print(part: Part): void {
		if (part.kind === 'prose') {
			const lines = proseLines([...part.nodes], Math.min(columns(this.#io), widest), {
				put: text => putValues(this.#walk.state, text),
				ascii: !isUtf8(this.#io.environment),
			});
			printLines(this.#io, ['', ...plainLines(lines)]);
			return;
		}
		if (part.kind === 'block' && (part.purpose === 'undo' || part.purpose === 'example')) {
			const plan = planBlock(this.#walk.runbook, this.#walk.state, part);
			const script =
				plan.kind === 'ready' ? plan.script : { text: part.content.text, language: part.language };
			if (plan.kind !== 'not-needed') {
				printScript(this.#io, `${describeBlock(part)} · not run now`, script);
			}
			return;
		}
		const view = part.kind === 'block' ? this.#viewOf(part) : undefined;
		if (view && (view.status === 'not-needed' || view.status === 'done-already')) {
			const why = view.reason ? `: ${view.reason}` : '';
			say(this.#io, ['', `${describeBlock(view.block)} · ${statusWords[view.status]}${why}`]);
		}
	}

	#viewOf(block: Block): (ItemView & { readonly block: Block }) | undefined {
		const views = flatten(this.#walk.progress());
		const visit = views.find(view => view.visit.id === this.#visit?.id);
		const view =
			visit &&
			itemsOf(visit).find(({ item }) => item.kind === 'block' && item.block.index === block.index);
		return view && { ...view, block };
	}
}

/** Whether an item stands in this part of its step. */
function holds(part: Part, item: Item): boolean {
	switch (item.kind) {
		case 'block':
			return part === item.block;
		case 'take-back':
			return part.kind === 'links' && part.items.includes(item.link);
		case 'tick':
			return part.kind === 'ticks' && part.items.includes(item.tick);
		case 'choice':
		case 'hand':
			return false;
	}
}

/** The exact bytes, each line behind a bar, and what they are. A file shows what will be in it. */
export function printScript(io: Io, what: string, script: Script): void {
	if (script.restores !== undefined) {
		say(io, ['', `${what} · puts ${script.restores} back as it was, unless it was changed since`]);
		return;
	}
	const shown = script.file ? script.file.content.replace(/\n$/, '') : script.text;
	const about = script.file
		? `${what} · ${describeFile(script.file.path, script.file.mode, script.file.owner)}`
		: `${what} · ${script.language} -e`;
	say(io, ['', about]);
	printLines(
		io,
		shown.split('\n').map(line => `| ${line}`),
	);
}

export function describeFile(path: string, mode?: string, owner?: string): string {
	const kept = [...(mode ? [`mode ${mode}`] : []), ...(owner ? [`owner ${owner}`] : [])];
	return `writes ${path}${kept.length > 0 ? ` (${kept.join(', ')})` : ''}`;
}

/** How a job ended, and how long it took. */
export function printResult(io: Io, execution: Execution): void {
	const { outcome, refused } = execution;
	const time = durationOf(execution);
	const isGood = outcome?.kind === 'exited' && outcome.status === 0 && refused === undefined;
	const sign = isUtf8(io.environment) ? (isGood ? '✓' : '✗') : isGood ? 'ok:' : 'NOT OK:';
	const took = time === undefined ? '' : `, ${formatDuration(time)}`;
	const answer =
		execution.purpose === 'done' && outcome?.kind === 'exited'
			? `${isGood ? 'done already' : 'needs doing'} (${describeOutcome(execution)}${took})`
			: `${sign} ${describeOutcome(execution)}${took}`;
	const remarks = [
		...(execution.value === undefined ? [] : [`  ${execution.capture} = ${execution.value}`]),
		...(execution.truncated ? ['  Its output was too long, and is cut.'] : []),
		...(execution.stillWriting ? ['  A background process goes on writing.'] : []),
	];
	printLines(io, [answer, ...remarks]);
}

export function describeBlock(block: Block): string {
	const names = {
		action: 'action',
		done: 'done?',
		verify: 'gate',
		undo: 'undo',
		example: 'example',
	};
	return [
		names[block.purpose],
		...(block.host ? [`on ${block.host}`] : []),
		...(block.root ? ['root'] : []),
		...(block.danger ? ['DANGER'] : []),
		...(block.within ? [`within ${block.within} s`] : []),
		...(block.capture ? [`gives ${block.capture}`] : []),
	].join(' · ');
}
