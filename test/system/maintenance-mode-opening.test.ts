/** `maintenance-mode` takes back what closed a site, where somebody has broken something meanwhile. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
	apachePrograms,
	faultsOfTls,
	mendTls,
	parentOf,
	startApache,
	takePort,
} from '../helpers/apache.ts';
import { stateOf } from '../helpers/machine-state.ts';
import { maintenanceOn } from '../helpers/maintenance.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason =
	whyNot([...networkPrograms, ...apachePrograms, 'nft', 'iptables', 'ip6tables']) ?? whyNoNetwork();

if (reason) console.warn(`A site closed by maintenance-mode is not opened: ${reason}.`);

const set = (...values: string[]) => values.flatMap(value => ['--set', value]);

const choose = (...branches: string[]) => branches.flatMap(branch => ['--choose', branch]);

describe.skipIf(reason !== undefined)('a site that maintenance-mode has closed is opened', () => {
	const network = useNetwork();

	beforeEach(() => {
		startApache(network.server);
	});

	const walk = (...given: string[]) =>
		maintenanceOn(network, walkerOn(network.server, network.folder), [
			...choose('which-page=write-a-page'),
			...given,
		]);

	const visitor = () => network.visitor.get('http://10.77.0.1/');

	test.each([
		['a key that does not fit any more', 'cp two.key site.key', 'cp one.key site.key'],
		[
			'another MPM',
			`cd /etc/apache2/mods-enabled; mkdir ../off; mv mpm_prefork.* php8.2.* ../off
			ln -s ../mods-available/mpm_event.load`,
			`cd /etc/apache2/mods-enabled; rm mpm_event.load; mv ../off/* .; rmdir ../off`,
		],
		[
			'a port that somebody else has',
			'echo Listen 8099 > /etc/apache2/conf-enabled/new.conf',
			'rm /etc/apache2/conf-enabled/new.conf',
		],
		[
			'two `Listen` that overlap',
			"echo 'Listen [::]:80' > /etc/apache2/conf-enabled/new.conf",
			'rm /etc/apache2/conf-enabled/new.conf',
		],
		[
			'a module of another package that is not loaded yet',
			`cp /usr/lib/apache2/modules/mod_dav.so /var/mod_foreign.so
			echo LoadModule dav_module /var/mod_foreign.so > /etc/apache2/mods-enabled/foreign.load`,
			'rm /etc/apache2/mods-enabled/foreign.load',
		],
		[
			'a `Listen` on an address that this machine does not have',
			'echo Listen 192.0.2.77:8077 > /etc/apache2/conf-enabled/new.conf',
			'rm /etc/apache2/conf-enabled/new.conf',
		],
		...faultsOfTls.map(([broken, sabotage]): [string, string, string] => [
			broken,
			sabotage,
			mendTls,
		]),
	])('without the reload that would end Apache: %s', (broken, sabotage, mend) => {
		const { server } = network;
		takePort(server, 8099);
		const before = stateOf(server);
		const parent = parentOf(server);
		const site = walk(
			...choose('who-answers-the-visitors=close-with-apache-and-a-cookie'),
			...set('urls=http://10.77.0.1/'),
		);
		site.close(false);
		site.open();
		site.close(false);
		server.sh(`cd /etc/ssl/site; ${sabotage}`);
		const { status, output } = site.resume('do-your-work');
		expect(status, output).toBe(1);
		site.noticed(`${broken}, when the site is opened`);
		expect(parentOf(server)).toBe(parent);
		expect(visitor().body).toBe('the site\n');

		server.sh(`cd /etc/ssl/site; ${mend}`);
		expect(site.on('visitor', site.resume())).toMatchObject({ passes: true });
		expect(site.resume('open-the-site-again').status).toBe(0);
		expect(stateOf(server)).toEqual(before);
	});

	test('and an Apache that its reload has ended all the same is not passed over', () => {
		const { server } = network;
		const before = stateOf(server);
		const site = walk(
			...choose('who-answers-the-visitors=close-with-apache-and-a-cookie'),
			...set('urls=http://10.77.0.1/'),
		);
		site.close(false);
		site.open();
		site.close(false);
		server.sh('echo SSLCACertificateFile /etc/hostname > /etc/apache2/conf-enabled/new.conf');
		const { status, output } = site.resume('do-your-work');
		expect([status, output]).toEqual([1, expect.stringContaining('Apache has ended')]);
		site.noticed('an Apache that has ended by its reload, when the site is opened');

		server.sh('rm /etc/apache2/conf-enabled/new.conf');
		startApache(server);
		expect(site.on('visitor', site.resume())).toMatchObject({ passes: true });
		expect(site.resume('open-the-site-again').status).toBe(0);
		expect(stateOf(server)).toEqual(before);
	});

	test.each([
		['nftables', 'nft'],
		['iptables', 'iptables'],
	])('only by a packet filter that runs: %s', (filter, command) => {
		const { server } = network;
		const before = stateOf(server);
		const site = walk(
			...choose('who-answers-the-visitors=close-with-apache-and-the-packet-filter'),
			...choose(`which-packet-filter=redirect-with-${filter}`),
			...set('urls=http://10.77.0.1/', 'page_port=8181'),
			...set('allowed=10.77.0.2', 'allowed=fd77::2'),
		);
		site.close();
		site.open();
		site.close();
		const program = server.sh(`readlink -f "$(command -v ${command})"`).trim();
		server.sh(`mount --bind /dev/null ${program}`);
		const asked = site.resume('do-your-work');
		expect(asked.status, asked.output).toBe(1);
		expect(asked.output).not.toContain('stayed = open');
		const skipped = walkerOn(server, network.folder).resume(
			...['--skip', 'see-whether-the-site-stayed-closed=it is closed'],
			...set('stayed=closed'),
		);
		expect(skipped.status, skipped.output).toBe(1);
		site.noticed(`a \`${command}\` that cannot be run, when the site is opened`, {
			instead: ['stayed'],
		});
		expect(visitor().status).toBe(503);

		server.sh(`umount ${program}`);
		expect(site.on('visitor', site.resume())).toMatchObject({ passes: true });
		expect(site.resume('open-the-site-again').status).toBe(0);
		expect(stateOf(server)).toEqual(before);
	});
});
