/** Reads a file that grows, in chunks that hold little memory. */
import { type FileHandle, open } from 'node:fs/promises';
import { isCode } from './job-folder.ts';
import { ordinaryFlags } from './ordinary-file.ts';

const chunkBytes = 256 * 1024;

/** So much at once is a flood: nobody reads it as it comes, and to read it here slows the writer down. */
const floodBytes = 4 * 1024 * 1024;

export type Readers = {
	readonly onOutput: (chunk: Uint8Array) => void;
	/** Of a flood only the end is read, and this gets how many bytes were not. Without it all is read. */
	readonly onSkipped?: ((bytes: number) => void) | undefined;
};

/** Hands on what was added to a file since the last time. */
export class OutputReader {
	readonly #path: string;
	readonly #readers: Readers;
	readonly #signal: AbortSignal | undefined;
	readonly #buffer = new Uint8Array(chunkBytes);
	#position: number;
	#file: FileHandle | undefined;

	constructor(path: string, position: number, readers: Readers, signal: AbortSignal | undefined) {
		this.#path = path;
		this.#position = position;
		this.#readers = readers;
		this.#signal = signal;
	}

	/** Reads to the end that the file has now: a daemon may go on writing for ever. */
	async readOn(): Promise<void> {
		try {
			this.#file ??= await open(this.#path, ordinaryFlags);
		} catch (error) {
			if (isCode(error, 'ENOENT')) return;
			throw error;
		}
		const stats = await this.#file.stat();
		const size = stats.isFile() ? stats.size : 0;
		this.#skip(size);
		while (this.#position < size && !this.#signal?.aborted) {
			const { bytesRead } = await this.#file.read(this.#buffer, 0, chunkBytes, this.#position);
			if (bytesRead === 0) return;
			this.#position += bytesRead;
			this.#readers.onOutput(this.#buffer.slice(0, bytesRead));
		}
	}

	#skip(size: number): void {
		const { onSkipped } = this.#readers;
		if (!onSkipped || size - this.#position <= floodBytes) return;
		const skipped = size - chunkBytes - this.#position;
		this.#position += skipped;
		onSkipped(skipped);
	}

	async close(): Promise<void> {
		await this.#file?.close();
	}
}
