/** Reads documents in tests, and says what was found in the shortest form. */
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Block, PatternMatcher, Reading, Runbook } from '../../source/runbook/types.ts';

export const matches: PatternMatcher = (pattern, value) =>
	new RegExp(`^(?:${pattern})$`, 'u').test(value);

export function read(text: string | Uint8Array): Reading {
	const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	return readRunbook('test', bytes, matches);
}

/** A whole document: `body` begins on line 8, and one line later for each line of `front`. */
export function page(body: string, front = ''): string {
	const lines = front === '' ? '' : `${front}\n`;
	return `---\nrunbook: 1\nsummary: A test.\n${lines}---\n\n# Test\n\n${body}`;
}

/** A document with one step, whose content begins on line 10. */
export function step(content: string, front = ''): string {
	return page(`## Do it\n\n${content}`, front);
}

/** A block of one line or more. */
export function fence(words: string, content = 'true'): string {
	return `\`\`\`${words}\n${content}\n\`\`\`\n`;
}

/** `12:3 rule` for everything that was found. */
export function found(text: string | Uint8Array): readonly string[] {
	return read(text).diagnostics.map(({ line, column, rule }) => `${line}:${column} ${rule}`);
}

/** The runbook of a document that has no error. */
export function good(text: string): Runbook {
	const { runbook, diagnostics } = read(text);
	if (!runbook) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
	return runbook;
}

/** The blocks of the first step. */
export function blocks(text: string): readonly Block[] {
	return (good(text).steps[0]?.parts ?? []).flatMap(part => (part.kind === 'block' ? [part] : []));
}

/** One line of a table: what is wrong with a document, and where it is said. */
export type Case = {
	/** Begins with "refuses" or "warns of". */
	readonly title: string;
	readonly text: string | Uint8Array;
	/** All that is found. */
	readonly found: readonly string[];
};
