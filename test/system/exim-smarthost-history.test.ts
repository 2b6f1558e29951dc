/** Walks `exim-smarthost` on machines with a history: another relay, names, mail, a log of their own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Relay, relayOn, stateOfExim } from '../helpers/exim.ts';
import { type EximWalks, openEximWalks, whyNoExim } from '../helpers/exim-walks.ts';
import type { Network } from '../helpers/network.ts';
import type { Outcome } from '../helpers/sandbox.ts';
import { standIn } from '../helpers/stand-in.ts';

const reason = whyNoExim();

if (reason) console.warn(`exim-smarthost is not walked on machines with a history: ${reason}.`);

describe.skipIf(reason !== undefined)('exim-smarthost where Exim has a history', () => {
	let exim: EximWalks;
	let network: Network;
	let before: Relay | undefined;

	beforeEach(async () => {
		exim = await openEximWalks();
		network = exim.network;
		before = undefined;
	});

	afterEach(async () => {
		await before?.end();
		await exim.close();
	});

	const look = () => stateOfExim(network.server);
	const startRelay = (options: object = {}) => exim.relay.start(options, 25);
	const told = () => exim.relay.told();
	const noticed = (broken: string) => exim.walker.noticed(broken);

	const expectStatus = ({ status, output }: Outcome, wanted: number) =>
		expect(status, output).toBe(wanted);

	const stopsBefore = (outcome: Outcome, state: ReturnType<typeof look>, broken: string) => {
		expectStatus(outcome, 1);
		noticed(broken);
		expect(look()).toEqual(state);
	};

	/** All mail goes to another relay already, which wants a password of its own. */
	const asWithAnotherRelay = `
		echo 10.77.0.2 before.example.test >> /etc/hosts
		sed -i -e "s/^dc_eximconfig_configtype=.*/dc_eximconfig_configtype='satellite'/" \\
			-e "s/^dc_smarthost=.*/dc_smarthost='before.example.test::2526'/" \\
			-e "s/^dc_readhost=.*/dc_readhost='example.test'/" \\
			-e "s/^dc_hide_mailname=.*/dc_hide_mailname='true'/" /etc/exim4/update-exim4.conf.conf
		echo '*:other:one' >> /etc/exim4/passwd.client
		update-exim4.conf`;

	const startRelayBefore = () => {
		const folder = join(exim.folder, 'before');
		mkdirSync(folder);
		before = relayOn(network, folder);
		before.start(exim.certificateFor('before.example.test', 'other:one'), 2526);
		return before;
	};

	const passwordsIn = (record: string) =>
		new Set(
			[...record.matchAll(/AUTH PLAIN (\S+)/g)].map(([, given = '']) =>
				Buffer.from(given, 'base64').toString().slice(1).replace('\0', ':'),
			),
		);

	/** Somebody sends a mail whenever this program is called. */
	const mailBefore = (program: string) =>
		standIn(
			exim.folder,
			program,
			`#!/bin/sh
			echo between | exim4 -odf me@example.org
			PATH=/usr/sbin:/usr/bin:/sbin:/bin exec ${program} "$@"`,
		);

	test('no relay is told the password of another, and no mail bounces, on the way and on the way back', () => {
		network.server.sh(asWithAnotherRelay);
		const state = look();
		const another = startRelayBefore();
		const { login, ...certificate } = exim.certificateFor('relay.example.test');
		startRelay({ ...certificate, login });
		mailBefore('update-exim4.conf');
		exim.withVariables({ PATH: mailBefore('pgrep') });
		expectStatus(exim.withPassword({}, 'it-was-refused'), 0);
		expect(
			network.server.sh("grep -c -e ' \\*\\* ' -e ' == ' /var/log/exim4/mainlog || true"),
		).toBe('0\n');
		for (const [relay, password] of [
			[another.told(), 'other:one'],
			[told(), login],
		] as const) {
			expect(relay).toContain('| between');
			expect(passwordsIn(relay)).toEqual(new Set([password]));
		}
		expect(look()).toEqual(state);
	});

	test('a password that somebody stores meanwhile is not lost', () => {
		network.server.sh("echo '*:other:one' >> /etc/exim4/passwd.client");
		startRelay(exim.certificateFor('relay.example.test'));
		const path = standIn(
			exim.folder,
			'pgrep',
			`#!/bin/sh
			cd /etc/exim4
			if ls passwd.client.???????????? && ! grep -q mine passwd.client; then
				echo mine:a:b >> passwd.client
			fi > /dev/null 2>&1
			exec /usr/bin/pgrep "$@"`,
		);
		exim.withVariables({ PATH: path });
		const refused = exim.withPassword({}, 'it-was-refused');
		expectStatus(refused, 1);
		noticed('a password that somebody else has stored meanwhile');
		expect(look().route).toContain('mx1.example.test');
		network.server.sh('echo mine:a:b | tee -a /etc/exim4/passwd.client.????????????');
		expectStatus(exim.walker.resume(), 0);
		expect(network.server.sh('cat /etc/exim4/passwd.client*')).toBe(
			'# passwords\n*:other:one\nmine:a:b\n',
		);
		expect(look().route).not.toContain('mx1.example.test');
	});

	test('a password that somebody stores before the prepared one counts is not lost', () => {
		startRelay(exim.certificateFor('relay.example.test'));
		const path = standIn(
			exim.folder,
			'update-exim4.conf',
			`#!/bin/sh
			grep -q mine /etc/exim4/passwd.client || echo mine:a:b >> /etc/exim4/passwd.client
			exec /usr/sbin/update-exim4.conf "$@"`,
		);
		exim.withVariables({ PATH: path });
		const { route } = look();
		const outcome = exim.withPassword();
		expectStatus(outcome, 1);
		noticed('a password that somebody else has stored since it was prepared');
		expect(outcome.output).toContain('  Other lines of passwd.client have changed: prepare');
		expect(look().route).toBe(route);
		expect(network.server.sh('cat /etc/exim4/passwd.client')).toBe('# passwords\nmine:a:b\n');
	});

	test('a machine that takes mail over IPv4 only goes on to do so', () => {
		const configuration = '/etc/exim4/update-exim4.conf.conf';
		network.server.sh(`
			sed -i "s/^dc_local_interfaces=.*/dc_local_interfaces='127.0.0.1'/" ${configuration}
			update-exim4.conf`);
		startRelay();
		expectStatus(exim.walk(), 0);
		expect(network.server.sh(`grep ^dc_local_interfaces ${configuration}`)).toBe(
			"dc_local_interfaces='127.0.0.1'\n",
		);
	});

	test('a password that was prepared and did not come to count is gone when all is taken back', () => {
		const state = look();
		startRelay(exim.certificateFor('relay.example.test'));
		const path = standIn(
			exim.folder,
			'update-exim4.conf',
			`#!/bin/sh
			if [ "$1" != --check ] && ! [ -e /run/failed ]; then touch /run/failed; exit 1; fi
			exec /usr/sbin/update-exim4.conf "$@"`,
		);
		exim.withVariables({ PATH: path });
		expectStatus(exim.withPassword({}, 'it-was-refused'), 1);
		const prepared = 'cat /etc/exim4/passwd.client.????????????.new';
		expect(network.server.sh(prepared)).toMatch(/^[*]:user:.*\n# passwords\n$/);
		expect(look().route).toBe(state.route);
		const choice = 'what-has-become-of-the-message=it-was-refused';
		const skipped = ['--skip', 'configure-exim=it fails', '--choose', choice];
		expectStatus(exim.walker.resume(...skipped), 0);
		expect(told()).not.toContain('| ');
		expect(look()).toEqual(state);
	});

	test('a password that fits the relay is noticed where none is wanted', () => {
		startRelay();
		const passwords = '/etc/exim4/passwd.client';
		network.server.sh(`echo mx2.example.test:other:one > ${passwords}`);
		expectStatus(exim.walk(), 0);
		for (const [broken, fits] of [
			['any relay', '*'],
			['the relay', 'relay.example.test'],
			['the real name of the relay', 'mx1.example.test'],
		] as const) {
			network.server.sh(`echo '${fits}:other:one' >> ${passwords}`);
			const outcome = exim.walk();
			stopsBefore(outcome, look(), `a password for ${broken}`);
			expect(outcome.output).toContain(`mx2.example.test\n  ${fits}\n`);
			expect(outcome.output).not.toContain('other:one');
			network.server.sh(`sed -i '$ d' ${passwords}`);
		}
	});

	test.each([
		['false', 'exim4.conf.localmacros', 'REMOTE_SMTP_SMARTHOST_PROTOCOL = smtps'],
		['true', 'conf.d/main/000_localmacros', 'REMOTE_SMTP_SMARTHOST_HOSTS_REQUIRE_TLS = *'],
	])('settings of an earlier relay are noticed; split: %s', (split, file, setting) => {
		startRelay();
		network.server.sh(`
			sed -i "s/^dc_use_split_config=.*/dc_use_split_config='${split}'/" /etc/exim4/update-exim4.conf.conf
			echo '${setting}' > /etc/exim4/${file}
			update-exim4.conf`);
		const outcome = exim.walk();
		stopsBefore(outcome, look(), `a setting of an earlier relay (split: ${split})`);
		expect(outcome.output).toContain(`/etc/exim4/${file}: ${setting}`);
		network.server.sh(`rm /etc/exim4/${file}`);
		expectStatus(exim.walk(), 0);
	});

	test('names of this machine go on to count as local, and the mail domain does not', () => {
		startRelay();
		const configuration = '/etc/exim4/update-exim4.conf.conf';
		const names = () => network.server.sh(`sed -n 's/^dc_other_hostnames=//p' ${configuration}`);
		network.server.sh(`
			sed -i "s/^dc_other_hostnames=.*/dc_other_hostnames='server.example.test;server'/" ${configuration}
			update-exim4.conf`);
		expectStatus(exim.walk(), 0);
		expect(names()).toBe("'server.example.test;server'\n");
		exim.relay.forget();
		network.server.sh("printf 'Subject: root\\n\\n' | exim4 -odf root@server");
		expect(told()).toContain('C: RCPT TO:<root@example.test>');
		const after = look();
		expectStatus(exim.walk(), 0);
		expect(look()).toEqual(after);

		network.server.sh(`echo example.test > /etc/mailname
			sed -i "s/^dc_other_hostnames=.*/dc_other_hostnames='example.test:server'/" ${configuration}`);
		expectStatus(exim.walk(), 0);
		expect(names()).toBe("'server'\n");
	});

	test('mail that is frozen for the time being goes to the relay when it is thawed', () => {
		startRelay();
		const id = network.server
			.sh("echo hello | exim4 -odq me@example.org; exim4 -bpr | awk '/</ { print $3 }'")
			.trim();
		network.server.sh(`exim4 -Mf ${id}`);
		expectStatus(exim.walk(), 0);
		expect(told()).not.toContain('| hello');
		network.server.sh(`exim4 -Mt ${id}; exim4 -q`);
		expect(told()).toContain('| hello');
		expect(look().queue).toBe('');
	});

	test('a log whose lines have another form is noticed before anything changes', () => {
		startRelay();
		const macros = '/etc/exim4/exim4.conf.localmacros';
		network.server.sh(`echo 'MAIN_LOG_SELECTOR = +all_parents' > ${macros}; update-exim4.conf`);
		expectStatus(exim.walk(), 0);
		for (const [broken, setting, shown] of [
			[
				'ids of processes',
				'MAIN_LOG_SELECTOR = +tls_peerdn +pid',
				/^ {2}log_selector = .*[+]pid$/m,
			],
			['all that there is', 'MAIN_LOG_SELECTOR = +all', /^ {2}log_selector = [+]all$/m],
			['a time zone', 'log_timezone = true', /^ {2}log_timezone$/m],
		] as const) {
			network.server.sh(`echo '${setting}' > ${macros}; update-exim4.conf`);
			const outcome = exim.walk();
			stopsBefore(outcome, look(), `a log with ${broken}`);
			expect(outcome.output).toMatch(shown);
		}
	});

	test('addresses of hosts that change meanwhile do not matter when all is taken back', () => {
		network.server.sh(asWithAnotherRelay);
		const path = standIn(
			exim.folder,
			'update-exim4.conf',
			`#!/bin/sh
			sed 's/^10.77.0.[2-9] before/10.77.0.3 before/' /etc/hosts > /run/hosts
			cat /run/hosts > /etc/hosts
			exec /usr/sbin/update-exim4.conf "$@"`,
		);
		exim.withVariables({ PATH: path });
		const { files } = look();
		network.server.sh("sed -i '/^[*]/d' /etc/exim4/passwd.client");
		startRelay();
		expectStatus(exim.walk({}, 'it-was-refused'), 0);
		expect(look().route).toContain('before.example.test [10.77.0.3]');
		network.server.sh("echo '*:other:one' >> /etc/exim4/passwd.client");
		expect(look().files).toBe(files);
	});
});
