/**
 * A small network of this machine's own: a server (10.77.0.1, fd77::1), an administrator (2) and a
 * visitor (3), joined by a bridge. Nothing that is sent leaves it.
 *
 * The server is a machine of its own as far as that goes without another kernel: processes, name,
 * rules of the packet filter, mounts, and what is written below `/etc`, `/home`, `/run` and `/var`
 * are lost with it.
 * All of them hang on a pipe to this process, and are gone when it ends, however that happens.
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, outcomeOf } from './sandbox.ts';

/** Programs without which there is no such network. */
export const networkPrograms = ['unshare', 'nsenter', 'ip', 'perl', 'pgrep', 'curl'];

/** Why namespaces cannot be made here; nothing if they can. */
export function whyNoNetwork(): string | undefined {
	const bridge = ['ip', 'link', 'add', 'br0', 'type', 'bridge'];
	const tried = outcomeOf('unshare', ['-n', '-m', '-p', '-u', '-f', '--mount-proc', ...bridge]);
	return tried.status === 0 ? undefined : 'namespaces cannot be made here';
}

export type Answer = {
	/** 0 if there was none. */
	readonly status: number;
	/** In small letters. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
};

export type Machine = {
	readonly run: (program: string, ...args: string[]) => Outcome;
	/** Runs lines of shell, and throws unless they succeed. */
	readonly sh: (script: string) => string;
	/** Asks for a page, without trusting its certificate and without patience. */
	readonly get: (url: string, ...options: string[]) => Answer;
	/** The same while the test goes on. */
	readonly ask: (url: string, ...options: string[]) => Promise<Answer>;
	/** What starts a program there from here, as in a terminal of the test. */
	readonly words: (program: string, ...args: string[]) => readonly string[];
	/** Starts a program that goes on; it is ended with the network at the latest. */
	readonly start: (program: string, ...args: string[]) => ChildProcess;
	/** The same with streams to talk to it. */
	readonly open: (stdio: StdioOptions, program: string, ...args: string[]) => ChildProcess;
};

export type Machines = {
	readonly server: Machine;
	readonly admin: Machine;
	readonly visitor: Machine;
};

export type Network = Machines & {
	readonly close: () => Promise<void>;
};

const server = `
set -e
hostname server
mount --make-rprivate /
mount -t tmpfs none "$1"
for folder in etc home run var; do
	mkdir "$1/$folder" "$1/$folder.work"
	mount -t overlay -o "lowerdir=/$folder,upperdir=$1/$folder,workdir=$1/$folder.work" overlay "/$folder"
done
ip link set lo up
ip link add br0 type bridge
ip link set br0 up
ip addr add 10.77.0.1/24 dev br0
ip addr add fd77::1/64 dev br0 nodad
`;

/** The end of the pipe is the end of it. As the first process of its own, it also buries the dead. */
const untilTheEnd = `echo ready; exec perl -e '$SIG{CHLD} = "IGNORE"; 1 while <STDIN>'`;

export async function openNetwork(folder: string): Promise<Network> {
	const layers = join(folder, 'layers');
	mkdirSync(layers);
	const held = await Promise.all([
		hold(['-n', '-m', '-p', '-u', '-f', '--mount-proc'], server, layers),
		hold(['-n'], 'ip link set lo up'),
		hold(['-n'], 'ip link set lo up'),
	]);
	const [first, ...others] = held;
	const inside = outcomeOf('pgrep', ['-P', String(first.pid)]).stdout.trim();
	const machines = [
		machineOf(['-t', inside, '-n', '-m', '-p', '-u']),
		...others.map(({ pid }) => machineOf(['-t', String(pid), '-n'])),
	] as const;
	const [host, admin, visitor] = machines;
	if (!host || !admin || !visitor) throw new Error('The network has not come up.');
	const plugIn = (machine: Machine, end: number, pid: number | undefined) => {
		host.sh(`ip link add port${end} type veth peer name eth0
			ip link set port${end} master br0 up`);
		outcomeOf('nsenter', ['-t', inside, '-n', 'ip', 'link', 'set', 'eth0', 'netns', String(pid)]);
		machine.sh(`ip link set eth0 up
			ip addr add 10.77.0.${end}/24 dev eth0
			ip addr add fd77::${end}/64 dev eth0 nodad`);
	};
	plugIn(admin, 2, others[0]?.pid);
	plugIn(visitor, 3, others[1]?.pid);
	return {
		server: host,
		admin,
		visitor,
		close: async () => {
			for (const { stdin } of held) stdin?.end();
			await Promise.all(held.map(child => child.exitCode ?? once(child, 'exit')));
		},
	};
}

async function hold(namespaces: string[], script: string, ...args: string[]) {
	const child = spawn(
		'unshare',
		[...namespaces, '/bin/sh', '-e', '-c', `${script}\n${untilTheEnd}`, 'sh', ...args],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
	if (String(said) !== 'ready\n') throw new Error('A namespace has not come up.');
	return child;
}

const quietly = ['-sk', '-i', '-g', '-m', '8', '--noproxy', '*'];

function machineOf(namespaces: string[]): Machine {
	const run: Machine['run'] = (program, ...args) =>
		outcomeOf('nsenter', [...namespaces, program, ...args], { cwd: '/' });
	return {
		run,
		sh: script => {
			const { status, stdout, output } = run('/bin/sh', '-e', '-c', script);
			if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${output}`);
			return stdout;
		},
		get: (url, ...options) => answerOf(run('curl', ...quietly, ...options, url).stdout),
		ask: async (url, ...options) => {
			const asking = spawn('nsenter', [...namespaces, 'curl', ...quietly, ...options, url], {
				stdio: ['ignore', 'pipe', 'ignore'],
			});
			let text = '';
			for await (const part of asking.stdout.setEncoding('utf8')) text += part;
			return answerOf(text);
		},
		words: (program, ...args) => ['nsenter', ...namespaces, program, ...args],
		start: (program, ...args) =>
			spawn('nsenter', [...namespaces, program, ...args], { cwd: '/', stdio: 'ignore' }),
		open: (stdio, program, ...args) =>
			spawn('nsenter', [...namespaces, program, ...args], { cwd: '/', stdio }),
	};
}

function answerOf(text: string): Answer {
	const end = text.indexOf('\r\n\r\n');
	const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n');
	return {
		status: Number(first.split(' ')[1] ?? 0),
		headers: Object.fromEntries(
			lines.map(line => {
				const [name = '', ...value] = line.split(': ');
				return [name.toLowerCase(), value.join(': ')];
			}),
		),
		body: text.slice(end + 4),
	};
}
