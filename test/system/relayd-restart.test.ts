/** Walks `relayd-restart` on the stand-ins for OpenBSD's commands, each block on its own host. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { comings, openPair, type Pair } from '../helpers/firewalls.ts';
import { whyNot } from '../helpers/sandbox.ts';

const reason = whyNot([]);

if (reason) console.warn(`relayd-restart is not walked: ${reason}.`);

/** The page answers if whoever is MASTER runs relayd and has a host that is up. */
const curl = `
for name in first second; do
	[ "$(cat $name/role)" = MASTER ] || continue
	[ "$(cat $name/relayd)" = running ] && grep -q ' up$' $name/loaded && echo 200 && exit
done
echo 'curl: (52) Empty reply from server' >&2
exit 52`;

const old = 'host 192.0.2.214 up\nhost 192.0.2.215 up';
const good = `${old}\nhost 192.0.2.216 up`;
const bad = `${good}\nerror`;
/** No fault in it, but nobody answers. */
const wrong = 'host 192.0.2.241 down\nhost 192.0.2.242 down';

describe.skipIf(reason !== undefined)('relayd-restart, on stand-ins', () => {
	let pairs: Pair[];

	beforeEach(() => {
		pairs = [];
	});

	afterEach(() => {
		for (const pair of pairs) pair.dispose();
	});

	const open = () => {
		const pair = openPair('relayd-restart', { curl });
		pairs.push(pair);
		for (const name of ['first', 'second']) pair.setState(`${name}/relayd.conf`, good);
		return pair;
	};

	const walk = (pair: Pair, branch = 'it-has-moved', env?: Record<string, string>) =>
		pair.walk(
			[
				...['--choose', `has-the-role-moved=${branch}`, '--set', 'url=https://site.example/'],
				...['first', 'second', 'outside'].flatMap(host => ['--host', `${host}=here`]),
			],
			env,
		);

	const passes = async (pair: Pair, branch?: string) => {
		const { status, output } = await walk(pair, branch);
		expect(status, output).toBe(0);
	};

	const demotion = 'ifconfig -g carp carpdemote 50';
	const takeBack = 'ifconfig -g carp -carpdemote 50';

	const expectAsBefore = (pair: Pair, counters = ['0', '0']) => {
		expect(pair.both('role')).toEqual(['MASTER', 'BACKUP']);
		expect(pair.both('counter')).toEqual(counters);
		expect(pair.both('relayd')).toEqual(['running', 'running']);
	};

	test.each(['0', '1'])(
		'both get the new file, one at a time, with preempt at %s',
		async preempt => {
			const pair = open();
			for (const name of ['first', 'second']) pair.setState(`${name}/preempt`, preempt);
			pair.before('first', demotion, 'cp first/loaded first-had; cp second/loaded second-had');
			await passes(pair);
			expect([pair.state('first-had'), pair.state('second-had')]).toEqual([old, good]);
			expect(pair.both('loaded')).toEqual([good, good]);
			expectAsBefore(pair);
		},
	);

	test('it can be walked twice, and the demotions of others are left alone', async () => {
		const pair = open();
		pair.setState('first/counter', '3');
		pair.setState('second/counter', '4');
		for (let time = 0; time < 2; time++) await passes(pair);
		expectAsBefore(pair, ['3', '4']);
	});

	test.each<[string, (pair: Pair) => void]>([
		['a bad file on the first', pair => pair.setState('first/relayd.conf', bad)],
		['a bad file on the second', pair => pair.setState('second/relayd.conf', bad)],
		[
			'a relayd that reads another file',
			pair => pair.setState('second/flags', '-f /etc/relayd.other.conf'),
		],
		[
			'a relayd that reads another file, said among other options',
			pair => pair.setState('second/flags', '-vf /etc/relayd.other.conf'),
		],
		['a relayd that is not enabled', pair => pair.setState('first/flags', 'NO')],
		['other rules on the second', pair => pair.setState('second/rules', 'pass')],
		['a second that does not know the connections', pair => pair.setState('second/states', '12')],
		[
			'a `pf.conf` without a place for relayd',
			pair => {
				for (const name of ['first', 'second']) pair.setState(`${name}/rules`, 'pass');
			},
		],
		[
			'a host that is down for one of them',
			pair => pair.setState('second/loaded', 'host 192.0.2.214 up\nhost 192.0.2.215 down'),
		],
		['a relayd that is stopped', pair => pair.setState('second/relayd', 'stopped')],
		['a counter of the second that is as high', pair => pair.setState('second/counter', '50')],
		[
			'a file that goes bad at the last moment',
			pair => pair.before('second', 'ifconfig -g carp', 'echo error >> second/relayd.conf'),
		],
	])('%s is noticed before anything stops', async (broken, sabotage) => {
		const pair = open();
		sabotage(pair);
		const before = [pair.both('role'), pair.both('loaded'), pair.both('relayd')];
		const { status, output } = await walk(pair);
		expect(status, output).toBe(1);
		pair.noticed(broken);
		expect([pair.both('role'), pair.both('loaded'), pair.both('relayd')]).toEqual(before);
	});

	test.each(comings)('%s is noticed before anything changes', async (broken, SSH_CONNECTION) => {
		const pair = open();
		const { status, output } = await walk(pair, undefined, { SSH_CONNECTION });
		expect(status, output).toBe(1);
		pair.noticed(broken);
		expectAsBefore(pair);
	});

	test.each(['0', '1'])(
		'a first that serves nothing once it has the role again gives it away, with preempt at %s',
		async preempt => {
			const pair = open();
			for (const name of ['first', 'second']) pair.setState(`${name}/preempt`, preempt);
			pair.before('first', takeBack, `printf '%s\\n' '${wrong}' > first/loaded`);
			const { status, output } = await walk(pair);
			expect(status, output).toBe(1);
			pair.noticed('a page that does not come from the first when the role is home');
			expect(pair.both('role')).toEqual(['MASTER', 'BACKUP']);

			pair.byHand('first', demotion);
			expect(pair.both('role')).toEqual(['BACKUP', 'MASTER']);
			pair.setState('first/relayd.conf', old);
			pair.byHand('first', `relayd -n && rcctl restart relayd; ${takeBack}; ifconfig carp`);
			pair.byHand('second', 'ifconfig carp');
			expect(pair.state('first/loaded')).toBe(old);
			expect(pair.both('counter')).toEqual(['0', '0']);
			expect(pair.both('role')).toEqual(
				preempt === '1' ? ['MASTER', 'BACKUP'] : ['BACKUP', 'MASTER'],
			);

			if (preempt === '0') {
				pair.byHand('second', `${demotion}; ifconfig carp`);
				pair.byHand('first', 'ifconfig carp');
				pair.byHand('second', takeBack);
			}
			pair.setState('second/relayd.conf', old);
			pair.byHand('second', 'relayd -n && rcctl restart relayd; ifconfig carp');
			expect(pair.both('loaded')).toEqual([old, old]);
			expectAsBefore(pair);
		},
	);

	/** As when the page is not right: the second gets its old file back, and the role goes home. */
	const goHome = (pair: Pair) => {
		pair.before('first', demotion, `printf '%s\\n' '${wrong}' > second/loaded`);
		pair.before('first', takeBack, `printf '%s\\n' '${old}' > second/relayd.conf`);
	};

	test.each(['0', '1'])('the role comes home, with preempt at %s', async preempt => {
		const pair = open();
		for (const name of ['first', 'second']) pair.setState(`${name}/preempt`, preempt);
		goHome(pair);
		await passes(pair, 'it-has-not-moved');
		expect(pair.both('loaded')).toEqual([old, old]);
		expectAsBefore(pair);
	});

	test('a counter that somebody has lowered is noticed on the way home', async () => {
		const pair = open();
		pair.before('first', takeBack, 'echo 20 > first/counter');
		const { status, output } = await walk(pair, 'it-has-not-moved');
		expect(status, output).toBe(1);
		pair.noticed('a counter that somebody else has lowered meanwhile');
		expect(pair.state('first/counter')).toBe('20');
	});

	test('a first firewall without its demotion after a reboot loses nothing', async () => {
		const pair = open();
		pair.before('first', takeBack, 'echo 0 > first/counter');
		const { status, output } = await walk(pair);
		expect(status, output).toBe(1);
		pair.noticed('a first firewall that was rebooted meanwhile');
		expect(pair.both('counter')).toEqual(['0', '0']);
	});

	// Gates that try for a while: all of these at once.
	test('what is not well after a restart or a move does not pass', async () => {
		const sabotages: readonly [string, string | undefined, (pair: Pair) => void][] = [
			[
				'a file with the wrong hosts',
				undefined,
				pair => pair.setState('second/relayd.conf', `${wrong}\n${wrong}`),
			],
			[
				'a first that comes back with fewer hosts',
				undefined,
				pair => pair.before('first', demotion, "echo 'host 192.0.2.214 up' > first/relayd.conf"),
			],
			[
				'a page that does not come from the second',
				undefined,
				pair => pair.before('first', demotion, `printf '%s\\n' '${wrong}' > second/loaded`),
			],
			[
				'two firewalls that do not hear each other: both are MASTER',
				'it-has-not-moved',
				pair => pair.before('first', demotion, ': > split'),
			],
		];
		const all = await Promise.all(
			sabotages.map(async ([broken, branch, sabotage]) => {
				const pair = open();
				sabotage(pair);
				return { broken, pair, ended: await walk(pair, branch) };
			}),
		);
		for (const { broken, pair, ended } of all) {
			expect([broken, ended.status], ended.output).toEqual([broken, 1]);
			pair.noticed(broken);
		}
	});
});
