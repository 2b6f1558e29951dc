/** Walks `carp-failover` on the stand-ins for OpenBSD's commands, each block on its own firewall. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { comings, openPair, type Pair } from '../helpers/firewalls.ts';
import { whyNot } from '../helpers/sandbox.ts';

const reason = whyNot([]);

if (reason) console.warn(`carp-failover is not walked: ${reason}.`);

/** The page answers if whoever is MASTER lets requests for it pass. */
const curl = `
for name in first second; do
	[ "$(cat $name/role)" = MASTER ] && [ "$(cat $name/passes)" = yes ] && echo 200 && exit
done
echo 'curl: (28) Connection timed out' >&2
exit 28`;

describe.skipIf(reason !== undefined)('carp-failover, on stand-ins', () => {
	let pairs: Pair[];

	beforeEach(() => {
		pairs = [];
	});

	afterEach(() => {
		for (const pair of pairs) pair.dispose();
	});

	const open = () => {
		const pair = openPair('carp-failover', { curl });
		pairs.push(pair);
		for (const name of ['first', 'second']) pair.setState(`${name}/passes`, 'yes');
		return pair;
	};

	const walk = (
		pair: Pair,
		branch: string,
		env?: Record<string, string>,
		...more: readonly string[]
	) =>
		pair.walk(
			[
				...[
					'--choose',
					`has-the-role-moved=${branch}`,
					'--host',
					'first=here',
					'--host',
					'second=here',
				],
				...['--done', 'work-on-the-first-firewall', ...more],
			],
			env,
		);

	const page = ['--set', 'url=https://site.example/', '--host', 'outside=here'];

	const demotion = 'ifconfig -g carp carpdemote 50';
	const takeBack = 'ifconfig -g carp -carpdemote 50';

	const expectAsBefore = (pair: Pair, counters = ['0', '0']) => {
		expect(pair.both('role')).toEqual(['MASTER', 'BACKUP']);
		expect(pair.both('counter')).toEqual(counters);
	};

	const passes = async (pair: Pair, branch: string, ...more: readonly string[]) => {
		const { status, output } = await walk(pair, branch, {}, ...more);
		expect(status, output).toBe(0);
	};

	test.each(['0', '1'])('the role moves away and comes back, with preempt at %s', async preempt => {
		const pair = open();
		for (const host of ['first', 'second']) pair.setState(`${host}/preempt`, preempt);
		pair.before('first', takeBack, 'cp first/role first-was; cp second/role second-was');
		await passes(pair, 'it-has-moved');
		expect([pair.state('first-was'), pair.state('second-was')]).toEqual(['BACKUP', 'MASTER']);
		expectAsBefore(pair);
	});

	test('the demotions of others are left alone', async () => {
		const pair = open();
		pair.setState('first/counter', '3');
		pair.setState('second/counter', '4');
		await passes(pair, 'it-has-moved');
		expectAsBefore(pair, ['3', '4']);
	});

	test('nothing is taken away after a reboot of the first', async () => {
		const pair = open();
		pair.setState('first/preempt', '1');
		// The gate that it has moved asks the second first; then comes the work, and the reboot.
		pair.before(
			'first',
			'ifconfig -g carp',
			'[ "$(cat second/role)" = BACKUP ] || echo 0 > first/counter',
		);
		await passes(pair, 'it-has-moved');
		expectAsBefore(pair);
	});

	/** What makes each of the other answers true, as soon as the first is demoted. */
	const cases = [
		['both-are-master', ': > split', 'rm -f split'],
		[
			'both-are-backup',
			'echo 1000 > advbase; echo BACKUP > first/role; date +%s > changed',
			'echo 0 > advbase',
		],
		[
			'nothing-has-changed-or-not-everything',
			'echo 60 > second/counter',
			'echo 0 > second/counter',
		],
		['the-page-does-not-answer', 'echo no > second/passes', ':'],
	] as const;

	test.each(cases)('%s: the role comes home', async (branch, happens, ends) => {
		for (const preempt of ['0', '1']) {
			const pair = open();
			for (const host of ['first', 'second']) pair.setState(`${host}/preempt`, preempt);
			pair.before('first', demotion, happens);
			pair.before('first', takeBack, ends);
			await passes(pair, branch, ...(preempt === '1' ? page : []));
			expectAsBefore(pair);
		}
	});

	test('two that still do not hear each other when the demotion is taken back are noticed', async () => {
		const pair = open();
		pair.before('first', demotion, ': > split');
		const { status, output } = await walk(pair, 'both-are-master');
		expect(status, output).toBe(1);
		pair.noticed('two firewalls that go on not hearing each other');
		expect(pair.both('counter')).toEqual(['0', '0']);
	});

	test('a counter that somebody has raised is noticed on the way home', async () => {
		const pair = open();
		pair.before('first', takeBack, 'echo 53 > first/counter');
		const { status, output } = await walk(pair, 'both-are-master');
		expect(status, output).toBe(1);
		pair.noticed('a counter that somebody else has raised meanwhile');
		expect(pair.state('first/counter')).toBe('3');
	});

	test.each(cases)(
		'%s: a counter that somebody has changed is noticed',
		async (branch, happens) => {
			const pair = open();
			pair.before('first', demotion, happens);
			pair.before('first', takeBack, 'echo 20 > first/counter');
			const { status, output } = await walk(pair, branch);
			expect(status, output).toBe(1);
			pair.noticed('a counter that somebody else has lowered meanwhile');
			expect(pair.state('first/counter')).toBe('20');
		},
	);

	test.each<[string, (pair: Pair) => void]>([
		[
			'a first firewall that is not MASTER',
			pair => {
				pair.setState('first/role', 'BACKUP');
				pair.setState('second/role', 'MASTER');
			},
		],
		['other rules on the second', pair => pair.setState('second/rules', 'pass')],
		['a second that does not know the connections', pair => pair.setState('second/states', '12')],
		['a relayd of the second that is stopped', pair => pair.setState('second/relayd', 'stopped')],
		['a counter of the second that is as high', pair => pair.setState('second/counter', '50')],
		[
			'counters that would end above 255',
			pair => {
				for (const host of ['first', 'second']) pair.setState(`${host}/counter`, '220');
			},
		],
	])('%s is noticed before anything changes', async (broken, sabotage) => {
		const pair = open();
		sabotage(pair);
		const before = [pair.both('role'), pair.both('counter')];
		const { status, output } = await walk(pair, 'it-has-moved');
		expect(status, output).toBe(1);
		pair.noticed(broken);
		expect([pair.both('role'), pair.both('counter')]).toEqual(before);
	});

	test('a page is asked for from outside, and one that does not answer is noticed', async () => {
		const good = open();
		const { status, output } = await walk(good, 'it-has-moved', {}, ...page);
		expect(status, output).toBe(0);
		expectAsBefore(good);

		const outside = [
			[
				'a page that does not answer',
				'it-has-moved',
				(pair: Pair) => pair.setState('first/passes', 'no'),
			],
			[
				'a second that does not let the page pass',
				'it-has-moved',
				(pair: Pair) => pair.setState('second/passes', 'no'),
			],
			...cases.map(
				([branch, happens, ends]) =>
					[
						'a page that does not answer when the role is home',
						branch,
						(pair: Pair) => {
							pair.setState('first/preempt', '1');
							pair.before('first', demotion, happens);
							pair.before('first', takeBack, `${ends}; echo no > first/passes`);
						},
					] as const,
			),
		] as const;
		const all = await Promise.all(
			outside.map(async ([broken, branch, sabotage]) => {
				const pair = open();
				sabotage(pair);
				return { broken, pair, ended: await walk(pair, branch, {}, ...page) };
			}),
		);
		for (const { broken, pair, ended } of all) {
			expect([broken, ended.status], ended.output).toEqual([broken, 1]);
			pair.noticed(broken);
		}
	});

	test.each(comings)('%s is noticed before anything changes', async (broken, SSH_CONNECTION) => {
		const pair = open();
		const { status, output } = await walk(pair, 'it-has-moved', { SSH_CONNECTION });
		expect(status, output).toBe(1);
		pair.noticed(broken);
		expect(pair.both('counter')).toEqual(['0', '0']);
	});

	test('a counter that is another one after the work is shown', async () => {
		const pair = open();
		const { status, output } = await walk(pair, 'it-has-moved');
		expect(status, output).toBe(0);
		expect(output).toContain('The counter is 50, and was 0.');
	});

	test('two that do not hear each other, and a counter that is not the old one, do not pass', async () => {
		const [split, changed] = [open(), open()];
		split.before('first', demotion, ': > split');
		changed.before('first', takeBack, 'echo 53 > first/counter');
		const outcomes = await Promise.all([split, changed].map(pair => walk(pair, 'it-has-moved')));
		for (const { status, output } of outcomes) expect(status, output).toBe(1);
		split.noticed('two firewalls that do not hear each other: both are MASTER');
		changed.noticed('a counter that somebody else has raised meanwhile');
		expect(split.both('counter')).toEqual(['50', '0']);
		expect(changed.both('counter')).toEqual(['3', '0']);
	});
});
