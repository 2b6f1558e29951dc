/** Links of a runbook to others: whether there is such a one, beside it or in the library. */
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Nodes, RootContent } from 'mdast';
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
	return [...runbook.introduction, ...prose].flatMap(linksIn).flatMap(node => {
		const other = fileOf(node.url);
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

type Linked = Extract<Nodes, { type: 'link' | 'definition' }>;

function linksIn(node: RootContent): readonly Linked[] {
	if (node.type === 'definition') return [node];
	const own = node.type === 'link' ? [node] : [];
	return 'children' in node ? [...own, ...node.children.flatMap(linksIn)] : own;
}

/** The file that an address names, if it names one of Markdown on this machine. */
function fileOf(url: string): string | undefined {
	const path = url.replace(/[?#].*$/, '');
	if (!path.endsWith('.md') || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(path)) return undefined;
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
