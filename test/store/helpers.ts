/** Real folders and real processes for the tests of the store; both are cleaned up. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';

export const isRoot = process.geteuid?.() === 0;

/** A user that is not root, for tests that root runs. */
export const NOBODY = 65534;

/** A folder of this test alone (0700), under `parent`. */
export function temporaryFolder(parent = tmpdir()): string {
	const folder = realpathSync(mkdtempSync(join(parent, 'runbook-store-')));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Mounts a small file system of its own (root only), taken away behind the test. */
export function smallDisk(options: string): string {
	const folder = temporaryFolder();
	const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'runbook-test', folder]);
	if (mounted.status !== 0) throw new Error(`mount: ${mounted.stderr}`);
	onTestFinished(() => {
		spawnSync('umount', [folder]);
	});
	return folder;
}

/** Whether `smallDisk` can work: root in a container often may not mount. */
export function canMount(): boolean {
	if (!isRoot) return false;
	const folder = mkdtempSync(join(tmpdir(), 'runbook-mount-'));
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'runbook-test', folder]);
	if (status === 0) spawnSync('umount', [folder]);
	rmSync(folder, { recursive: true, force: true });
	return status === 0;
}

/** Bundles a program of `test/store/programs` for plain Node, where every user can read it. */
export function bundle(name: string): string {
	const folder = temporaryFolder();
	chmodSync(folder, 0o755);
	const outfile = join(folder, `${name}.mjs`);
	const entry = join(import.meta.dirname, 'programs', `${name}.ts`);
	buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm' });
	return outfile;
}

export type Running = {
	readonly child: ChildProcessWithoutNullStreams;
	readonly pid: number;
	/** The next line that it prints; fails after ten seconds, and when it ends before. */
	line(): Promise<string>;
	send(line: string): void;
};

/** Starts a program; it is killed when the test ends. */
export function start(command: string, args: readonly string[]): Running {
	const child = spawn(command, args, { stdio: 'pipe' });
	const { pid } = child;
	if (pid === undefined) throw new Error(`${command} could not be started`);
	onTestFinished(() => {
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
	});
	let errors = '';
	child.stderr.on('data', data => {
		errors += data;
	});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const line = async (): Promise<string> => {
		const next = await within(60_000, `a line of ${args.join(' ')}`, lines.next());
		if (next.done) throw new Error(`${args.join(' ')} ended: ${errors}`);
		return next.value;
	};
	return { child, pid, line, send: text => child.stdin.write(`${text}\n`) };
}

/** Starts a bundled program with this Node. */
export const startNode = (program: string, ...args: readonly string[]): Running =>
	start(process.execPath, [program, ...args]);

async function within<T>(limit: number, what: string, promise: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${limit} ms passed without ${what}`)), limit);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Waits until `condition` gives something; fails after five seconds. */
export async function until<T>(what: string, condition: () => T | undefined): Promise<T> {
	const end = performance.now() + 5000;
	for (;;) {
		const value = condition();
		if (value !== undefined) return value;
		if (performance.now() > end) throw new Error(`5 seconds passed without ${what}`);
		await new Promise(resolve => setTimeout(resolve, 2));
	}
}

/** What `action` throws, of the class that is expected. */
export function thrown<T extends Error>(
	// biome-ignore lint/suspicious/noExplicitAny: the arguments of a class do not matter here
	kind: new (...args: any[]) => T,
	action: () => unknown,
): T {
	try {
		action();
	} catch (error) {
		if (error instanceof kind) return error;
		throw error;
	}
	throw new Error(`${kind.name} was not thrown`);
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
