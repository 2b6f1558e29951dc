/** What stands in prose and would be taken for more than it is: fences, lists and links. */
import type { Nodes, Parents, RootContent } from 'mdast';
import { meansSomething } from '../blocks.ts';
import { findPlaceholders } from '../command/index.ts';
import { readFence } from '../fences.ts';
import { findHidden } from '../hidden-characters.ts';
import { boxOf, type ItemLink, kindOfList, linkOf, stepLinkOf } from '../list-items.ts';
import type { Checked } from './index.ts';

const offsetOf = (node: Nodes): number => node.position?.start.offset ?? 0;

/** Looks at every node of the page. */
export function checkNodes(checked: Checked): void {
	const visitor = new Visitor(checked);
	for (const node of checked.page.introduction) visitor.introduction(node);
	for (const { nodes } of checked.page.all) for (const node of nodes) visitor.top(node);
}

class Visitor {
	readonly #checked: Checked;
	/** Links that items of a decision or numbered list begin with: they are looked at with the list. */
	readonly #leading = new Set<Nodes>();

	constructor(checked: Checked) {
		this.#checked = checked;
	}

	introduction(node: RootContent): void {
		const { report, links } = this.#checked;
		const isTicks = node.type === 'list' && kindOfList(node, links.definitions) === 'ticks';
		if (isTicks || (node.type === 'code' && this.#isBlock(node))) {
			report.add(
				'block-in-introduction',
				offsetOf(node),
				isTicks
					? 'A list of boxes stands before the first step.'
					: 'A block stands before the first step, where nothing runs.',
				'Put it below a heading of its own: `## …`.',
			);
		}
		if (node.type === 'code') this.#checkTopCode(node);
		else this.#inside(node, true);
	}

	top(node: RootContent): void {
		const { links, report } = this.#checked;
		if (node.type === 'code') {
			this.#checkTopCode(node);
			return;
		}
		if (node.type === 'list') {
			const kind = kindOfList(node, links.definitions);
			for (const item of node.children) {
				const link = stepLinkOf(item, links.definitions);
				if (link && (kind === 'choices' || kind === 'links')) this.#leading.add(link.node);
			}
			if (kind === 'prose' && node.children.every(item => this.#mentionsStep(item))) {
				report.add(
					'link-not-first',
					offsetOf(node),
					'Every item of this list links to a step, but not at its beginning; it is only read.',
					'Begin every item with the link if the list shall lead there.',
				);
			}
			for (const item of node.children) this.#children(item, false);
			return;
		}
		this.#inside(node, false);
	}

	#mentionsStep(node: Nodes): boolean {
		const { links, page } = this.#checked;
		const link = linkOf(node, links.definitions);
		if (link?.url.startsWith('#')) {
			return page.anchors.get(link.url.slice(1))?.section !== undefined;
		}
		return 'children' in node && node.children.some(child => this.#mentionsStep(child));
	}

	#isBlock(node: Extract<Nodes, { type: 'code' }>): boolean {
		const fence = readFence(node, this.#checked.lines);
		return fence !== undefined && meansSomething(fence.info);
	}

	/** Indented code may hide a fence; an open fence that is only shown hides what follows. */
	#checkTopCode(node: Extract<Nodes, { type: 'code' }>): void {
		const { lines, report } = this.#checked;
		const fence = readFence(node, lines);
		if (!fence) this.#checkLines(node);
		// Those of steps are reported where they are read.
		else if (!fence.closed && this.#checked.page.introduction.includes(node)) {
			report.add(
				'fence-not-closed',
				fence.position,
				'The fence that begins here runs to the end of the file.',
				`End it with a line of its own marks: ${fence.marks}`,
			);
		}
	}

	#children(node: Parents, isTableOfContents: boolean): void {
		for (const child of node.children) this.#inside(child, isTableOfContents);
	}

	/** A node inside of another, or prose at the top. */
	#inside(node: Nodes, isTableOfContents: boolean): void {
		switch (node.type) {
			case 'code':
				this.#checkInnerCode(node);
				return;
			case 'html':
				this.#checkHtml(node);
				return;
			case 'list':
				if (!isTableOfContents) this.#checkInnerList(node);
				break;
			case 'paragraph':
				this.#checkLines(node);
				// In a paragraph every tag is a node of its own, and none hides anything.
				for (const child of node.children) {
					if (child.type !== 'html') this.#inside(child, isTableOfContents);
				}
				return;
			case 'link':
			case 'linkReference': {
				const link = linkOf(node, this.#checked.links.definitions);
				if (link) this.#checkLink(link);
				break;
			}
			case 'text':
			case 'inlineCode':
				this.#checkHidden(node);
				return;
		}
		if ('children' in node) this.#children(node, isTableOfContents);
	}

