/** Foreign text in a Markdown page: none of it is markup. */

/** Text in a line of the page, or at its beginning: nothing in it is markup. */
export function inline(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
		.replace(/^[-+=]/, '\\$&')
		.replace(/^(\d+)([.)])/, '$1\\$2');
}

/** In backquotes that the text does not hold. */
export function code(text: string): string {
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const ticks = '`'.repeat(longest + 1);
	const room = longest > 0 ? ' ' : '';
	return `${ticks}${room}${text.replace(/\s+/g, ' ')}${room}${ticks}`;
}

/** The same in a table, where a bar would end the cell. */
export function cell(text: string): string {
	return code(text).replaceAll('|', '\\|');
}

export function fenced(lines: readonly string[], language: string): readonly string[] {
	const longest = Math.max(2, ...lines.map(line => /^\s*(`*)/.exec(line)?.[1]?.length ?? 0));
	const fence = '`'.repeat(longest + 1);
	return [`${fence}${language}`, ...lines, fence];
}
