import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { apachePrograms, reloadApache, startApache, untilGone } from '../helpers/apache.ts';
import { stateOf } from '../helpers/machine-state.ts';
import { maintenanceOn } from '../helpers/maintenance.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { type Outcome, whyNot } from '../helpers/sandbox.ts';
import { broken, standIn } from '../helpers/stand-in.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason =
	whyNot([...networkPrograms, ...apachePrograms, 'varnishd', 'varnishadm']) ?? whyNoNetwork();

if (reason) console.warn(`maintenance-mode with Varnish is not walked: ${reason}.`);

const set = (...values: string[]) => values.flatMap(value => ['--set', value]);

describe.skipIf(reason !== undefined)('maintenance-mode, with the real Varnish', () => {
	const network = useNetwork();

	beforeEach(() => {
		network.server.sh(`
			sed -i 's/^Listen 80$/Listen 127.0.0.1:8080/' /etc/apache2/ports.conf
			sed -i 's/:80>/:8080>/' /etc/apache2/sites-available/000-default.conf`);
		startApache(network.server, 'http://127.0.0.1:8080/');
		startVarnish();
	});

	const startVarnish = () =>
		network.server.sh(`
			varnishd -j unix,user=vcache -a :80 -T localhost:6082 -f /etc/varnish/default.vcl \\
				-S /etc/varnish/secret -s malloc,32m 2>/dev/null
			timeout 10 sh -c 'until curl -s -o /dev/null --noproxy "*" http://127.0.0.1/; do sleep 0.1; done'`);

	const given = [
		...['--choose', 'who-answers-the-visitors=close-with-varnish'],
		...set('urls=http://10.77.0.1/', 'urls=http://[fd77::1]/', 'varnish=127.0.0.1:80'),
	];

	const admins = set('allowed=192.0.2.0/24', 'allowed=10.77.0.2', 'allowed=fd77::2');

	const plain = ['--choose', 'which-page=write-a-page'];

	const walk = (values: readonly string[] = admins, variables = {}, page = plain) =>
		maintenanceOn(network, walkerOn(network.server, network.folder, variables), [
			...page,
			...given,
			...values,
		]);

	const active = () =>
		network.server.sh('varnishadm vcl.list | awk \'$1 == "active" { print $5 }\'').trim();

	const visitor = (path = '', ...options: string[]) =>
		network.visitor.get(`http://10.77.0.1/${path}`, ...options);

	test('the site closes to visitors and to nobody else, and opens without a trace', () => {
		const before = stateOf(network.server);
		expect(visitor().body).toBe('the site\n');
		const logo = '/usr/share/apache2/icons/apache_pb.png';
		const styles = join(network.folder, 'page.css');
		writeFileSync(styles, 'h1 { color: teal }\n');
		const site = walk([...admins, ...set(`logo=${logo}`, `styles=${styles}`)]);
		site.close();

		const page = visitor('any/page?x=1');
		expect(page).toMatchObject({
			status: 503,
			headers: { 'retry-after': '3600', 'cache-control': 'no-store' },
		});
		expect(page.body).toContain('h1 { color: teal }');
		expect(page.body).toContain('<img src="data:image/png;base64,iVBOR');
		for (const options of [['-X', 'POST'], ['-I'], ['-H', 'X-Forwarded-For: 10.77.0.2']]) {
			expect(visitor('', ...options).status).toBe(503);
		}
		expect(network.visitor.get('http://[fd77::1]/').status).toBe(503);
		expect(network.admin.get('http://10.77.0.1/').body).toBe('the site\n');
		expect(network.admin.get('http://[fd77::1]/').body).toBe('the site\n');

		const second = walkerOn(network.server, join(network.folder, 'colleague'));
		const refused = maintenanceOn(network, second, [...given, ...admins]).begin(...plain);
		expect(refused.status, refused.output).toBe(1);
		second.noticed('a site that somebody else has closed');
		expect(visitor().status).toBe(503);

		site.open();
		expect(visitor().body).toBe('the site\n');
		expect(active()).toBe('boot');
		expect(stateOf(network.server)).toEqual(before);
	});

	test('a restart of Varnish, which opens the site, is noticed, and undoing still works', () => {
		const before = stateOf(network.server);
		const site = walk();
		site.close();
		network.server.sh(`
			pkill -x varnishd
			timeout 10 sh -c 'while pgrep -x varnishd; do sleep 0.1; done'`);
		startVarnish();
		expect(visitor().status).toBe(200);
		expect(site.on('visitor', site.resume('do-your-work'))).toMatchObject({ passes: true });
		const outcome = site.resume('open-the-site-again');
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('Meanwhile the site was open.');
		site.noticed('Varnish was started anew meanwhile, which opens the site');
		expect(stateOf(network.server)).toEqual(before);
		const again = walk();
		again.close();
		again.open();
	});

	test('it is opened only by a varnishadm that runs', () => {
		const { server } = network;
		const before = stateOf(server);
		const site = walk();
		site.close();
		const program = server.sh('readlink -f "$(command -v varnishadm)"').trim();
		server.sh(`mount --bind /dev/null ${program}`);
		const asked = site.resume('do-your-work');
		expect(asked.status, asked.output).toBe(1);
		expect(asked.output).not.toContain('stayed = open');
		const skipped = walkerOn(server, network.folder).resume(
			...['--skip', 'see-whether-the-site-stayed-closed=it is closed'],
			...set('stayed=closed'),
		);
		expect(skipped.status, skipped.output).toBe(1);
		site.noticed('a `varnishadm` that cannot be run, when the site is opened', {
			instead: ['stayed'],
		});
		expect(visitor().status).toBe(503);

		server.sh(`umount ${program}`);
		expect(site.on('visitor', site.resume())).toMatchObject({ passes: true });
		expect(site.resume('open-the-site-again').status).toBe(0);
		expect(visitor().body).toBe('the site\n');
		expect(stateOf(server)).toEqual(before);
	});

	test('behind a proxy that ends TLS, what the proxy saw counts, and nothing else', () => {
		network.server.sh(`
			cat > /etc/apache2/sites-available/site.conf <<'END'
<VirtualHost *:443>
	SSLEngine on
	SSLCertificateFile /etc/ssl/site/site.pem
	SSLCertificateKeyFile /etc/ssl/site/site.key
	ProxyPass / http://127.0.0.1/
</VirtualHost>
END
			a2enmod -q proxy_http`);
		reloadApache(network.server);
		expect(network.visitor.get('https://10.77.0.1/').status).toBe(200);

		const unnamed = walk();
		const unknown = unnamed.begin();
		expect(unknown.status, unknown.output).toBe(1);
		expect(unknown.output).toContain('127.0.0.1 hands on X-Forwarded-For');
		unnamed.noticed('a proxy that nobody has named');

		// The answers are changed, and the walk goes on.
		const proxies = set('proxies=127.0.0.1', 'proxies=::1');
		const wide = walk([...admins, ...set('allowed=127.0.0.0/8'), ...proxies]);
		const letIn = wide.resume();
		expect(letIn.status, letIn.output).toBe(1);
		wide.noticed('a proxy that is let in, and all visitors with it', { instead: ['allowed'] });
		expect(letIn.output).toContain('127.0.0.1 is let in by 127.0.0.0/8.');
		network.server.sh('rm -r /var/lib/runbook-maintenance');

		const site = walk([...admins, ...proxies]);
		site.close();
		expect(network.admin.get('https://10.77.0.1/').body).toBe('the site\n');
		expect(network.admin.get('https://[fd77::1]/').body).toBe('the site\n');
		const forged = ['-H', 'X-Forwarded-For: 10.77.0.2'];
		for (const options of [[], forged, ['-H', 'X-Forwarded-For: nonsense']]) {
			expect(network.visitor.get('https://10.77.0.1/', ...options).status).toBe(503);
			expect(visitor('', ...options).status).toBe(503);
		}
		site.open();

		// Behind one more, as a CDN, it is what that one saw.
		const behind = walk([...admins, ...proxies, ...set('proxies=10.77.0.3')]);
		behind.close();
		const seen = (by: string) =>
			network.visitor.get('https://10.77.0.1/', '-H', `X-Forwarded-For: ${by}`).status;
		expect(['192.0.2.7', '198.51.100.1, 192.0.2.7'].map(seen)).toEqual([200, 200]);
		expect(['192.0.2.7, 198.51.100.1', '127.0.0.1', '198.51.100.1'].map(seen)).toEqual([
			503, 503, 503,
		]);
		behind.open();
	});

	test.each([
		['an address of yours that is not let in', { SSH_CONNECTION: '10.77.0.9 5 10.77.0.1 22' }, []],
		['a network with bits behind its length', {}, set('allowed=203.0.113.5/24')],
	])('%s is noticed before anything is closed', (broken, variables, values) => {
		const site = walk([...admins, ...values], variables);
		expectNothingClosed(site.begin());
		site.noticed(broken, { instead: values.length > 0 ? ['allowed'] : [] });
	});

	test('a Varnish whose log nobody can read has no proxy as far as anybody knows, and is noticed', () => {
		const site = walk(admins, { PATH: standIn(network.folder, 'varnishlog', broken) });
		expectNothingClosed(site.begin());
		site.noticed('a `varnishlog` that fails');
	});

	test('a VCL file that is not what was loaded is noticed, and so is Varnish if it does not run', () => {
		network.server.sh('echo "# new" >> /etc/varnish/default.vcl');
		const site = walk();
		expectNothingClosed(site.begin());
		site.noticed('a VCL file that is not what was loaded');
		network.server.sh('rm -r /var/lib/runbook-maintenance; pkill -x varnishd');
		untilGone(network.server, 'varnishd');
		const { status, output } = site.begin();
		expect(status, output).toBe(1);
		site.noticed('a Varnish that does not run');
	});

	const expectNothingClosed = ({ status, output }: Outcome) => {
		expect(status, output).toBe(1);
		expect(output).not.toContain('### Load the maintenance VCL');
		expect(active()).toBe('boot');
		expect(visitor().status).toBe(200);
	};

	test('a VCL that does not compile is noticed, and the site stays open', () => {
		network.server.sh(`
			echo 'acl runbook_let_in { "127.0.0.1"; } sub vcl_recv { if (client.ip ~ runbook_let_in) { } }' >> /etc/varnish/default.vcl
			varnishadm vcl.load other /etc/varnish/default.vcl
			varnishadm vcl.use other`);
		const site = walk();
		const outcome = site.begin();
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('### Load the maintenance VCL');
		site.noticed('a VCL that does not compile with the one of the site');
		expect(active()).toBe('other');
		expect(visitor().status).toBe(200);
	});

	test('a page that vanishes is noticed, whether before or after the site is closed', () => {
		network.server.start(
			'/bin/sh',
			'-c',
			'until varnishadm vcl.list | grep -q maint_; do sleep 0.01; done; rm /var/lib/runbook-maintenance/*',
		);
		const site = walk();
		const outcome = site.begin();
		expect(outcome.status, outcome.output).toBe(1);
		site.noticed('a page that is missing, for which Varnish would serve `(null)`');
	});

	test('a page of your own is refused for whatever it would fetch, and served if there is nothing', () => {
		const page = join(network.folder, 'page.html');
		const own = ['--choose', 'which-page=take-your-own-page'];
		const site = walk([...admins, ...set(`own_page=${page}`)], {}, own);
		const good = `<!doctype html><title>Closed</title><style>h1 { color: teal }</style>
			<h1 style="background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)">Closed</h1>
			<a href="https://status.example/">How we are</a>\n`;
		writeFileSync(
			page,
			`${good}<link rel="stylesheet" href="/style.css"><img src="" alt="">
			<img src=//cdn.example.com/x.png><div style="background: url('b.png')">
			<style>@import "x.css";</style><script>fetch("/api")</script>`,
		);
		const refused = site.begin();
		expect(refused.status, refused.output).toBe(1);
		for (const named of [
			'link: /style.css',
			'src: (empty)',
			'src: //cdn.example.com/x.png',
			'url: b.png',
			'@import: x.css',
			'fetch: code',
		]) {
			expect(refused.output.split('\n').map(line => line.slice(2))).toContain(named);
		}
		expect(refused.output).not.toContain('Who answers the visitors');
		site.noticed('a page that would fetch styles, images and data');

		network.server.sh('rm -r /var/lib/runbook-maintenance');
		writeFileSync(page, good);
		walkerOn(network.server, network.folder).forget();
		site.close();
		expect(visitor().body).toBe(good);
		site.open();
	});

	test('a style sheet that fetches another one is refused', () => {
		const styles = join(network.folder, 'page.css');
		writeFileSync(styles, '@import "https://fonts.example/a.css";\n');
		const site = walk([...admins, ...set(`styles=${styles}`)]);
		const refused = site.begin();
		expect(refused.status, refused.output).toBe(1);
		expect(refused.output).not.toContain('Who answers the visitors');
		site.noticed('a style sheet that fetches another one', { instead: ['styles'] });
	});
});
