/** `maintenance-mode` on the screen, in a terminal, as root, with a person's keys alone. */
import { afterEach, describe, expect, test } from 'vitest';
import { apachePrograms, parentOf, startApache } from '../helpers/apache.ts';
import { stateOf } from '../helpers/machine-state.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { Person } from '../helpers/person.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason =
	whyNot([...networkPrograms, ...apachePrograms, 'varnishd', 'varnishadm']) ?? whyNoNetwork();

if (reason) console.warn(`maintenance-mode is not walked on the screen: ${reason}.`);

describe.skipIf(reason !== undefined)('maintenance-mode, on the screen', () => {
	const network = useNetwork();
	let person: Person | undefined;

	afterEach(async () => {
		await person?.terminal.close();
		person = undefined;
	});

	const sitDown = (): Person => {
		person = Person.at(network.server);
		return person;
	};

	const visitor = () => network.visitor.get('http://10.77.0.1/');
	const admin = (...options: string[]) => network.admin.get('http://10.77.0.1/', ...options);

	const report = ({ terminal }: Person) =>
		walkerOn(network.server, terminal.folder).runbook('report').stdout;

	/** From the library to the decision who answers. */
	async function writeThePage(sitting: Person): Promise<void> {
		await sitting.open('maint', 'Maintenance mode', 'Another machine, as a visitor');
		await sitting.fill('Another machine, as a visitor', 'phone');
		await sitting.fill('Pages of the site', 'http://10.77.0.1/');
		await sitting.fill('Seconds after which browsers');
		await sitting.submit('See that nothing is in the way');
		await sitting.runAll('See that nothing is in the way', 'Make a folder for the page');
		await sitting.goOn('Which page?');
		await sitting.choose('A plain one', 'Write a page');
		for (const label of ['The heading', 'The sentence', 'A logo', 'A style sheet']) {
			await sitting.fill(label);
		}
		await sitting.submit('Write a page');
		await sitting.runAll('Write a page', 'See that the page needs nothing else');
		await sitting.goOn('Who answers the visitors?');
	}

	test('a site behind Varnish is closed, seen from both sides, and opened again', async () => {
		network.server.sh(`
			sed -i 's/^Listen 80$/Listen 127.0.0.1:8080/' /etc/apache2/ports.conf
			sed -i 's/:80>/:8080>/' /etc/apache2/sites-available/000-default.conf`);
		startApache(network.server, 'http://127.0.0.1:8080/');
		network.server.sh(`
			varnishd -j unix,user=vcache -a :80 -T localhost:6082 -f /etc/varnish/default.vcl \\
				-S /etc/varnish/secret -s malloc,32m 2>/dev/null
			timeout 10 sh -c 'until curl -s -o /dev/null --noproxy "*" http://127.0.0.1/; do sleep 0.1; done'`);
		const before = stateOf(network.server);
		const sitting = sitDown();
		await writeThePage(sitting);
		await sitting.choose('Varnish', 'Close with Varnish');
		await sitting.begin('See that Varnish is well');
		await sitting.fill('Addresses of the proxies');
		await sitting.submit('See that Varnish is well');
		expect(await sitting.run('See that Varnish is well')).toContain('This step is done');
		await sitting.goOn('See that you are let in');
		await sitting.suggest('Addresses and networks', '10.77.0.2');
		await sitting.submit('See that you are let in');
		expect(await sitting.run('See that you are let in')).toContain('You come from 10.77.0.2.');
		await sitting.goOn('Write the maintenance VCL');
		await sitting.runAll('Write the maintenance VCL', 'Load the maintenance VCL');
		expect(visitor().body).toBe('the site\n');

		await sitting.goOn('Switch Varnish to the page');
		await sitting.suggest('Where Varnish listens', '127.0.0.1:80');
		await sitting.submit('Switch Varnish to the page');
		await sitting.run('Switch Varnish to the page');
		expect(visitor()).toMatchObject({
			status: 503,
			body: expect.stringContaining('We will be back soon'),
		});
		expect(admin().body).toBe('the site\n');

		// What other machines have to do is copied, and done there.
		await sitting.goOn('See that you still see the site');
		await sitting.fill('Your own machine', 'laptop');
		await sitting.submit('See that you still see the site');
		expect(await sitting.doOn(network.admin, '✓ See that you still see the site')).toMatchObject({
			status: 0,
			output: expect.stringContaining('200 over IPv4'),
		});
		await sitting.goOn('See the page as a visitor');
		expect(await sitting.doOn(network.visitor, '✓ See the page as a visitor')).toMatchObject({
			status: 0,
			output: expect.stringContaining('503 over IPv4'),
		});
		await sitting.goOn('Do your work');
		await sitting.press('d', '✓ Do your work');
		await sitting.goOn('See whether the site stayed closed');
		expect(await sitting.run('See whether the site stayed closed')).toContain('stayed = closed');

		await sitting.goOn('Open the site again');
		await sitting.runUntil(/That runs on visitor/);
		expect(visitor().body).toBe('the site\n');
		expect((await sitting.doOn(network.visitor, 'Open the site again')).status).toBe(0);
		await sitting.run('Open the site again');
		await sitting.finish();
		expect(await sitting.leave()).toContain('Maintenance mode');
		expect(stateOf(network.server)).toEqual(before);
		const written = report(sitting);
		expect(written).toContain('vcl.use maint_');
		expect(written).toContain('done by hand');
	});

	const noted = 'Note when Apache last read its files';

	test('a site of Apache is closed behind a cookie, and all of it taken back from where one stands', async () => {
		startApache(network.server);
		const before = stateOf(network.server);
		const parent = parentOf(network.server);
		const sitting = sitDown();
		await writeThePage(sitting);
		await sitting.choose('Apache, with a cookie', 'Close with Apache and a cookie');
		await sitting.begin('See that Apache is well');
		await sitting.runAll('See that Apache is well', 'Make two secrets', noted);
		await sitting.goOn('Write the barrier');
		await sitting.fill('Addresses that need no cookie');
		await sitting.submit('Write the barrier');
		await sitting.runAll(
			'Write the barrier',
			'See that Apache would survive a reload',
			'Reload Apache',
		);
		expect(visitor().body).toBe('the site\n');
		await sitting.goOn('Close the barrier');
		const screen = await sitting.run('Close the barrier');
		expect(visitor().status).toBe(503);

		// The way in, read from the screen.
		const door = /http:\/\/10\.77\.0\.1\/let-me-in-[0-9a-f]{32}/.exec(screen)?.[0] ?? '';
		const opened = network.admin.get(door);
		expect(opened.status).toBe(302);
		const cookie = opened.headers['set-cookie']?.split(';')[0] ?? '';
		expect(admin('-b', cookie).body).toBe('the site\n');
		expect(admin().status).toBe(503);
		expect(await sitting.goOn('See the page as a visitor')).toContain('by hand: not this machine');

		// This step has nothing to take back, so it is the whole run that is offered.
		await sitting.press('u', 'what can be taken back of the whole run, newest first');
		await sitting.runUntil(/↶/);
		expect(visitor().body).toBe('the site\n');
		expect(network.visitor.get(door).status).toBe(404);
		expect(parentOf(network.server)).toBe(parent);
		expect(stateOf(network.server)).toEqual(before);
		await sitting.press('q', 'Close this run?');
		expect(await sitting.leave('y')).toContain('Maintenance mode');
		expect(report(sitting)).toContain('undone');
	});

	test('a barrier that Apache would not survive to read is taken back without a reload', async () => {
		const { server } = network;
		startApache(server);
		const state = () => [
			...[parentOf(server), server.sh('stat -c %y /run/apache2/apache2.pid')],
			...stateOf(server).filter(line => !line.includes('/etc/ssl/')),
		];
		const before = state();
		const sitting = sitDown();
		await writeThePage(sitting);
		await sitting.choose('Apache, with a cookie', 'Close with Apache and a cookie');
		await sitting.begin('See that Apache is well');
		await sitting.runAll('See that Apache is well', 'Make two secrets', noted);
		await sitting.goOn('Write the barrier');
		await sitting.fill('Addresses that need no cookie');
		await sitting.submit('Write the barrier');
		server.sh('cp /etc/ssl/site/two.key /etc/ssl/site/site.key');
		await sitting.runAll('Write the barrier');
		await sitting.goOn('See that Apache would survive a reload');
		await expect(sitting.runUntil(/✓ See that Apache would/)).rejects.toThrow('Not passed');
		expect(sitting.screen).toContain('site.key does not fit');

		await sitting.press('u', 'what can be taken back of the whole run, newest first');
		await sitting.runUntil(/↶/);
		expect(state()).toEqual(before);
		expect(visitor().body).toBe('the site\n');
		await sitting.press('q', 'Close this run?');
		expect(await sitting.leave('y')).toContain('Maintenance mode');
	});
});
