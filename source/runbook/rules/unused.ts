/** Inputs and hosts that nothing uses: often a name that was changed in one place only. */
import { blocksOf } from '../steps.ts';
import type { Checked } from './index.ts';

export function checkUnused({ runbook, steps, report }: Checked): void {
	const blocks = steps.flatMap(blocksOf);
	const conditions = blocks.flatMap(({ when }) => when.map(({ name }) => name));
	const hosts = blocks.flatMap(({ host }) => host ?? []);
	const named = new Set([...conditions, ...blocks.flatMap(({ capture }) => capture ?? [])]);
	const isUsed = (name: string): boolean => {
		if (named.has(name) || runbook.text.includes(`{{${name}}}`)) return true;
		// As `$name`: a secret stands in no braces.
		const variable = new RegExp(`\\$(?:\\{${name}\\b|${name}\\b)`);
		return blocks.some(({ content }) => variable.test(content.text));
	};
	for (const { name, position } of runbook.inputs) {
		if (isUsed(name)) continue;
		report.add(
			'unused-input',
			position,
			`Nothing uses the input \`${name}\`.`,
			`Write \`{{${name}}}\` where it belongs, or remove it.`,
		);
	}
	for (const { name, position } of runbook.hosts) {
		if (hosts.includes(name) || runbook.text.includes(`{{host.${name}}}`)) continue;
		report.add(
			'unused-host',
			position,
			`No block runs on the host \`${name}\`.`,
			`Write \`host=${name}\` on a block, or remove it.`,
		);
	}
}
