import { beforeEach, describe, expect, test } from 'vitest';
import { addPages, apachePrograms, startApache, takePort, writeOn } from '../helpers/apache.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms, 'php-fpm8.2']) ?? whyNoNetwork();

if (reason) console.warn(`apache-reload-or-restart is not walked with PHP-FPM: ${reason}.`);

describe.skipIf(reason !== undefined)('apache-reload-or-restart, with the real PHP-FPM', () => {
	const network = useNetwork();
	let walker: Walker;

	beforeEach(() => {
		walker = walkerOn(network.server, network.folder);
		addPages(network.server);
		network.server.sh(`
			a2dismod -q php8.2
			a2enmod -q proxy_fcgi
			a2enconf -q php8.2-fpm
			mkdir -p /run/php
			chown www-data /run/php`);
		startApache(network.server);
	});

	const walk = () =>
		walker.runbook(
			'run',
			'apache-reload-or-restart',
			'--yes',
			...['--choose', 'what-has-changed=reload-php-fpm'],
			...['--set', 'php=8.2', '--set', 'url=http://127.0.0.1/limit.php'],
		);

	const expectToPass = ({ status, output }: { status: number | null; output: string }) =>
		expect(status, output).toBe(0);

	const write = (path: string, text: string) => writeOn(network.server, path, text);

	const masterOf = () => network.server.sh('cat /run/php/php8.2-fpm.pid').trim();

	test('an upgrade underneath PHP-FPM is named, and reloading it brings that', () => {
		const { server } = network;
		const folder = server.sh('php8.2 -r "echo ini_get(\'extension_dir\');"').trim();
		server.sh(`
			cp -a ${folder} /var/extensions
			mount --bind /var/extensions ${folder}
			php-fpm8.2`);
		const upgraded = /^ {2}\S*\/opcache\.so\n {2}These were upgraded underneath PHP-FPM/m;
		expect(walk().output).not.toMatch(upgraded);
		server.sh(`cd ${folder}; cp -a opcache.so new; mv new opcache.so`);
		const outcome = walk();
		expectToPass(outcome);
		expect(outcome.output).toMatch(upgraded);
		expect(walk().output).not.toMatch(upgraded);
	});

	test('PHP-FPM reads its files again, and is left alone while they are wrong', () => {
		const { server, visitor } = network;
		server.sh('php-fpm8.2');
		write('/etc/php/8.2/fpm/conf.d/zz.ini', 'memory_limit = 66M');
		expectToPass(walk());
		expect(visitor.get('http://10.77.0.1/limit.php').body).toBe('66M');

		write('/etc/php/8.2/fpm/pool.d/zz.conf', 'nonsense = 1');
		expect(walk().status).toBe(1);
		walker.noticed('an error of syntax in a pool');
		expect(visitor.get('http://10.77.0.1/limit.php').status).toBe(200);

		// No error for PHP-FPM, but Apache does not find it there.
		write('/etc/php/8.2/fpm/pool.d/zz.conf', '[www]\nlisten = /run/php/elsewhere.sock');
		expect(walk().status).toBe(1);
		walker.noticed('a pool that listens where Apache does not look');
		const ill = walk();
		expect(ill.status, ill.output).toBe(1);
		walker.noticed('a site that is in trouble already');

		// Passing over that does not help: it must have been cured.
		const past = ['--plain', '--yes', '--skip', 'see-that-the-page-answers=it is being cured'];
		const sick = walker.runbook('resume', ...past);
		expect(sick.status, sick.output).toBe(1);
		expect(sick.output).toContain('The page answers 503, and answered 503 before.');

		server.sh('rm /etc/php/8.2/fpm/pool.d/zz.conf');
		expect(walk().status).toBe(1);
		expectToPass(walker.runbook('resume', ...past));
		expect(visitor.get('http://10.77.0.1/limit.php').body).toBe('66M');
	});

	const pool = (name: string, ...lines: readonly string[]) =>
		[`[${name}]`, 'user = www-data', 'pm = static', 'pm.max_children = 1', ...lines].join('\n');

	describe('a reload that would end PHP-FPM is not sent', () => {
		test.each([
			['a pool in a folder that is not there', ['listen = /run/nowhere/zz.sock']],
			['a pool on a port that somebody else has', ['listen = 127.0.0.1:9100']],
			['a pool on all addresses of a port that somebody else has', ['listen = 9100']],
			['a pool on an address that is not here', ['listen = 192.0.2.7:9101']],
			[
				'the state of a pool on a port that somebody else has',
				['listen = /run/php/zz.sock', 'pm.status_listen = 127.0.0.1:9100'],
			],
			['a pool under another address', ['listen = 127.0.0.1:9102']],
		])('%s', (broken, lines) => {
			const { server, visitor } = network;
			takePort(server, 9100, '127.0.0.1');
			write('/etc/php/8.2/fpm/pool.d/zz.conf', pool('zz', 'listen = 9102'));
			server.sh('php-fpm8.2');
			expectToPass(walk());

			write('/etc/php/8.2/fpm/pool.d/zz.conf', pool('zz', ...lines));
			const before = [masterOf(), server.sh('stat -c %y /run/php/php8.2-fpm.pid')];
			expect(server.sh('php-fpm8.2 -t 2>&1')).toContain('successful');
			const outcome = walk();
			expect(outcome.status, outcome.output).toBe(1);
			walker.noticed(broken);
			expect([masterOf(), server.sh('stat -c %y /run/php/php8.2-fpm.pid')]).toEqual(before);
			expect(visitor.get('http://10.77.0.1/limit.php').status).toBe(200);
		});
	});

	test('a pool that can listen where it says does not stop the reload', () => {
		const { server } = network;
		takePort(server, 9100, '127.0.0.1');
		write('/etc/php/8.2/fpm/pool.d/zz.conf', pool('zz', 'listen = 0.0.0.0:9102'));
		server.sh('php-fpm8.2');
		const parts = ['/run/php/yy.sock', '127.0.0.2:9100', '[::1]:9100', '[fd77:0::1]:9101', '9103'];
		write(
			'/etc/php/8.2/fpm/pool.d/yy.conf',
			parts.map((listen, at) => pool(`yy${at}`, `listen = ${listen}`)).join('\n'),
		);
		expectToPass(walk());
		expect(server.sh('ss -ltnH')).toContain('127.0.0.2:9100');
		expectToPass(walk());
	});

	test('an `ss` that does not run says nothing about where pools can listen', () => {
		const { server } = network;
		server.sh('php-fpm8.2');
		expectToPass(walk());
		const ss = server.sh('command -v ss').trim();
		server.sh(`mount --bind /dev/null ${ss}`);
		const outcome = walk();
		server.sh(`umount ${ss}`);
		expect(outcome.status, outcome.output).toBe(1);
		walker.noticed('an `ss` that cannot be run');
	});

	test('a request that PHP-FPM waits for ends, and the reload is waited for as long', async () => {
		const { server, visitor } = network;
		const log = '/var/log/php8.2-fpm.log';
		server.sh(
			"sed -i 's/^;process_control_timeout.*/process_control_timeout = 30s/' /etc/php/8.2/fpm/php-fpm.conf",
		);
		write(
			'/var/www/html/held.php',
			'<?php touch("/run/php/held"); while (!file_exists("/run/php/go")) { usleep(100000); clearstatcache(); } echo "to the end";',
		);
		server.sh('php-fpm8.2');
		const underWay = visitor.ask('http://10.77.0.1/held.php', '-m', '60');
		server.sh("timeout 20 sh -c 'until test -e /run/php/held; do sleep 0.1; done'");
		// Longer than a reload takes that waits for nobody, shorter than it waits for a request.
		server.start(
			'/bin/sh',
			'-c',
			`until grep -q 'Reloading in progress' ${log}; do sleep 0.1; done; sleep 18; touch /run/php/go`,
		);
		expectToPass(walk());
		expect(await underWay).toMatchObject({ status: 200, body: 'to the end' });
	});
});
