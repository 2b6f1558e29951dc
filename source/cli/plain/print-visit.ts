/** A step on paper, as it is walked: its title, then its prose, each part when its turn comes. */
import { describeOutcome, durationOf, purposeNames } from '../../run/describe.ts';
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

/** A visit that the walk is in, or that it has gone down from. */
type Open = { readonly visit: Visit; printed: number };

/** Prints the visits of one walk, each part of them once. */
export class VisitPrinter {
	readonly #io: Io;
	readonly #walk: Walk;
	/** Each below the one before it. */
	#open: Open[] = [];
	/** The visit whose title stands above what is printed now. */
	#titled: Visit | undefined;

	constructor(io: Io, walk: Walk) {
		this.#io = io;
		this.#walk = walk;
	}

	/** Goes to a visit: prints what is left of those that are over, and what it stands below. */
	enter(visit: Visit): void {
		const way = wayTo(this.#walk.visits, visit.id);
		this.#closeUntil(open => way.some(({ id }) => id === open.visit.id));
		for (const next of way.slice(this.#open.length)) {
			const last = this.#open.at(-1);
			if (last) this.#printUpTo(last, partThatLeads(last.visit, next));
			this.#open.push({ visit: next, printed: 0 });
			this.#title(next);
		}
		this.#title(visit);
	}

	/** Prints what stands before an item; without one, all that is left. */
	upTo(item: Item | undefined): void {
		const last = this.#open.at(-1);
		if (!last) return;
		const at = item ? last.visit.step.parts.findIndex(part => holds(part, item)) : -1;
		this.#printUpTo(last, at);
	}

	leave(): void {
		this.#closeUntil(() => false);
	}

	#closeUntil(stays: (open: Open) => boolean): void {
		for (let last = this.#open.at(-1); last && !stays(last); last = this.#open.at(-1)) {
			this.#printUpTo(last, -1);
			this.#open.pop();
		}
	}

	/** `end` is the part that comes next; -1 where none does. */
	#printUpTo(open: Open, end: number): void {
		const { parts } = open.visit.step;
		for (const to = end === -1 ? parts.length : end; open.printed < to; open.printed++) {
			const part = parts[open.printed];
			if (part) this.#print(part, open.visit);
		}
	}

	/** Once more, where the walk comes back to it from below. */
	#title(visit: Visit): void {
		if (this.#titled?.id === visit.id) return;
		this.#titled = visit;
		printLines(this.#io, ['', `${'#'.repeat(Math.min(6, visit.level + 2))} ${visit.step.title}`]);
	}

	#print(part: Part, visit: Visit): void {
		if (part.kind === 'prose') {
			const lines = proseLines([...part.nodes], Math.min(columns(this.#io), widest), {
				put: text => putValues(this.#walk.state, text),
				ascii: !isUtf8(this.#io.environment),
			});
			this.#title(visit);
			printLines(this.#io, ['', ...plainLines(lines)]);
			return;
		}
		if (part.kind === 'block' && (part.purpose === 'undo' || part.purpose === 'example')) {
			const plan = planBlock(this.#walk.runbook, this.#walk.state, part);
			const script =
				plan.kind === 'ready' ? plan.script : { text: part.content.text, language: part.language };
			if (plan.kind !== 'not-needed') {
				this.#title(visit);
				printScript(this.#io, `${describeBlock(part)} · not run now`, script);
			}
			return;
		}
		const view = part.kind === 'block' ? this.#viewOf(part, visit) : undefined;
		if (view && (view.status === 'not-needed' || view.status === 'done-already')) {
			const why = view.reason ? `: ${view.reason}` : '';
			this.#title(visit);
			say(this.#io, ['', `${describeBlock(view.block)} · ${statusWords[view.status]}${why}`]);
		}
	}

	#viewOf(block: Block, { id }: Visit): (ItemView & { readonly block: Block }) | undefined {
		const views = flatten(this.#walk.progress());
		const found = views.find(({ visit }) => visit.id === id);
		const view =
			found &&
			itemsOf(found).find(({ item }) => item.kind === 'block' && item.block.index === block.index);
		return view && { ...view, block };
	}
}

/** A visit with all that it stands below, the highest first. */
function wayTo(visits: readonly Visit[], id: string): readonly Visit[] {
	const next = visits.find(visit => visit.id === id || id.startsWith(`${visit.id}/`));
	if (!next) return [];
	const below = next.entries.flatMap(entry => (entry.kind === 'visit' ? [entry.visit] : []));
	return [next, ...wayTo(below, id)];
}

/** The numbered list of a visit that leads to one below it; -1 for a sub-step, which comes behind all. */
function partThatLeads(from: Visit, to: Visit): number {
	const [, number] = /^([0-9]+)\./.exec(to.id.slice(from.id.length + 1)) ?? [];
	return from.step.parts.findIndex(
		part => part.kind === 'links' && part.items.some(({ index }) => String(index + 1) === number),
	);
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
	return [
		purposeNames[block.purpose],
		...(block.host ? [`on ${block.host}`] : []),
		...(block.root ? ['root'] : []),
		...(block.danger ? ['DANGER'] : []),
		...(block.tty ? ['takes the terminal'] : []),
		...(block.within ? [`within ${block.within} s`] : []),
		...(block.capture ? [`gives ${block.capture}`] : []),
	].join(' · ');
}
