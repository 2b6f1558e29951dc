/** Walks `exim-smarthost` with a relay that wants a password. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stateOfExim } from '../helpers/exim.ts';
import { type EximWalks, openEximWalks, whyNoExim } from '../helpers/exim-walks.ts';
import type { Network } from '../helpers/network.ts';
import type { Outcome } from '../helpers/sandbox.ts';
import { standIn } from '../helpers/stand-in.ts';

const reason = whyNoExim();

if (reason) console.warn(`exim-smarthost is not walked with a password: ${reason}.`);

describe.skipIf(reason !== undefined)('exim-smarthost with a password, with the real Exim', () => {
	let exim: EximWalks;
	let network: Network;

	beforeEach(async () => {
		exim = await openEximWalks();
		network = exim.network;
	});

	afterEach(() => exim.close());

	const told = () => exim.relay.told();
	const startRelay = (options: object = {}, port = 25) => exim.relay.start(options, port);
	const withPassword: EximWalks['withPassword'] = (...how) => exim.withPassword(...how);
	const certificateFor: EximWalks['certificateFor'] = (...how) => exim.certificateFor(...how);
	const noticed = (broken: string) => exim.walker.noticed(broken);
	const look = () => stateOfExim(network.server);

	const expectStatus = ({ status, output }: Outcome, wanted: number) =>
		expect(status, output).toBe(wanted);

	const stopsBefore = (outcome: Outcome, before: ReturnType<typeof look>, broken: string) => {
		expectStatus(outcome, 1);
		noticed(broken);
		expect(look()).toEqual(before);
	};

	test('a password goes over a good connection only, and is never shown', async () => {
		startRelay(certificateFor('relay.example.test'));
		const outcome = withPassword();
		expectStatus(outcome, 0);
		expect(told()).toContain('S: RCPT TO:<me@example.org>');
		expect(told()).not.toContain('C: MAIL');
		expect(outcome.output).not.toContain('se:cret');
		const after = look();
		expectStatus(withPassword(), 0);
		expect(look()).toEqual(after);

		await exim.relay.end();
		startRelay({
			...certificateFor('relay.example.test'),
			refusal: '550 5.1.8 unknown sender',
			spared: 1,
		});
		expectStatus(withPassword(), 1);
		noticed('a relay that takes the password and refuses the message');
	});

	test('the password is taken back with the rest, also where Exim reads many small files', () => {
		network.server.sh(`
			sed -i "s/dc_use_split_config=.*/dc_use_split_config='true'/" /etc/exim4/update-exim4.conf.conf
			update-exim4.conf`);
		const before = look();
		startRelay({
			...certificateFor('relay.example.test'),
			refusal: '550 5.1.8 unknown sender',
			spared: 1,
		});
		expectStatus(withPassword({}, 'it-was-refused'), 0);
		expect(told()).toContain('S: RCPT TO');
		expect(look()).toEqual(before);
	});

	const sendOne = (to = 'me@example.org') => {
		exim.relay.forget();
		return network.server.sh(`echo one | exim4 -odf ${to}; cat /var/log/exim4/mainlog`);
	};

	test('a relay whose real name changes gets the password, and no other host does', async () => {
		startRelay(certificateFor('relay.example.test'));
		expectStatus(withPassword(), 0);
		network.server.sh("sed -i '/^10.77.0.2/s/mx1/mx2/' /etc/hosts");
		expect(sendOne()).toContain(' H=mx2.example.test ');
		expect(told()).toContain('S: AUTH PLAIN');
		expect(told()).toContain('| one');

		network.server.sh(`echo 10.77.0.2 hub.example.test >> /etc/hosts
			echo example.net: hub.example.test byname > /etc/exim4/hubbed_hosts`);
		expect(sendOne('me@example.net')).toContain(' R=hubbed_hosts T=remote_smtp ');
		// Behind it comes the bounce, which goes to the relay.
		expect(told()).toContain('S: EHLO server.example.test\nS: MAIL FROM:<root@example.test>\n');

		await exim.relay.end();
		startRelay(certificateFor('mx2.example.test'));
		expect(sendOne()).toContain('certificate verification failed');
		expect(told()).toContain('C: STARTTLS');
		expect(told()).not.toContain('AUTH');
	});

	test('passwords of others do not get in the way, and are all there when it is taken back', () => {
		network.server.sh(
			"printf '%s\\n' '*:other:one' mx1.example.test:other:two >> /etc/exim4/passwd.client",
		);
		const before = look();
		startRelay({
			...certificateFor('relay.example.test'),
			refusal: '550 5.1.8 unknown sender',
			spared: 1,
			refusals: 1,
		});
		expectStatus(withPassword({}, 'it-was-refused'), 0);
		expect(look()).toEqual(before);
		expectStatus(withPassword(), 0);
		expect(told()).toContain('| Subject: Does the relay work?');
	});

	test('the passwords of before the run come back, however often it was walked until then', () => {
		network.server.sh("echo '*:other:one' >> /etc/exim4/passwd.client");
		const before = look();
		startRelay(certificateFor('relay.example.test'));
		// As a first walk of this run has left it: its own password, and the old ones beside it.
		const path = standIn(
			exim.folder,
			'update-exim4.conf',
			`#!/bin/sh
			cd /etc/exim4
			for new in passwd.client.????????????.new; do
				if [ -e "$new" ] && ! [ -e /run/walked ]; then
					cp -p passwd.client "\${new%.new}"
					sed -i 's/^[*].*/*:first:walk/' passwd.client
					touch /run/walked
				fi
			done
			exec /usr/sbin/update-exim4.conf "$@"`,
		);
		exim.withVariables({ PATH: path });
		expectStatus(withPassword({}, 'it-was-refused'), 0);
		expect(look()).toEqual(before);
	});

	test('a wrong password, or a certificate for another name, is noticed before anything changes', async () => {
		const before = look();
		startRelay({ ...certificateFor('relay.example.test'), login: 'user:another' });
		const wrong = withPassword();
		stopsBefore(wrong, before, 'a wrong password');
		expect(wrong.output).toContain('535 5.7.8');
		// By the name that Exim gives; some relays want a full one.
		expect(told()).not.toContain('EHLO server\n');
		await exim.relay.end();
		exim.relay.forget();
		startRelay(certificateFor('mx1.example.test'));
		stopsBefore(withPassword(), before, 'a certificate for another name');
		await exim.relay.end();
		const named = { name: 'relay.example.test', ...certificateFor('relay.example.test') };
		startRelay({ ...certificateFor('mx1.example.test'), named });
		stopsBefore(withPassword(), before, 'a certificate only for those who say the name');
		expect(told()).not.toContain('AUTH');
	});

	test('a login that may not send as root of the mail domain is noticed before anything changes', () => {
		const before = look();
		startRelay({
			...certificateFor('relay.example.test'),
			refusal: '553 5.7.1 sender address not owned by user',
		});
		const outcome = withPassword();
		stopsBefore(outcome, before, 'a login that may not send as root at the mail domain');
		expect(outcome.output).toContain('553 5.7.1 sender address not owned');
		expect(told()).not.toContain('DATA');
	});

	test('a relay that knows LOGIN only is noticed, and Exim logs in all the same', async () => {
		const before = look();
		const step = 'does-the-relay-ask-for-a-password/give-exim-the-password/try-the-password';
		startRelay({ ...certificateFor('relay.example.test'), onlyLogin: true });
		const outcome = withPassword();
		stopsBefore(outcome, before, 'a relay that does not know PLAIN');
		expect(outcome.output).toContain('504 5.5.4');

		const unproven = `${step}=it knows LOGIN only`;
		const rest = ['--choose', 'what-has-become-of-the-message=the-relay-took-it'];
		const skipped = exim.walker.resume(
			'--skip',
			unproven,
			...rest,
			'--done',
			'look-into-the-mailbox',
		);
		expectStatus(skipped, 0);
		expect(told()).toContain('S: AUTH LOGIN');
		expect(told()).toContain('| Subject: Does the relay work?');
	});

	test('port 465 is encrypted from the first byte, and taken back as the rest', async () => {
		const before = look();
		const relay = { ...certificateFor('relay.example.test'), atOnce: true };
		startRelay({ ...relay, refusal: '550 5.1.8 unknown sender', spared: 1, refusals: 1 }, 465);
		expectStatus(withPassword({ port: '465' }, 'it-was-refused'), 0);
		expect(look()).toEqual(before);

		expectStatus(withPassword({ port: '465' }), 0);
		expect(told()).toContain('| Subject: Does the relay work?');
		expect(told()).not.toMatch(/^C: /m);

		await exim.relay.end();
		startRelay(certificateFor('relay.example.test'), 465);
		const after = look();
		stopsBefore(withPassword({ port: '465' }), after, 'a relay whose port 465 is not encrypted');
	});

	test('a relay that encrypts from the first byte on another port says nothing, and is told so', () => {
		const before = look();
		startRelay({ ...certificateFor('relay.example.test'), atOnce: true }, 2525);
		const outcome = withPassword({ port: '2525' });
		stopsBefore(outcome, before, 'a relay that says nothing, for it encrypts from the first byte');
		expect(outcome.output).toContain('It says nothing.');
	});

	test('macros of somebody else stop it, and empty lines or comments do not', () => {
		startRelay(certificateFor('relay.example.test'));
		const macros = '/etc/exim4/exim4.conf.localmacros';
		network.server.sh(`printf '# mine\\n\\n \\nMAIN_TLS_ENABLE = 1\\n' > ${macros}`);
		const outcome = withPassword();
		stopsBefore(outcome, look(), 'macros of somebody else');
		expect(outcome.output).toContain('MAIN_TLS_ENABLE = 1');
		network.server.sh(`sed -i '/TLS/d' ${macros}`);
		expectStatus(withPassword(), 0);

		const added =
			'REMOTE_SMTP_SMARTHOST_HOSTS_REQUIRE_TLS = *\\nREMOTE_SMTP_SMARTHOST_PROTOCOL = smtp';
		network.server.sh(`printf 'MAIN_LOG_SELECTOR = +all_parents\n${added}\n' > ${macros}`);
		const byHand = network.server.sh(`cat ${macros}`);
		expectStatus(withPassword(), 0);
		expectStatus(withPassword({}, 'it-was-refused'), 0);
		expect(network.server.sh(`cat ${macros}`)).toBe(byHand);
		expect(byHand).toContain('MAIN_LOG_SELECTOR');
	});

	test('port 465 is not used without a password', () => {
		startRelay({ ...certificateFor('relay.example.test'), atOnce: true }, 465);
		expectStatus(exim.walk({ port: '465' }), 1);
		exim.walker.noticed('port 465 without a password', { instead: ['port'] });
		expect(told()).toBe('S: QUIT\n');
	});
});
