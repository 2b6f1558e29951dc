/** Modules of Apache that a reload does not bring, or that go on with their old file behind it. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
	addPages,
	apachePrograms,
	parentOf,
	restartApache,
	startApache,
} from '../helpers/apache.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms]) ?? whyNoNetwork();

if (reason) console.warn(`Modules of Apache are not changed: ${reason}.`);

describe.skipIf(reason !== undefined)('apache-reload-or-restart, after a change of modules', () => {
	const network = useNetwork();
	let walker: Walker;

	beforeEach(() => {
		walker = walkerOn(network.server, network.folder);
		addPages(network.server);
		// A copy of the modules, so that one can be upgraded.
		network.server.sh(`
			cp -a /usr/lib/apache2/modules /var/modules
			mount --bind /var/modules /usr/lib/apache2/modules`);
		startApache(network.server);
	});

	const walk = (branch: string, ...more: string[]) =>
		walker.runbook(
			...['run', 'apache-reload-or-restart', '--yes'],
			...['--choose', `what-has-changed=${branch}`, ...more],
		);

	const limit = () => network.visitor.get('http://10.77.0.1/limit.php').body;

	const hello = () => network.visitor.get('http://10.77.0.1/own/hello');

	/** Without the module, and then with it enabled and not loaded yet. */
	const newlyEnabled = {
		mod_php: () => {
			network.server.sh('a2dismod -q php8.2');
			restartApache(network.server);
			network.server.sh('a2enmod -q php8.2');
		},
		mod_cgid: () => {
			network.server.sh(`
				a2dismod -q php8.2 mpm_prefork
				a2enmod -q mpm_event
				mkdir -p /var/cgi
				printf '#!/bin/sh\\necho Content-Type: text/plain\\necho\\necho hello\\n' > /var/cgi/hello
				chmod 755 /var/cgi/hello
				echo 'ScriptAlias /own/ /var/cgi/' > /etc/apache2/conf-enabled/zz.conf
				echo '<Directory /var/cgi>\\nRequire all granted\\n</Directory>' >> /etc/apache2/conf-enabled/zz.conf`);
			restartApache(network.server);
			network.server.sh('a2enmod -q cgid');
		},
	};

	const works = {
		mod_php: () => expect(limit()).toBe('128M'),
		mod_cgid: () => expect(hello()).toMatchObject({ status: 200, body: 'hello\n' }),
	};

	test.each(['mod_php', 'mod_cgid'] as const)('%s, newly enabled, wakes at a start', name => {
		newlyEnabled[name]();
		const parent = parentOf(network.server);
		const refused = walk('reload');
		expect(refused.status, refused.output).toBe(1);
		// The link is new, and not the file that it leads to.
		expect(refused.output).toMatch(
			/^ {2}\/etc\/apache2\/mods-enabled\/[\w.]+\.load\n {2}These are younger/m,
		);
		expect(refused.output).toMatch(/^ {2}\S+\.so is newly enabled: stop and start\.$/m);
		expect(refused.output).toContain('this may wake only at a start:');
		expect(refused.output).not.toContain('#### Reload Apache');
		walker.noticed(`${name}, newly enabled`);
		expect(parentOf(network.server)).toBe(parent);
		const started = walk('stop-and-start', '--confirm', 'stop-apache-and-start-it=server');
		expect(started.status, started.output).toBe(0);
		works[name]();
		const reloaded = walk('reload');
		expect(reloaded.status, reloaded.output).toBe(0);
		works[name]();
	});

	test('a module of another package, newly enabled, is not left to a reload either', () => {
		network.server.sh(`
			cp /usr/lib/apache2/modules/mod_headers.so /usr/lib/apache2/modules/mod_foreign.so
			sed s/mod_headers/mod_foreign/ /etc/apache2/mods-available/headers.load > /etc/apache2/mods-enabled/foreign.load`);
		const refused = walk('reload');
		expect(refused.status, refused.output).toBe(1);
		expect(refused.output).toContain(
			'this may wake only at a start: /usr/lib/apache2/modules/mod_foreign.so',
		);
		expect(refused.output).not.toContain('#### Reload Apache');
		walker.noticed('a module of another package, newly enabled');
		const started = walk('stop-and-start', '--confirm', 'stop-apache-and-start-it=server');
		expect(started.status, started.output).toBe(0);
		expect(walk('reload').status).toBe(0);
	});

	test('a page that shows the source of PHP is not taken for one that answers as before', () => {
		network.server.sh('a2dismod -q php8.2');
		const outcome = walk('reload', '--set', 'url=http://127.0.0.1/limit.php');
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('  The page answers 200, and answered 200 before.\n');
		expect(outcome.output).toContain('  The page shows the source of PHP to everybody');
		walker.noticed('a page that shows the source of PHP', { instead: ['url'] });
		network.server.sh('a2enmod -q php8.2');
		restartApache(network.server);
		const mended = walk('reload', '--set', 'url=http://127.0.0.1/limit.php');
		expect(mended.status, mended.output).toBe(0);
	});

	test('mod_php that was upgraded is named, before a reload and behind it', () => {
		const { server } = network;
		const upgraded = /^ {2}\S*libphp8\.2\.so\n {2}These were upgraded underneath it/m;
		const upgrade = `cd /usr/lib/apache2/modules; cp -a libphp8.2.so new; mv new libphp8.2.so`;
		expect(walk('reload').output).not.toMatch(upgraded);
		server.sh(upgrade);
		for (const _turn of ['before', 'behind']) {
			const { status, output } = walk('reload');
			expect(status, output).toBe(0);
			expect(output).toMatch(upgraded);
		}
		const started = walk('stop-and-start', '--confirm', 'stop-apache-and-start-it=server');
		expect(started.status, started.output).toBe(0);
		expect(walk('reload').output).not.toMatch(upgraded);
	});
});
