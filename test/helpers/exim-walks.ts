/** Walks `exim-smarthost` on the server of a small network; its neighbour is the relay. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asAfterInstalling, type Relay, relayOn, trustedCertificate } from './exim.ts';
import { type Network, networkPrograms, openNetwork, whyNoNetwork } from './network.ts';
import { type Outcome, whyNot } from './sandbox.ts';
import { type Walker, walkerOn } from './walk-on.ts';

export const whyNoExim = () =>
	whyNot([...networkPrograms, 'exim4', 'update-exim4.conf', 'exigrep', 'openssl', 'ss']) ??
	whyNoNetwork();

const password = "se:cret^x 'q";

export const answers = {
	relay: 'relay.example.test',
	domain: 'example.test',
	to: 'me@example.org',
};

export type EximWalks = {
	readonly folder: string;
	readonly network: Network;
	readonly relay: Relay;
	readonly walker: Walker;
	/** With these variables from now on. */
	readonly withVariables: (variables: Record<string, string>) => void;
	/** Where no word chooses otherwise, the relay is asked whether it wants a password. */
	readonly walk: (more?: Record<string, string>, outcome?: string, ...words: string[]) => Outcome;
	readonly withPassword: (more?: Record<string, string>, outcome?: string) => Outcome;
	/** For the relay: a certificate that this machine trusts, and the login that it wants. */
	readonly certificateFor: (
		name: string,
		login?: string,
	) => { key: string; certificate: string; login: string };
	readonly close: () => Promise<void>;
};

export async function openEximWalks(): Promise<EximWalks> {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
	const network = await openNetwork(folder);
	const relay = relayOn(network, folder);
	network.server.sh(asAfterInstalling);
	const walkerWith = (variables: Record<string, string>) =>
		walkerOn(network.server, folder, { RUNBOOK_SECRET_password: password, ...variables });
	let walker = walkerWith({});

	const whether = 'does-the-relay-ask-for-a-password';
	const walk: EximWalks['walk'] = (more = {}, outcome = 'the-relay-took-it', ...words) =>
		walker.runbook(
			...['run', 'exim-smarthost', '--yes'],
			...Object.entries({ ...answers, ...more }).flatMap(answer => ['--set', answer.join('=')]),
			...['--choose', `what-has-become-of-the-message=${outcome}`],
			...(words.some(word => word.startsWith(whether))
				? []
				: ['--choose', `${whether}=ask-the-relay`]),
			...words,
			...['--done', 'look-into-the-mailbox'],
		);

	return {
		folder,
		network,
		relay,
		get walker() {
			return walker;
		},
		withVariables: variables => {
			walker = walkerWith(variables);
		},
		walk,
		withPassword: (more = {}, outcome) =>
			walk({ login: 'user', ...more }, outcome, '--choose', `${whether}=give-exim-the-password`),
		certificateFor: (name, login = `user:${password}`) => ({
			...trustedCertificate(network.server, folder, name),
			login,
		}),
		close: async () => {
			await relay.end();
			await network.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
