/** Placeholders in prose, where the value is shown. */
import type { Nodes } from 'mdast';
import { findPlaceholders } from '../command/index.ts';
import { checkName } from './files.ts';
import type { Checked } from './index.ts';

export function checkPlaceholdersInProse(checked: Checked): void {
	for (const { parts } of checked.steps) {
		for (const part of parts) {
			if (part.kind === 'prose') for (const node of part.nodes) visit(node, checked);
		}
	}
	for (const node of checked.runbook.introduction) visit(node, checked);
}

function visit(node: Nodes, checked: Checked): void {
	if ('children' in node) {
		for (const child of node.children) visit(child, checked);
	} else if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'html') {
		checkText(node, checked);
	}
}

function checkText(node: Extract<Nodes, { value: string }>, checked: Checked): void {
	const start = node.position?.start.offset ?? 0;
	const source = checked.runbook.text.slice(start, node.position?.end.offset ?? start);
	let from = 0;
	for (const { name } of findPlaceholders(node.value)) {
		// Markdown may have changed what stands before it: it is sought as it was written.
		const found = source.indexOf(`{{${name}}}`, from);
		const offset = found === -1 ? start : start + found;
		from = found === -1 ? from : found + 1;
		const at = checked.lines.position(offset);
		if (!checkName(name, at, checked) || !checked.names.input(name)?.optional) continue;
		checked.report.add(
			'optional-without-when',
			at,
			`\`${name}\` is optional, and prose is shown whether it is there or not.`,
			`Show it in a block with \`when=${name}\`, or take \`optional\` away.`,
		);
	}
}
