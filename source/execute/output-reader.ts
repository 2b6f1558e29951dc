/** Reads a file that grows, in chunks that hold little memory. */
import { type FileHandle, open } from 'node:fs/promises';
import { isCode } from './job-folder.ts';
import { ordinaryFlags } from './ordinary-file.ts';

const chunkBytes = 256 * 1024;

/** Hands on what was added to a file since the last time. */
export class OutputReader {
	readonly #path: string;
	readonly #onOutput: (chunk: Uint8Array) => void;
	readonly #signal: AbortSignal | undefined;
	readonly #buffer = new Uint8Array(chunkBytes);
	#position: number;
	#file: FileHandle | undefined;

	constructor(
		path: string,
		position: number,
		onOutput: (chunk: Uint8Array) => void,
		signal: AbortSignal | undefined,
	) {
		this.#path = path;
		this.#position = position;
		this.#onOutput = onOutput;
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
		while (this.#position < size && !this.#signal?.aborted) {
			const { bytesRead } = await this.#file.read(this.#buffer, 0, chunkBytes, this.#position);
			if (bytesRead === 0) return;
			this.#position += bytesRead;
			this.#onOutput(this.#buffer.slice(0, bytesRead));
		}
	}

	async close(): Promise<void> {
		await this.#file?.close();
	}
}
