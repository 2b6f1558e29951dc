/** Runs the script of a runbook in a shell, in a folder of the test's own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Shell } from '../../helpers/shells.ts';
import { type Answers, read, scriptOf } from './helpers.ts';

export type Run = {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
	readonly script: string;
};

export type RunOptions = {
	/** Further lines of the front matter. */
	readonly front?: string;
	readonly given?: Answers;
	readonly env?: Readonly<Record<string, string>>;
};

/** A folder with a shell: it is removed behind the test. */
export class Workplace {
	readonly folder: string;
	readonly shell: Shell;

	constructor(shell: Shell) {
		this.shell = shell;
		this.folder = mkdtempSync(join(tmpdir(), 'runbook-script-'));
		mkdirSync(join(this.folder, 'tmp'));
		onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
	}

	/** Writes the script of a runbook and runs it. `@` in its steps is the folder. */
	run(parts: readonly string[], { front, given, env }: RunOptions = {}): Run {
		const script = scriptOf(read(parts.join('\n').replaceAll('@', this.folder), front), given);
		const [program, ...words] = this.shell.command;
		const { status, stdout, stderr } = spawnSync(
			program,
			[...words, this.write('script', script)],
			{
				encoding: 'utf8',
				input: 'standard input\n',
				env: { PATH: process.env.PATH, TMPDIR: this.path('tmp'), ...env },
			},
		);
		return { status, stdout, stderr, script };
	}

	path(name: string): string {
		return join(this.folder, name);
	}

	write(name: string, content: string): string {
		writeFileSync(this.path(name), content);
		return this.path(name);
	}

	contentOf(name: string): string {
		return readFileSync(this.path(name), 'utf8');
	}

	has(name: string): boolean {
		return existsSync(this.path(name));
	}

	remove(name: string): void {
		rmSync(this.path(name));
	}
}

/** A fenced block: the words of its info string, and its lines. */
export function block(words: string, ...lines: readonly string[]): string {
	return [`\`\`\`${words}`, ...lines, '```', ''].join('\n');
}
