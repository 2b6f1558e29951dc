/** What stands in the way of `maintenance-mode` with Apache, and would deceive who closes the site. */
import { beforeEach, describe, expect, test } from 'vitest';
import { apachePrograms, reloadApache, restartApache, startApache } from '../helpers/apache.ts';
import { balancerInFront } from '../helpers/in-front.ts';
import { maintenanceOn } from '../helpers/maintenance.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms, 'nft']) ?? whyNoNetwork();

if (reason) console.warn(`Nothing stands in the way of maintenance-mode with Apache: ${reason}.`);

const set = (...values: string[]) => values.flatMap(value => ['--set', value]);

const choose = (...branches: string[]) => branches.flatMap(branch => ['--choose', branch]);

describe.skipIf(reason !== undefined)('maintenance-mode with Apache stops', () => {
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

	const byCookie = [
		...choose('who-answers-the-visitors=close-with-apache-and-a-cookie'),
		...set('urls=http://10.77.0.1/', 'urls=https://10.77.0.1/'),
	];

	const byAddress = [
		...choose('who-answers-the-visitors=close-with-apache-and-the-packet-filter'),
		...choose('which-packet-filter=redirect-with-nftables'),
		...set('page_port=8181', 'tls_port=8444'),
		...set('allowed=10.77.0.2', 'allowed=192.0.2.0/24', 'allowed=fd77::2'),
	];

	const certificate = set('certificate=/etc/ssl/site/site.pem', 'key=/etc/ssl/site/site.key');

	test('at a cache in Apache that answers in front of the barrier, and at none behind it', () => {
		const { server } = network;
		server.sh(`
			a2enmod -q cache_disk expires
			cat > /etc/apache2/conf-enabled/cache.conf <<'END'
CacheEnable disk /
ExpiresActive on
ExpiresDefault "access plus 1 hour"
END`);
		reloadApache(server);
		expect(visitor().status).toBe(200);
		const site = walk(...byCookie);
		const { status, output } = site.begin();
		expect([status, output]).toEqual([
			1,
			expect.stringContaining('CacheEnable disk / outside of the virtual hosts'),
		]);
		expect(output).not.toContain('#### Reload Apache');
		site.noticed('a cache in Apache that answers in front of the barrier');

		server.sh('echo CacheQuickHandler off >> /etc/apache2/conf-enabled/cache.conf');
		expect(site.on('visitor', site.resume())).toMatchObject({ passes: true });
		expect(visitor().status).toBe(503);
		expect(site.resume('see-the-page-as-a-visitor').output).toContain('do-your-work');
		site.open();
		expect(visitor().body).toBe('the site\n');
	});

	test('at no site that sends on to another name, and says the way in for that one, too', () => {
		network.server.sh(`
			echo 10.77.0.1 a.example www.a.example >> /etc/hosts
			cat > /etc/apache2/sites-enabled/names.conf <<'END'
<VirtualHost *:80>
	ServerName a.example
	Redirect permanent / http://www.a.example/
</VirtualHost>
<VirtualHost *:80>
	ServerName www.a.example
	DocumentRoot /var/www/html
</VirtualHost>
END`);
		reloadApache(network.server);
		const site = walk(
			...choose('who-answers-the-visitors=close-with-apache-and-a-cookie'),
			...set('urls=http://a.example/'),
		);
		const { status, output } = site.begin();
		expect(status, output).toBe(5);
		const ways = [...output.matchAll(/^ {2}(http:\/\/\S+\/let-me-in-\w+)$/gm)].map(
			([, way]) => way,
		);
		expect(ways.map(way => way?.replace(/-[0-9a-f]+$/, ''))).toEqual([
			'http://a.example/let-me-in',
			'http://www.a.example/let-me-in',
		]);
		const opened = network.server.get(ways[1] ?? '');
		const cookie = opened.headers['set-cookie']?.split(';')[0] ?? '';
		expect(network.server.get('http://www.a.example/', '-b', cookie).body).toBe('the site\n');
	});

	test('at a module that somebody else has enabled, and that a reload would not bring', () => {
		network.server.sh('a2dismod -q php8.2');
		restartApache(network.server);
		network.server.sh('a2enmod -q headers php8.2');
		const site = walk(...byCookie);
		const { status, output } = site.begin();
		expect([status, output]).toEqual([1, expect.stringContaining('wake only at a start: /usr')]);
		expect(output).not.toContain('#### Reload Apache');
		site.noticed('mod_php that somebody has newly enabled');
	});

	test('at what would wake with mod_headers, before that is loaded', () => {
		network.server.sh(`
			mkdir /var/www/html/deep
			cat > /var/www/html/deep/.htaccess <<'END'
<IfModule mod_headers.c>
	Header set Strict-Transport-Security max-age=31536000
</IfModule>
END`);
		const site = walk(...byCookie);
		const { status, output } = site.begin();
		expect([status, output]).toEqual([
			1,
			expect.stringContaining('  /var/www/html/deep/.htaccess\n'),
		]);
		expect(output).not.toContain('#### Reload Apache');
		site.noticed('a `.htaccess` that would wake with mod_headers');
	});

	test('at a chain that the site has in another file, without which visitors get a warning', () => {
		const { server } = network;
		server.sh(`
			cp /etc/ssl/site/two.pem /etc/ssl/site/chain.pem
			cat /etc/ssl/site/one.pem /etc/ssl/site/chain.pem > /etc/ssl/site/joined.pem
			sed -i '/KeyFile/a SSLCertificateChainFile /etc/ssl/site/chain.pem' /etc/apache2/sites-available/site.conf`);
		reloadApache(server);
		const given = [...byAddress, ...set('urls=http://10.77.0.1/', 'urls=http://[fd77::1]/')];
		const site = walk(...given, ...certificate);
		const { status, output } = site.begin();
		expect([status, output]).toEqual([
			1,
			expect.stringContaining('The chain is elsewhere: /etc/ssl/site/chain.pem'),
		]);
		site.noticed('a chain that the page over https would not have');

		const joined = walk(
			...given,
			...set('certificate=/etc/ssl/site/joined.pem', 'key=/etc/ssl/site/site.key'),
		);
		expect(joined.on('me', joined.resume())).toMatchObject({ passes: true });
		expect(
			network.visitor.run(
				'/bin/sh',
				'-c',
				'openssl s_client -showcerts -connect 10.77.0.1:443 </dev/null 2>/dev/null | grep -c BEGIN',
			).stdout,
		).toBe('2\n');
	});

	test('at a 503 that a balancer in front answers with, whose health check gets the page', () => {
		network.visitor.start('perl', '-MIO::Socket::INET', '-e', balancerInFront);
		const balancer = 'http://10.77.0.3:8092/';
		network.server.sh(
			`timeout 9 sh -c 'until curl -s -o /dev/null --noproxy "*" ${balancer}; do sleep 0.1; done'`,
		);
		expect(network.visitor.get(balancer).status).toBe(200);
		const site = walk(...byAddress, ...set(`urls=${balancer}`));
		expect(site.on('me', site.begin())).toMatchObject({ passes: false });
		const seen = site.on('visitor', site.resume('see-that-you-still-see-the-site'));
		expect(seen).toMatchObject({ passes: false });
		expect(seen.output).toContain('503 over IPv4, but Retry-After is not 3600');
		site.noticed('a 503 of a balancer in front, whose health check gets the page', {
			instead: ['urls'],
			elsewhere: seen.output,
		});
	});
});
