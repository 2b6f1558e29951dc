/** A runbook whose every block leaves a line, walked by a program that is killed on its way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { replay } from '../../source/run/apply.ts';
import type { RecordedEvent } from '../../source/run/events.ts';
import type { RunState } from '../../source/run/state.ts';
import { readJournal } from '../../source/store/journal.ts';
import { listRuns, type RunFolder } from '../../source/store/runs.ts';
import { markdown } from '../helpers/runbooks.ts';

const body = `
## One

~~~sh
echo one >>FOLDER/effect
HOOK
~~~

Back:

~~~sh undo
echo unone >>FOLDER/effect
~~~

## Two

~~~sh capture=number
echo two >>FOLDER/effect
echo 42
~~~

It worked:

~~~sh verify
echo three >>FOLDER/effect
~~~

## Four

~~~text file=FOLDER/file
The number is {{number}}.
~~~

~~~sh
echo five >>FOLDER/effect
echo {{number}} >>FOLDER/numbers
~~~

## Last

1. [Take one back](#one "undo")
`;

/** What is there after a walk: each block once, in the order of the document. */
export const expected = {
	effect: 'one\ntwo\nthree\nfive\nunone\n',
	numbers: '42\n',
	file: 'The number is 42.\n',
};

/** Bundles the walker; gives its file. */
export function bundleWalker(): string {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-crash-'));
	const outfile = join(folder, 'walker.mjs');
	buildSync({
		entryPoints: [join(import.meta.dirname, 'programs', 'crash-walker.ts')],
		outfile,
		bundle: true,
		minify: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		loader: { '.sh': 'text' },
		banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
	});
	return outfile;
}

export class Course {
	readonly folder = mkdtempSync(join(tmpdir(), 'runbook-crash-'));
	readonly #walker: string;
	readonly #started: ChildProcess[] = [];

	/** `hook` is more of the first block, behind its effect. */
	constructor(walker: string, hook = ':') {
		this.#walker = walker;
		mkdirSync(join(this.folder, 'state'), { mode: 0o700 });
		const text = markdown(body.replace('HOOK', () => hook).replaceAll('FOLDER', this.folder));
		writeFileSync(join(this.folder, 'crash.md'), text);
	}

	dispose(): void {
		for (const child of this.#started) child.kill('SIGKILL');
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** Starts the walker. */
	start(point: string): ChildProcess {
		const { folder } = this;
		const args = [
			this.#walker,
			join(folder, 'state'),
			join(folder, 'effect'),
			join(folder, 'crash.md'),
			point,
		];
		const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		this.#started.push(child);
		return child;
	}

	/** Walks to the point, or to the end. */
	async walk(point = 'none'): Promise<{ readonly killed: boolean; readonly output: string }> {
		return endOf(this.start(point));
	}

	/** Goes on to the end, as often as it takes. */
	async finish(): Promise<void> {
		const { killed } = await this.walk();
		if (killed) throw new Error('The walker was killed by somebody else.');
	}

	get run(): RunFolder {
		const [run] = listRuns(join(this.folder, 'state', 'runbook'));
		if (!run) throw new Error('There is no run.');
		return run;
	}

	get state(): RunState {
		return replay(readJournal(this.run.journalFile).lines as RecordedEvent[]);
	}

	/** How many jobs of an item came to their end in such a way. */
	ended(item: string, kind: string): number {
		return this.state.executions.filter(
			execution => execution.item === item && execution.outcome?.kind === kind,
		).length;
	}

	get left(): typeof expected {
		const read = (name: string) => {
			const file = join(this.folder, name);
			return existsSync(file) ? readFileSync(file, 'utf8') : '';
		};
		return { effect: read('effect'), numbers: read('numbers'), file: read('file') };
	}
}

/** Waits for the end of a walker; one that fails says why. */
export async function endOf(child: ChildProcess): Promise<{ killed: boolean; output: string }> {
	let output = '';
	let errors = '';
	child.stdout?.on('data', data => {
		output += data;
	});
	child.stderr?.on('data', data => {
		errors += data;
	});
	const [code, signal] = await new Promise<[number | null, string | null]>(resolve =>
		child.once('close', (...end) => resolve(end)),
	);
	if (signal === null && code !== 0) throw new Error(`The walker failed: ${errors}`);
	return { killed: signal === 'SIGKILL', output };
}
