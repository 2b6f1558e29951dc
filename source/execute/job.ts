/** Starts a script as a job that belongs to the machine, not to this program. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, linkSync, unlinkSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Language } from '../runbook/types.ts';
import { createFile, isCode } from './job-folder.ts';
import { scriptShell } from './script-shell.ts';
import { startProcess } from './start-process.ts';
import wrapper from './wrapper.sh';

export type JobSpec = {
	/** Absolute; exists, 0700, empty. */
	readonly folder: string;
	/** The exact bytes to run. */
	readonly script: string;
	readonly language: Language;
	/** Whether standard output becomes a value. */
	readonly capture: boolean;
	/** Seconds that a script which fails is tried again, every second. */
	readonly within?: number;
	/** Seconds after which it is ended; with `within`, how much longer than that. */
	readonly timeout?: number;
	/** Bytes of output that are kept; 1 GiB unless given. */
	readonly limit?: number;
	/** The whole environment of the job: see `jobEnvironment`. */
	readonly environment: Readonly<Record<string, string>>;
};

/** A job could not be started; nothing of it was run. The message is for people. */
export class JobNotStarted extends Error {
	override readonly name = 'JobNotStarted';
}

const defaultLimit = 2 ** 30;
/** The wrappers that this program started, while they run: whoever follows need not poll for the end. */
const ownWrappers = new Map<string, ChildProcess>();

/** @returns the wrapper of a job, while it runs and if it was started by this program */
export const ownWrapper = (folder: string): ChildProcess | undefined => ownWrappers.get(folder);

/**
 * Starts a job. Resolves when its wrapper was started, which is before the job has begun.
 * Raises `JobNotStarted`.
 */
export async function startJob(spec: JobSpec): Promise<void> {
	const wrapped = layOut(spec, spec.capture ? 'capture' : 'plain');
	const { child, end } = await startProcess({
		...wrapped,
		environment: spec.environment,
		detached: true,
		streams: 'ignore',
	});
	if (child?.pid === undefined) throw notStartable((await end).failure);
	ownWrappers.set(spec.folder, child);
	child.once('exit', () => ownWrappers.delete(spec.folder));
	child.unref();
}

/**
 * Fills the folder of a job.
 *
 * @returns its wrapper, and the words for it. Raises `JobNotStarted`.
 */
export function layOut(
	spec: JobSpec,
	mode: 'plain' | 'capture' | 'terminal',
): { readonly file: string; readonly words: readonly string[] } {
	const { folder } = spec;
	if (!isAbsolute(folder))
		throw new JobNotStarted(`The job's folder \`${folder}\` is not absolute.`);
	const shell = scriptShell(spec.language, spec.environment.PATH ?? '');
	if (shell === undefined) {
		throw new JobNotStarted(
			`There is no \`${spec.language}\` here, and the block is written for it. Install it, or do the block by hand.`,
		);
	}
	try {
		write(join(folder, 'script'), spec.script);
		write(join(folder, 'wrapper'), wrapper);
		write(join(folder, 'token'), spec.environment.RUNBOOK_TOKEN ?? '');
		write(join(folder, 'output'), '');
		if (mode === 'capture') write(join(folder, 'value'), '');
		// All that the wrapper leaves is made by links, so that a full disk cannot prevent it.
		linkSync(join(folder, 'script'), join(folder, 'link'));
		unlinkSync(join(folder, 'link'));
	} catch (error) {
		if (isCode(error, 'EEXIST')) {
			throw new JobNotStarted(`The folder \`${folder}\` already holds a job; each needs its own.`);
		}
		const reason = error instanceof Error ? error.message : String(error);
		throw new JobNotStarted(`The job's folder \`${folder}\` cannot be filled: ${reason}.`);
	}
	const numbers = [spec.limit ?? defaultLimit, spec.timeout ?? 0, spec.within ?? 0];
	const limits = numbers.map(number => String(Math.ceil(number)));
	return { file: join(folder, 'wrapper'), words: [folder, mode, ...limits, ...shell] };
}

function write(path: string, text: string): void {
	const file = createFile(path);
	try {
		// Loops over short writes, and raises when the disk is full.
		writeFileSync(file, text);
	} finally {
		closeSync(file);
	}
}

export function notStartable(failure: Error | undefined): JobNotStarted {
	return new JobNotStarted(
		`The shell could not be started: ${failure?.message ?? 'no reason given'}.`,
	);
}
