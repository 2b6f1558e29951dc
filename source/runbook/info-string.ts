/** The words behind the opening marks of a fence: a language, words, `key=value`. */
import type { Report } from './report.ts';
import type { Position } from './types.ts';

export type Word = {
	/** Before the first `=`, or all of it. */
	readonly key: string;
	/** Behind the first `=`, without quotes; undefined where there is none. */
	readonly value: string | undefined;
	readonly position: Position;
};

export type InfoString = {
	/** As written; `` where the first word is none. */
	readonly language: string;
	readonly words: readonly Word[];
};

/** Splits an info string; never fails, see `checkInfoString` for what is wrong with it. */
export function splitInfoString(info: string, at: Position): InfoString {
	const words = Array.from(info.matchAll(/(?:[^\s"]|"[^"]*"?)+/g), match => {
		const [text] = match;
		const equals = text.indexOf('=');
		const plain = (part: string): string => part.replaceAll('"', '');
		return {
			key: plain(equals === -1 ? text : text.slice(0, equals)),
			value: equals === -1 ? undefined : plain(text.slice(equals + 1)),
			position: { line: at.line, column: at.column + match.index },
		};
	});
	const [first, ...rest] = words;
	if (first === undefined || first.value !== undefined) return { language: '', words };
	return { language: first.key, words: rest };
}

/** Reports what Markdown would change, and a quote that is not closed. */
export function checkInfoString(info: string, at: Position, report: Report): void {
	const changed = info.search(/[`\\&]/);
	if (changed !== -1) {
		report.add(
			'info-character',
			{ line: at.line, column: at.column + changed },
			`\`${info[changed]}\` stands among the words of a block; Markdown may change it.`,
			'Leave it out: use an input, or a block of its own.',
		);
	}
	if ((info.match(/"/g)?.length ?? 0) % 2 === 1) {
		report.add(
			'info-quote',
			{ line: at.line, column: at.column + info.lastIndexOf('"') },
			'A quote among the words of a block is not closed.',
			'Write `key="value with blanks"`.',
		);
	}
}
