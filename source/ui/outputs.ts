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

	constructor(walk: Pick<Walk, 'run' | 'state'>) {
		this.#walk = walk;
	}

	/** Bytes of a job that runs. */
	push(job: number, chunk: Uint8Array): void {
		let lines = this.#lines.get(job);
		if (!lines) {
			lines = new OutputLines({ keep: KEPT, ascii: display().ascii });
			this.#lines.set(job, lines);
		}
		lines.push(chunk);
		this.#bytes.set(job, this.bytes(job) + chunk.length);
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
			lines = runs
				? new OutputLines({ keep: KEPT, ascii: display().ascii })
				: readTail(this.file(job));
			this.#lines.set(job, lines);
		}
		return { lines: lines.lines, total: lines.total };
	}

	file(job: number): string {
		return join(jobFolder(this.#walk.run, job), 'output');
	}
}

/** The end of a file, or nothing where there is none. */
function readTail(file: string): OutputLines {
	const lines = new OutputLines({ keep: KEPT, ascii: display().ascii });
	readEnd(file, READ, chunk => lines.push(chunk));
	return lines;
}

/**
 * The last `most` bytes of a file, from the beginning of a line, in chunks that are used up at
 * once. Gives how long the file was; nothing is taken of one that cannot be read.
 */
function readEnd(file: string, most: number, take: (chunk: Uint8Array) => void): number {
	let at = 0;
	let descriptor: number | undefined;
	try {
		descriptor = openOrdinary(file);
		at = Math.max(0, fstatSync(descriptor).size - most);
		let partial = at > 0;
		const buffer = Buffer.alloc(64 * 1024);
		for (;;) {
			const count = readSync(descriptor, buffer, 0, buffer.length, at);
			if (count === 0) return at;
			at += count;
			const read = buffer.subarray(0, count);
			const end = partial ? read.indexOf(0x0a) : -1;
			if (!partial || end !== -1) take(read.subarray(end + 1));
			partial &&= end === -1;
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

/** All of one output, as far as it is kept in memory, and what comes meanwhile. */
export class WholeOutput {
	readonly #lines = new OutputLines({ keep: MOST_LINES, ascii: display().ascii });
	readonly close: () => void;

	constructor(outputs: Outputs, walk: Pick<Walk, 'watch'>, job: number) {
		const file = outputs.file(job);
		const read = readEnd(file, MOST_BYTES, chunk => this.#lines.push(chunk));
		// What the file held already is still to be announced, as far as it was not yet.
		let known = Math.max(0, read - outputs.bytes(job));
		this.close = walk.watch({
			output: (of, chunk) => {
				if (of !== job) return;
				const fresh = chunk.subarray(Math.min(known, chunk.length));
				known -= chunk.length - fresh.length;
				this.#lines.push(fresh);
			},
		});
	}

	get lines(): readonly Safe[] {
		return this.#lines.lines;
	}
}
