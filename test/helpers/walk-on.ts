/** Walks the runbooks that come with the program on a machine of a network. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Changing, Sabotage } from '../proof/record.ts';
import type { Machine } from './network.ts';
import { keepNoticed, keepPassed } from './proof.ts';
import type { Outcome } from './sandbox.ts';

const build = fileURLToPath(new URL('../../build/runbook.js', import.meta.url));

export type Walker = {
	/** `runbook`, with a state of its own and without a terminal. */
	readonly runbook: (...args: string[]) => Outcome;
	/** Goes on with the newest run that is unfinished. */
	readonly resume: (...args: string[]) => Outcome;
	/** Keeps for the table that the last walk was stopped by a block, and what it is to have noticed. */
	readonly noticed: (broken: string, more?: Omit<Sabotage, 'broken'>) => void;
	/** Forgets all runs. */
	readonly forget: () => void;
};

export function walkerOn(
	machine: Pick<Machine, 'run'>,
	folder: string,
	variables: Record<string, string> = {},
	changing: Changing = {},
): Walker {
	const state = join(folder, 'state');
	const env = Object.entries({
		PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
		HOME: folder,
		LC_ALL: 'C.UTF-8',
		XDG_STATE_HOME: state,
		XDG_CONFIG_HOME: join(folder, 'config'),
		...variables,
	}).map(([name, value]) => `${name}=${value}`);
	const inAll = { [folder]: 'FOLDER', ...changing };
	const runbook: Walker['runbook'] = (...args) => {
		const outcome = machine.run('env', '-i', ...env, process.execPath, build, ...args);
		if (args[0] === 'run' || args[0] === 'resume') keepPassed(state, inAll);
		return outcome;
	};
	return {
		runbook,
		resume: (...args) => runbook('resume', '--plain', '--yes', ...args),
		noticed: (broken, more = {}) => keepNoticed(state, { broken, ...more }, inAll),
		forget: () => rmSync(state, { recursive: true, force: true }),
	};
}

/** What the walk shows last, to be run on another machine. */
export function shownFor(host: string, { output }: Outcome): string {
	const [shown, ...rest] = output.split(`\nThis runs on ${host}, which is not this machine.\n`);
	const lines = (shown ?? '').split('\n');
	const first = lines.findLastIndex(line => !line.startsWith('|'));
	if (rest.length === 0) throw new Error(`Nothing is shown for ${host}:\n${output}`);
	return lines
		.slice(first + 1)
		.map(line => line.slice(2))
		.join('\n');
}
