/** Where lists of links stand in a step, and whether they reach its sub-steps. */
import { linksOf } from '../steps.ts';
import type { Part } from '../types.ts';
import type { Checked } from './index.ts';

/** A decision is the last of a step's own content; only prose may stand behind it. */
export function checkListOrder({ steps, report }: Checked): void {
	for (const { parts } of steps) {
		const first = parts.findIndex(({ kind }) => kind === 'choices');
		if (first === -1) continue;
		for (const part of parts.slice(first)) {
			const position = positionOf(part);
			if (!position) continue;
			report.add(
				'choices-not-last',
				position,
				'This stands behind the decision of its step, and nobody would come to it.',
				'Move it before the decision, or into a sub-step.',
			);
		}
	}
}

function positionOf(part: Part) {
	switch (part.kind) {
		case 'block':
			return part.position;
		case 'links':
		case 'ticks':
			return part.items[0]?.position;
		case 'choices':
		case 'prose':
			return undefined;
	}
}

/** Every sub-step of a step that holds a decision or a numbered list is reached by a list. */
export function checkReached({ page, links, steps, report }: Checked): void {
	const reached = new Set<string>();
	for (const step of steps) {
		for (const link of linksOf(step)) if (!link.undo) reached.add(link.target);
		for (const part of step.parts) {
			if (part.kind === 'choices') for (const { target } of part.items) reached.add(target);
		}
	}
	for (const section of page.all) {
		const kinds = section.parent && links.kinds(section.parent);
		if (!kinds || (!kinds.choices && !kinds.links) || reached.has(section.slug)) continue;
		report.add(
			'step-not-reached',
			section.position,
			`No list leads to \`${section.title}\`, so it is never walked: \`${section.parent?.title}\` holds a list of links.`,
			`Add \`[${section.title}](#${section.slug})\` to a list, or move the step.`,
		);
	}
}
