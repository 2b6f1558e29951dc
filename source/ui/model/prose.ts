/** Markdown prose as rows. Pure. */
import type { RootContent } from 'mdast';
import { proseLines, type Style } from '../../text/prose.ts';
import { display } from '../display.ts';
import { type Line, type Role, span } from './line.ts';

const roles: Readonly<Record<Style, Role>> = {
	plain: 'plain',
	strong: 'strong',
	emphasis: 'emphasis',
	code: 'code',
	link: 'link',
	dim: 'faint',
	heading: 'title',
};

/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;

/** `put` replaces `{{name}}` by what is known. */
export function proseRows(
	nodes: readonly RootContent[],
	columns: number,
	put: (text: string) => string,
): readonly Line[] {
	return proseLines(nodes, Math.min(columns, WIDEST), { put, ascii: display().ascii }).map(styled =>
		styled.map(({ text, style }) => span(text, roles[style])),
	);
}
