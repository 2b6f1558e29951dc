/** One visit of a step: its prose as comments, its blocks, its lists, and the visits below it. */
import { quoteWord } from '../../runbook/command/index.ts';
import type { Link, Part } from '../../runbook/types.ts';
import { plainLines, proseLines } from '../../text/prose.ts';
import { showText } from '../../text/safe.ts';
import type { Visit } from '../outline.ts';
import { ownItems } from '../outline.ts';
import { isHere } from '../plan.ts';
import { putValues } from '../put-values.ts';
import { BlockWriter } from './block-writer.ts';
import { comment, heading, PROSE_COLUMNS } from './comments.ts';
import { whenOf } from './conditions.ts';
import { writeForeignUndo } from './foreign.ts';
import type { UndoFunction } from './undo-functions.ts';
import type { Writing } from './writing.ts';

/** Adds a visit and all that is walked below it. */
export function writeVisit(writing: Writing, visit: Visit): void {
	const { step } = visit;
	const items = ownItems(visit);
	const title = quoteWord(showText(step.title));
	writing.add('', '', heading(step.title, visit.level));
	// Where only sub-steps do something, they say so themselves.
	if (items.length > 0 || visit.linked) writing.add(`runbook_step ${title}`);
	const blocks = new BlockWriter(writing, visit);
	for (const part of step.parts) {
		switch (part.kind) {
			case 'prose':
				writeProse(writing, part);
				break;
			case 'block':
				blocks.write(part);
				break;
			case 'ticks':
				writing.paragraph(...part.items.map(({ label }) => `[ ] ${label}`));
				writing.needs.byHand.push(...part.items.map(({ label }) => label));
				break;
			case 'links':
				writing.perhaps(blocks.notDone, () => {
					for (const link of part.items) writeLink(writing, visit, link);
				});
				writing.add(`RUNBOOK_STEP=${title}`);
				break;
			case 'choices':
				break;
		}
	}
	for (const item of items) {
		if (item.kind === 'hand') {
			writing.paragraph('By hand: there is nothing to run here.');
			writing.needs.byHand.push(step.title);
		} else if (item.kind === 'choice') {
			const taken = writing.state.choices.get(visit.id) ?? -1;
			writing.paragraph(`Chosen: ${item.choices[taken]?.label ?? ''}`);
		}
	}
	for (const entry of visit.entries) {
		if (entry.kind === 'visit' && !entry.visit.linked) writeVisit(writing, entry.visit);
	}
}

function writeProse(writing: Writing, { nodes }: Extract<Part, { kind: 'prose' }>): void {
	const put = (text: string) => {
		let shown = putValues(writing.state, text);
		for (const { name, variable } of writing.late.values()) {
			shown = shown.replaceAll(`{{${name}}}`, `$${variable}`);
		}
		return shown;
	};
	const lines = plainLines(proseLines(nodes, PROSE_COLUMNS, { put, backticks: true }));
	if (lines.length > 0) writing.paragraph(...lines);
}

function writeLink(writing: Writing, visit: Visit, link: Link): void {
	if (link.undo) {
		writeTakeBack(writing, link);
		return;
	}
	const id = `${visit.id}/${link.index + 1}.${link.target}`;
	for (const entry of visit.entries) {
		if (entry.kind === 'visit' && entry.visit.id === id) writeVisit(writing, entry.visit);
	}
}

/** The undo functions of what was done there so far, newest first; those of others as comments. */
function writeTakeBack(writing: Writing, link: Link): void {
	const { runbook, state, late } = writing;
	const undos = writing.undos
		.below(link.target)
		.filter(({ block }) => whenOf(runbook, state, late, block.when).kind === 'needed');
	writing.paragraph(`Taken back, the newest first: ${link.label}`);
	if (undos.length === 0) writing.add(...comment('There is nothing to take back.'));
	let calls: UndoFunction[] = [];
	const flush = () => {
		const names = calls.map(({ name }) => name);
		if (names.length > 0) writing.add(`runbook_take_back ${names.join(' ')}`);
		calls = [];
	};
	for (const undo of undos) {
		if (undo.here && isHere(state, undo.block.host)) {
			calls.push(undo);
		} else if (!writing.takenBackByHand.has(undo.name)) {
			flush();
			writing.takenBackByHand.add(undo.name);
			writing.paragraph(`Undo of "${undo.visit.step.title}":`);
			writeForeignUndo(writing, undo.block, undo.visit.step.title);
		}
	}
	flush();
}
