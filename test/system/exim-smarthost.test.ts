/** Walks `exim-smarthost` with a relay that wants no password. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { onceItCounts, startNoMailServer, stateOfExim } from '../helpers/exim.ts';
import { answers, type EximWalks, openEximWalks, whyNoExim } from '../helpers/exim-walks.ts';
import type { Network } from '../helpers/network.ts';
import { keepRefused } from '../helpers/proof.ts';
import type { Outcome } from '../helpers/sandbox.ts';
import { standIn } from '../helpers/stand-in.ts';

const reason = whyNoExim();

if (reason) console.warn(`exim-smarthost is not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('exim-smarthost, with the real Exim', () => {
	let exim: EximWalks;
	let network: Network;

	beforeEach(async () => {
		exim = await openEximWalks();
		network = exim.network;
	});

	afterEach(() => exim.close());

	const told = () => exim.relay.told();
	const startRelay = (options: object = {}, port = 25) => exim.relay.start(options, port);
	const walk: EximWalks['walk'] = (...how) => exim.walk(...how);
	const noticed = (broken: string) => exim.walker.noticed(broken);

	const expectStatus = ({ status, output }: Outcome, wanted: number) =>
		expect(status, output).toBe(wanted);

	const look = () => stateOfExim(network.server);

	test('mail goes to the relay, from the mail domain, and again when walked twice', () => {
		startRelay({}, 2525);
		expectStatus(walk({ port: '2525' }), 0);
		expect(told()).toContain('C: MAIL FROM:<root@example.test>');
		expect(told()).toContain('C: RCPT TO:<me@example.org>');
		expect(told()).toContain('| Subject: Does the relay work?');
		network.server.sh("printf 'Subject: root\\n\\n' | exim4 -odf root");
		expect(told()).toContain('| Subject: root');
		expect(told()).toContain('C: RCPT TO:<root@example.test>');

		const after = look();
		expectStatus(walk({ port: '2525' }), 0);
		expect(look()).toEqual(after);
	});

	test('a refusal does not pass for success, and all of it is taken back without a trace', async () => {
		// The first is the question whether it wants a password.
		startRelay({ refusal: '550 5.7.1 relaying denied', spared: 1 }, 2525);
		const before = look();
		expectStatus(walk({ port: '2525' }, 'it-was-refused'), 0);
		expect(told()).toContain('RCPT TO:<me@example.org>');
		expect(look()).toEqual(before);

		await exim.relay.end();
		startRelay({ refusal: '550 5.7.1 relaying denied', spared: 1 }, 2525);
		const outcome = walk({ port: '2525' });
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('550 5.7.1 relaying denied');
		noticed('a relay that refuses the message');
	});

	const stopsBefore = (outcome: Outcome, before: ReturnType<typeof look>, broken: string) => {
		expectStatus(outcome, 1);
		noticed(broken);
		expect(look()).toEqual(before);
	};

	test('a relay that does not know this server, or wants a password, is noticed before anything changes', async () => {
		const before = look();
		startRelay({ refusal: '550 5.7.1 relaying denied' });
		const denied = walk();
		stopsBefore(denied, before, 'a relay that does not know this server');
		expect(denied.output).toContain('550 5.7.1 relaying denied');
		await exim.relay.end();
		startRelay({ login: 'user:any' });
		const asked = walk();
		stopsBefore(asked, before, 'a relay that wants a password');
		expect(asked.output).toContain('530 5.7.0 log in first');
		expect(told()).not.toContain('DATA');
	});

	test('a relay that is down, or is no mail server, is noticed before anything changes', async () => {
		const before = look();
		stopsBefore(walk(), before, 'a relay that is down');
		startNoMailServer(network);
		const outcome = walk();
		stopsBefore(outcome, before, 'a relay that is no mail server');
		expect(outcome.output).toContain('SSH-2.0-x');
	});

	test('a machine that receives, relays, listens to everybody or has settings of its own is left alone', () => {
		startRelay();
		network.server.sh('cp /etc/exim4/update-exim4.conf.conf /run/saved');
		for (const [broken, sabotage, shown] of [
			['passes mail on', "s/dc_relay_nets=''/dc_relay_nets='10.0.0.0\\/8'/", '10.0.0.0/8'],
			['receives mail', "s/dc_other_hostnames='/&example.org;/", 'example.org;'],
			['listens to everybody', 's/127.0.0.1 ; ::1//', "dc_local_interfaces=''"],
			['has settings of its own', '$ a MAIN_TLS_ENABLE = 1', 'MAIN_TLS_ENABLE'],
		] as const) {
			network.server.sh(`cp /run/saved /etc/exim4/update-exim4.conf.conf
				sed -i "${sabotage}" /etc/exim4/update-exim4.conf.conf`);
			const outcome = walk();
			stopsBefore(outcome, look(), `an Exim that ${broken}`);
			expect(outcome.output).toMatch(new RegExp(`^  .*${shown}`, 'm'));
		}
		expect(told()).toBe('');
	});

	test('a configuration of its own making, and mail that waits, stop it as well', () => {
		startRelay();
		const removed = 'exim4 -Mrm "$(exim4 -bpr | awk \'/</ { print $3 }\')"';
		network.server.sh('echo hello | exim4 -odq me@example.org');
		stopsBefore(walk(), look(), 'mail that waits');
		// The queue names who really sent it, behind the name that it was sent in.
		network.server.sh(`${removed}
			su nobody -s /bin/sh -c 'echo hello | exim4 -odq -f app@example.org me@example.org'`);
		stopsBefore(walk(), look(), 'mail that waits, of an application in another name');
		network.server.sh(`${removed}; cp /var/lib/exim4/config.autogenerated /etc/exim4/exim4.conf`);
		stopsBefore(walk(), look(), 'a configuration that is not Debian’s');
	});

	test('a relay whose name leads nowhere, or to IPv6 only, is noticed before anything changes', () => {
		for (const [broken, hosts] of [
			['leads nowhere', ''],
			['leads to IPv6 only', 'fd77::2 relay.example.test'],
		] as const) {
			network.server.sh(`printf '%s\\n' '127.0.0.1 localhost' '${hosts}' > /etc/hosts`);
			const outcome = walk();
			stopsBefore(outcome, look(), `a relay whose name ${broken}`);
			expect(outcome.output).toContain('No IPv4 address for relay.example.test.');
		}
	});

	test('root’s aliases count, unless the name of the machine is the mail domain itself', () => {
		startRelay({}, 2525);
		const rootGoesTo = () => network.server.sh('exim4 -bt root | head -n 1');
		network.server.sh('echo root: you@example.org > /etc/aliases');
		expectStatus(walk({ port: '2525' }), 0);
		expect(rootGoesTo()).toBe('you@example.org\n');
		network.server.sh('echo example.test > /etc/mailname');
		expectStatus(walk({ port: '2525' }), 0);
		expect(rootGoesTo()).toBe('root@example.test\n');
	});

	test('a mail domain that counts as local is noticed, by the name of the machine before anything changes', () => {
		startRelay();
		network.server.sh("sed -i '/^10.77.0.1/s/ .*/ example.test server/' /etc/hosts");
		const outcome = walk();
		stopsBefore(outcome, look(), 'a machine whose own name is the mail domain');
		expect(outcome.output).toContain('The mail domain is the name of this machine: example.test');
		expect(told()).toBe('');

		network.server.sh(`sed -i '/^10.77.0.1/s/ .*/ server.example.test server/' /etc/hosts
			echo 'MAIN_LOCAL_DOMAINS = @ : example.test' > /etc/exim4/exim4.conf.localmacros`);
		const later = walk();
		expectStatus(later, 1);
		expect(later.output).toContain('@example.test is undeliverable: Unrouteable address');
		noticed('a mail domain that a setting elsewhere makes local');
		expect(told()).not.toContain('DATA');
	});

	test('this machine itself is no relay', () => {
		network.server.sh('echo 10.77.0.1 relay.example.test > /etc/hosts');
		stopsBefore(walk(), look(), 'a relay that is this machine itself');
	});

	test('the single colon is refused as an answer, and noticed where it comes from elsewhere', () => {
		startRelay();
		const one = 'relay.example.test:25';
		const refused = walk({ relay: one });
		expectStatus(refused, 2);
		keepRefused('exim-smarthost', {
			broken: 'a relay with one colon, `host:25`, as an answer',
			input: 'relay',
			answers: { ...answers, relay: one },
			output: refused.output,
		});
		network.server.sh(
			'echo "DCsmarthost = relay.example.test:25" > /etc/exim4/exim4.conf.localmacros',
		);
		const outcome = walk();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('route_list = * relay.example.test:25 byname');
		noticed('a relay with one colon, `host:25`, in a setting that has the last word');
		expect(told()).not.toContain('DATA');
	});

	test('a single colon in `dc_smarthost` itself is noticed, whoever wrote it', () => {
		startRelay();
		// Somebody mends the file between the check of it and its use.
		const script = `#!/bin/sh -e
			[ "$1" = --check ] || sed -i '/^dc_smarthost/s/::/:/' /etc/exim4/update-exim4.conf.conf
			exec /usr/sbin/update-exim4.conf "$@"`;
		const path = standIn(exim.folder, 'update-exim4.conf', script);
		exim.withVariables({ PATH: path });
		const outcome = walk();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('route_list = * relay.example.test:25 byname');
		noticed('a relay with one colon, `host:25`, in `dc_smarthost`');
		expect(told()).not.toContain('DATA');
	});

	test('a configuration with an error never counts', () => {
		startRelay();
		network.server.sh('echo nonsense = 1 > /etc/exim4/exim4.conf.localmacros');
		const before = look();
		const outcome = walk();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('"nonsense" unknown');
		noticed('an error of syntax');
		expect(look().configuration).toBe(before.configuration);
	});

	const itWaits = (then: string) => ['--choose', `it-waits=${then}`];

	test('a relay that goes down meanwhile makes mail wait, and all of it can be taken back', () => {
		// One to see that it is there, one for the look at it, one for the question.
		startRelay({ connections: 3 });
		const before = look();
		const outcome = walk({}, 'it-waits', ...itWaits('take-all-of-it-back'));
		expectStatus(outcome, 0);
		expect(outcome.output).toContain('Connection refused');
		expect(look()).toEqual(before);
	});

	test('nothing is taken back while mail of others waits for the relay', () => {
		startRelay({ connections: 3 });
		const before = look();
		// Somebody sends a mail as soon as the new configuration counts.
		onceItCounts(network, 'echo more | exim4 -odf me@example.org');
		const refused = walk({}, 'it-waits', ...itWaits('take-all-of-it-back'));
		expectStatus(refused, 1);
		noticed('mail of others that waits for the relay');
		expect(look().route).not.toBe(before.route);

		startRelay();
		network.server.sh('exim4 -qf');
		expect(told()).toContain('| more');
		const run = / run ([a-z0-9]{12})/.exec(refused.output)?.[1] ?? '';
		expectStatus(exim.walker.runbook('resume', run, '--plain', '--yes'), 0);
		expect(look()).toEqual(before);
	});

	test('a message that waits is taken when it is tried once more', () => {
		startRelay({ refusal: '451 4.3.0 later', spared: 1, refusals: 1 });
		expectStatus(walk({}, 'it-waits', ...itWaits('try-the-message-once-more')), 0);
		expect(told()).toContain('| Subject: Does the relay work?');
		expect(look().queue).toBe('');
	});

	test('a relay that goes on refusing is noticed when it is tried once more', () => {
		startRelay({ refusal: '451 4.3.0 later', spared: 1 });
		expectStatus(walk({}, 'it-waits', ...itWaits('try-the-message-once-more')), 1);
		noticed('a relay that goes on saying later');
	});

	test('a configuration that somebody changes meanwhile is not taken back over their heads', () => {
		startRelay({ refusal: '550 5.7.1 relaying denied', spared: 1 }, 2525);
		onceItCounts(network, "echo '# mine' >> /etc/exim4/update-exim4.conf.conf");
		expectStatus(walk({ port: '2525' }, 'it-was-refused'), 1);
		noticed('a file that somebody else has changed meanwhile');
		expect(network.server.sh('tail -n 1 /etc/exim4/update-exim4.conf.conf')).toBe('# mine\n');
	});
});
