/** A real terminal for tests: a pty with the built command in it, and what a person would see. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The bundled command, which `bin.runbook` names. */
export const command = fileURLToPath(new URL('../../build/runbook.js', import.meta.url));

/** Milliseconds that a test waits for what it expects. */
const patience = 60_000;

/**
 * Keeps the terminal's settings before and after, for comparing, without a shell that would repair
 * them; then waits, so that the last screen stays. Ctrl-C is for the program alone.
 */
const frame = `
trap : INT
stty -g >"$RUNBOOK_TEST/before"
"$@"
echo "$?" >"$RUNBOOK_TEST/status"
stty -g >"$RUNBOOK_TEST/after"
echo "[back in the shell]"
read -r _
`;

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly environment?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** The program in the terminal; the built command with these arguments unless given. */
	readonly words?: readonly string[];
};

export class Terminal {
	readonly folder = mkdtempSync(join(tmpdir(), 'runbook-terminal-'));
	readonly #pty: IPty;
	/** For what `lines` does not tell: colours, styles. */
	readonly xterm: InstanceType<typeof xterm.Terminal>;
	#raw = '';
	#exited = false;
	#lastData = performance.now();
	#lastPress = 0;
	#pending: Promise<void> = Promise.resolve();

	constructor(args: readonly string[], options: TerminalOptions = {}) {
		const { columns = 80, rows = 24, environment = {}, cwd = this.folder } = options;
		this.xterm = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
		// As it is where it is installed.
		mkdirSync(join(this.folder, 'bin'));
		symlinkSync(command, join(this.folder, 'bin', 'runbook'));
		const words = options.words ?? [process.execPath, command, ...args];
		this.#pty = spawn('/bin/sh', ['-c', frame, 'sh', ...words], {
			name: 'xterm-256color',
			cols: columns,
			rows,
			cwd,
			env: {
				PATH: `${join(this.folder, 'bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`,
				HOME: this.folder,
				LANG: 'C.UTF-8',
				TERM: 'xterm-256color',
				RUNBOOK_TEST: this.folder,
				XDG_STATE_HOME: join(this.folder, 'state'),
				...environment,
			},
		});
		this.#pty.onData(data => {
			this.#raw += data;
			this.#lastData = performance.now();
			this.#pending = new Promise(resolve => this.xterm.write(data, resolve));
		});
		this.#pty.onExit(() => {
			this.#exited = true;
		});
	}

	/** Everything that was written to the terminal. */
	get raw(): string {
		return this.#raw;
	}

	/** The lines on the screen, without blanks at their ends. */
	lines(): readonly string[] {
		const { active } = this.xterm.buffer;
		return Array.from({ length: this.xterm.rows }, (_, row) =>
			(active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
		);
	}

	screen(): string {
		return this.lines().join('\n');
	}

	press(keys: string): void {
		this.#pty.write(keys);
	}

	/**
	 * Presses a key as a person does who has looked at the screen first: after the last key was
	 * answered, and nothing has moved for a moment. What arrives sooner counts as typed before the
	 * question, and starts nothing.
	 */
	async pressCalmly(keys: string): Promise<void> {
		await this.calm();
		this.#lastPress = performance.now();
		this.press(keys);
	}

	/** Waits until the last key was answered, and nothing moves. */
	async calm(): Promise<void> {
		await this.until(
			() => this.#lastData > this.#lastPress && performance.now() - this.#lastData > 400,
			'the screen to answer, and to be calm',
		);
	}

	resize(columns: number, rows: number): void {
		this.xterm.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Waits until the screen holds this; gives the screen. */
	async see(wanted: string | RegExp, limit = patience): Promise<string> {
		const holds = (screen: string) =>
			typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
		await this.until(() => holds(this.screen()), `to see ${wanted}`, limit);
		return this.screen();
	}

	/** Waits until something holds, and says what is on the screen when it never does. */
	async until(holds: () => boolean, what: string, limit = patience): Promise<void> {
		await waitUntil(
			async () => {
				await this.#pending;
				return holds();
			},
			() => `${what}; the screen shows:\n${this.screen()}`,
			limit,
		);
	}

	/** Waits until the program has ended; gives its exit status. */
	async left(limit = patience): Promise<number> {
		await this.see('[back in the shell]', limit);
		return Number(readFileSync(join(this.folder, 'status'), 'utf8'));
	}

	/** What is wrong with the terminal after the program: nothing, when it came back as it was. */
	damage(): readonly string[] {
		const { modes, buffer } = this.xterm;
		const setting = (name: string) => readFileSync(join(this.folder, name), 'utf8');
		const cursor = [...this.#raw.matchAll(/\u001b\[\?25([hl])/g)].at(-1)?.[1] ?? 'h';
		return [
			...(setting('before') === setting('after') ? [] : ['its settings (stty) have changed']),
			...(buffer.active.type === 'normal' ? [] : ['it is on the alternate screen']),
			...(modes.bracketedPasteMode ? ['bracketed paste is on'] : []),
			...(modes.mouseTrackingMode === 'none' ? [] : ['mouse tracking is on']),
			...(modes.applicationCursorKeysMode ? ['the cursor keys are in application mode'] : []),
			...(cursor === 'h' ? [] : ['the cursor is hidden']),
		];
	}

	/** The process of the pty: the shell around the program. */
	get pid(): number {
		return this.#pty.pid;
	}

	/** Hangs up, as a lost connection does. */
	hangUp(): void {
		this.#pty.kill('SIGHUP');
	}

	/** Ends what is left, and removes the folder. */
	async close(): Promise<void> {
		if (!this.#exited) this.#pty.kill('SIGKILL');
		await waitUntil(
			() => this.#exited,
			() => 'the pty to end',
			patience,
		);
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Looks every 10 ms; raises with `what` when the limit is over. */
export async function waitUntil(
	holds: () => boolean | Promise<boolean>,
	what: () => string,
	limit = patience,
): Promise<void> {
	const end = performance.now() + limit;
	while (!(await holds())) {
		if (performance.now() > end) throw new Error(`Waited ${limit} ms for ${what()}`);
		await new Promise(resolve => setImmediate(() => setTimeout(resolve, 10)));
	}
}
