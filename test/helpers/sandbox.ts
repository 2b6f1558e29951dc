/**
 * For tests that change the machine they run on, as root, with the real programs: whether they may,
 * a state folder of their own, and what the machine looked like before.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../build/runbook.js', import.meta.url));

/** Why such a test cannot run here; nothing if it can. */
export function whyNot(programs: readonly string[]): string | undefined {
	if (process.getuid?.() !== 0) return 'it needs root';
	if (!existsSync(build)) return 'the command is not built';
	const missing = programs.filter(
		program => spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]).status !== 0,
	);
	return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

export type Sandbox = {
	/** For the keys and other things of the test. */
	readonly folder: string;
	/** Runs `runbook` with a state of its own and without a terminal. */
	readonly runbook: (...args: string[]) => Outcome;
	readonly dispose: () => void;
};

export type Outcome = {
	readonly status: number | null;
	readonly stdout: string;
	/** Both streams, for the message of a failed expectation. */
	readonly output: string;
};

export function openSandbox(): Sandbox {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
	const env = {
		PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin',
		HOME: folder,
		LC_ALL: 'C.UTF-8',
		XDG_STATE_HOME: join(folder, 'state'),
		XDG_CONFIG_HOME: join(folder, 'config'),
	};
	return {
		folder,
		runbook: (...args) => outcomeOf(process.execPath, [build, ...args], { env, cwd: '/' }),
		dispose: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** Runs a program to its end, without input. */
export function outcomeOf(
	program: string,
	args: readonly string[],
	options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Outcome {
	const { status, stdout, stderr } = spawnSync(program, args, {
		input: '',
		timeout: 120_000,
		...options,
		encoding: 'utf8',
	});
	return { status, stdout, output: stdout + stderr };
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}

/** What a runbook may leave behind: users, groups, files, mounts, daemons. */
export function lookAtMachine(folders: readonly string[]): Record<string, readonly string[]> {
	const lines = (file: string) => readFileSync(file, 'utf8').split('\n');
	return {
		users: lines('/etc/passwd'),
		groups: lines('/etc/group'),
		fstab: lines('/etc/fstab'),
		files: folders.flatMap(filesBelow),
		mounts: lines('/proc/self/mounts').map(line => line.split(' ')[1] ?? ''),
		daemons: outcomeOf('pgrep', ['-f', 'sshd_config.sftp']).stdout.split('\n'),
	};
}

function filesBelow(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true })
		.map(file => join(folder, String(file)))
		.sort();
}
