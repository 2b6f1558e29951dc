/** The last lines of each job of a run: as they come, or from the job's folder. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { jobFolder } from '../store/runs.ts';
import { OutputLines } from '../text/output.ts';
import type { Walk } from '../walk/walk.ts';
import type { Tail } from './model/outcome-rows.ts';

const KEPT = 200;
const READ = 64 * 1024;

export class Outputs {
	readonly #walk: Pick<Walk, 'run'>;
	readonly #lines = new Map<number, OutputLines>();

	constructor(walk: Pick<Walk, 'run'>) {
		this.#walk = walk;
	}

	/** Bytes of a job that runs. */
	push(job: number, chunk: Uint8Array): void {
		let lines = this.#lines.get(job);
		if (!lines) {
			lines = new OutputLines({ keep: KEPT });
			this.#lines.set(job, lines);
		}
		lines.push(chunk);
	}

	tail(job: number): Tail | undefined {
		let lines = this.#lines.get(job);
		if (!lines) {
			lines = readTail(this.file(job));
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
	const lines = new OutputLines({ keep: KEPT });
	for (const chunk of readEnd(file, READ)) lines.push(chunk);
	return lines;
}

/** The last `most` bytes of a file in chunks, from the beginning of a line; none if it cannot be read. */
export function* readEnd(file: string, most: number): Generator<Uint8Array> {
	let descriptor: number;
	try {
		descriptor = openSync(file, 'r');
	} catch {
		return;
	}
	try {
		const { size } = fstatSync(descriptor);
		let at = Math.max(0, size - most);
		let partial = at > 0;
		const buffer = Buffer.alloc(64 * 1024);
		for (;;) {
			const count = readSync(descriptor, buffer, 0, buffer.length, at);
			if (count === 0) return;
			at += count;
			let chunk: Uint8Array = buffer.subarray(0, count);
			if (partial) {
				const end = chunk.indexOf(0x0a);
				partial = end === -1;
				chunk = chunk.subarray(end === -1 ? chunk.length : end + 1);
			}
			yield chunk;
		}
	} catch {
		// What was read is shown; the file itself is not harmed.
	} finally {
		closeSync(descriptor);
	}
}
