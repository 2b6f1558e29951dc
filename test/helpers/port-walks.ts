/** Walks `port-check` in a small network, with each real netcat and with none. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { linkNetcats, netcats, openToNetcats, type Way } from './netcats.ts';
import { type Network, networkPrograms, whyNoNetwork } from './network.ts';
import { type Outcome, whyNot } from './sandbox.ts';
import { type Walker, walkerOn } from './walk-on.ts';

export const whyNoPorts = () =>
	whyNot([...networkPrograms, ...Object.values(netcats), 'ss', 'nft']) ?? whyNoNetwork();

export type Answers = Readonly<Record<string, string>>;

/** Each walks with one `nc`; from the administrator's machine, unless it listens. */
export type PortWalks = {
	readonly network: Network;
	readonly on: (machine: 'server' | 'admin', nc: Way) => Walker;
	readonly walk: (walker: Walker, way: string, answers: Answers, ...more: string[]) => Outcome;
	readonly tcp: (nc: Way, answers: Answers) => Outcome;
	readonly udp: (nc: Way, answers: Answers) => Outcome;
	readonly range: (nc: Way, answers: Answers) => Outcome;
	readonly listen: (nc: Way, transport: string, ...more: string[]) => Outcome;
	/** For the table: what was broken for the walk with this `nc`. */
	readonly noticed: (nc: Way, broken: string, ...instead: string[]) => void;
	/** What the walks have left; `/tmp` belongs to others, too. */
	readonly left: () => string[];
	readonly close: () => Promise<void>;
};

export const expectStatus = ({ status, output }: Outcome, wanted: number) =>
	expect(status, output).toBe(wanted);

/** Where it listens. */
export const listener = { address: '10.77.0.1', port: '3873', minutes: '1', transport: 'tcp' };

export const suffix = (nc: Way) => (nc === 'none' ? '-without-nc' : '');

export async function openPortWalks(): Promise<PortWalks> {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
	const network = await openToNetcats(folder);
	linkNetcats(folder);
	const system = '/usr/sbin:/usr/bin:/sbin:/bin';

	const on: PortWalks['on'] = (machine, nc) =>
		walkerOn(network[machine], folder, { PATH: `${join(folder, nc)}:${system}` });

	const words = (answers: Answers) =>
		Object.entries(answers).flatMap(([name, value]) =>
			value.split(' ').flatMap(one => ['--set', `${name}=${one}`]),
		);

	const walk: PortWalks['walk'] = (walker, way, answers, ...more) =>
		walker.runbook(
			...['run', 'port-check', '--yes', '--choose', `what-do-you-want-to-know=${way}`],
			...words({ target: '10.77.0.1', seconds: '2', ...answers }),
			...more,
		);

	const ask = (way: string, nc: Way, answers: Answers) =>
		walk(on('admin', nc), `${way}${suffix(nc)}`, answers);

	return {
		network,
		on,
		walk,
		tcp: (nc, answers) => ask('check-a-tcp-port', nc, answers),
		udp: (nc, answers) => ask('check-a-udp-port', nc, answers),
		range: (nc, answers) =>
			ask('check-a-range', nc, { mine: 'true', from: '7999', to: '8004', ...answers }),
		listen: (nc, transport, ...more) =>
			walk(
				on('server', nc),
				nc === 'none' ? 'listen-without-nc' : 'listen-for-another-machine',
				{ ...listener, transport },
				...more,
			),
		noticed: (nc, broken, ...instead) =>
			on('admin', nc).noticed(nc === 'none' ? broken : `${broken} (with ${nc})`, { instead }),
		left: () =>
			readdirSync(join(folder, 'state', 'runbook', 'runs'))
				.map(id => `/tmp/runbook-listener-${id}`)
				.filter(path => existsSync(path)),
		close: async () => {
			await network.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