	#checkInnerCode(node: Extract<Nodes, { type: 'code' }>): void {
		if (!meansSomething(`${node.lang ?? ''} ${node.meta ?? ''}`)) return;
		this.#checked.report.add(
			'block-in-list',
			offsetOf(node),
			'A block stands inside a list or quotation, where nothing runs.',
			'Begin it in the first column, outside of the list; or write `console` if it is only shown.',
		);
	}

	#checkInnerList(node: Extract<Nodes, { type: 'list' }>): void {
		const { links, report } = this.#checked;
		const leads = node.children.some(item => stepLinkOf(item, links.definitions));
		const ticks = node.children.some(item => boxOf(item) !== undefined);
		if (!leads && !ticks) return;
		report.add(
			'list-in-list',
			offsetOf(node),
			`A list of ${leads ? 'links to steps' : 'boxes'} stands inside another list or a quotation, where it does nothing.`,
			'Begin it in the first column, with a sentence before it.',
		);
	}

	#checkLink(link: ItemLink): void {
		const { links, report } = this.#checked;
		const at = offsetOf(link.node);
		const isLeading = this.#leading.has(link.node);
		if (link.url.startsWith('#') && !isLeading) links.check(link.url, at);
		if (link.url.startsWith('#') && link.title === 'undo' && !isLeading) {
			report.add(
				'link-title',
				at,
				'A link with the title `undo` stands in prose, where it takes nothing back.',
				'Write it at the beginning of a numbered item: `1. [Take it back](#step "undo")`.',
			);
		}
		const [placeholder] = findPlaceholders(decoded(link.url));
		if (placeholder) {
			report.add(
				'placeholder-not-here',
				at,
				`\`{{${placeholder.name}}}\` stands in the address of a link, which is kept as it is.`,
				'Write the address as text.',
			);
		}
	}

	/** `&#x202e;` is no hidden character in the file, and one on the page. */
	#checkHidden(node: Extract<Nodes, { value: string }>): void {
		const { runbook, report } = this.#checked;
		const source = runbook.text.slice(offsetOf(node), node.position?.end.offset);
		const hidden = findHidden(node.value).find(
			({ offset }) => !source.includes(String.fromCodePoint(node.value.codePointAt(offset) ?? 0)),
		);
		if (!hidden) return;
		report.add(
			'hidden-character',
			offsetOf(node),
			`${hidden.code} is written as an escape here; it ${hidden.what}.`,
			'Remove it.',
		);
	}

	/** HTML hides what stands in it from Markdown, and a comment that is not closed hides the rest. */
	#checkHtml({ value, ...node }: Extract<Nodes, { type: 'html' }>): void {
		const { report } = this.#checked;
		const open = openHtml(value);
		if (open !== undefined) {
			report.add(
				'html-not-closed',
				offsetOf({ value, ...node }),
				`\`${open.start}\` is not closed, and hides everything below it.`,
				`End it with \`${open.end}\`.`,
			);
		} else if (!value.startsWith('<!--')) {
			this.#checkLines({ value, ...node });
		}
	}

	/** Lines that look like a fence, or in HTML like a heading, and are none. */
	#checkLines(node: Nodes): void {
		const start = node.position?.start.line ?? 1;
		const end = node.position?.end.line ?? start;
		const looks = node.type === 'html' ? /^(?:[\s>]*(?:```|~~~)|#{2,6} )/ : /^[\s>]*(?:```|~~~)/;
		for (let line = start; line <= end; line++) {
			const text = this.#checked.lines.line(line);
			// Before the first line of a paragraph in a list stands the mark of the list.
			const shown = line === start ? text.slice((node.position?.start.column ?? 1) - 1) : text;
			if (!looks.test(shown)) continue;
			this.#checked.report.add(
				'not-a-fence',
				{ line, column: text.search(/[`~#]/) + 1 },
				node.type === 'html'
					? 'This stands inside HTML, where Markdown reads neither fences nor headings.'
					: 'This looks like a fence, but Markdown reads it as text.',
				node.type === 'html'
					? 'Leave a blank line before it.'
					: 'A fence begins in the first column, and no backquote stands among its words.',
			);
			return;
		}
	}
}

const HTML: readonly (readonly [RegExp, string])[] = [
	[/^<!--/, '-->'],
	[/^<\?/, '?>'],
	[/^<!\[CDATA\[/, ']]>'],
	[/^<script\b/i, '</script>'],
	[/^<pre\b/i, '</pre>'],
	[/^<style\b/i, '</style>'],
	[/^<textarea\b/i, '</textarea>'],
];

function openHtml(value: string): { readonly start: string; readonly end: string } | undefined {
	for (const [start, end] of HTML) {
		const found = start.exec(value);
		if (found && !value.toLowerCase().includes(end.toLowerCase())) return { start: found[0], end };
	}
	return undefined;
}

function decoded(url: string): string {
	try {
		return decodeURIComponent(url);
	} catch {
		return url;
	}
}
