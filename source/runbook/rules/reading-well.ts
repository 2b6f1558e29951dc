/** Whether the page says to a reader what the words of its blocks say to the program. */
import type { RootContent } from 'mdast';
import type { Section } from '../sections.ts';
import { blocksOf } from '../steps.ts';
import type { Block, Step } from '../types.ts';
import type { Checked } from './index.ts';

export function checkReadingWell({ steps, page, report }: Checked): void {
	const sections = new Map(page.all.map(section => [section.path, section]));
	for (const step of steps) {
		const section = sections.get(step.path);
		for (const block of blocksOf(step)) {
			if (section) checkIntroduced(block, section, report);
		}
		checkHosts(step, report);
	}
}

/** On a page an undo looks like an action, and a block for another machine like one for this. */
function checkIntroduced(block: Block, { nodes }: Section, report: Checked['report']): void {
	const what =
		block.host === undefined
			? block.purpose
			: block.purpose === 'action'
				? `host=${block.host}`
				: block.purpose;
	if (what === 'action' || (what === 'example' && block.host === undefined)) return;
	const at = nodes.findIndex(({ position }) => position?.start.line === block.position.line);
	const before = nodes.slice(0, at).findLast(isShown);
	if (before === undefined || before.type !== 'code') return;
	report.add(
		'looks-like-action',
		block.position,
		`No paragraph says what this \`${what}\` block is; on a page it looks like an action on this machine.`,
		'Write a sentence before it.',
	);
}

const isShown = ({ type }: RootContent): boolean =>
	type !== 'html' && type !== 'definition' && type !== 'thematicBreak';

function checkHosts(step: Step, report: Checked['report']): void {
	const actions = blocksOf(step).filter(({ purpose }) => purpose === 'action');
	const elsewhere = actions.find(({ host }) => host !== undefined);
	if (!elsewhere) return;
	for (const { host, position } of actions) {
		if (host !== undefined) continue;
		report.add(
			'action-without-host',
			position,
			`This action runs on this machine, others of its step on \`${elsewhere.host}\`.`,
			'Add `host=` here, too, or make it a step of its own.',
		);
	}
}
