/** Where the command is measured: folders of its own, and nothing of the person's. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn as spawnInTerminal } from '@lydell/node-pty';

export const program = resolve('build/runbook.js');
export const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'));

export const environment: Record<string, string> = {
	PATH: process.env.PATH ?? '/usr/bin:/bin',
	HOME: folder,
	LANG: 'C.UTF-8',
	TERM: 'xterm-256color',
	XDG_STATE_HOME: join(folder, 'state'),
	XDG_CONFIG_HOME: join(folder, 'config'),
};

export function write(name: string, text: string): string {
	const file = join(folder, name);
	mkdirSync(join(file, '..'), { recursive: true });
	writeFileSync(file, text);
	return file;
}

export const leave = (): void => rmSync(folder, { recursive: true, force: true });

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export type Ran = { readonly ms: number; readonly output: string };

/** From the start of a program to its end. */
export function ran(
	words: readonly string[],
	more: Readonly<Record<string, string>> = {},
): Promise<Ran> {
	return new Promise((done, fail) => {
		const began = performance.now();
		const [first = '', ...others] = words;
		const child = spawn(first, others, {
			cwd: folder,
			env: { ...environment, ...more },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', chunk => {
				output = (output + chunk).slice(-2000);
			});
		}
		child.on('close', status => {
			const ms = performance.now() - began;
			if (status === 0) done({ ms, output });
			else fail(new Error(`${words.join(' ')} ended with ${status}:\n${output}`));
		});
	});
}

export const node = (...words: readonly string[]): Promise<Ran> =>
	ran([process.execPath, ...words]);

/** The command in a terminal of 80 by 24. */
export class Seat {
	readonly #pty: ReturnType<typeof spawnInTerminal>;
	readonly began = performance.now();
	/** What came since the last key. */
	#fresh = '';
	#hasEnded = false;
	#look = (): void => {};
	readonly #ended: Promise<void>;

	constructor(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
		this.#pty = spawnInTerminal(process.execPath, [...words], {
			name: 'xterm-256color',
			cols: 80,
			rows: 24,
			cwd: folder,
			env: { ...environment, ...more },
		});
		this.#ended = new Promise(resolve => {
			this.#pty.onExit(() => {
				this.#hasEnded = true;
				resolve();
			});
		});
		this.#pty.onData(data => {
			this.#fresh += data;
			this.#look();
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** Waits until this was written since the last key; gives the milliseconds since `began`. */
	sees(wanted: RegExp, limit = 60_000): Promise<number> {
		return new Promise((done, fail) => {
			const late = setTimeout(
				() => fail(new Error(`never saw ${wanted} in:\n${this.#fresh}`)),
				limit,
			);
			// Looked at when something comes: who asks all the time takes the processor from others.
			this.#look = () => {
				if (!wanted.test(this.#fresh)) return;
				clearTimeout(late);
				this.#look = () => {};
				done(performance.now() - this.began);
			};
			this.#look();
		});
	}

	/** Milliseconds from a key to its answer: what else is drawn meanwhile (a clock) is none. */
	async key(keys: string, answer = /./s): Promise<number> {
		this.#fresh = '';
		const pressed = performance.now();
		this.#pty.write(keys);
		const took = this.began + (await this.sees(answer)) - pressed;
		// The rest of this frame is none of the next key's answer.
		await pause(40);
		return took;
	}

	press(keys: string): void {
		this.#fresh = '';
		this.#pty.write(keys);
	}

	async end(): Promise<void> {
		if (!this.#hasEnded) this.#pty.kill('SIGKILL');
		await this.#ended;
	}
}
