/**
 * The way through a runbook: its steps in the order in which they are walked, with the steps that
 * lists lead to standing where they are done, and decisions followed as far as they are taken.
 */
import type { Block, Choice, Link, Runbook, Step, Tick } from '../runbook/types.ts';

/** One thing of a visit that has a state of its own. Ids are unique in a run and stay the same. */
export type Item =
	| { readonly kind: 'block'; readonly id: string; readonly visit: string; readonly block: Block }
	| { readonly kind: 'tick'; readonly id: string; readonly visit: string; readonly tick: Tick }
	/** A step without anything to run: the operator does it, and says so. */
	| { readonly kind: 'hand'; readonly id: string; readonly visit: string }
	/** An undo by link: takes back what was done at and below the step `link.target`. */
	| { readonly kind: 'take-back'; readonly id: string; readonly visit: string; readonly link: Link }
	| {
			readonly kind: 'choice';
			readonly id: string;
			readonly visit: string;
			readonly choices: readonly Choice[];
	  };

export type BlockItem = Extract<Item, { kind: 'block' }>;

export type Entry =
	| { readonly kind: 'item'; readonly item: Item }
	| { readonly kind: 'visit'; readonly visit: Visit };

/** One walk over a step. A step that lists lead to is visited once for each of them. */
export type Visit = {
	/** The path of slugs; below a list item its number and slug: `new-port/2.reload`. */
	readonly id: string;
	readonly step: Step;
	/** How deep it stands in the walk, from 0. */
	readonly level: number;
	/** Slugs of this step and of all that it stands below, in the document and in the walk. */
	readonly within: readonly string[];
	/** Whether a numbered list led here. */
	readonly linked: boolean;
	/** Its own items and the visits below it, in the order in which they are walked. */
	readonly entries: readonly Entry[];
};

/** By visit, the index of the choice that was taken there. */
export type ChoicesTaken = ReadonlyMap<string, number>;

/** The visits of a run, as far as its decisions are taken. */
export function outline(runbook: Runbook, taken: ChoicesTaken): readonly Visit[] {
	const steps = indexSteps(runbook.steps);
	const visitStep = (
		step: Step,
		id: string,
		level: number,
		above: readonly string[],
		linked: boolean,
	): Visit => {
		const within = [...new Set([...above, ...(steps.get(step.slug)?.within ?? [step.slug])])];
		const below = (next: Step, nextId: string, byLink: boolean): Entry => ({
			kind: 'visit',
			visit: visitStep(next, nextId, level + 1, within, byLink),
		});
		const entries: Entry[] = ownEntries(step, id, link => {
			const target = steps.get(link.target);
			return target
				? below(target.step, `${id}/${link.index + 1}.${link.target}`, true)
				: undefined;
		});
		for (const next of subStepsWalked(step, taken.get(id))) {
			entries.push(below(next, `${id}/${next.slug}`, false));
		}
		return { id, step, level, within, linked, entries };
	};
	return runbook.steps.map(step => visitStep(step, step.slug, 0, [], false));
}

/** Every visit, each before those below it. */
export function allVisits(visits: readonly Visit[]): readonly Visit[] {
	return visits.flatMap(visit => [
		visit,
		...allVisits(visit.entries.flatMap(entry => (entry.kind === 'visit' ? [entry.visit] : []))),
	]);
}

/** Every item in the order of the walk. */
export function allItems(visits: readonly Visit[]): readonly Item[] {
	return visits.flatMap(visit =>
		visit.entries.flatMap(entry =>
			entry.kind === 'item' ? [entry.item] : allItems([entry.visit]),
		),
	);
}

/** The items of this visit alone. */
export function ownItems(visit: Visit): readonly Item[] {
	return visit.entries.flatMap(entry => (entry.kind === 'item' ? [entry.item] : []));
}

/** The visit that an item belongs to, from the item's id. */
export function visitOf(item: string): string {
	const mark = item.lastIndexOf('#');
	return mark === -1 ? item : item.slice(0, mark);
}

type StepPlace = { readonly step: Step; readonly within: readonly string[] };

function indexSteps(
	steps: readonly Step[],
	above: readonly string[] = [],
	into = new Map<string, StepPlace>(),
): ReadonlyMap<string, StepPlace> {
	for (const step of steps) {
		const within = [...above, step.slug];
		into.set(step.slug, { step, within });
		indexSteps(step.steps, within, into);
	}
	return into;
}

/** Whether a step has nothing of its own but prose, and sub-steps: it is only read. */
function isOnlyRead(step: Step): boolean {
	return step.steps.length > 0 && !step.parts.some(part => part.kind !== 'prose');
}

function ownEntries(step: Step, visit: string, follow: (link: Link) => Entry | undefined): Entry[] {
	const entries: Entry[] = [];
	const add = (item: Item) => entries.push({ kind: 'item', item });
	const choices: Choice[] = [];
	for (const part of step.parts) {
		if (part.kind === 'block' && isWalked(part)) {
			add({ kind: 'block', id: `${visit}#${part.index}`, visit, block: part });
		} else if (part.kind === 'ticks') {
			for (const tick of part.items) {
				add({ kind: 'tick', id: `${visit}#tick-${tick.index + 1}`, visit, tick });
			}
		} else if (part.kind === 'choices') {
			choices.push(...part.items);
		} else if (part.kind === 'links') {
			for (const link of part.items) {
				if (link.undo) {
					add({ kind: 'take-back', id: `${visit}#undo-${link.index + 1}`, visit, link });
				} else {
					const entry = follow(link);
					if (entry) entries.push(entry);
				}
			}
		}
	}
	if (choices.length > 0) add({ kind: 'choice', id: `${visit}#choice`, visit, choices });
	if (entries.length === 0 && !isOnlyRead(step)) add({ kind: 'hand', id: `${visit}#hand`, visit });
	return entries;
}

/** Sub-steps that follow the step's own content: all, the chosen one, or those of lists: none. */
function subStepsWalked(step: Step, choice: number | undefined): readonly Step[] {
	const choices = step.parts.flatMap(part => (part.kind === 'choices' ? part.items : []));
	if (choices.length > 0) {
		const chosen = choice === undefined ? undefined : choices[choice];
		return chosen && !chosen.skips ? step.steps.filter(next => next.slug === chosen.target) : [];
	}
	const led = step.parts.some(part => part.kind === 'links');
	return led ? [] : step.steps;
}

/** Examples are never run, and an undo is run from the action that it takes back. */
function isWalked(block: Block): boolean {
	return block.purpose !== 'example' && block.purpose !== 'undo';
}
