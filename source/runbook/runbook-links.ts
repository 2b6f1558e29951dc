/** Links in prose that lead to other runbooks. */
import type { Definition, Nodes, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';

/** A link, or the line that says where several of them lead. */
export type LinkNode = Extract<Nodes, { type: 'link' | 'definition' }>;

export type RunbookLink = {
	readonly label: string;
	/** From the file that it stands in. */
	readonly path: string;
};

export function linkNodes(nodes: readonly RootContent[]): readonly LinkNode[] {
	return nodes.flatMap(below).filter(node => node.type === 'link' || node.type === 'definition');
}

/** What can be followed, as it is read; each file once. */
export function runbookLinks(nodes: readonly RootContent[]): readonly RunbookLink[] {
	const all = nodes.flatMap(below);
	const definitions = new Map(
		all
			.filter((node): node is Definition => node.type === 'definition')
			.map(({ identifier, url }) => [identifier, url]),
	);
	const found = new Map<string, RunbookLink>();
	for (const node of all) {
		const url =
			node.type === 'link'
				? node.url
				: node.type === 'linkReference'
					? definitions.get(node.identifier)
					: undefined;
		const path = url === undefined ? undefined : markdownFile(url);
		if (path === undefined || found.has(path)) continue;
		found.set(path, { label: textOf(node).replace(/\s+/g, ' ').trim() || path, path });
	}
	return [...found.values()];
}

/** The file that an address names, if it names one of Markdown on this machine. */
export function markdownFile(url: string): string | undefined {
	const path = url.replace(/[?#].*$/, '');
	if (!path.endsWith('.md') || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(path)) return undefined;
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

function below(node: Nodes): readonly Nodes[] {
	return 'children' in node ? [node, ...node.children.flatMap(below)] : [node];
}
