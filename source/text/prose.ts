/** Markdown prose to styled lines that fit a number of columns. */
import type { Definition, ListItem, RootContent } from 'mdast';
import { DEPTH_LIMIT, inlineLines, type Setting } from './inline.ts';
import type { Safe } from './safe.ts';
import { safe, showText } from './safe.ts';
import { plainLine, type Style, type StyledLine, wrapSpans } from './spans.ts';
import { tableLines } from './table.ts';
import { width, wrapHard } from './width.ts';

export type { Span, Style, StyledLine } from './spans.ts';

export type ProseOptions = {
	/** Replaces `{{name}}` by values before text is shown. */
	readonly put?: (text: string) => string;
	/** The locale is not UTF-8. */
	readonly ascii?: boolean;
	/** Keeps the backticks of inline code, for output without styles. */
	readonly backticks?: boolean;
};

/** Where less than this would be left, a quote or list is not indented any more. */
const NARROW = 8;

/**
 * The lines of `nodes`, none wider than `columns` (8 at least), with a blank line between blocks.
 * Definitions and front matter are not shown.
 */
export function proseLines(
	nodes: readonly RootContent[],
	columns: number,
	options: ProseOptions = {},
): readonly StyledLine[] {
	const definitions = new Map<string, Definition>();
	for (const node of nodes) {
		if (node.type === 'definition') definitions.set(node.identifier, node);
	}
	const setting: Setting = {
		put: options.put ?? (text => text),
		ascii: options.ascii === true,
		backticks: options.backticks === true,
		definitions,
	};
	return blocksLines(nodes, Math.max(NARROW, Math.floor(columns)), setting, true, 0);
}

/** The lines without their styles. */
export function plainLines(lines: readonly StyledLine[]): readonly Safe[] {
	return lines.map(plainLine);
}

const plain = (text: Safe, style: Style = 'plain'): StyledLine => [{ text, style }];

function blocksLines(
	nodes: readonly RootContent[],
	columns: number,
	setting: Setting,
	spread: boolean,
	depth: number,
): StyledLine[] {
	const lines: StyledLine[] = [];
	for (const node of nodes) {
		const block = blockLines(node, columns, setting, depth);
		if (block.length === 0) continue;
		if (spread && lines.length > 0) lines.push([]);
		for (const line of block) lines.push(line);
	}
	return lines;
}

function blockLines(
	node: RootContent,
	columns: number,
	setting: Setting,
	depth: number,
): StyledLine[] {
	const sign = (unicode: Safe, ascii: Safe) => (setting.ascii ? ascii : unicode);
	if (depth > DEPTH_LIMIT) return [plain(sign(safe`…`, safe`...`), 'dim')];
	switch (node.type) {
		case 'paragraph':
			return inlineLines(node.children, setting).flatMap(line => wrapSpans(line, columns));
		case 'heading':
			return inlineLines(node.children, setting, 'heading').flatMap(line =>
				wrapSpans(line, columns),
			);
		case 'thematicBreak':
			return [plain(sign(safe`─`, safe`-`).repeat(columns) as Safe, 'dim')];
		case 'blockquote': {
			const bar = plain(sign(safe`│ `, safe`| `), 'dim');
			const inner = columns - 2 < NARROW ? columns : columns - 2;
			const lines = blocksLines(node.children, inner, setting, true, depth + 1);
			return inner === columns ? lines : lines.map(line => [...bar, ...line]);
		}
		case 'list': {
			const first = node.start ?? 1;
			const numberWidth = String(first + node.children.length - 1).length;
			return node.children.flatMap((item, index) => {
				const bullet = sign(safe`• `, safe`- `);
				const number = showText(`${String(first + index).padStart(numberWidth)}. `);
				const marker = node.ordered ? number : bullet;
				const lines = itemLines(item, marker, columns, setting, depth);
				return node.spread && index > 0 ? [[], ...lines] : lines;
			});
		}
		case 'listItem':
			return itemLines(node, sign(safe`• `, safe`- `), columns, setting, depth);
		case 'code':
			return literalLines(setting.put(node.value), columns, setting, 'code');
		case 'html':
			return literalLines(node.value, columns, setting, 'dim');
		case 'table':
			return tableLines(node, columns, setting);
		case 'footnoteDefinition':
			return itemLines(
				{ type: 'listItem', children: node.children },
				showText(`[${node.label ?? node.identifier}] `, setting),
				columns,
				setting,
				depth,
			);
		case 'definition':
		case 'yaml':
		case 'tableRow':
		case 'tableCell':
			return [];
		case 'break':
		case 'delete':
		case 'emphasis':
		case 'footnoteReference':
		case 'image':
		case 'imageReference':
		case 'inlineCode':
		case 'link':
		case 'linkReference':
		case 'strong':
		case 'text':
			return inlineLines([node], setting).flatMap(line => wrapSpans(line, columns));
	}
}

/** Code that is only shown, and HTML: line by line, cut at the column. */
function literalLines(
	value: string,
	columns: number,
	setting: Setting,
	style: Style,
): StyledLine[] {
	return value.split('\n').flatMap(line =>
		wrapHard(showText(line, setting), columns - 2).map(
			(piece): StyledLine => [
				{ text: safe`  `, style: 'plain' },
				{ text: piece, style },
			],
		),
	);
}

function itemLines(
	item: ListItem,
	bullet: Safe,
	columns: number,
	setting: Setting,
	depth: number,
): StyledLine[] {
	const { marker, children } = tick(item, bullet);
	const indent = width(marker);
	const narrow = columns - indent < NARROW;
	const spread = item.spread === true;
	const lines = blocksLines(
		children,
		narrow ? columns : columns - indent,
		setting,
		spread,
		depth + 1,
	);
	if (narrow) return [...wrapHard(marker, columns).map(piece => plain(piece, 'dim')), ...lines];
	if (lines.length === 0) return [plain(marker, 'dim')];
	const blanks = safe` `.repeat(indent) as Safe;
	return lines.map((line, index) => {
		if (index === 0) return [...plain(marker, 'dim'), ...line];
		return line.length === 0 ? line : [...plain(blanks), ...line];
	});
}

/**
 * `- [ ] text`, whether a GFM extension read it or not: the box takes the place of the bullet.
 */
function tick(item: ListItem, bullet: Safe): { marker: Safe; children: ListItem['children'] } {
	const { checked, children } = item;
	if (typeof checked === 'boolean') {
		return { marker: checked ? safe`[x] ` : safe`[ ] `, children };
	}
	const [paragraph, ...others] = children;
	const text = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined;
	const box = text?.type === 'text' ? /^\[([ xX])\]\s+/.exec(text.value) : null;
	if (paragraph?.type !== 'paragraph' || text?.type !== 'text' || !box) {
		return { marker: bullet, children };
	}
	const rest = { ...text, value: text.value.slice(box[0].length) };
	return {
		marker: box[1] === ' ' ? safe`[ ] ` : safe`[x] `,
		children: [{ ...paragraph, children: [rest, ...paragraph.children.slice(1)] }, ...others],
	};
}
