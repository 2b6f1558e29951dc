/**
 * Parts of the program as one file that starts at once.
 *
 * Before its first line runs, a JavaScript engine reads all code of a file: 40 ms for our megabyte,
 * where bare Node takes 60. It passes over a comment in 4. So the parts stand in a comment inside of a
 * function that nobody calls, and become code when they are needed.
 */

/** A part by its name, as CommonJS. */
export type Part = { readonly name: string; readonly code: string };

/** `loader` is the code of load.ts. */
export function pack(loader: string, parts: readonly Part[]): string {
	let at = 0;
	const table: Record<string, readonly [number, number]> = {};
	const texts = parts.map(({ name, code }) => {
		const text = inComment(name, code);
		table[name] = [at, at + text.length];
		at += text.length;
		return text;
	});
	return [
		'#!/usr/bin/env node',
		`function PARTS(){/*${texts.join('')}*/}`,
		`const TABLE=${JSON.stringify(table)};`,
		loader.trim(),
		'',
	].join('\n');
}

/**
 * What may stand in the comment: no end of it, and only ASCII, of which each letter is one byte in memory.
 * (Patterns keep letters of other scripts.) `plain` in load.ts is the way back.
 */
export function inComment(name: string, code: string): string {
	if (code.includes('\u0001'))
		throw new Error(`${name} holds the sign that others are written with`);
	return code
		.replace(/[^\0-\x7f]/g, unit => `\u0001${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.replaceAll('*/', '*\u0001002f');
}
