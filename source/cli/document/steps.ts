/** The steps of a document: their prose, their lists, and their blocks to the letter. */
import { conditionText } from '../../run/conditions.ts';
import { templateLines } from '../../run/file-content.ts';
import { declarationOf } from '../../run/values.ts';
import type { Block, Part, Runbook, Step } from '../../runbook/types.ts';
import { describeBlock, describeFile } from '../plain/print-visit.ts';
import type { Paper } from './paper.ts';

export function stepLines(runbook: Runbook, step: Step, paper: Paper): readonly string[] {
	return [
		'',
		`${'#'.repeat(step.depth)} ${step.title}`,
		...step.parts.flatMap(part => ['', ...partLines(runbook, part, paper)]),
		...step.steps.flatMap(next => stepLines(runbook, next, paper)),
	];
}

function partLines(runbook: Runbook, part: Part, paper: Paper): readonly string[] {
	switch (part.kind) {
		case 'prose':
			return paper.prose(part.nodes);
		case 'block':
			return blockLines(runbook, part, paper);
		case 'choices':
			return part.items.flatMap(item => paper.text(`${item.label}  → ${item.target}`, 4, '  * '));
		case 'links':
			return part.items.flatMap(({ label, target, undo }, n) => {
				const number = `  ${n + 1}. `;
				return paper.text(`${label}  → ${undo ? 'undo ' : ''}${target}`, number.length, number);
			});
		case 'ticks':
			return part.items.flatMap(item => paper.text(item.label, 6, '  [ ] '));
	}
}

function blockLines(runbook: Runbook, block: Block, paper: Paper): readonly string[] {
	const { file, when } = block;
	const what = file
		? describeFile(file.path.text, file.mode, file.owner?.text)
		: `${block.language} -e`;
	const conditions = when.map(conditionText).join(' and ');
	const onlyIf = conditions === '' ? '' : ` · only if ${conditions}`;
	return [
		...paper.text(`${describeBlock(block)} · ${what}${onlyIf}`, 2, ''),
		...block.content.text.split('\n').map(line => `| ${line}`),
		...(file && block.purpose === 'action' ? fileRemarks(runbook, block, paper) : []),
	];
}

/** What the lines of a file do not show: that some are left out or repeated, and how it is undone. */
function fileRemarks(runbook: Runbook, block: Block, paper: Paper): readonly string[] {
	const lines = templateLines(block.content);
	const names = new Set(block.content.placeholders.map(({ name }) => name));
	const remarks = [...names].flatMap(name => {
		const { optional = false, many = false } = declarationOf(runbook, name) ?? {};
		const isEmptyHere = optional && !isSetHere(block, name);
		const count = lines.filter(line => line.placeholders.some(other => other.name === name)).length;
		const of = (one: string, more: string) =>
			count === 1 ? `The line with \`${name}\` ${one}` : `Lines with \`${name}\` ${more}`;
		if (many) {
			const often = `there once for each value${isEmptyHere ? ', or not at all' : ''}.`;
			return [of(`stands ${often}`, `stand ${often}`)];
		}
		const out = 'left out if it stays empty.';
		return isEmptyHere ? [of(`is ${out}`, `are ${out}`)] : [];
	});
	const undo = 'Undo brings back what was there before, or removes the file if there was none.';
	return [...remarks, undo].flatMap(remark => paper.text(remark, 2));
}

/** Whether the block runs only where the name has a value. */
function isSetHere({ when }: Block, name: string): boolean {
	return when.some(condition => condition.name === name && condition.test !== 'unset');
}
