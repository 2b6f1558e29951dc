/** Where files are written and restored by their scripts, in a shell. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fileScript, restoreScript } from '../../source/run/file-script.ts';
import type { PlannedFile } from '../../source/run/plan.ts';
import { quoteWord } from '../../source/runbook/command/index.ts';
import type { Shell } from '../helpers/shells.ts';

export const runId = 'abcdefghijkl';

/** A folder with the targets of a test, and jobs beside it. */
export class FileRoom {
	readonly folder: string;
	readonly #base = mkdtempSync(join(tmpdir(), 'runbook-file-'));
	readonly #shell: Shell;
	#jobs = 0;

	constructor(shell: Shell, name = 'target') {
		this.#shell = shell;
		this.folder = join(this.#base, name);
		mkdirSync(this.folder);
		onTestFinished(() => rmSync(this.#base, { recursive: true, force: true }));
	}

	/** Runs the script of a file in a job of its own. */
	write(file: Partial<PlannedFile> & { readonly path: string }, before = '') {
		const job = join(this.#base, `job ${++this.#jobs}`);
		mkdirSync(job, { mode: 0o700 });
		const script = fileScript({ content: 'new\n', ...file }, runId);
		return { job, ...this.#run(before + script, job) };
	}

	restore(path: string, job: string) {
		const own = join(this.#base, `job ${++this.#jobs}`);
		mkdirSync(own, { mode: 0o700 });
		return this.#run(restoreScript(quoteWord(path), quoteWord(job)), own);
	}

	#run(script: string, job: string) {
		const file = `${job}.script`;
		writeFileSync(file, script);
		const [program, ...words] = this.#shell.command;
		const { status, stdout, stderr } = spawnSync(program, [...words, '-e', file], {
			cwd: '/',
			encoding: 'utf8',
			env: { PATH: process.env.PATH, RUNBOOK_JOB: job, LC_ALL: 'C' },
			timeout: 20_000,
		});
		return { status, output: stdout + stderr };
	}

	names(): string[] {
		return readdirSync(this.folder).sort();
	}
}
