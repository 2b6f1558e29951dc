/**
 * What is copied of a block: its bytes, without a final newline, which a shell would take for
 * Enter. Several lines go between parentheses: a shell reads those whole before it starts, stops
 * at the first failure, and stays alive, whereas `set -e` pasted into a login shell ends the
 * connection with the first command that fails.
 */
export function copyForm(script: string): string {
	// Not /\n+$/, which looks at a long run of newlines again from each of them.
	let end = script.length;
	while (script[end - 1] === '\n') end -= 1;
	const line = script.slice(0, end);
	if (!line.includes('\n')) return line;
	return `(\nset -e\n${script.endsWith('\n') ? script.slice(0, -1) : script}\n)`;
}
