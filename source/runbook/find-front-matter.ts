/** Where the YAML between the first two lines of `---` stands. */

/** Where the YAML stands in the text: offsets, half open. `end` is where Markdown begins. */
export type FrontMatter = {
	readonly start: number;
	readonly yamlEnd: number;
	readonly end: number;
	readonly closed: boolean;
};

/** Front matter is there when the first line is `---`. */
export function findFrontMatter(text: string): FrontMatter | undefined {
	const open = /^---[ \t]*(?:\n|$)/.exec(text);
	if (!open) return undefined;
	const start = open[0].length;
	const close = /^---[ \t]*$/m.exec(text.slice(start));
	if (!close) return { start, yamlEnd: text.length, end: text.length, closed: false };
	const yamlEnd = start + close.index;
	return { start, yamlEnd, end: yamlEnd + close[0].length, closed: true };
}
