/**
 * Parts of the program as one file that starts at once.
 *
 * Before its first line runs, a JavaScript engine reads all code of a file: 40 ms for our megabyte,
 * where bare Node takes 60. It passes over a comment in 4. So the parts stand in a comment inside of a
 * function that nobody calls, and become code when they are needed. What is not needed at once stands
 * there deflated: each megabyte takes 2 ms to pass over.
 */
import { deflateRawSync } from 'node:zlib';
import { inComment } from './comment.ts';

/** A text by its name. */
export type Text = { readonly name: string; readonly text: string; readonly deflated: boolean };

/** From where to where a text stands in the comment, and 1 for one that is deflated. */
export type Place = readonly [number, number, 1?];

/** `loader` is the code of load.ts; `texts` are the parts, as CommonJS, and what those ask it for. */
export function pack(loader: string, texts: readonly Text[]): string {
	let at = 0;
	const table: Record<string, Place> = {};
	const comment = texts.map(({ name, text, deflated }) => {
		const packed = deflated ? deflate(text) : inComment(name, text);
		table[name] = deflated ? [at, at + packed.length, 1] : [at, at + packed.length];
		at += packed.length;
		return packed;
	});
	return [
		'#!/usr/bin/env node',
		`function PARTS(){/*${comment.join('')}*/}`,
		`const TABLE=${JSON.stringify(table)};`,
		loader.trim(),
		'',
	].join('\n');
}

const deflate = (text: string): string => deflateRawSync(text, { level: 9 }).toString('base64');
