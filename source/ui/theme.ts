/** How the roles of text look. Sixteen colours, and never colour alone: bold, dim, inverse, words. */
import type { TextProps } from 'ink';
import type { Role } from './model/line.ts';

export type Style = Pick<
	TextProps,
	'color' | 'bold' | 'dimColor' | 'inverse' | 'italic' | 'underline'
>;

export const theme: Readonly<Record<Role, Style>> = {
	plain: {},
	title: { bold: true },
	faint: { dimColor: true },
	strong: { bold: true },
	emphasis: { italic: true },
	code: { color: 'cyan' },
	link: { underline: true },
	good: { color: 'green' },
	bad: { color: 'red', bold: true },
	warning: { color: 'yellow' },
	accent: { color: 'cyan', bold: true },
	badge: { inverse: true, bold: true },
	key: { bold: true },
	cursor: { inverse: true },
	command: { bold: true },
	keyword: { color: 'magenta' },
	string: { color: 'green' },
	variable: { color: 'yellow' },
	operator: { color: 'cyan' },
	comment: { dimColor: true },
};
