/** Jobs for tests: made in folders, and ended, with all that carries their token, after the file's tests. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';
import { bootIdentity } from '../../source/execute/boot.ts';
import { jobEnvironment } from '../../source/execute/environment.ts';
import { followJob, type JobFinding } from '../../source/execute/find-job.ts';
import { type JobSpec, startJob } from '../../source/execute/job.ts';
import { jobFolder } from '../helpers/wrapper-shells.ts';

export const boot = bootIdentity();

const made: string[] = [];
const decoys: ChildProcess[] = [];
afterAll(() => {
	for (const child of decoys) child.kill('SIGKILL');
	for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Makes what a job needs, in a fresh folder. */
export function specFor(script: string, more: Partial<JobSpec> = {}): JobSpec {
	const { folder, token } = jobFolder();
	const environment = jobEnvironment(process.env, { folder, token });
	return { folder, script, language: 'sh', capture: false, environment, ...more };
}

/** Starts a job in a fresh folder. */
export async function start(script: string, more: Partial<JobSpec> = {}): Promise<JobSpec> {
	const spec = specFor(script, more);
	await startJob(spec);
	return spec;
}

/** Runs a job to its end. */
export async function run(
	script: string,
	more: Partial<JobSpec> = {},
): Promise<{ finding: JobFinding; output: string; spec: JobSpec }> {
	const spec = await start(script, more);
	const chunks: Uint8Array[] = [];
	const onOutput = (chunk: Uint8Array) => void chunks.push(chunk);
	const finding = await followJob(spec.folder, boot, { onOutput });
	return { finding, output: Buffer.concat(chunks).toString(), spec };
}

/** How a job that ended looks, when nothing is special about it. */
export const ended = (status: number, outputBytes: number) => ({
	state: 'ended',
	end: {
		status,
		timedOut: false,
		stopped: false,
		truncated: false,
		outputBytes,
		stillWriting: false,
	},
});

/** Bundles a program of these tests, the way the command is bundled; gives the file. */
export function bundle(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'program-'));
	made.push(folder);
	const outfile = join(folder, `${name}.mjs`);
	buildSync({
		entryPoints: [join(import.meta.dirname, 'programs', `${name}.ts`)],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20.19',
		format: 'esm',
		loader: { '.sh': 'text' },
		banner: {
			js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
		},
	});
	return outfile;
}

/** Writes what a job needs where a program can read it; gives the file. */
export function specFile(spec: JobSpec): string {
	const folder = mkdtempSync(join(tmpdir(), 'spec-'));
	made.push(folder);
	const file = join(folder, 'spec.json');
	writeFileSync(file, JSON.stringify(spec));
	return file;
}

/** A process that has nothing to do with any job, and must be left alone. */
export function decoy(): { pid: number; isAlive: () => boolean } {
	const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
	const pid = child.pid ?? 0;
	decoys.push(child);
	return { pid, isAlive: () => child.exitCode === null && child.signalCode === null };
}

/** The start of a process as the wrapper notes it. */
export function startOf(pid: number): string {
	const stat = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' });
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
