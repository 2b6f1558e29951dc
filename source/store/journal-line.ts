/**
 * One line of a journal: `{"v":1,"seq":1,"time":"…","event":{…},"sum":"…"}`. The sum is the first
 * 16 hexadecimal digits of SHA-256 over the sum of the line before (nothing for the first) and the
 * bytes of this line in front of `,"sum"`. It is taken over bytes, not over values, so every
 * flipped bit shows; and lines that were removed, doubled or put in another order show, too.
 *
 * A later version of the program may change what an event holds and then writes a greater `v`;
 * this frame and its sum it keeps, so that this version can still read it.
 */
import { createHash } from 'node:crypto';

export const VERSION = 1;

/** One event as it lies in the file. */
export type JournalLine = {
	/** From 1, without gaps. */
	readonly seq: number;
	/** UTC, as `2026-11-22T12:00:00.000Z`. */
	readonly time: string;
	readonly event: unknown;
};

/** A line that was read: the event, its sum for the line behind it, and whether it is newer. */
export type CheckedLine = JournalLine & { readonly sum: string; readonly newer: boolean };

/** `,"sum":"` and 16 digits and `"}`. */
const SUM_LENGTH = 26;

const sumOf = (previous: string, body: Uint8Array): string =>
	createHash('sha256').update(previous).update(body).digest('hex').slice(0, 16);

/** The bytes of a line with its newline, and its sum. `event` is JSON text without newlines. */
export function formatLine(
	seq: number,
	time: string,
	event: string,
	previous: string,
): { readonly bytes: Uint8Array; readonly sum: string } {
	const body = `{"v":${VERSION},"seq":${seq},"time":${JSON.stringify(time)},"event":${event}`;
	const sum = sumOf(previous, Buffer.from(body));
	return { bytes: Buffer.from(`${body},"sum":"${sum}"}\n`), sum };
}

/** Reads a line (without newline) that must be number `seq`; gives why not where it is damaged. */
export function checkLine(
	line: Uint8Array,
	previous: string,
	seq: number,
): CheckedLine | { readonly why: string } {
	const cut = Math.max(0, line.length - SUM_LENGTH);
	const body = line.subarray(0, cut);
	const sum = sumOf(previous, body);
	if (Buffer.from(line.subarray(cut)).toString('latin1') !== `,"sum":"${sum}"}`) {
		return { why: 'its checksum does not match: it, or a line before it, was changed' };
	}
	const value = parse(line);
	if (value === undefined) return { why: 'it is not a JSON object' };
	const { v, time } = value;
	if (typeof v !== 'number' || !Number.isInteger(v) || v < VERSION) {
		return { why: `its version is ${JSON.stringify(v)}, which never was` };
	}
	if (value.seq !== seq) {
		return { why: `its number is ${JSON.stringify(value.seq)}, not ${seq}` };
	}
	if (typeof time !== 'string' || !('event' in value)) return { why: 'it has no time or no event' };
	return { seq, time, event: value.event, sum, newer: v > VERSION };
}

function parse(line: Uint8Array): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(line).toString());
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
