/**
 * How the roles of text look. Sixteen colours by their names, which each terminal has tuned for its
 * background, and never colour alone: bold, dim, inverse, signs, words.
 */
import type { TextProps } from 'ink';
import { display } from './display.ts';
import type { Role } from './model/line.ts';

export type Style = Pick<
	TextProps,
	'color' | 'bold' | 'dimColor' | 'inverse' | 'italic' | 'underline'
>;

const onDark: Readonly<Record<Role, Style>> = {
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

/** Cyan and yellow can hardly be read on white, and most greens not well. */
const onLight: Readonly<Record<Role, Style>> = {
	...onDark,
	code: { color: 'blue' },
	warning: { color: 'magenta' },
	accent: { color: 'blue', bold: true },
	good: { color: 'green', bold: true },
	variable: { color: 'red' },
	operator: { color: 'blue' },
	string: { color: 'green', bold: true },
};

/** How a role looks on this terminal. */
export function styleOf(role: Role): Style {
	return (display().light ? onLight : onDark)[role];
}
