/** Links of a runbook to others: whether there is such a one, beside it or in the library. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { linkNodes, markdownFile } from '../runbook/runbook-links.ts';
import { allSteps } from '../runbook/steps.ts';
import type { Diagnostic, Runbook } from '../runbook/types.ts';

/** `names` are the runbooks of the library. */
export function checkRunbookLinks(
	runbook: Runbook,
	file: string,
	names: ReadonlySet<string>,
): readonly Diagnostic[] {
	const parts = allSteps(runbook).flatMap(step => step.parts);
	const prose = parts.flatMap(part => (part.kind === 'prose' ? part.nodes : []));
	return linkNodes([...runbook.introduction, ...prose]).flatMap(node => {
		const other = markdownFile(node.url);
		if (other === undefined || existsSync(resolve(dirname(file), other))) return [];
		const name = basename(other, '.md');
		if (other === `${name}.md` && names.has(name)) return [];
		return [
			{
				line: node.position?.start.line ?? 1,
				column: node.position?.start.column ?? 1,
				severity: 'warning',
				rule: 'missing-runbook',
				message: `There is no runbook \`${other}\`, neither beside this one nor in the library.`,
				remedy: 'Write the path from this file to that one, with `.md` at its end.',
			},
		];
	});
}
