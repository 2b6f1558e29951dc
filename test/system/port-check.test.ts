/** Walks the ways through `port-check` that ask, in a small network, with each real netcat. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Way, ways } from '../helpers/netcats.ts';
import {
	expectStatus,
	listener,
	openPortWalks,
	type PortWalks,
	suffix,
	whyNoPorts,
} from '../helpers/port-walks.ts';

const reason = whyNoPorts();

if (reason) console.warn(`port-check is not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('port-check, with the real netcats', () => {
	let walks: PortWalks;

	beforeAll(async () => {
		walks = await openPortWalks();
	});

	afterAll(() => walks.close());

	/** While the administrator's machine is like this, and not a moment longer. */
	const meanwhile = (before: string, after: string, act: () => void) => {
		walks.network.admin.sh(before);
		try {
			act();
		} finally {
			walks.network.admin.sh(after);
		}
	};

	/** For the table, which has the first line: of `ncat`, its version. */
	const noticedByWords = (nc: Way, broken: string) => {
		if (nc !== 'ncat') walks.noticed(nc, broken);
	};

	const route = (kind: string, act: () => void) =>
		meanwhile(`ip route add ${kind} 10.77.0.1`, `ip route del ${kind} 10.77.0.1`, act);

	const quiet = { port: '5301', question: 'other', seconds: '1' };

	describe.each(ways)('with %s', nc => {
		test('a TCP port is open, refused or silent', () => {
			const open = walks.tcp(nc, { port: '8001', wanted: 'open' });
			expectStatus(open, 0);
			expect(open.output).toContain('220 hello');
			expectStatus(walks.tcp(nc, { port: '8002', wanted: 'refused' }), 0);
			expectStatus(
				walks.tcp(nc, { port: '8001', wanted: 'silent', target: '10.77.0.99', seconds: '1' }),
				0,
			);
		});

		test('a machine that is down, or to which no way leads, is no refused port', () => {
			for (const target of ['10.77.0.50', '10.78.0.1']) {
				const asked = walks.tcp(nc, { port: '8002', wanted: 'refused', target, seconds: '15' });
				expectStatus(asked, 1);
				expect(asked.output).toContain('The port is unreachable, and should be refused.');
				walks.noticed(
					nc,
					target === '10.78.0.1' ? 'no way to a machine' : 'a dead machine',
					'target',
				);
			}
		});

		test('what this machine itself cannot send says nothing about a port', () => {
			route('blackhole', () => {
				for (const outcome of [
					() => walks.tcp(nc, { port: '8002', wanted: 'refused' }),
					() => walks.udp(nc, quiet),
					() => walks.range(nc, { expected: '8003 8001' }),
				]) {
					const { status, output } = outcome();
					expect(status, output).toBe(1);
					expect(output).toContain('That says nothing about the port.');
					noticedByWords(nc, 'a route of this machine that leads nowhere');
				}
			});
		});

		test('a port that cannot be asked is no closed one', () => {
			const ports = '/proc/sys/net/ipv4/ip_local_port_range';
			const was = walks.network.admin.sh(`cat ${ports}`).trim();
			// The only port that this machine may use has a connection there already.
			meanwhile(`echo 60000 60000 > ${ports}`, `echo ${was} > ${ports}`, () => {
				const first = walks.network.admin.start(
					'bash',
					'-c',
					'exec 3<> /dev/tcp/10.77.0.1/8001; exec sleep 60',
				);
				try {
					const stands = 'ss -tnH state established dport = :8001';
					walks.network.admin.sh(
						`timeout 9 sh -c 'until ${stands} | grep -q .; do sleep 0.1; done'`,
					);
					const { status, output } = walks.range(nc, { expected: '8003 8001' });
					expect(status, output).toBe(1);
					expect(output).toContain('Cannot assign requested address');
					expect(output).toContain('That says nothing about the port.');
					noticedByWords(nc, 'a machine that has used up its ports');
				} finally {
					first.kill();
				}
			});
		});

		test('a way that is forbidden is no refused port', () => {
			route('prohibit', () => {
				const asked = walks.tcp(nc, { port: '8002', wanted: 'refused' });
				expectStatus(asked, 1);
				expect(asked.output).toContain('The port is unreachable, and should be refused.');
				walks.noticed(nc, 'a way that is forbidden');
			});
		});

		test('a firewall of this machine does not pass for the other one', () => {
			const drop =
				'table inet own { chain out { type filter hook output priority 0; udp dport 5301 drop; }; }';
			meanwhile(`nft '${drop}'`, 'nft delete table inet own', () => {
				const asked = walks.udp(nc, quiet);
				expectStatus(asked, 1);
				// OpenBSD's has no words by which to tell it from a refusal.
				const said =
					nc === 'openbsd'
						? 'Refused, or dropped by a firewall on this machine'
						: 'A firewall on this machine lets nothing out';
				expect(asked.output).toContain(said);
				if (nc !== 'openbsd')
					noticedByWords(nc, 'a firewall of this machine that drops the packet');
			});
		});

		test('over UDP, too, a machine to which no way leads is no refused port', () => {
			const asked = walks.udp(nc, { ...quiet, target: '10.78.0.1' });
			expectStatus(asked, 1);
			expect(asked.output).toContain('The port is unreachable.');
			walks.noticed(nc, 'no way to a machine', 'target');
		});

		test('an answer over UDP is shown, and is no refusal', () => {
			const asked = walks.udp(nc, { ...quiet, port: '5303' });
			expectStatus(asked, 0);
			expect(asked.output).toContain('answer = unknown');
			if (nc === 'ncat') expect(asked.output).toContain('hello');
		});

		test('a UDP port that says nothing does not pass for one that answers, and one that is closed is', () => {
			expectStatus(walks.udp(nc, { port: '5301', question: 'other', seconds: '1' }), 0);
			expectStatus(walks.udp(nc, { port: '5302', question: 'other', seconds: '1' }), 1);
			walks.noticed(nc, 'a port that nobody listens on', 'port');
		});

		test('a range is what should be open, and nothing else', () => {
			const outcome = walks.range(nc, { expected: '8003 8001' });
			expectStatus(outcome, 0);
			expect(outcome.output).toContain('found = 8001 8003');
		});
	});

	test('a port that is not what it should be is noticed', () => {
		for (const nc of ['ncat', 'none'] as const) {
			expectStatus(walks.tcp(nc, { port: '8002', wanted: 'open' }), 1);
			walks.noticed(nc, 'a port that nobody listens on', 'port');
			expectStatus(walks.tcp(nc, { port: '8003', wanted: 'refused' }), 1);
			walks.noticed(nc, 'a port that is open, and should not be', 'port');
		}
	});

	test('an `nc` that cannot be run says nothing about a port', () => {
		const broken = 'an `nc` that cannot be run';
		for (const outcome of [
			() => walks.tcp('broken', { port: '8002', wanted: 'refused' }),
			() => walks.udp('broken', { port: '5301', question: 'other', seconds: '1' }),
			() => walks.range('broken', {}),
		]) {
			const { status, output } = outcome();
			expect(status, output).toBe(1);
			expect(output).toContain('nc itself has failed, with 127.');
			walks.on('admin', 'broken').noticed(broken, { instead: [] });
		}
	});

	test.each(ways)('with %s, a port is silent, too, where the system gives up first', nc => {
		const tries = '/proc/sys/net/ipv4/tcp_syn_retries';
		const was = walks.network.admin.sh(`cat ${tries}`).trim();
		meanwhile(`echo 1 > ${tries}`, `echo ${was} > ${tries}`, () => {
			const silent = { port: '8001', wanted: 'silent', target: '10.77.0.99', seconds: '9' };
			expectStatus(walks.tcp(nc, silent), 0);
		});
	});

	test('an address of this machine itself is named as one, in IPv6 as well', () => {
		for (const target of ['10.77.0.1', '127.0.1.1', 'fd77::1']) {
			const answers = { port: '8002', wanted: 'refused', target };
			const asked = walks.walk(walks.on('server', 'none'), 'check-a-tcp-port-without-nc', answers);
			expectStatus(asked, 0);
			expect(asked.output).toContain(`${target}: this machine itself`);
		}
		const other = walks.tcp('none', { port: '8001', wanted: 'open' });
		expect(other.output).not.toContain('10.77.0.1: this machine itself');
	});

	test('a name that leads nowhere is no closed port', () => {
		const outcome = walks.tcp('openbsd', {
			port: '8002',
			wanted: 'refused',
			target: 'nowhere.invalid',
		});
		expectStatus(outcome, 1);
		expect(outcome.output).not.toContain('Knock');
		walks.noticed('none', 'a name that leads nowhere', 'target');
	});

	test.each(['openbsd', 'ncat', 'none'] as const)(
		'with %s, one open address of a name is enough, and a silent one does not hide it',
		nc => {
			const both = { target: 'both.example.test', seconds: '1' };
			const ask = (way: string, answers: Record<string, string>) =>
				walks.walk(walks.on('server', nc), `${way}${suffix(nc)}`, { ...both, ...answers });
			const open = ask('check-a-tcp-port', { port: '8001', wanted: 'open' });
			expectStatus(open, 0);
			expect(open.output).toContain('220 hello');
			expectStatus(ask('check-a-tcp-port', { port: '8002', wanted: 'silent' }), 0);
			const some = { mine: 'true', from: '8001', to: '8003', expected: '8001 8003' };
			expectStatus(ask('check-a-range', some), 0);
		},
	);

	test('the traditional `nc` is not used for IPv6, of which it knows nothing', () => {
		const outcome = walks.tcp('traditional', {
			port: '8001',
			wanted: 'refused',
			target: 'fd77::1',
		});
		expectStatus(outcome, 1);
		expect(outcome.output).not.toContain('Knock');
		walks.noticed('traditional', 'an IPv6 address', 'target');
		const v6 = { ...listener, address: 'fd77::1' };
		expectStatus(
			walks.walk(walks.on('server', 'traditional'), 'listen-for-another-machine', v6),
			1,
		);
		walks.noticed('traditional', 'an IPv6 address to listen on', 'address');
	});

	test('a UDP service counts if it answers in its own language, and only then', () => {
		for (const nc of ['none', 'openbsd'] as const) {
			expectStatus(walks.udp(nc, { port: '53', question: 'dns', seconds: '1' }), 0);
			expectStatus(walks.udp(nc, { port: '123', question: 'ntp', seconds: '1' }), 0);
			expectStatus(walks.udp(nc, { port: '5301', question: 'dns', seconds: '1' }), 1);
			walks.noticed(nc, 'a name server that says nothing', 'port');
			expectStatus(walks.udp(nc, { port: '5301', question: 'ntp', seconds: '1' }), 1);
			walks.noticed(nc, 'a time server that says nothing', 'port');
		}
		expectStatus(walks.udp('none', { port: '123', question: 'dns', seconds: '1' }), 1);
		walks.noticed('none', 'a time server in the place of a name server', 'port');
	});

	test('one port too many, or too few, in a range is noticed', () => {
		expectStatus(walks.range('none', { expected: '8001' }), 1);
		walks.noticed('none', 'a port that is open and should not be', 'expected');
		expectStatus(walks.range('traditional', { expected: '8001 8002 8003' }), 1);
		walks.noticed('traditional', 'a port that is not open and should be', 'expected');
		expectStatus(walks.range('none', { expected: 'none' }), 1);
		walks.noticed('none', 'ports that are open where none should be', 'expected');
		expectStatus(walks.range('none', { from: '8004', to: '8006', expected: 'none' }), 0);
	});

	describe.each(['openbsd', 'none'] as const)('with %s', nc => {
		test.each([
			['the machine of somebody else', { mine: 'false' }],
			['a range that runs backwards', { from: '9000' }],
			['a range that is too wide', { to: '9999' }],
		])('%s is not asked', (broken, wrong) => {
			const outcome = walks.range(nc, wrong);
			expectStatus(outcome, 1);
			expect(outcome.output).not.toContain('found');
			walks.noticed(nc, broken, ...Object.keys(wrong));
		});

		test('a range is shown where nobody has said what should be', () => {
			const outcome = walks.range(nc, {});
			expectStatus(outcome, 0);
			expect(outcome.output).toContain('found = 8001 8003');
		});
	});
});
