/** `apache-reload-or-restart` on the screen, in a terminal, as root, with a person's keys alone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apachePrograms, parentOf, startApache } from '../helpers/apache.ts';
import { stateOf } from '../helpers/machine-state.ts';
import { networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { Person } from '../helpers/person.ts';
import { whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms]) ?? whyNoNetwork();

if (reason) console.warn(`apache-reload-or-restart is not walked on the screen: ${reason}.`);

describe.skipIf(reason !== undefined)('apache-reload-or-restart, on the screen', () => {
	const network = useNetwork();
	let person: Person;

	beforeEach(() => {
		network.server.sh('a2enmod -q headers');
		startApache(network.server);
		person = Person.at(network.server);
	});

	afterEach(async () => {
		await person.terminal.close();
	});

	const site = () => network.visitor.get('http://10.77.0.1/');

	/** From the library to the decision. */
	async function lookAtMachine(): Promise<string> {
		await person.open(
			'apache: re',
			'Apache: reload or restart',
			'Ask the machine what has changed',
		);
		const screen = await person.run('Ask the machine what has changed');
		await person.goOn('What has changed?');
		return screen;
	}

	/** Takes a way, and walks its checks. */
	async function check(way: string, branch: string, ...steps: readonly string[]): Promise<void> {
		await person.choose(way, branch);
		await person.begin('See that Apache runs');
		await person.run('See that Apache runs');
		await person.goOn('See that the page answers');
		await person.fill('A page of this server');
		await person.submit('See that the page answers');
		await person.runAll('See that the page answers', 'See that the configuration holds', ...steps);
	}

	test('a new file is read by a reload, and the old state by its undo', async () => {
		const before = stateOf(network.server);
		const parent = parentOf(network.server);
		const added = '/etc/apache2/conf-enabled/new.conf';
		network.server.sh(`echo 'Header set X-New yes' > ${added}`);
		expect(await lookAtMachine()).toContain(added);
		await check(
			'Another module, a site, another configuration file',
			'Reload',
			'See that Apache would survive a reload',
		);
		expect(site().headers).not.toHaveProperty('x-new');
		await person.runAll('Reload Apache');
		expect(site()).toMatchObject({ status: 200, headers: { 'x-new': 'yes' } });

		network.server.sh(`rm ${added}`);
		await person.press('u', 'what can be taken back of this step, newest first');
		await person.runUntil(/Taken back: Reload Apache\./);
		expect(site().headers).not.toHaveProperty('x-new');
		expect(parentOf(network.server)).toBe(parent);
		// A look at the page would follow.
		await person.press('q', 'Close this run?');
		expect(await person.leave('y')).toContain('Apache: reload or restart');
		expect(stateOf(network.server)).toEqual(before);
		const { stdout } = walkerOn(network.server, person.terminal.folder).runbook('report');
		expect(stdout).toContain('undone');
	});

	test('what only a start reads is brought by a stop and a start, behind the name of the machine', async () => {
		const { server } = network;
		const parent = parentOf(server);
		server.sh(`
			echo 'export COLOUR=blue' >> /etc/apache2/envvars
			echo 'Header set X-Colour \${COLOUR}' > /etc/apache2/conf-enabled/new.conf`);
		expect(await lookAtMachine()).toContain('envvars is younger');
		await check('envvars', 'Stop and start', 'See that a start would find its ports');
		await person.goOn('Stop Apache and start it');
		await person.runDangerous('server', 'Stop Apache and start it');
		await person.goOn('See that a new Apache runs');
		await person.runAll('See that a new Apache runs', 'See that the page answers as before');
		expect(parentOf(server)).not.toBe(parent);
		expect(site()).toMatchObject({ status: 200, headers: { 'x-colour': 'blue' } });
		await person.finish();
		expect(await person.leave()).toContain('Apache: reload or restart');
	});
});
