/** A place to run the built command in: folders of its own, a clean environment, no terminal. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../source/run/events.ts';
import { trust } from '../../source/store/trust.ts';
import { markdown } from '../helpers/runbooks.ts';
import { command, Terminal, waitUntil } from '../helpers/terminal.ts';

export type Outcome = {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

export type Options = {
	readonly environment?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	readonly input?: string;
};

export class Room {
	readonly folder = mkdtempSync(join(tmpdir(), 'runbook-cli-'));
	readonly #started: Started[] = [];
	readonly #terminals: Terminal[] = [];

	constructor() {
		mkdirSync(join(this.folder, 'home'));
		mkdirSync(join(this.folder, 'bin'));
		symlinkSync(command, join(this.folder, 'bin', 'runbook'));
	}

	/** A path in the room. */
	path(...names: readonly string[]): string {
		return join(this.folder, ...names);
	}

	get environment(): Record<string, string> {
		return {
			// As it is where it is installed.
			PATH: `${this.path('bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`,
			HOME: this.path('home'),
			LC_ALL: 'C.UTF-8',
			XDG_STATE_HOME: this.path('state'),
			XDG_CONFIG_HOME: this.path('config'),
			RUNBOOK_PATH: this.path('runbooks'),
		};
	}

	/** Runs the command to its end. */
	runbook(args: readonly string[], options: Options = {}): Outcome {
		return this.sh('exec "$@"', args, options);
	}

	/** Runs a line of shell, in which `"$@"` is the command with these arguments. */
	sh(line: string, args: readonly string[], options: Options = {}): Outcome {
		const { status, stdout, stderr } = spawnSync(
			'/bin/sh',
			['-c', line, 'sh', process.execPath, command, ...args],
			{
				cwd: options.cwd ?? this.folder,
				env: { ...this.environment, ...options.environment },
				input: options.input ?? '',
				encoding: 'utf8',
				timeout: 60_000,
				maxBuffer: 64 * 1024 * 1024,
			},
		);
		return { status, stdout, stderr };
	}

	/** Starts the command, to send signals to it. */
	start(args: readonly string[], options: Options = {}): Started {
		const child = spawn(process.execPath, [command, ...args], {
			cwd: this.folder,
			env: { ...this.environment, ...options.environment },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const started = new Started(child);
		this.#started.push(started);
		return started;
	}

	/**
	 * Writes a runbook that has this name, and trusts it. `~~~` stands for a fence, `@` for the
	 * folder of the room.
	 */
	write(name: string, body: string, head = ''): string {
		const file = this.writeUntrusted(name, body, head);
		trust(file, readFileSync(file), this.path('state', 'runbook'));
		return file;
	}

	writeUntrusted(name: string, body: string, head = ''): string {
		return this.writeFile(
			`runbooks/${name}.md`,
			markdown(body.replaceAll('@', this.folder), head.replaceAll('@', this.folder)),
		);
	}

	writeFile(name: string, text: string): string {
		const file = this.path(name);
		mkdirSync(join(file, '..'), { recursive: true });
		writeFileSync(file, text);
		return file;
	}

	read(name: string): string {
		return existsSync(this.path(name)) ? readFileSync(this.path(name), 'utf8') : '';
	}

	/** The ids of all runs. */
	get runs(): readonly string[] {
		const folder = this.path('state', 'runbook', 'runs');
		return existsSync(folder) ? readdirSync(folder) : [];
	}

	/** The only run. */
	get run(): string {
		const [only, ...others] = this.runs;
		if (only === undefined || others.length > 0) throw new Error(`runs: ${this.runs}`);
		return only;
	}

	runPath(...names: readonly string[]): string {
		return this.path('state', 'runbook', 'runs', this.run, ...names);
	}

	/** The numbers of the jobs of the only run. */
	get jobs(): readonly string[] {
		return existsSync(this.runPath('jobs')) ? readdirSync(this.runPath('jobs')).sort() : [];
	}

	/** The events of the only run. */
	get events(): readonly RunEvent[] {
		return readFileSync(this.runPath('journal'), 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line).event as RunEvent);
	}

	/** Every file below the state folder that holds a text. */
	filesWith(text: string): readonly string[] {
		return filesBelow(this.path('state')).filter(file => readFileSync(file).includes(text));
	}

	/** The program on a terminal of its own, which is closed with the room. */
	open(
		args: readonly string[],
		{ rows = 24, environment = {} }: { rows?: number; environment?: Record<string, string> } = {},
	): Terminal {
		return this.openWords([process.execPath, command, ...args], { rows, environment });
	}

	/** The same with another program, a shell say. */
	openWords(
		words: readonly string[],
		{ rows = 24, environment = {} }: { rows?: number; environment?: Record<string, string> } = {},
	): Terminal {
		// The pty sets a TERM of its own.
		const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
		const terminal = new Terminal([], {
			rows,
			cwd: this.folder,
			environment: this.environment,
			words: ['/usr/bin/env', ...settings, ...words],
		});
		this.#terminals.push(terminal);
		return terminal;
	}

	/** Ends what is left of what was started, and removes the folder. */
	async close(): Promise<void> {
		for (const terminal of this.#terminals.splice(0)) await terminal.close();
		for (const started of this.#started) {
			started.signal('SIGKILL');
			await started.ended();
		}
		rmSync(this.folder, { recursive: true, force: true });
	}
}

export class Started {
	stdout = '';
	stderr = '';
	#status: number | string | undefined;
	readonly #child: ChildProcess;

	constructor(child: ChildProcess) {
		this.#child = child;
		child.stdout?.on('data', chunk => {
			this.stdout += chunk;
		});
		child.stderr?.on('data', chunk => {
			this.stderr += chunk;
		});
		child.on('close', (code, signal) => {
			this.#status = code ?? signal ?? undefined;
		});
	}

	signal(name: NodeJS.Signals): void {
		this.#child.kill(name);
	}

	/** Waits until it has printed this. */
	async prints(text: string): Promise<void> {
		await waitUntil(
			() => this.stdout.includes(text) || this.#status !== undefined,
			() => `\`${text}\` in:\n${this.stdout}${this.stderr}`,
		);
		if (!this.stdout.includes(text)) throw new Error(`ended without \`${text}\`: ${this.stderr}`);
	}

	/** Waits for its end; gives the exit status, or the signal that ended it. */
	async ended(): Promise<number | string | undefined> {
		await waitUntil(
			() => this.#status !== undefined,
			() => `the end of:\n${this.stdout}${this.stderr}`,
		);
		return this.#status;
	}
}

function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name));
}
