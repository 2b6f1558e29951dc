import { beforeEach, describe, expect, test } from 'vitest';
import {
	addPages,
	apachePrograms,
	parentOf,
	startApache,
	takePort,
	untilGone,
	writeOn,
} from '../helpers/apache.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms, 'php-fpm8.2']) ?? whyNoNetwork();

if (reason) console.warn(`apache-reload-or-restart is not walked to a start: ${reason}.`);

describe.skipIf(reason !== undefined)('apache, stopped and started', () => {
	const network = useNetwork();
	let walker: Walker;

	beforeEach(() => {
		walker = walkerOn(network.server, network.folder);
		addPages(network.server);
		startApache(network.server);
	});

	const walk = (branch: string, ...args: string[]) =>
		walker.runbook(
			'run',
			'apache-reload-or-restart',
			'--yes',
			'--choose',
			`what-has-changed=${branch}`,
			...args,
		);

	const expectToPass = ({ status, output }: { status: number | null; output: string }) =>
		expect(status, output).toBe(0);

	const site = () => network.visitor.get('http://10.77.0.1/');

	const write = (path: string, text: string) => writeOn(network.server, path, text);

	const stop = ['--confirm', 'stop-apache-and-start-it=server'];

	test('a stop and start brings another MPM and envvars, and lets requests end', async () => {
		const { server, visitor } = network;
		const parent = parentOf(server);
		server.sh(`
			echo 'export COLOUR=blue' >> /etc/apache2/envvars
			a2dismod -q php8.2 mpm_prefork
			a2enmod -q mpm_event proxy_fcgi setenvif
			a2enconf -q php8.2-fpm
			mkdir -p /run/php
			php-fpm8.2`);
		write('/etc/apache2/conf-enabled/new.conf', 'ServerLimit 20\nHeader set X-Colour ${COLOUR}');
		server.sh('a2enmod -q headers');
		const underWay = visitor.ask('http://10.77.0.1/slow.php');
		const outcome = walk('stop-and-start', ...stop);
		expectToPass(outcome);
		expect(outcome.output).toMatch(/^ {2}Another MPM is configured/m);
		expect(outcome.output).toMatch(/^ {2}envvars is younger/m);
		expect(parentOf(server)).not.toBe(parent);
		expect(site()).toMatchObject({ status: 200, headers: { 'x-colour': 'blue' } });
		expect(server.sh('apachectl -M 2>/dev/null')).toContain('mpm_event');
		expect(await underWay).toMatchObject({ status: 200, body: 'to the end' });
	});

	test('nothing is stopped that could not start again', () => {
		const { server } = network;
		takePort(server, 8099);
		write('/etc/apache2/conf-enabled/new.conf', 'Listen 8099');
		const parent = parentOf(server);
		const outcome = walk('stop-and-start', ...stop);
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('"perl"');
		walker.noticed('a port that somebody else has');
		expect(parentOf(server)).toBe(parent);
	});

	test('nor where it is another Apache that has the port', () => {
		const { server } = network;
		server.sh('cp "$(command -v perl)" /var/apache2');
		takePort(server, 8099, '0.0.0.0', '/var/apache2');
		write('/etc/apache2/conf-enabled/new.conf', 'Listen 8099');
		const outcome = walk('stop-and-start', ...stop);
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('is taken: 0.0.0.0:8099 "apache2"');
		walker.noticed('a port that another Apache has');
	});

	test('nor where two `Listen` overlap, which neither a reload nor a start survives', () => {
		write('/etc/apache2/conf-enabled/new.conf', 'Listen 127.0.0.1:80');
		const parent = parentOf(network.server);
		const outcome = walk('stop-and-start', ...stop);
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('  These overlap: 80 127.0.0.1:80\n');
		walker.noticed('two `Listen` that overlap');
		expect(parentOf(network.server)).toBe(parent);
	});

	test('a port that somebody has on another address is no reason to wait, on the same one it is', () => {
		const { server } = network;
		takePort(server, 8099, '10.77.0.1');
		write('/etc/apache2/conf-enabled/new.conf', 'Listen 127.0.0.1:8099');
		expectToPass(walk('stop-and-start', ...stop));
		expect(server.get('http://127.0.0.1:8099/').status).toBe(200);

		write('/etc/apache2/conf-enabled/new.conf', 'Listen 10.77.0.1:8099');
		const parent = parentOf(server);
		const outcome = walk('stop-and-start', ...stop);
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('Listen 10.77.0.1:8099 is taken: 10.77.0.1:8099 "perl"');
		walker.noticed('a port that somebody else has on that address');
		expect(parentOf(server)).toBe(parent);
	});

	test('an address that this machine does not have is noticed before Apache is stopped', () => {
		const { server } = network;
		write('/etc/apache2/conf-enabled/new.conf', 'Listen [fd77::77]:8099');
		const parent = parentOf(server);
		const outcome = walk('stop-and-start', ...stop);
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('[fd77::77]:8099: this machine does not have that address');
		walker.noticed('a `Listen` on an address that this machine does not have');
		expect(parentOf(server)).toBe(parent);
	});

	test('an error of syntax is not taken for another MPM', () => {
		write('/etc/apache2/conf-enabled/new.conf', 'Nonsense');
		const { status, output } = walk('find-the-error');
		expect(status, output).toBe(1);
		expect(output).not.toMatch(/^ {2}Another MPM is configured/m);
	});

	test('an `ss` that does not run says nothing about the ports', () => {
		const ss = network.server.sh('command -v ss').trim();
		network.server.sh(`mount --bind /dev/null ${ss}`);
		const outcome = walk('stop-and-start', ...stop);
		network.server.sh(`umount ${ss}`);
		expect(outcome.status, outcome.output).toBe(1);
		walker.noticed('an `ss` that cannot be run');
		expect(site().status).toBe(200);
	});

	const cutOff = ['--confirm', 'cut-everybody-off-and-start-apache=server'];

	test('an Apache that hangs with all its workers is cut off, and started', async () => {
		const { server } = network;
		const parent = parentOf(server);
		server.sh(`pkill -STOP -P ${parent}`);
		expect(network.visitor.get('http://10.77.0.1/', '-m', '2').status).toBe(0);
		const other = walk('reload');
		expect(other.status, other.output).toBe(1);
		walker.noticed('an Apache that hangs');

		const outcome = walk('cut-off-and-start', ...cutOff);
		expectToPass(outcome);
		expect(parentOf(server)).not.toBe(parent);
		expect(server.run('pgrep', '-r', 'T', '-x', 'apache2').stdout).toBe('');
		expect(site().status).toBe(200);
	});

	test('requests that never end are cut off, and a site that is ill afterwards is noticed', async () => {
		const { server, visitor } = network;
		write('/etc/apache2/conf-enabled/few.conf', 'MaxRequestWorkers 2\nServerLimit 2');
		expectToPass(walk('stop-and-start', ...stop));
		const underWay = [1, 2].map(() => visitor.ask('http://10.77.0.1/never.php', '-m', '60'));
		server.sh(
			'timeout 9 sh -c "until ss -tnH state established sport = :80 | wc -l | grep -qx 2; do sleep 0.1; done"',
		);
		expect(visitor.get('http://10.77.0.1/', '-m', '2').status).toBe(0);
		expectToPass(walk('cut-off-and-start', ...cutOff));
		for (const answer of await Promise.all(underWay)) expect(answer.status).toBe(0);
		expect(site().status).toBe(200);

		write('/etc/apache2/conf-enabled/ill.conf', 'Redirect 500 "/"');
		const outcome = walk('cut-off-and-start', ...cutOff);
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('The page answers 500.');
		walker.noticed('a site that answers with an error of the server afterwards');
	});

	test('nobody is cut off for a server that could not come back', () => {
		network.server.sh('cp /etc/ssl/site/two.key /etc/ssl/site/site.key');
		const parent = parentOf(network.server);
		const outcome = walk('cut-off-and-start', ...cutOff);
		expect(outcome.status, outcome.output).toBe(1);
		walker.noticed('a key that does not fit');
		expect(parentOf(network.server)).toBe(parent);
	});

	test('a server that was ended by a signal comes back once its files are mended', () => {
		const { server } = network;
		write('/etc/apache2/conf-enabled/new.conf', 'Nonsense');
		const found = walk('find-the-error');
		expect(found.status).toBe(1);
		expect(found.output).toContain("Invalid command 'Nonsense'");
		walker.noticed('an error of syntax');

		server.sh('kill -USR1 "$(cat /run/apache2/apache2.pid)"');
		untilGone(server, 'apache2');
		expect(parentOf(server)).toBe('');
		expect(walk('bring-apache-back').status).toBe(1);
		walker.noticed('an error of syntax');
		expect(parentOf(server)).toBe('');

		server.sh('rm /etc/apache2/conf-enabled/new.conf');
		expectToPass(walk('find-the-error'));
		expectToPass(walk('bring-apache-back'));
		expect(site().status).toBe(200);
	});

	test('what a killed Apache has left is ended, and what others have is left alone', () => {
		const { server } = network;
		const other = (name: string, port: number) => `
			cp -a /etc/apache2 /etc/apache2-${name}
			sed -i 's/Listen 80$/Listen ${port}/; s/Listen 443$/Listen 1${port}/' /etc/apache2-${name}/ports.conf
			mkdir /var/log/apache2-${name}
			export APACHE_CONFDIR=/etc/apache2-${name}`;
		server.sh(`${other('second', 8082)}\napachectl start`);
		// As a container has them: numbers of its own.
		const room = ['unshare', '-p', '-f', '--mount-proc', '--kill-child'] as const;
		server.start(...room, '/bin/sh', '-ec', `${other('room', 8083)}\napachectl -DFOREGROUND`);
		const others = () =>
			[8082, 8083].map(port => server.get(`http://127.0.0.1:${port}/`).body.trim());
		server.sh(`timeout 20 sh -c 'until curl -s 127.0.0.1:8083 > /dev/null; do sleep 0.1; done'`);

		const parent = parentOf(server);
		server.sh(`kill -9 ${parent}`);
		expect(site().status).toBe(200);
		const outcome = walk('bring-apache-back');
		expect(outcome.status, outcome.output).toBe(1);
		walker.noticed('processes that a killed Apache has left');
		expect(outcome.output).not.toContain('-second');
		const shown = [...outcome.output.matchAll(/^ +(\d+) \/usr\/sbin\/apache2/gm)].map(
			([, id]) => id,
		);
		server.sh(`kill ${shown.join(' ')}`);
		server.sh(`timeout 20 sh -c 'while pgrep -r D,R,S -g ${parent}; do sleep 0.1; done'`);
		expectToPass(walk('bring-apache-back'));
		expect(site().status).toBe(200);
		expect(others()).toEqual(['the site', 'the site']);
	});
});
