import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
	addPages,
	apachePrograms,
	parentOf,
	restartApache,
	startApache,
	takePort,
	untilAsked,
	untilGone,
	withoutIpv6,
	writeOn,
} from '../helpers/apache.ts';
import { type Machine, networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { type Outcome, whyNot } from '../helpers/sandbox.ts';
import { useNetwork } from '../helpers/use-network.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...apachePrograms]) ?? whyNoNetwork();

if (reason) console.warn(`apache-reload-or-restart is not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('apache-reload-or-restart, with the real Apache', () => {
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

	const served = () =>
		network.visitor.run(
			'/bin/sh',
			'-c',
			`openssl s_client -connect 10.77.0.1:443 </dev/null 2>/dev/null | openssl x509 -noout -subject`,
		).stdout;

	const write = (path: string, text: string) => writeOn(network.server, path, text);

	test('a reload brings modules, sites, ports, php.ini and new logs, and cuts nobody off', async () => {
		const { server, visitor } = network;
		const parent = parentOf(server);
		const underWay = visitor.ask('http://10.77.0.1/slow.php');
		untilAsked(server);
		server.sh('a2enmod -q headers; mv /var/log/apache2/access.log /var/log/apache2/moved');
		write('/etc/apache2/conf-enabled/new.conf', 'Listen 8088\nHeader set X-New yes');
		write('/etc/php/8.2/apache2/conf.d/zz.ini', 'memory_limit = 77M');
		const outcome = walk('reload');
		expectToPass(outcome);
		expect(outcome.output).toContain('/etc/apache2/conf-enabled/new.conf\n');

		expect(parentOf(server)).toBe(parent);
		expect(site().headers['x-new']).toBe('yes');
		expect(visitor.get('http://[fd77::1]:8088/').status).toBe(200);
		expect(visitor.get('http://10.77.0.1/limit.php').body).toBe('77M');
		expect(server.sh('cat /var/log/apache2/access.log')).toContain('limit.php');
		expect(await underWay).toMatchObject({ status: 200, body: 'to the end' });
		expectToPass(walk('reload'));
	});

	/** Reloads, does what is said, and undoes the reload. */
	function undoAfter(meanwhile: string): Outcome {
		const { stdout } = walker.runbook(
			'script',
			'apache-reload-or-restart',
			'--choose',
			'what-has-changed=reload',
		);
		const undo = /^(undo_\w+)\(\)/m.exec(stdout)?.[1];
		const script = join(network.folder, 'script');
		writeFileSync(script, `${stdout}\n${meanwhile}\n${undo}\n`);
		return network.server.run('/bin/sh', script);
	}

	test('undoing a reload makes Apache read the old files again, if they fit', () => {
		const { server } = network;
		write('/etc/apache2/conf-enabled/new.conf', 'Listen 8088');
		const parent = parentOf(server);
		expectToPass(undoAfter('rm /etc/apache2/conf-enabled/new.conf'));
		expect(parentOf(server)).toBe(parent);
		expect(network.visitor.get('http://10.77.0.1:8088/').status).toBe(0);
		expect(site().status).toBe(200);
	});

	test('undoing a reload starts no Apache that has ended, and says so', () => {
		const { status, output } = undoAfter(`
			pkill -F /run/apache2/apache2.pid
			timeout 20 sh -c 'while pgrep -x -r D,R,S apache2; do sleep 0.1; done'`);
		expect(status, output).not.toBe(0);
		expect(output).toContain('Apache has ended: put your old files back');
		expect(parentOf(network.server)).toBe('');
	});

	test('undoing a reload says when Apache does not survive it', () => {
		const { status, output } = undoAfter(
			`echo 'CustomLog "|/nowhere" common' > /etc/apache2/conf-enabled/new.conf`,
		);
		expect(status, output).not.toBe(0);
		expect(output).toContain('Apache has ended: put your old files back');
		untilGone(network.server, 'apache2');
	});

	describe('a reload that would end the server is not sent', () => {
		test.each([
			['a key that does not fit', 'cp /etc/ssl/site/two.key /etc/ssl/site/site.key'],
			['a certificate that is not there any more', ': > /etc/ssl/site/site.pem'],
			['a port that somebody else has', 'echo Listen 8099 > /etc/apache2/conf-enabled/new.conf'],
			[
				'a port under another address',
				"sed -i 's/Listen 80$/Listen 127.0.0.1:80/' /etc/apache2/ports.conf",
			],
			[
				'a port under 0.0.0.0 in the place of all addresses',
				"sed -i 's/Listen 80$/Listen 0.0.0.0:80/' /etc/apache2/ports.conf",
			],
			[
				'a `Listen` on an address that this machine does not have',
				'echo Listen 192.0.2.77:8077 > /etc/apache2/conf-enabled/new.conf',
			],
			[
				'a `Listen` on all IPv6 beside one on all addresses',
				"echo 'Listen [::]:80' > /etc/apache2/conf-enabled/new.conf",
			],
			[
				'two new `Listen` that overlap',
				"printf 'Listen 0.0.0.0:8077\\nListen 8077\\n' > /etc/apache2/conf-enabled/new.conf",
			],
			['another MPM', 'a2dismod -q php8.2 mpm_prefork; a2enmod -q mpm_event'],
			['an error of syntax', 'echo Nonsense > /etc/apache2/conf-enabled/new.conf'],
		])('%s', (broken, sabotage) => {
			const { server } = network;
			takePort(server, 8099);
			server.sh(sabotage);
			const before = [parentOf(server), server.sh('stat -c %y /run/apache2/apache2.pid')];
			const outcome = walk('reload');
			expect(outcome.status, outcome.output).toBe(1);
			expect(outcome.output).not.toContain('#### Reload Apache');
			walker.noticed(broken);
			expect([parentOf(server), server.sh('stat -c %y /run/apache2/apache2.pid')]).toEqual(before);
			expect(site().status).toBe(200);
		});
	});

	const listenTwice = (server: Machine) => {
		const twice = '0.0.0.0:80\\nListen [::]:80\\nListen [fd77::1]:8088';
		server.sh(`sed -i 's/^Listen 80$/Listen ${twice}/' /etc/apache2/ports.conf`);
		restartApache(server);
	};

	test.each([
		['under 0.0.0.0 and [::] at once', listenTwice],
		[
			'under 0.0.0.0, where the kernel has no IPv6',
			(server: Machine) => restartApache(server, withoutIpv6),
		],
	])('a port that is open already is no reason to refuse: %s', (_name, open) => {
		const { server } = network;
		open(server);
		const parent = parentOf(server);
		expectToPass(walk('reload'));
		expect(parentOf(server)).toBe(parent);
		expect(site().status).toBe(200);
	});

	test('a key with a pass phrase is named, and hides none behind it that does not fit', () => {
		const { server } = network;
		server.sh(`
			cd /etc/ssl/site
			openssl pkey -aes256 -passout pass:secret -in one.key -out site.key
			sed 's/443>/444>/; s/site.pem/two.pem/; s/site.key/one.key/' \\
				/etc/apache2/sites-available/site.conf > /etc/apache2/sites-enabled/zz.conf`);
		const outcome = walk('reload');
		expect(outcome.status, outcome.output).toBe(1);
		expect(outcome.output).toContain('site.key does not fit /etc/ssl/site/site.pem, or has a pass');
		expect(outcome.output).toContain('one.key does not fit /etc/ssl/site/two.pem');
		walker.noticed('a key with a pass phrase, and another that does not fit');
		expect(site().status).toBe(200);
	});

	test('a reload that is chosen for a server that has ended starts nothing', () => {
		network.server.sh('pkill -F /run/apache2/apache2.pid');
		untilGone(network.server, 'apache2');
		const outcome = walk('reload');
		expect(outcome.status).toBe(1);
		expect(outcome.output).toContain('Apache does not run.');
		walker.noticed('an Apache that has ended');
		expect(parentOf(network.server)).toBe('');
	});

	test('an `ss` that does not run says nothing about the ports', () => {
		const ss = network.server.sh('command -v ss').trim();
		network.server.sh(`mount --bind /dev/null ${ss}`);
		const outcome = walk('reload');
		network.server.sh(`umount ${ss}`);
		expect(outcome.status, outcome.output).toBe(1);
		walker.noticed('an `ss` that cannot be run');
		expect(site().status).toBe(200);
	});

	const certificate = ['certificate=/etc/ssl/site/site.pem', 'site=site.example'].flatMap(set => [
		'--set',
		set,
	]);

	test('a new certificate is compared, read by a reload, and seen by visitors', () => {
		expect(served()).toContain('one');
		network.server.sh('cd /etc/ssl/site; cp two.pem site.pem');
		const refused = walk('reload-with-a-new-certificate', ...certificate);
		expect(refused.status, refused.output).toBe(1);
		walker.noticed('a new certificate whose key is still the old one');
		expect(served()).toContain('one');

		network.server.sh('cd /etc/ssl/site; cp two.key site.key');
		const parent = parentOf(network.server);
		expectToPass(walk('reload-with-a-new-certificate', ...certificate));
		expect(parentOf(network.server)).toBe(parent);
		expect(served()).toContain('two');
	});

	test('a certificate for another name is refused', () => {
		const other = certificate.map(word => word.replace('site.example', 'other.example'));
		expect(walk('reload-with-a-new-certificate', ...other).status).toBe(1);
		walker.noticed('a certificate for another name', { instead: ['site'] });
		for (const address of ['10.77.0.1', 'fd77::1']) {
			const refused = certificate.map(word => word.replace('site.example', address));
			expect(walk('reload-with-a-new-certificate', ...refused).output).toMatch(/site.*pattern/);
		}
	});
});
