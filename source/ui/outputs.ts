/** The last lines of each job of a run: as they come, or from the job's folder. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { openOrdinary } from '../execute/ordinary-file.ts';
import { executionOf } from '../run/state.ts';
import { jobFolder } from '../store/runs.ts';
import { OutputLines } from '../text/output.ts';
import type { Safe } from '../text/safe.ts';
import type { Walk } from '../walk/walk.ts';
import { display } from './display.ts';
import type { Tail } from './model/outcome-rows.ts';

const KEPT = 200;
const READ = 64 * 1024;

export class Outputs {
	readonly #walk: Pick<Walk, 'run' | 'state'>;
	readonly #lines = new Map<number, OutputLines>();
	readonly #bytes = new Map<number, number>();
	/** Jobs that wrote more at once than anybody looks at, and whether that was a moment ago. */
	readonly #floods = new Map<number, boolean>();

	constructor(walk: Pick<Walk, 'run' | 'state'>) {
		this.#walk = walk;
	}

	/** Bytes of a job that runs. */
	push(job: number, chunk: Uint8Array): void {
		const behindGap = this.#floods.get(job) === true;
		if (behindGap) this.#floods.set(job, false);
		const lines = (behindGap ? undefined : this.#lines.get(job)) ?? tailLines();
		this.#lines.set(job, lines);
		lines.push(behindGap ? wholeLines(chunk) : chunk);
		this.#bytes.set(job, this.bytes(job) + chunk.length);
	}

	/** Bytes of a job that runs, which are in its file alone. */
	skip(job: number, bytes: number): void {
		this.#floods.set(job, true);
		this.#bytes.set(job, this.bytes(job) + bytes);
	}

	/** How many bytes came while somebody followed. */
	bytes(job: number): number {
		return this.#bytes.get(job) ?? 0;
	}

	tail(job: number): Tail | undefined {
		let lines = this.#lines.get(job);
		if (!lines) {
			// Of one that runs every byte comes by way of `push`.
			const runs = executionOf(this.#walk.state, job)?.outcome === undefined;
			lines = runs ? tailLines() : readTail(this.file(job));
			this.#lines.set(job, lines);
		}
		const { lines: last, total } = lines;
		return this.#floods.has(job) ? { lines: last, bytes: this.bytes(job) } : { lines: last, total };
	}

	file(job: number): string {
		return join(jobFolder(this.#walk.run, job), 'output');
	}
}

const tailLines = (): OutputLines => new OutputLines({ keep: KEPT, ascii: display().ascii });

/** Without the line that began before; all of it where nothing comes behind that. */
function wholeLines(chunk: Uint8Array): Uint8Array {
	const rest = chunk.subarray(chunk.indexOf(0x0a) + 1);
	return rest.length > 0 ? rest : chunk;
}

/** The end of a file, or nothing where there is none. */
function readTail(file: string): OutputLines {
	const lines = tailLines();
	readEnd(file, READ, chunk => lines.push(chunk));
	return lines;
}

/** Of a line that is longer than what is read, so much is shown: less than a line may have on the screen. */
const END_OF_LINE = 8 * 1024;

/**
 * The last `most` bytes of a file, from the beginning of a line, in chunks that are used up at
 * once; of a single line that is longer, its end. Gives how long the file was; nothing is taken of
 * one that cannot be read.
 */
function readEnd(file: string, most: number, take: (chunk: Uint8Array) => void): number {
	let at = 0;
	let descriptor: number | undefined;
	try {
		descriptor = openOrdinary(file);
		at = Math.max(0, fstatSync(descriptor).size - most);
		let isInLines = at === 0;
		let hasTaken = false;
		let isAnew = false;
		const buffer = Buffer.alloc(64 * 1024);
		for (;;) {
			const count = readSync(descriptor, buffer, 0, buffer.length, at);
			if (count === 0) {
				if (hasTaken || isAnew) return at;
				at = Math.max(0, at - END_OF_LINE);
				isAnew = true;
				isInLines = true;
				continue;
			}
			at += count;
			const read = buffer.subarray(0, count);
			const start = isInLines ? 0 : read.indexOf(0x0a) + 1;
			isInLines ||= start > 0;
			if (!isInLines || start === count) continue;
			hasTaken = true;
			take(read.subarray(start));
		}
	} catch {
		// What was read is shown; the file itself is not harmed.
		return at;
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}

/** Of a longer output the end is shown; the file holds the rest. */
export const MOST_BYTES = 8 * 1024 * 1024;
const MOST_LINES = 100_000;

/** How long the picture of a flood stays: it is read from the file anew each time. */
const ANEW = 1000;

/** All of one output, as far as it is kept in memory, and what comes meanwhile. */
export class WholeOutput {
	readonly #outputs: Outputs;
	readonly #job: number;
	#lines: OutputLines;
	/** Bytes that were read from the file, and are still to be announced. */
	#known = 0;
	/** Since when there is more in the file than was read, and when it was read last. */
	#isBehind = false;
	#readAt = Number.NEGATIVE_INFINITY;
	readonly close: () => void;

	constructor(outputs: Outputs, walk: Pick<Walk, 'watch'>, job: number) {
		this.#outputs = outputs;
		this.#job = job;
		this.#lines = this.#read();
		this.close = walk.watch({
			output: (of, chunk) => {
				if (of !== job || this.#isBehind) return;
				const fresh = chunk.subarray(Math.min(this.#known, chunk.length));
				this.#known -= chunk.length - fresh.length;
				this.#lines.push(fresh);
			},
			skipped: (of, bytes) => {
				if (of !== job) return;
				const missed = bytes > this.#known;
				this.#known = Math.max(0, this.#known - bytes);
				this.#isBehind ||= missed;
			},
			changed: (_, { event }) => {
				if (event.type === 'job-ended' && event.job === job) {
					this.#readAt = Number.NEGATIVE_INFINITY;
				}
			},
		});
	}

	get lines(): readonly Safe[] {
		if (this.#isBehind && performance.now() - this.#readAt >= ANEW) this.#lines = this.#read();
		return this.#lines.lines;
	}

	#read(): OutputLines {
		const lines = new OutputLines({ keep: MOST_LINES, ascii: display().ascii });
		const file = this.#outputs.file(this.#job);
		const read = readEnd(file, MOST_BYTES, chunk => lines.push(chunk));
		// What the file held already is still to be announced, as far as it was not yet.
		this.#known = Math.max(0, read - this.#outputs.bytes(this.#job));
		this.#isBehind = false;
		this.#readAt = performance.now();
		return lines;
	}
}
