/** Walks every way through `port-check` on a machine of a small network, with each real netcat. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { linkNetcats, netcats, openToNetcats, type Way, ways } from '../helpers/netcats.ts';
import { type Network, networkPrograms, whyNoNetwork } from '../helpers/network.ts';
import { type Outcome, whyNot } from '../helpers/sandbox.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const reason = whyNot([...networkPrograms, ...Object.values(netcats), 'ss']) ?? whyNoNetwork();

if (reason) console.warn(`port-check is not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('port-check, with the real netcats', () => {
	let folder: string;
	let network: Network;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
		network = await openToNetcats(folder);
		linkNetcats(folder);
	});

	afterAll(async () => {
		await network.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** What these walks have left; `/tmp` belongs to others, too. */
	const left = () =>
		readdirSync(join(folder, 'state', 'runbook', 'runs'))
			.map(id => `/tmp/runbook-listener-${id}`)
			.filter(path => existsSync(path));

	afterEach(() => expect(left()).toEqual([]));

	const system = '/usr/sbin:/usr/bin:/sbin:/bin';

	const on = (machine: 'server' | 'admin', nc: Way): Walker =>
		walkerOn(network[machine], folder, { PATH: `${join(folder, nc)}:${system}` });

	const words = (answers: Record<string, string>) =>
		Object.entries(answers).flatMap(([name, value]) =>
			value.split(' ').flatMap(one => ['--set', `${name}=${one}`]),
		);

	const walk = (walker: Walker, way: string, answers: Record<string, string>, ...more: string[]) =>
		walker.runbook(
			...['run', 'port-check', '--yes', '--choose', `what-do-you-want-to-know=${way}`],
			...words({ target: '10.77.0.1', seconds: '2', ...answers }),
			...more,
		);

	const expectStatus = ({ status, output }: Outcome, wanted: number) =>
		expect(status, output).toBe(wanted);

	/** For the table: what was broken for the walk with this `nc`. */
	const noticed = (nc: Way, broken: string, ...instead: string[]) =>
		on('admin', nc).noticed(nc === 'none' ? broken : `${broken} (with ${nc})`, { instead });

	const suffix = (nc: Way) => (nc === 'none' ? '-without-nc' : '');

	const tcp = (nc: Way, answers: Record<string, string>) =>
		walk(on('admin', nc), `check-a-tcp-port${suffix(nc)}`, answers);

	const udp = (nc: Way, answers: Record<string, string>) =>
		walk(on('admin', nc), `check-a-udp-port${suffix(nc)}`, answers);

	const range = (nc: Way, answers: Record<string, string>) =>
		walk(on('admin', nc), `check-a-range${suffix(nc)}`, {
			mine: 'true',
			from: '7999',
			to: '8004',
			...answers,
		});

	const listener = { address: '10.77.0.1', port: '3873', minutes: '1', transport: 'tcp' };

	const listen = (nc: Way, transport: string, ...more: string[]) =>
		walk(
			on('server', nc),
			nc === 'none' ? 'listen-without-nc' : 'listen-for-another-machine',
			{ ...listener, transport },
			...more,
		);

	const runOf = ({ output }: Outcome) => / run ([a-z0-9]{12})\n/.exec(output)?.[1] ?? '';

	const listening = () => network.server.sh('ss -Hlnp sport = :3873');

	describe.each(ways)('with %s', nc => {
		test('a TCP port is open, refused or silent', () => {
			const open = tcp(nc, { port: '8001', wanted: 'open' });
			expectStatus(open, 0);
			expect(open.output).toContain('220 hello');
			expectStatus(tcp(nc, { port: '8002', wanted: 'refused' }), 0);
			expectStatus(
				tcp(nc, { port: '8001', wanted: 'silent', target: '10.77.0.99', seconds: '1' }),
				0,
			);
		});

		test('a machine that is down, or to which no way leads, is no refused port', () => {
			for (const target of ['10.77.0.50', '10.78.0.1']) {
				const asked = tcp(nc, { port: '8002', wanted: 'refused', target, seconds: '15' });
				expectStatus(asked, 1);
				expect(asked.output).toContain('The port is unreachable, and should be refused.');
				noticed(nc, target === '10.78.0.1' ? 'no way to a machine' : 'a dead machine', 'target');
			}
		});

		test('a UDP port that says nothing does not pass for one that answers, and one that is closed is', () => {
			expectStatus(udp(nc, { port: '5301', question: 'other', seconds: '1' }), 0);
			expectStatus(udp(nc, { port: '5302', question: 'other', seconds: '1' }), 1);
			noticed(nc, 'a port that nobody listens on', 'port');
		});

		test('a range is what should be open, and nothing else', () => {
			const outcome = range(nc, { expected: '8003 8001' });
			expectStatus(outcome, 0);
			expect(outcome.output).toContain('found = 8001 8003');
		});

		test.each(['tcp', 'udp'])(
			'a listener over %s hears what is said, and goes without a trace',
			transport => {
				expectStatus(listen(nc, transport, '--host', 'client=here'), 0);
				expect(listening()).toBe('');
				expect(network.server.run('pgrep', '-f', 'timeout 1m|IO::Socket::IP').stdout).toBe('');
			},
		);
	});

	test('a port that is not what it should be is noticed', () => {
		for (const nc of ['ncat', 'none'] as const) {
			expectStatus(tcp(nc, { port: '8002', wanted: 'open' }), 1);
			noticed(nc, 'a port that nobody listens on', 'port');
			expectStatus(tcp(nc, { port: '8003', wanted: 'refused' }), 1);
			noticed(nc, 'a port that is open, and should not be', 'port');
		}
	});

	test('an `nc` that cannot be run says nothing about a port', () => {
		const broken = 'an `nc` that cannot be run';
		for (const outcome of [
			() => tcp('broken', { port: '8002', wanted: 'refused' }),
			() => udp('broken', { port: '5301', question: 'other', seconds: '1' }),
			() => range('broken', {}),
		]) {
			const { status, output } = outcome();
			expect(status, output).toBe(1);
			expect(output).toContain('nc itself has failed, with 127.');
			on('admin', 'broken').noticed(broken, { instead: [] });
		}
	});

	test('a name that leads nowhere is no closed port', () => {
		const outcome = tcp('openbsd', { port: '8002', wanted: 'refused', target: 'nowhere.invalid' });
		expectStatus(outcome, 1);
		expect(outcome.output).not.toContain('Knock');
		noticed('none', 'a name that leads nowhere', 'target');
	});

	test.each(['openbsd', 'ncat', 'none'] as const)(
		'with %s, one open address of a name is enough, and a silent one does not hide it',
		nc => {
			const both = { target: 'both.example.test', seconds: '1' };
			const ask = (way: string, answers: Record<string, string>) =>
				walk(on('server', nc), `${way}${suffix(nc)}`, { ...both, ...answers });
			const open = ask('check-a-tcp-port', { port: '8001', wanted: 'open' });
			expectStatus(open, 0);
			expect(open.output).toContain('220 hello');
			expectStatus(ask('check-a-tcp-port', { port: '8002', wanted: 'silent' }), 0);
			const some = { mine: 'true', from: '8001', to: '8003', expected: '8001 8003' };
			expectStatus(ask('check-a-range', some), 0);
		},
	);

	test('the traditional `nc` is not used for IPv6, of which it knows nothing', () => {
		const outcome = tcp('traditional', { port: '8001', wanted: 'refused', target: 'fd77::1' });
		expectStatus(outcome, 1);
		expect(outcome.output).not.toContain('Knock');
		noticed('traditional', 'an IPv6 address', 'target');
		const v6 = { ...listener, address: 'fd77::1' };
		expectStatus(walk(on('server', 'traditional'), 'listen-for-another-machine', v6), 1);
		noticed('traditional', 'an IPv6 address to listen on', 'address');
	});

	test('a UDP service counts if it answers in its own language, and only then', () => {
		for (const nc of ['none', 'openbsd'] as const) {
			expectStatus(udp(nc, { port: '53', question: 'dns', seconds: '1' }), 0);
			expectStatus(udp(nc, { port: '123', question: 'ntp', seconds: '1' }), 0);
			expectStatus(udp(nc, { port: '5301', question: 'dns', seconds: '1' }), 1);
			noticed(nc, 'a name server that says nothing', 'port');
			expectStatus(udp(nc, { port: '5301', question: 'ntp', seconds: '1' }), 1);
			noticed(nc, 'a time server that says nothing', 'port');
		}
		expectStatus(udp('none', { port: '123', question: 'dns', seconds: '1' }), 1);
		noticed('none', 'a time server in the place of a name server', 'port');
	});

	test('one port too many, or too few, in a range is noticed', () => {
		expectStatus(range('none', { expected: '8001' }), 1);
		noticed('none', 'a port that is open and should not be', 'expected');
		expectStatus(range('traditional', { expected: '8001 8002 8003' }), 1);
		noticed('traditional', 'a port that is not open and should be', 'expected');
		expectStatus(range('none', { expected: 'none' }), 1);
		noticed('none', 'ports that are open where none should be', 'expected');
		expectStatus(range('none', { from: '8004', to: '8006', expected: 'none' }), 0);
	});

	describe.each(['openbsd', 'none'] as const)('with %s', nc => {
		test.each([
			['the machine of somebody else', { mine: 'false' }],
			['a range that runs backwards', { from: '9000' }],
			['a range that is too wide', { to: '9999' }],
		])('%s is not asked', (broken, wrong) => {
			const outcome = range(nc, wrong);
			expectStatus(outcome, 1);
			expect(outcome.output).not.toContain('found');
			noticed(nc, broken, ...Object.keys(wrong));
		});

		test('a range is shown where nobody has said what should be', () => {
			const outcome = range(nc, {});
			expectStatus(outcome, 0);
			expect(outcome.output).toContain('found = 8001 8003');
		});
	});

	test('who listens is shown, with the address', () => {
		const outcome = walk(on('server', 'none'), 'list-who-listens-here', {});
		expectStatus(outcome, 0);
		expect(outcome.output).toMatch(/10\.77\.0\.1:8001 .*"perl"/);
	});

	test('a machine that cannot be asked who listens does not look like one where nobody does', () => {
		const ss = network.server.sh('command -v ss').trim();
		network.server.sh(`mount --bind /dev/null ${ss}`);
		try {
			for (const way of ['list-who-listens-here', 'listen-without-nc']) {
				const answers = way === 'listen-without-nc' ? listener : {};
				const outcome = walk(on('server', 'none'), way, answers);
				expectStatus(outcome, 1);
				on('server', 'none').noticed('an `ss` that cannot be run');
			}
		} finally {
			network.server.sh(`umount ${ss}`);
		}
	});

	test.each(ways)(
		'with %s, another machine reaches the listener, which is on one address only',
		nc => {
			const started = listen(nc, 'tcp');
			expectStatus(started, 5);
			const run = / resume ([a-z0-9]+)/.exec(started.output)?.[1] ?? '';
			expect(listening()).toMatch(/^tcp[^\n]* 10\.77\.0\.1:3873 [^\n]*\n$/);
			network.visitor.sh(`timeout 5 bash -c 'echo ${run} > /dev/tcp/10.77.0.1/3873'`);
			const done = ['--done', 'say-something-from-the-other-machine'];
			expectStatus(on('server', nc).runbook('resume', run, '--plain', '--yes', ...done), 0);
		},
	);

	test('a listener that was not reached is noticed, and still listens for another try', () => {
		const unheard = ['--done', 'say-something-from-the-other-machine'];
		for (const nc of ['ncat', 'none'] as const) {
			const tcp = listen(nc, 'tcp', ...unheard);
			expectStatus(tcp, 1);
			noticed(nc, 'nothing that arrives over TCP');
			const run = runOf(tcp);
			network.visitor.sh(`timeout 5 bash -c 'echo ${run} > /dev/tcp/10.77.0.1/3873'`);
			expectStatus(on('server', nc).runbook('resume', run, '--plain', '--yes'), 0);
		}
		const started = listen('ncat', 'udp', ...unheard);
		expectStatus(started, 1);
		noticed('ncat', 'nothing that arrives over UDP');
		const run = runOf(started);
		network.visitor.sh(`timeout 5 bash -c 'echo ${run} > /dev/udp/10.77.0.1/3873'`);
		expectStatus(on('server', 'ncat').runbook('resume', run, '--plain', '--yes'), 0);
		expect(listening()).toBe('');
	});

	test('a port that somebody has is not listened on', () => {
		const answers = { ...listener, port: '8001' };
		const outcome = walk(on('server', 'openbsd'), 'listen-for-another-machine', answers);
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('"perl"');
		noticed('openbsd', 'a port that somebody else has', 'port');
	});

	test('an address that is not this machine is not listened on', () => {
		const answers = { ...listener, address: '10.77.0.9' };
		const outcome = walk(on('server', 'none'), 'listen-without-nc', answers);
		expectStatus(outcome, 1);
		noticed('none', 'an address that is not of this machine', 'address');
		expect(outcome.output).not.toContain('Listen with Perl');
	});
});
