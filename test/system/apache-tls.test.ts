/** Faults of TLS that pass `configtest`, and would end Apache at the next reload. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
	apachePrograms,
	faultsOfTls,
	parentOf,
	restartApache,
	startApache,
	startsWell,
} from '../helpers/apache.ts';
import { maintenanceOn } from '../helpers/maintenance.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms]) ?? whyNoNetwork();

if (reason) console.warn(`Faults of TLS are not shown to Apache: ${reason}.`);

const reload = ['--choose', 'what-has-changed=reload'];

describe.skipIf(reason !== undefined)('Apache with a fault of TLS', () => {
	const network = useNetwork();
	let walker: Walker;

	beforeEach(() => {
		walker = walkerOn(network.server, network.folder);
		startApache(network.server);
	});

	const walk = () => walker.runbook('run', 'apache-reload-or-restart', '--yes', ...reload);

	const whenRead = () => network.server.sh('stat -c %y /run/apache2/apache2.pid');

	test.each(faultsOfTls)('is not reloaded: %s', (broken, sabotage, said) => {
		const { server } = network;
		server.sh(sabotage);
		const before = [parentOf(server), whenRead()];
		const outcome = walk();
		expect([outcome.status, outcome.output]).toEqual([1, expect.stringContaining(said)]);
		expect(outcome.output).not.toContain('#### Reload Apache');
		walker.noticed(broken);

		const site = maintenanceOn(network, walker, [
			...['--choose', 'which-page=write-a-page'],
			...['--choose', 'who-answers-the-visitors=close-with-apache-and-a-cookie'],
			...['--set', 'urls=http://10.77.0.1/'],
		]);
		const closing = site.begin();
		expect([closing.status, closing.output]).toEqual([1, expect.stringContaining(said)]);
		expect(closing.output).not.toContain('#### Reload Apache');
		site.noticed(broken);
		expect([parentOf(server), whenRead()]).toEqual(before);
		expect(network.visitor.get('http://10.77.0.1/').status).toBe(200);
	});

	test.each(faultsOfTls)('is not reloaded by an undo: %s', (_broken, sabotage, said) => {
		const { server } = network;
		const { stdout } = walker.runbook('script', 'apache-reload-or-restart', ...reload);
		const undo = /^(undo_\w+)\(\)/m.exec(stdout)?.[1];
		const script = join(network.folder, 'script');
		writeFileSync(
			script,
			`${stdout}\n${sabotage}\nread=$(stat -c %y /run/apache2/apache2.pid)
			${undo}
			echo "It ended with $?."
			test "$(stat -c %y /run/apache2/apache2.pid)" = "$read"`,
		);
		const parent = parentOf(server);
		const { status, output } = server.run('/bin/sh', script);
		expect([status, output]).toEqual([0, expect.stringContaining(said)]);
		expect(output).toContain('It ended with 1.');
		expect(parentOf(server)).toBe(parent);
		expect(network.visitor.get('http://10.77.0.1/').status).toBe(200);
	});

	test.each([
		['what is inherited, overridden, quoted or switched off', startsWell],
		[
			'a certificate that mod_md brings',
			`${faultsOfTls[0][1]}\nsed -i 's/SSLEngine on/&\\nServerName md.example/; 1i MDomain md.example' /etc/apache2/conf-enabled/new.conf`,
		],
		[
			'a certificate that SSLOpenSSLConfCmd brings',
			`${faultsOfTls[0][1]}\nsed -i 's,SSLEngine on,&\\nSSLOpenSSLConfCmd Certificate /etc/ssl/site/one.pem\\nSSLOpenSSLConfCmd PrivateKey /etc/ssl/site/one.key,' /etc/apache2/conf-enabled/new.conf`,
		],
	])('is not seen where there is none: %s', (_name, change) => {
		const { server } = network;
		server.sh('a2enmod -q md');
		restartApache(server);
		server.sh(change);
		const parent = parentOf(server);
		const { status, output } = walk();
		expect(status, output).toBe(0);
		expect(parentOf(server)).toBe(parent);
		expect(network.visitor.get('http://10.77.0.1/').status).toBe(200);
	});
});
