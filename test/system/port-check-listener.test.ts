/** Walks the ways through `port-check` that listen, in a small network, with each real netcat. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Kind, netcats, type Way, ways } from '../helpers/netcats.ts';
import {
	expectStatus,
	listener,
	openPortWalks,
	type PortWalks,
	whyNoPorts,
} from '../helpers/port-walks.ts';
import type { Outcome } from '../helpers/sandbox.ts';

const reason = whyNoPorts();

if (reason) console.warn(`the listeners of port-check are not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('port-check, listening with the real netcats', () => {
	let walks: PortWalks;

	beforeAll(async () => {
		walks = await openPortWalks();
	});

	afterAll(() => walks.close());

	afterEach(() => expect(walks.left()).toEqual([]));

	const runOf = ({ output }: Outcome) => / run ([a-z0-9]{12})\n/.exec(output)?.[1] ?? '';

	const listening = () => walks.network.server.sh('ss -Hlnp sport = :3873');

	describe.each(ways)('with %s', nc => {
		test.each(['tcp', 'udp'])(
			'a listener over %s hears what is said, and goes without a trace',
			transport => {
				expectStatus(walks.listen(nc, transport, '--host', 'client=here'), 0);
				expect(listening()).toBe('');
				expect(walks.network.server.run('pgrep', '-f', 'timeout 1m|IO::Socket::IP').stdout).toBe(
					'',
				);
			},
		);
	});

	const said = ['--done', 'say-something-from-the-other-machine'];

	/** Until the other machine is to speak. */
	const begin = (nc: Way, transport: string): string => {
		const started = walks.listen(nc, transport);
		expectStatus(started, 5);
		return / resume ([a-z0-9]+)/.exec(started.output)?.[1] ?? '';
	};

	const goOn = (nc: Way, run: string, ...more: string[]) =>
		walks.on('server', nc).runbook('resume', run, '--plain', '--yes', ...said, ...more);

	/** Without the word that has been missed, to the end. */
	const giveUp = (nc: Way, run: string) => {
		expectStatus(goOn(nc, run, '--skip', 'see-whether-it-has-arrived=it cannot'), 0);
		expect(listening()).toBe('');
	};

	/** From the visitor's machine, by Bash; `HERE` is where it listens. */
	const visit = (transport: string, script: string) =>
		walks.network.visitor.run(
			'timeout',
			'9',
			'bash',
			'-c',
			script.replaceAll('HERE', `/dev/${transport}/10.77.0.1/3873`),
		);

	test.each(ways)(
		'with %s, another machine reaches the listener, which is on one address only',
		nc => {
			const run = begin(nc, 'tcp');
			expect(listening()).toMatch(/^tcp[^\n]* 10\.77\.0\.1:3873 [^\n]*\n$/);
			visit('tcp', `echo ${run} > HERE`);
			expectStatus(goOn(nc, run), 0);
		},
	);

	test.each(ways)('with %s, a word that ends as telnet ends it has arrived', nc => {
		const run = begin(nc, 'tcp');
		visit('tcp', `printf '%s\\r\\n' ${run} > HERE`);
		expectStatus(goOn(nc, run), 0);
	});

	describe.each(Object.keys(netcats) as Kind[])('with %s', nc => {
		test.each(['tcp', 'udp'])('somebody else who comes first over %s is no firewall', transport => {
			const run = begin(nc, transport);
			visit(transport, transport === 'tcp' ? ': <> HERE' : 'echo stray > HERE');
			const outcome = goOn(nc, run);
			expectStatus(outcome, 1);
			expect(outcome.output).toContain('Nobody listens any more');
			if (transport === 'udp')
				expect(outcome.output).toMatch(/Somebody else came first: .*10\.77\.0\.3/);
			walks.noticed(nc, `somebody else who comes first over ${transport.toUpperCase()}`);
			if (transport === 'udp') {
				// Of a socket that has heard somebody, `ss -l` says nothing.
				const again = walks.listen(nc, transport);
				expectStatus(again, 1);
				expect(again.output).toMatch(/Port 3873 is taken: .*"nc/);
				walks.noticed(nc, 'a port that an earlier listener over UDP has');
			}
			giveUp(nc, run);
		});

		test('no more than a megabyte is kept', () => {
			const run = begin(nc, 'tcp');
			visit('tcp', 'head -c 5000000 /dev/zero > HERE');
			const size = Number(walks.network.server.sh(`stat -c %s /tmp/runbook-listener-${run}/heard`));
			expect(size).toBeGreaterThan(0);
			expect(size).toBeLessThanOrEqual(2 ** 20);
			expectStatus(goOn(nc, run), 1);
			giveUp(nc, run);
		});
	});

	test.each(['tcp', 'udp'])(
		'without nc, it waits for the word over %s, whoever comes first',
		transport => {
			const run = begin('none', transport);
			visit(transport, ': <> HERE');
			visit(transport, 'echo GET / > HERE');
			const silent = walks.network.visitor.start(
				'bash',
				'-c',
				`exec 3<> /dev/${transport}/10.77.0.1/3873; exec sleep 60`,
			);
			try {
				visit(transport, `echo ${run} > HERE`);
				expectStatus(goOn('none', run), 0);
			} finally {
				silent.kill();
			}
			expect(listening()).toBe('');
		},
	);

	test.each(ways)('with %s, a listener of which nothing is left is taken back', nc => {
		const run = begin(nc, 'tcp');
		const folder = `/tmp/runbook-listener-${run}`;
		walks.network.server.sh(`kill $(cat ${folder}/pid); rm -r ${folder}`);
		expectStatus(goOn(nc, run), 1);
		giveUp(nc, run);
	});

	test('a listener that was not reached is noticed, and still listens for another try', () => {
		for (const nc of ['ncat', 'none'] as const) {
			const tcp = walks.listen(nc, 'tcp', ...said);
			expectStatus(tcp, 1);
			walks.noticed(nc, 'nothing that arrives over TCP');
			const run = runOf(tcp);
			walks.network.visitor.sh(`timeout 5 bash -c 'echo ${run} > /dev/tcp/10.77.0.1/3873'`);
			expectStatus(walks.on('server', nc).runbook('resume', run, '--plain', '--yes'), 0);
		}
		const started = walks.listen('ncat', 'udp', ...said);
		expectStatus(started, 1);
		walks.noticed('ncat', 'nothing that arrives over UDP');
		const run = runOf(started);
		walks.network.visitor.sh(`timeout 5 bash -c 'echo ${run} > /dev/udp/10.77.0.1/3873'`);
		expectStatus(walks.on('server', 'ncat').runbook('resume', run, '--plain', '--yes'), 0);
		expect(listening()).toBe('');
	});

	test('a port that somebody has is not listened on', () => {
		const answers = { ...listener, port: '8001' };
		const outcome = walks.walk(
			walks.on('server', 'openbsd'),
			'listen-for-another-machine',
			answers,
		);
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('"perl"');
		walks.noticed('openbsd', 'a port that somebody else has', 'port');
	});

	test('an address that is not this machine is not listened on', () => {
		const answers = { ...listener, address: '10.77.0.9' };
		const outcome = walks.walk(walks.on('server', 'none'), 'listen-without-nc', answers);
		expectStatus(outcome, 1);
		walks.noticed('none', 'an address that is not of this machine', 'address');
		expect(outcome.output).not.toContain('Listen with Perl');
	});

	test('who listens is shown, with the address', () => {
		const outcome = walks.walk(walks.on('server', 'none'), 'list-who-listens-here', {});
		expectStatus(outcome, 0);
		expect(outcome.output).toMatch(/10\.77\.0\.1:8001 .*"perl"/);
	});

	test('a machine that cannot be asked who listens does not look like one where nobody does', () => {
		const ss = walks.network.server.sh('command -v ss').trim();
		walks.network.server.sh(`mount --bind /dev/null ${ss}`);
		try {
			for (const way of ['list-who-listens-here', 'listen-without-nc']) {
				const answers = way === 'listen-without-nc' ? listener : {};
				const outcome = walks.walk(walks.on('server', 'none'), way, answers);
				expectStatus(outcome, 1);
				walks.on('server', 'none').noticed('an `ss` that cannot be run');
			}
		} finally {
			walks.network.server.sh(`umount ${ss}`);
		}
	});
});
