/** How a job ended: read from its folder. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from './job-folder.ts';
import { readOrdinary } from './ordinary-file.ts';

export type JobEnd = {
	/** Unknown when the wrapper was killed with the script. */
	readonly status?: number;
	/** Its time was up; whatever the status says. */
	readonly timedOut: boolean;
	/** Somebody has ended it; whatever the status says. */
	readonly stopped: boolean;
	/** `output` lacks what came after its limit, or after the disk was full. */
	readonly truncated: boolean;
	/** Bytes in `output`. */
	readonly outputBytes: number;
	/** For a capture: what came on standard output, at most 64 KiB; undefined when there is none. */
	readonly value?: string;
	/** A background process still holds the output open. */
	readonly stillWriting: boolean;
};

/** @returns how a job ended that ended with `status`, or without one */
export function endOf(folder: string, status: number | undefined, stillWriting: boolean): JobEnd {
	const names = namesIn(folder);
	const value = names.has('closed') ? valueIn(folder, names.has('value.cut')) : undefined;
	return {
		...(status !== undefined && { status }),
		timedOut: names.has('timedout'),
		stopped: names.has('stopped'),
		truncated: names.has('truncated'),
		outputBytes: statSync(join(folder, 'output'), { throwIfNoEntry: false })?.size ?? 0,
		...(value !== undefined && { value }),
		stillWriting,
	};
}

/**
 * When a job left its status, ISO 8601 in UTC; undefined when it left none. The status is a rename,
 * and a rename changes nothing of a file but its change time.
 */
export function endTimeOf(folder: string, status: number): string | undefined {
	const left = statSync(join(folder, `exit.${status}`), { throwIfNoEntry: false });
	return left?.ctime.toISOString();
}

const valueLimit = 64 * 1024;

/**
 * A value that was cut though it is short met a full disk; one that is not UTF-8 cannot be put into a
 * command as text. Neither is the value that was printed.
 */
function valueIn(folder: string, cut: boolean): string | undefined {
	let bytes: Buffer;
	try {
		bytes = readOrdinary(join(folder, 'value'));
	} catch {
		return undefined;
	}
	if (bytes.length === 0 || (cut && bytes.length <= valueLimit)) return undefined;
	try {
		// As a stream, because the limit may fall inside a character.
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
			bytes.subarray(0, valueLimit),
			{ stream: bytes.length > valueLimit },
		);
	} catch {
		return undefined;
	}
}
