/** The inside of a paragraph, heading or table cell: Markdown's phrasing as styled text. */
import type { Definition, PhrasingContent } from 'mdast';
import { safe, showText } from './safe.ts';
import type { Style, StyledLine } from './spans.ts';

/** What is known while a document is turned into lines. */
export type Setting = {
	/** Puts values where `{{name}}` stands. */
	readonly put: (text: string) => string;
	readonly ascii: boolean;
	/** Inline code keeps its backticks, where no style can tell it from prose. */
	readonly backticks: boolean;
	/** The addresses of `[text][label]`, by identifier. */
	readonly definitions: ReadonlyMap<string, Definition>;
};

/** Deeper than anyone writes, and far less than what ends the stack. */
export const DEPTH_LIMIT = 24;

/**
 * Phrasing as lines of any length: a hard break ends one. A link is its text, followed by its
 * address if that is http(s) and not the text itself; a link within the document is its text only.
 */
export function inlineLines(
	nodes: readonly PhrasingContent[],
	setting: Setting,
	style: Style = 'plain',
): StyledLine[] {
	const lines: { text: ReturnType<typeof showText>; style: Style }[][] = [[]];

	const add = (text: string, as: Style) => {
		lines.at(-1)?.push({ text: showText(text, setting), style: as });
	};
	const address = (url: string, text: string) => {
		const shown = setting.put(url);
		if (/^https?:\/\//i.test(shown) && shown !== text) add(` (${shown})`, 'dim');
	};
	const visit = (node: PhrasingContent, as: Style, depth: number): void => {
		const inside = (children: readonly PhrasingContent[], inner: Style) => {
			if (depth < DEPTH_LIMIT) for (const child of children) visit(child, inner, depth + 1);
			else add(setting.ascii ? '...' : '…', inner);
		};
		switch (node.type) {
			case 'text':
				add(setting.put(proseText(node.value, setting)), as);
				return;
			case 'inlineCode': {
				const value = setting.put(node.value.replaceAll('\n', ' '));
				add(setting.backticks ? `\`${value}\`` : value, 'code');
				return;
			}
			case 'strong':
				inside(node.children, 'strong');
				return;
			case 'emphasis':
				inside(node.children, 'emphasis');
				return;
			case 'delete':
				inside(node.children, as);
				return;
			case 'break':
				lines.push([]);
				return;
			case 'html':
				// GitHub's way to break a line in a table cell.
				if (/^<br ?\/?>$/i.test(node.value)) lines.push([]);
				else add(node.value.replaceAll('\n', ' '), 'dim');
				return;
			case 'link':
				inside(node.children, 'link');
				address(node.url, setting.put(plainText(node.children)));
				return;
			case 'linkReference': {
				inside(node.children, 'link');
				const definition = setting.definitions.get(node.identifier);
				if (definition) address(definition.url, setting.put(plainText(node.children)));
				return;
			}
			case 'image':
				add(`[${proseText(node.alt ?? '', setting)}]`, 'emphasis');
				address(node.url, '');
				return;
			case 'imageReference': {
				add(`[${proseText(node.alt ?? '', setting)}]`, 'emphasis');
				const definition = setting.definitions.get(node.identifier);
				if (definition) address(definition.url, '');
				return;
			}
			case 'footnoteReference':
				add(`[${node.label ?? node.identifier}]`, 'dim');
				return;
		}
	};

	for (const node of nodes) visit(node, style, 0);
	return lines;
}

/** Joins lines by a blank, for a place that has no room for breaks. */
export function joinLines(lines: readonly StyledLine[]): StyledLine {
	return lines.flatMap((line, index) =>
		index === 0 ? line : [{ text: safe` `, style: 'plain' as const }, ...line],
	);
}

/** Signs of typography that have a plain form everybody reads. */
const TYPOGRAPHY: Readonly<Record<string, string>> = {
	'\u2013': '-',
	'\u2014': '-',
	'\u2018': "'",
	'\u2019': "'",
	'\u201c': '"',
	'\u201d': '"',
	'\u2026': '...',
	'\u2192': '->',
	'\u00d7': 'x',
};

/**
 * Prose, unlike a command, is not taken literally: a line break and a no-break space are blanks,
 * what asks for an emoji's colours or allows a hyphen is left out instead of shown, and where
 * there is ASCII only a dash is a hyphen.
 */
function proseText(value: string, setting: Setting): string {
	const text = value.replace(/[ \t\r\n\u00a0\u202f]+/g, ' ').replace(/[\ufe0e\ufe0f\u00ad]/g, '');
	if (!setting.ascii) return text;
	return text.replace(/[^\x00-\x7f]/gu, character => TYPOGRAPHY[character] ?? character);
}

/** The text of a link, as far as it can be an address. */
function plainText(nodes: readonly PhrasingContent[]): string {
	return nodes.map(node => ('value' in node ? node.value : '')).join('');
}
