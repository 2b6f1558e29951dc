/** Small questions to a runbook: its steps in order, a step or block by its name. */
import type { Block, Choice, Input, Link, Runbook, Step } from './types.ts';

/** All steps in the order of the file, sub-steps behind their own. */
export function allSteps(runbook: Pick<Runbook, 'steps'>): readonly Step[] {
	const found: Step[] = [];
	const visit = (step: Step): void => {
		found.push(step);
		step.steps.forEach(visit);
	};
	runbook.steps.forEach(visit);
	return found;
}

export function stepBySlug(runbook: Pick<Runbook, 'steps'>, slug: string): Step | undefined {
	return allSteps(runbook).find(step => step.slug === slug);
}

/** By its path of slugs, as the journal and `--choose` have it. */
export function stepByPath(runbook: Pick<Runbook, 'steps'>, path: string): Step | undefined {
	return allSteps(runbook).find(step => step.path === path);
}

/** The blocks of a step, in document order. */
export function blocksOf(step: Step): readonly Block[] {
	return step.parts.flatMap(part => (part.kind === 'block' ? [part] : []));
}

/** The numbers of all numbered lists of a step. */
export function linksOf(step: Step): readonly Link[] {
	return step.parts.flatMap(part => (part.kind === 'links' ? part.items : []));
}

/** The bullets of a step's decision; none where it holds none. */
export function choicesOf(step: Step): readonly Choice[] {
	return step.parts.flatMap(part => (part.kind === 'choices' ? part.items : []));
}

export function inputByName(runbook: Pick<Runbook, 'inputs'>, name: string): Input | undefined {
	return runbook.inputs.find(input => input.name === name);
}

/** The names that blocks capture, declared as inputs or not. */
export function captureNames(runbook: Pick<Runbook, 'steps'>): ReadonlySet<string> {
	const names = allSteps(runbook)
		.flatMap(blocksOf)
		.map(({ capture }) => capture);
	return new Set(names.filter(name => name !== undefined));
}
