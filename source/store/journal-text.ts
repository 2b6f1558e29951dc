/** The bytes of a journal as its lines, with what is torn off at the end or damaged in the middle. */
import { checkLine, type JournalLine } from './journal-line.ts';

export type JournalReading = {
	readonly lines: readonly JournalLine[];
	/** Damage in the middle: the line, counted from 1, and why. Everything before it is in `lines`. */
	readonly damage?: { readonly line: number; readonly why: string };
	/** How many bytes at the end are a line that was not wholly written. */
	readonly torn: number;
	/** Written by a newer version: may be read, never written. */
	readonly newer: boolean;
};

/** A reading with what is needed to write behind it: where whole lines end, and the last sum. */
export type JournalText = {
	readonly reading: JournalReading;
	readonly length: number;
	readonly sum: string;
};

const NEWLINE = 0x0a;

/**
 * Reads what `bytes` hold. Every line is on disk before the next is begun, so only the last can
 * be torn: it has no newline, or a file system that lost power left zeros in it. All else that
 * does not check is damage, above all a last line whose sum or newline alone was changed: what it
 * announces may have happened, so it must not be cut off quietly.
 */
export function readText(bytes: Uint8Array): JournalText {
	const lines: JournalLine[] = [];
	let newer = false;
	let sum = '';
	let at = 0;
	const result = (damage?: string): JournalText => ({
		reading: {
			lines,
			...(damage === undefined ? {} : { damage: { line: lines.length + 1, why: damage } }),
			torn: damage === undefined ? bytes.length - at : 0,
			newer,
		},
		length: at,
		sum,
	});
	for (;;) {
		const end = bytes.indexOf(NEWLINE, at);
		if (end === -1) break;
		const line = bytes.subarray(at, end);
		const checked = checkLine(line, sum, lines.length + 1);
		if ('why' in checked) {
			const torn = end === bytes.length - 1 && hasZeros(line);
			return torn ? result() : result(checked.why);
		}
		lines.push({ seq: checked.seq, time: checked.time, event: checked.event });
		newer ||= checked.newer;
		sum = checked.sum;
		at = end + 1;
	}
	const whole = checkLine(bytes.subarray(at, -1), sum, lines.length + 1);
	return 'why' in whole ? result() : result('its newline was changed');
}

/** Two zeros side by side: one alone may be a flipped bit of a space. */
function hasZeros(line: Uint8Array): boolean {
	return Buffer.from(line.buffer, line.byteOffset, line.length).includes('\0\0');
}
