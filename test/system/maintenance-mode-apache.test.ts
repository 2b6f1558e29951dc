import { beforeEach, describe, expect, test } from 'vitest';
import {
	apachePrograms,
	parentOf,
	reloadApache,
	startApache,
	takePort,
} from '../helpers/apache.ts';
import { cacheInFront, handedOn, onlyWeb } from '../helpers/in-front.ts';
import { stateOf } from '../helpers/machine-state.ts';
import { maintenanceOn } from '../helpers/maintenance.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { type Outcome, whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason =
	whyNot([...networkPrograms, ...apachePrograms, 'nft', 'iptables', 'ip6tables']) ?? whyNoNetwork();

if (reason) console.warn(`maintenance-mode with Apache is not walked: ${reason}.`);

const set = (...values: string[]) => values.flatMap(value => ['--set', value]);

const choose = (...branches: string[]) => branches.flatMap(branch => ['--choose', branch]);

describe.skipIf(reason !== undefined)('maintenance-mode, with the real Apache', () => {
	const network = useNetwork();

	const walk = (...given: string[]) =>
		maintenanceOn(network, walkerOn(network.server, network.folder), [
			...choose('which-page=write-a-page'),
			...given,
		]);

	const visitor = (path = '', ...options: string[]) =>
		network.visitor.get(`http://10.77.0.1/${path}`, ...options);

	const closed = {
		status: 503,
		headers: { 'retry-after': '3600', 'cache-control': 'no-store' },
		body: expect.stringContaining('We will be back soon'),
	};

	const expectNoReload = ({ status, output }: Outcome, said = '') => {
		expect([status, output]).toEqual([1, expect.stringContaining(said)]);
		expect(output).not.toContain('#### Reload Apache');
		expect(parentOf(network.server)).not.toBe('');
		expect(visitor().status).toBe(200);
		expect(network.server.sh('ls /etc/apache2/sites-enabled')).not.toContain('maintenance');
	};

	describe('with a cookie', () => {
		beforeEach(() => {
			network.server.sh(`
				a2enmod -q proxy_http rewrite remoteip
				printf 'RemoteIPHeader X-Forwarded-For\\nRemoteIPInternalProxy 10.77.0.2\\n' > /etc/apache2/conf-enabled/proxy.conf
				mkdir /var/www/html/pretty /var/www/html/private
				printf 'RewriteEngine On\\nRewriteCond %%{REQUEST_FILENAME} !-f\\nRewriteRule . index.html [L]\\n' > /var/www/html/pretty/.htaccess
				echo pretty > /var/www/html/pretty/index.html
				echo '<?php echo "by PHP";' > /var/www/html/page.php
				cat > /etc/apache2/sites-available/other.conf <<'END'
Listen 127.0.0.1:8082
Listen 0.0.0.0:80
<Directory /var/www/html/pretty>
	AllowOverride All
</Directory>
<Directory /var/www/html/private>
	AuthType Basic
	AuthName private
	AuthUserFile /etc/apache2/nobody
	Require valid-user
</Directory>
Header always set Content-Security-Policy "default-src 'none'"
<VirtualHost *:80>
	ServerName other.example
	ErrorDocument 503 "its own"
	ProxyPass / http://10.77.0.2:8082/
</VirtualHost>
END
				a2enmod -q headers
				a2ensite -q other`);
			startApache(network.server);
		});

		const given = [
			...choose('who-answers-the-visitors=close-with-apache-and-a-cookie'),
			...set('urls=http://10.77.0.1/', 'urls=https://10.77.0.1/'),
		];

		test('visitors see the page wherever they go, and who has the cookie sees the site', () => {
			const { server } = network;
			const before = stateOf(server);
			const parent = parentOf(server);
			const site = walk(...given, ...set('also_allowed=fd77::2', 'also_allowed=192.0.2.0/24'));
			site.close(false);

			for (const path of ['', 'page.php', 'pretty/any', 'private/', 'none', 'server-status']) {
				expect([path, visitor(path)]).toMatchObject([path, closed]);
				expect(visitor(path).headers).not.toHaveProperty('content-security-policy');
			}
			expect(visitor('', '-X', 'POST')).toMatchObject(closed);
			expect(visitor('', '-H', 'Host: other.example')).toMatchObject(closed);
			expect(network.visitor.get('https://[fd77::1]/')).toMatchObject(closed);
			expect(network.admin.get('http://[fd77::1]/').body).toBe('the site\n');
			expect(network.admin.get('http://10.77.0.1/').status).toBe(503);
			// A proxy that Apache knows is believed, and nobody else.
			const forwarded = ['-H', 'X-Forwarded-For: 192.0.2.7'];
			expect(network.admin.get('http://10.77.0.1/', ...forwarded).body).toBe('the site\n');
			expect(visitor('', ...forwarded).status).toBe(503);

			const gate = server.sh('cat /etc/apache2/conf-enabled/runbook-maintenance.conf');
			const door = /"\/(let-me-in-\w+)"/.exec(gate)?.[1] ?? '';
			const opened = network.admin.get(`https://10.77.0.1/${door}`);
			expect(opened).toMatchObject({ status: 302, headers: { location: 'https://10.77.0.1/' } });
			expect(opened.headers['set-cookie']).toContain('HttpOnly; SameSite=Lax; Secure');
			const cookie = opened.headers['set-cookie']?.split(';')[0] ?? '';
			for (const path of ['', 'page.php', 'pretty/any']) {
				expect(network.admin.get(`http://10.77.0.1/${path}`, '-b', cookie).status).toBe(200);
			}
			for (const wrong of [`${cookie}0`, `x${cookie}`, 'runbook_maintenance=']) {
				expect(visitor('', '-b', wrong).status).toBe(503);
			}

			site.open();
			expect(visitor().body).toBe('the site\n');
			expect(visitor(door).status).toBe(404);
			expect(parentOf(server)).toBe(parent);
			expect(stateOf(server)).toEqual(before);
		});

		test('it loads what it needs by itself, and takes it away again', () => {
			network.server.sh(`
				a2dissite -q other
				a2dismod -q headers`);
			reloadApache(network.server);
			const before = stateOf(network.server);
			const site = walk(...given);
			site.close(false);
			expect(visitor()).toMatchObject(closed);
			site.open();
			expect(stateOf(network.server)).toEqual(before);
		});

		test('a page that something in front would let browsers keep is noticed', () => {
			network.admin.start('perl', '-MIO::Socket::INET', '-e', cacheInFront);
			network.server.sh(
				"timeout 9 bash -c 'until exec 3<> /dev/tcp/10.77.0.2/8090; do sleep 0.1; done' 2> /dev/null",
			);
			const site = walk(
				...choose('who-answers-the-visitors=close-with-apache-and-a-cookie'),
				...set('urls=http://10.77.0.2:8090/'),
			);
			const { status, output } = site.begin();
			expect(status, output).toBe(1);
			site.noticed('a cache in front that lets browsers keep the page', { instead: ['urls'] });
		});

		test('what somebody else has left for the next reload is noticed before it ends Apache', () => {
			network.server.sh('cp /etc/ssl/site/two.key /etc/ssl/site/site.key');
			const site = walk(...given);
			expectNoReload(site.begin());
			site.noticed('a key of the site that does not fit any more');
		});
	});

	describe('with the packet filter', () => {
		beforeEach(() => {
			network.server.sh(handedOn);
			startApache(network.server);
		});

		const certificate = set('certificate=/etc/ssl/site/site.pem', 'key=/etc/ssl/site/site.key');

		const given = (filter: 'nftables' | 'iptables', ...more: string[]) => [
			...choose('who-answers-the-visitors=close-with-apache-and-the-packet-filter'),
			...choose(`which-packet-filter=redirect-with-${filter}`),
			...set('urls=http://10.77.0.1/', 'urls=http://[fd77::1]/'),
			...set('page_port=8181', 'tls_port=8444'),
			...set('allowed=10.77.0.2', 'allowed=192.0.2.0/24', 'allowed=fd77::2'),
			...more,
		];

		test.each([
			['nftables', 'nftables'],
			['iptables', 'iptables'],
			['nftables', 'translated'],
		] as const)(
			'%s sends visitors to the page, through a closed firewall (%s)',
			(filter, firewall) => {
				const { server, admin } = network;
				server.sh(onlyWeb[firewall]);
				const before = stateOf(server);
				const parent = parentOf(server);
				const site = walk(...given(filter, ...certificate));
				site.close();

				for (const host of ['10.77.0.1', '[fd77::1]']) {
					for (const scheme of ['http', 'https']) {
						expect(network.visitor.get(`${scheme}://${host}/app/page`)).toMatchObject(closed);
						expect(admin.get(`${scheme}://${host}/`).body).toBe('the site\n');
					}
				}
				expect(visitor('', '-X', 'POST')).toMatchObject(closed);
				expect(network.visitor.get('http://10.77.0.1:8181/', '-m', '1').status).toBe(0);
				expect(server.get('http://127.0.0.1/').body).toBe('the site\n');

				site.open();
				expect(visitor().body).toBe('the site\n');
				expect(parentOf(server)).toBe(parent);
				expect(stateOf(server)).toEqual(before);
			},
		);

		test('rules that were flushed, which opens the site, are noticed', () => {
			const before = stateOf(network.server);
			const site = walk(...given('nftables'));
			site.close();
			site.open();
			site.close();
			expect(network.visitor.get('https://10.77.0.1/').body).toBe('the site\n');
			network.server.sh('nft flush ruleset');
			expect(site.on('visitor', site.resume('do-your-work'))).toMatchObject({ passes: true });
			const outcome = site.resume('open-the-site-again');
			expect(outcome.status, outcome.output).toBe(1);
			expect(outcome.output).toContain('Meanwhile the site was open.');
			site.noticed('rules that were flushed meanwhile, which opens the site');
			expect(stateOf(network.server)).toEqual(before);
		});

		test.each([8181, 8444])('a port that somebody has is noticed: %i', port => {
			takePort(network.server, port);
			const site = walk(...given('nftables', ...certificate));
			expectNoReload(site.begin());
			site.noticed(`a port that somebody else has (${port})`);
		});

		test('an `ss` that does not run says nothing about the port', () => {
			const ss = network.server.sh('command -v ss').trim();
			network.server.sh(`mount --bind /dev/null ${ss}`);
			const site = walk(...given('nftables'));
			expectNoReload(site.begin());
			site.noticed('an `ss` that cannot be run');
			network.server.sh(`umount ${ss}`);
		});

		test.each([
			['a certificate that does not fit its key', 'one.key does not fit'],
			['a key with a pass phrase', 'locked.key has a pass phrase'],
		])('%s is noticed', (broken, said) => {
			network.server.sh(`cd /etc/ssl/site
				openssl pkey -aes256 -passout pass:secret -in two.key -out locked.key`);
			const key = said.split(' ')[0];
			const wrong = set('certificate=/etc/ssl/site/two.pem', `key=/etc/ssl/site/${key}`);
			const site = walk(...given('nftables', ...wrong));
			expectNoReload(site.begin(), said);
			site.noticed(broken, { instead: ['certificate', 'key'] });
		});

		test('a name that the certificate is not for is noticed, and a missing key', () => {
			const site = walk(...given('nftables', ...certificate));
			const keyless = walk(...given('nftables', ...certificate.slice(0, 2)));
			expectNoReload(keyless.begin());
			site.noticed('a certificate without its key', { instead: ['key'] });

			// The answer is changed, and the walk goes on.
			network.server.sh(`
				sed 's/ServerName.*/ServerName https:\\/\\/other.example:443/; s/443>/443>\\nServerAlias "*.other.example"/' \\
					/etc/apache2/sites-available/site.conf > /etc/apache2/sites-enabled/other.conf`);
			const outcome = site.resume();
			expectNoReload(outcome);
			for (const name of ['other.example', '*.other.example']) {
				expect(outcome.output).toContain(`Hostname ${name} does NOT match certificate`);
			}
			expect(outcome.output).toContain('Hostname site.example does match certificate');
			site.noticed('a site whose name the certificate is not for');

			network.server.sh('rm /etc/apache2/sites-enabled/other.conf');
			expect(site.on('me', site.resume())).toMatchObject({ passes: true });
		});

		test('an address that is not let in after all is noticed from its own side', () => {
			const site = walk(...given('nftables').map(word => word.replace('10.77.0.2', '10.77.0.9')));
			const seen = site.on('me', site.begin());
			expect(seen).toMatchObject({ passes: false });
			site.noticed('an address of yours that is not let in', {
				instead: ['allowed'],
				elsewhere: seen.output,
			});
		});

		test('a chain of the same name, somebody else’s, is not taken over', () => {
			network.server.sh('iptables -t nat -N RUNBOOK');
			const site = walk(...given('iptables', ...certificate));
			const outcome = site.begin();
			expect(outcome.status, outcome.output).toBe(1);
			site.noticed('a chain of that name which somebody else has made');
			expect(visitor().body).toBe('the site\n');
		});
	});
});
