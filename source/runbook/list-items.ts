/** What the items of a list begin with: a link to a step, a box to tick, or neither. */
import type { Definition, Link, LinkReference, List, ListItem, Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';

/** Reference links have their address elsewhere in the file. */
export type Definitions = ReadonlyMap<
	string,
	{ readonly url: string; readonly title: string | null }
>;

export type ItemLink = {
	readonly url: string;
	readonly title: string | undefined;
	readonly node: Link | LinkReference;
};

export type ListKind = 'choices' | 'links' | 'ticks' | 'mixed' | 'prose';

export function readDefinitions(root: Root): Definitions {
	const found = new Map<string, { url: string; title: string | null }>();
	const visit = (node: Nodes): void => {
		if (node.type === 'definition' && !found.has(node.identifier)) {
			const { identifier, url, title }: Definition = node;
			found.set(identifier, { url, title: title ?? null });
		} else if ('children' in node) {
			for (const child of node.children) visit(child);
		}
	};
	visit(root);
	return found;
}

/** What a link leads to, wherever its address stands. */
export function linkOf(node: Nodes, definitions: Definitions): ItemLink | undefined {
	if (node.type === 'link') return { url: node.url, title: node.title ?? undefined, node };
	if (node.type !== 'linkReference') return undefined;
	const definition = definitions.get(node.identifier);
	return definition && { url: definition.url, title: definition.title ?? undefined, node };
}

/** The link to a step that an item begins with, if it does; emphasis around it is looked through. */
export function stepLinkOf(item: ListItem, definitions: Definitions): ItemLink | undefined {
	const [paragraph] = item.children;
	if (paragraph?.type !== 'paragraph') return undefined;
	let node: Nodes | undefined = paragraph.children[0];
	while (node?.type === 'strong' || node?.type === 'emphasis') node = node.children[0];
	const link = node && linkOf(node, definitions);
	return link?.url.startsWith('#') ? link : undefined;
}

const BOX = /^\[([ xX])\](?:\s+|$)/;

/** What stands in the box that an item begins with: a blank, or an x. */
export function boxOf(item: ListItem): string | undefined {
	const [paragraph] = item.children;
	if (paragraph?.type !== 'paragraph') return undefined;
	const [first] = paragraph.children;
	return first?.type === 'text' ? BOX.exec(first.value)?.[1] : undefined;
}

export function kindOfList(list: List, definitions: Definitions): ListKind {
	const links = list.children.filter(item => stepLinkOf(item, definitions)).length;
	const boxes = list.children.filter(item => boxOf(item) !== undefined).length;
	if (links === 0 && boxes === 0) return 'prose';
	if (links === list.children.length) return list.ordered ? 'links' : 'choices';
	return boxes === list.children.length ? 'ticks' : 'mixed';
}

/** The words of an item on one line, without its box. */
export function labelOf(item: ListItem): string {
	const text = item.children
		.filter(child => child.type === 'paragraph')
		.map(child => textOf(child, { includeHtml: false }))
		.join(' ');
	return text.replace(/\s+/g, ' ').trim().replace(BOX, '');
}
