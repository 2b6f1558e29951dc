/** Runs the job wrapper under each shell that it must work in, in folders that are cleaned up. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, vi } from 'vitest';
import wrapper from '../../source/execute/wrapper.sh';
import { type Shell, shells, titleOf } from './shells.ts';

/** Describes something under each of the shells; one that is missing is named as skipped. */
export function describeEach(what: string, describeOne: (shell: Shell) => void): void {
	for (const shell of shells) {
		describe.skipIf(!shell.present)(`${what} under ${titleOf(shell)}`, () => describeOne(shell));
	}
}

export type WrapperOptions = {
	readonly mode?: 'plain' | 'capture';
	readonly limit?: number;
	readonly timeout?: number;
	readonly within?: number;
	/** The folder of the job, when it is not a fresh one. */
	readonly folder?: string;
	/** The shell of the script. */
	readonly language?: readonly string[];
	/** Words before the wrapper's shell. */
	readonly before?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
};

/** A job that a wrapper runs. */
export type WrapperRun = {
	readonly folder: string;
	readonly child: ChildProcess;
	/** Waits for the wrapper's own end. */
	finished(): Promise<void>;
	/** Waits until a file is in the folder. */
	appears(name: string, seconds?: number): Promise<void>;
	status(): number | undefined;
	has(name: string): boolean;
	output(): string;
	bytes(name: string): Buffer;
	/** The live processes of the job's group. */
	group(): number[];
};

/** How to take back what the tests of a file made, last things first. */
const made: (() => void)[] = [];
afterAll(() => {
	while (made.length > 0) made.pop()?.();
});

/** Makes a folder that goes when the file's tests have finished, with what still carries its token. */
export function jobFolder(parent = tmpdir()): { folder: string; token: string } {
	const folder = mkdtempSync(join(parent, 'job-'));
	const token = randomUUID();
	made.push(() => {
		for (const pid of carriers(token)) end(pid);
		rmSync(folder, { recursive: true, force: true });
	});
	return { folder, token };
}

/** Ends a process, which may just have ended by itself. */
export function end(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {}
}

/** The processes that carry a token. */
export function carriers(token: string): number[] {
	return allProcesses().filter(pid =>
		readOr(`/proc/${pid}/environ`).includes(`RUNBOOK_TOKEN=${token}`),
	);
}

/** Lays out a job, and starts its wrapper under a shell. */
export function startWrapper(
	shell: Shell,
	script: string,
	options: WrapperOptions = {},
): WrapperRun {
	const { folder, token } = options.folder
		? { folder: options.folder, token: readFileSync(join(options.folder, 'token'), 'utf8') }
		: layOut(script);
	const words = [
		...(options.before ?? []),
		...wordsOf(shell),
		...['-c', '. "$0"', join(folder, 'wrapper')],
		folder,
		options.mode ?? 'plain',
		...[options.limit ?? 2 ** 30, options.timeout ?? 0, options.within ?? 0].map(String),
		...(options.language ?? ['/bin/sh', '-e']),
	];
	const env = { PATH: process.env.PATH, RUNBOOK_JOB: folder, RUNBOOK_TOKEN: token };
	const child = spawn(words[0] ?? '', words.slice(1), {
		cwd: '/',
		detached: true,
		stdio: 'ignore',
		env: { ...env, ...options.environment },
	});
	const closed = new Promise<void>((resolve, reject) => {
		child.once('close', () => resolve()).once('error', reject);
	});
	const bytes = (name: string) => readFileSync(join(folder, name));
	return {
		folder,
		child,
		finished: () => closed,
		appears: (name, seconds = 10) =>
			vi.waitFor(() => void bytes(name), { timeout: seconds * 1000, interval: 10 }),
		status: () => {
			const name = readdirSync(folder).find(name => name.startsWith('exit.'));
			return name === undefined ? undefined : Number(name.slice('exit.'.length));
		},
		has: name => readdirSync(folder).includes(name),
		output: () => bytes('output').toString('utf8'),
		bytes,
		group: () => groupMembers(child.pid ?? -1),
	};
}

/** The words of a shell with its path: the PATH of a job may lack it. */
function wordsOf({ command: [name, ...words] }: Shell): string[] {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const path = folders.map(folder => join(folder, name)).find(existsSync);
	return [path ?? name, ...words];
}

/** Runs a script to its wrapper's end. */
export async function runWrapper(
	shell: Shell,
	script: string,
	options: WrapperOptions = {},
): Promise<WrapperRun> {
	const run = startWrapper(shell, script, options);
	await run.finished();
	return run;
}

/** Makes the folder of a job, in a folder. */
export function layOut(script: string, parent?: string): { folder: string; token: string } {
	const job = jobFolder(parent);
	writeFileSync(join(job.folder, 'script'), script);
	writeFileSync(join(job.folder, 'wrapper'), wrapper);
	writeFileSync(join(job.folder, 'token'), job.token);
	for (const name of ['output', 'value']) writeFileSync(join(job.folder, name), '');
	return job;
}

export const isRoot = process.getuid?.() === 0;

/** Mounts a small file system in memory; it goes when the file's tests have finished. For root. */
export function smallDisk(kilobytes: number): string {
	const folder = mkdtempSync(join(tmpdir(), 'disk-'));
	const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
	if (mounted.status !== 0) throw new Error(`tmpfs cannot be mounted: ${mounted.stderr}`);
	made.push(() => {
		spawnSync('umount', ['--lazy', folder]);
		rmSync(folder, { recursive: true, force: true });
	});
	return folder;
}

/** Makes a program that a script can call by name, in a folder. */
export function program(folder: string, name: string, text: string): void {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, name), text);
	chmodSync(join(folder, name), 0o755);
}

/** The live processes of a group. */
export function groupMembers(group: number): number[] {
	return allProcesses().filter(pid => {
		const text = readOr(`/proc/${pid}/stat`);
		const [state, , pgrp] = text.slice(text.lastIndexOf(')') + 2).split(' ');
		return state !== 'Z' && Number(pgrp) === group;
	});
}

const allProcesses = () =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number);

function readOr(path: string): string {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
}
