/** The content of a step, in document order: prose, blocks, lists of links, boxes. */
import type { Nodes, RootContent } from 'mdast';
import { type BlockSettings, readBlock } from './blocks.ts';
import { readFence } from './fences.ts';
import type { Lines } from './lines.ts';
import { kindOfList } from './list-items.ts';
import { ListReader } from './lists.ts';
import type { PageLinks } from './page-links.ts';
import type { Report } from './report.ts';
import type { Section } from './sections.ts';
import type { Block, Part } from './types.ts';

/** What the parts of any step are read with. */
export type PartContext = {
	readonly links: PageLinks;
	readonly lines: Lines;
	readonly settings: BlockSettings;
	readonly report: Report;
};

export function readParts(section: Section, context: PartContext): readonly Part[] {
	const lists = new ListReader(section, context.links, context.report);
	const parts: Part[] = [];
	let prose: RootContent[] = [];
	let blocks = 0;
	const add = (part: Part): void => {
		if (prose.length > 0) parts.push({ kind: 'prose', nodes: prose });
		prose = [];
		parts.push(part);
	};
	for (const node of section.nodes) {
		const part = readPart(node, blocks, lists, context);
		if (!part) {
			prose.push(node);
			continue;
		}
		if (part.kind === 'block') blocks++;
		add(part);
	}
	if (prose.length > 0) parts.push({ kind: 'prose', nodes: prose });
	return parts;
}

function readPart(
	node: RootContent,
	blocks: number,
	lists: ListReader,
	context: PartContext,
): Part | undefined {
	if (node.type === 'code') return readCode(node, blocks, context);
	if (node.type !== 'list') return undefined;
	switch (kindOfList(node, context.links.definitions)) {
		case 'choices':
			return lists.choices(node);
		case 'links':
			return lists.links(node);
		case 'ticks':
			return lists.ticks(node);
		case 'mixed':
			context.report.add(
				'mixed-list',
				node.position?.start.offset ?? 0,
				'Some items of this list begin with a link to a step or a box to tick, and some do not.',
				'Make all of them begin so, or make two lists with a sentence between them.',
			);
			return undefined;
		case 'prose':
			return undefined;
	}
}

/** The block of a fence; undefined where it is only shown. */
function readCode(
	node: Extract<Nodes, { type: 'code' }>,
	index: number,
	{ lines, settings, report }: PartContext,
): Block | undefined {
	const fence = readFence(node, lines);
	if (!fence) return undefined;
	if (!fence.closed || fence.innerLine !== undefined) {
		report.add(
			'fence-not-closed',
			fence.position,
			fence.innerLine === undefined
				? 'The fence that begins here runs to the end of the file.'
				: `The fence that begins here is still open at line ${fence.innerLine}, where the next one begins.`,
			`End it with a line of its own marks: ${fence.marks}`,
		);
		return undefined;
	}
	return readBlock(fence, index, settings, report);
}
