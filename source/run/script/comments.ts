/** Comments of a script: prose, headings, and bytes that are for reading only. */
import { showText } from '../../text/safe.ts';
import { width } from '../../text/width.ts';

const COLUMNS = 78;

/** The columns that text has beside the `# `. */
export const PROSE_COLUMNS = COLUMNS - 2;

/** @returns each line as a comment; what a terminal would obey is made visible. */
export function comment(...lines: readonly string[]): readonly string[] {
	return lines.map(line => (line === '' ? '#' : `# ${showText(line)}`));
}

/** @returns a heading: the text with a line behind it, thick for the first level of the walk. */
export function heading(text: string, level: number): string {
	const shown = showText(text);
	const sign = level === 0 ? '=' : '-';
	const rest = Math.max(3, COLUMNS - width(shown) - 7);
	return `# ${sign.repeat(3)} ${shown} ${sign.repeat(rest)}`;
}

/** @returns the lines of a block that this script does not run, byte for byte behind the mark. */
export function commentedBytes(text: string): readonly string[] {
	return text.split('\n').map(line => (line === '' ? '#' : `#     ${line}`));
}
