/**
 * Walks a runbook for a pair of OpenBSD firewalls on the stand-ins, by the built command. All hosts
 * are "here": each program asks the journal which block runs, and is that of the block's host.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Step } from '../../source/runbook/types.ts';
import { keepNoticed, keepPassed } from './proof.ts';
import { outcomeOf } from './sandbox.ts';

const build = fileURLToPath(new URL('../../build/runbook.js', import.meta.url));
const setUp = fileURLToPath(new URL('../stand-ins/openbsd/set-up', import.meta.url));

export type Pair = {
	/** Reads or changes what is true of the pair; see `pair.sh`. */
	readonly state: (path: string) => string;
	readonly setState: (path: string, content: string) => void;
	/** The same of both firewalls. */
	readonly both: (name: string) => [string, string];
	/** Lines of shell that run as soon as a host is about to run this, each time; they stand in the state. */
	readonly before: (host: string, command: string, script: string) => void;
	readonly walk: (answers: readonly string[], env?: Record<string, string>) => Promise<Ended>;
	/** Runs a line on a firewall, as a person does there. */
	readonly byHand: (host: string, line: string) => void;
	readonly noticed: (broken: string, instead?: readonly string[]) => void;
	readonly dispose: () => void;
};

export type Ended = { readonly status: number | null; readonly output: string };

/** How somebody comes in who would be cut off by the move, or of whom nobody knows. */
export const comings = [
	['a session that came in over a CARP address', '198.51.100.7 50000 192.0.2.150 22'],
	['a session of which nobody knows how it came in', ''],
] as const;

const programs = ['ifconfig', 'pfctl', 'rcctl', 'relayctl', 'relayd', 'sha256', 'sysctl'];

/** `outside` holds programs for the hosts that are no firewalls. */
export function openPair(name: string, outside: Record<string, string> = {}): Pair {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-pair-'));
	const at = (...path: string[]) => join(folder, ...path);
	outcomeOf(setUp, [folder]);
	const program = (path: string, script: string) =>
		writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
	for (const host of ['outside', 'bin', 'before']) mkdirSync(at(host));
	for (const [command, script] of Object.entries(outside)) {
		program(at('outside', command), `cd ${at('state')}\n${script}`);
	}
	writeFileSync(at('hosts'), hostsOf(name));
	for (const command of [...programs, ...Object.keys(outside)]) {
		program(at('bin', command), dispatch(folder, command));
	}
	// Pauses are over soon; a gate that tries again still has some peace between.
	program(at('bin', 'sleep'), 'exec /bin/sleep 0.2');

	const state: Pair['state'] = path => readFileSync(at('state', path), 'utf8').trim();
	const setState: Pair['setState'] = (path, content) =>
		writeFileSync(at('state', path), `${content}\n`);
	// Nothing to wait for: advertisements come at once.
	setState('advbase', '0');

	return {
		state,
		setState,
		both: path => [state(`first/${path}`), state(`second/${path}`)],
		before: (host, command, script) =>
			writeFileSync(at('before', `${host} ${command}`.replaceAll('/', '_')), script),
		walk: async (answers, env = {}) => {
			const child = spawn(process.execPath, [build, 'run', name, '--yes', ...answers], {
				cwd: '/',
				env: {
					PATH: `${at('bin')}:/usr/bin:/bin`,
					HOME: folder,
					XDG_STATE_HOME: at('run'),
					SSH_CONNECTION: '198.51.100.7 50000 192.0.2.15 22',
					...env,
				},
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			let output = '';
			for (const stream of [child.stdout, child.stderr]) {
				stream.setEncoding('utf8').on('data', text => {
					output += text;
				});
			}
			const [status] = await once(child, 'close');
			keepPassed(at('run'), { [folder]: 'FOLDER' });
			return { status, output };
		},
		byHand: (host, line) => {
			const { status, output } = outcomeOf('/bin/sh', ['-e', '-c', line], {
				env: { PATH: `${at(host)}:/usr/bin:/bin` },
			});
			if (status !== 0) throw new Error(`${line}\nended with ${status}:\n${output}`);
		},
		noticed: (broken, instead = []) =>
			keepNoticed(at('run'), { broken, instead }, { [folder]: 'FOLDER' }),
		dispose: () => rmSync(folder, { recursive: true }),
	};
}

/** A program that is the one of the host whose block runs now. */
const dispatch = (folder: string, command: string) => `
item=$(sed -n '$s/.*"item":"\\([^"@]*\\).*/\\1/p' "\${RUNBOOK_JOB%/jobs/*}/journal" | sed 's,.*/,,; s,^[0-9]*[.],,')
host=$(awk -v item="$item" '$1 == item { print $2 }' ${folder}/hosts)
before="${folder}/before/$host $(echo "${command} $*" | tr / _)"
if [ -e "$before" ]; then (cd ${folder}/state && . "$before"); fi
exec "${folder}/$host/${command}" "$@"`;

/** For each block, by the slug of its step and its number there, where it runs. */
function hostsOf(name: string): string {
	const file = fileURLToPath(new URL(`../../runbooks/${name}.md`, import.meta.url));
	const { runbook } = readRunbook(name, readFileSync(file), matchPattern);
	const below = (steps: readonly Step[]): readonly Step[] =>
		steps.flatMap(step => [step, ...below(step.steps)]);
	return below(runbook?.steps ?? [])
		.flatMap(({ slug, parts }) =>
			parts.flatMap(part =>
				part.kind === 'block' ? [`${slug}#${part.index} ${part.host ?? 'first'}\n`] : [],
			),
		)
		.join('');
}
