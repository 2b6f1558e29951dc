/** Numbered lists may not go round, nor unfold without measure. */
import { MOST_STEPS } from '../sections.ts';
import { linksOf } from '../steps.ts';
import type { Link, Step } from '../types.ts';
import type { Checked } from './index.ts';

export function checkCircles(checked: Checked): void {
	const { runbook, steps, report } = checked;
	const bySlug = new Map(steps.map(step => [step.slug, step]));
	const walk = new Walk(bySlug, checked);
	for (const step of runbook.steps) walk.enter(step, undefined);
	// A step that nothing reaches may still go round.
	for (const step of steps) walk.enter(step, undefined);
	if (walk.found) return;
	checkSize(checked, bySlug);
	checkUndoLinks(steps, bySlug, report);
}

/** What is walked as part of a step: its sub-steps, unless lists do that, and what its lists name. */
function below(step: Step, bySlug: ReadonlyMap<string, Step>): readonly [Step, Link | undefined][] {
	const links = linksOf(step);
	const linked = links.flatMap((link): [Step, Link][] => {
		const target = link.undo ? undefined : bySlug.get(link.target);
		return target ? [[target, link]] : [];
	});
	const subs = links.length > 0 ? [] : step.steps;
	return [...subs.map((sub): [Step, undefined] => [sub, undefined]), ...linked];
}

class Walk {
	readonly #bySlug: ReadonlyMap<string, Step>;
	readonly #report: Checked['report'];
	readonly #open: Step[] = [];
	readonly #done = new Set<Step>();
	found = false;

	constructor(bySlug: ReadonlyMap<string, Step>, { report }: Checked) {
		this.#bySlug = bySlug;
		this.#report = report;
	}

	enter(step: Step, by: Link | undefined): void {
		const open = this.#open.indexOf(step);
		if (open !== -1) {
			if (by) this.#circle([...this.#open.slice(open), step], by);
			return;
		}
		if (this.#done.has(step)) return;
		this.#open.push(step);
		for (const link of linksOf(step)) this.#containing(step, link);
		for (const [next, link] of below(step, this.#bySlug)) this.enter(next, link);
		this.#open.pop();
		this.#done.add(step);
	}

	/** A list below a step with a list of its own is not walked with it, and yet must not name it. */
	#containing(step: Step, link: Link): void {
		const target = link.undo ? undefined : this.#bySlug.get(link.target);
		if (!target || !step.path.startsWith(`${target.path}/`)) return;
		if (!this.#open.includes(target)) this.#circle([target, step, target], link);
	}

	#circle(way: readonly Step[], { position }: Link): void {
		this.found = true;
		const titles = way.slice(-6).map(({ title }) => `\`${title}\``);
		this.#report.add(
			'circle',
			position,
			`This list goes round in a circle: ${titles.join(' → ')}.`,
			'A list may name any step but one that contains it or leads to it.',
		);
	}
}

function checkSize({ runbook, report }: Checked, bySlug: ReadonlyMap<string, Step>): void {
	const sizes = new Map<Step, number>();
	const sizeOf = (step: Step): number => {
		const known = sizes.get(step);
		if (known !== undefined) return known;
		let size = 1;
		for (const [next] of below(step, bySlug)) size = Math.min(size + sizeOf(next), MOST_STEPS + 1);
		sizes.set(step, size);
		return size;
	};
	let total = 0;
	for (const step of runbook.steps) {
		total += sizeOf(step);
		if (total <= MOST_STEPS) continue;
		report.add(
			'too-many-steps',
			step.position,
			`With its lists of links unfolded the runbook has more than ${MOST_STEPS} steps.`,
			'Name fewer steps in lists that are themselves named in lists.',
		);
		return;
	}
}

/** An undo by link of a step at and below which nothing can be taken back. */
function checkUndoLinks(
	steps: readonly Step[],
	bySlug: ReadonlyMap<string, Step>,
	report: Checked['report'],
): void {
	const known = new Map<Step, boolean>();
	const canUndo = (step: Step): boolean => {
		const before = known.get(step);
		if (before !== undefined) return before;
		const own = step.parts.some(
			part => part.kind === 'block' && (part.purpose === 'undo' || part.file !== undefined),
		);
		const can = own || [...below(step, bySlug), ...subsOf(step)].some(([next]) => canUndo(next));
		known.set(step, can);
		return can;
	};
	for (const link of steps.flatMap(linksOf)) {
		const target = bySlug.get(link.target);
		if (!link.undo || !target || canUndo(target)) continue;
		report.add(
			'nothing-to-undo',
			link.position,
			`At and below \`${target.title}\` there is no \`undo\` block and no file, so this takes nothing back.`,
			'Add an `undo` block there, or remove the line.',
		);
	}
}

const subsOf = (step: Step) => step.steps.map((sub): [Step] => [sub]);
