/** Names and values on the command line: what they reach, and what is refused with which remedy. */
import { chmodSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { runHere } from './in-process.ts';
import { Room } from './room.ts';

const word = hostname().split('.')[0] ?? '';

const room = new Room();
afterAll(() => room.close());

const body = `
## Say it

~~~sh
echo {{name}} {{port}} {{hosts}}
~~~

~~~sh when=note
echo {{note}}
~~~

## Choose a way

- [The left one](#left)
- [The right one](#right)
- [None](#wipe-it)

### Left

~~~sh
true
~~~

### Right

On the other machine:

~~~sh host=other
echo "$password" >/dev/null
~~~

## Wipe it

~~~sh danger
true
~~~

## Wipe it again

Look, then:

~~~sh danger
true
~~~
`;
const head = `
hosts: { other: The other machine }
inputs:
  name: { prompt: A name }
  port: { prompt: A port, type: port, default: 80 }
  hosts: { prompt: Hosts, type: host, many: true }
  note: { prompt: A note, optional: true }
  password: { prompt: A password, type: secret, pattern: '[a-z]+' }
`;
room.write('all', body, head);
room.writeFile('hosts', 'one\n\ntwo\n');
room.writeFile('empty', '');
room.writeFile('lines', 'a\nb\n');
chmodSync(room.writeFile('odd', 'HUNTER2\n'), 0o600);

const run = (args: readonly string[], environment = {}) =>
	runHere(['run', 'all', ...args], { ...room.environment, ...environment }, room.folder);

describe('ends with 2, starts nothing, and says why', () => {
	test.each([
		['--set nmae=x', 'the runbook `all` has no input `nmae`. Did you mean `name`?'],
		['--set quite=x', 'Its inputs: `name`, `port`, `hosts`, `note`, `password`.'],
		['--set name', 'write it as `--set name=value`'],
		['--set =x', 'write it as `--set name=value`'],
		['--set name=a --set name=b', '`name` takes one value, and 2 were given'],
		['--set name=', '`--set name=`: '],
		['--set name=-rf', '`-rf` begins with `-`'],
		['--set name=@nothere', '`--set name=@nothere`: there is no such file or folder'],
		['--set name=@.', '`--set name=@.`: '],
		['--set name=@/dev/zero', '`--set name=@/dev/zero`: it is longer than 1 MiB.'],
		['--set name=@lines', '`--set name=a'],
		['--set port=http', '`--set port=http`: '],
		['--set port=70000', '`--set port=70000`: '],
		['--set hosts=one --set hosts=t_w_o!', '`--set hosts=one, t_w_o!`: '],
		['--set hosts=@empty', '`--set hosts=`: '],
		['--set password=hunter', 'Put it into the environment, RUNBOOK_SECRET_password, or'],
		['--set password=@hosts', 'into a file: --secret-file password=FILE'],
		['--secret-file password', 'write it as `--secret-file name=FILE`'],
		['--secret-file pasword=x', 'has no secret `pasword`. Did you mean `password`?'],
		['--secret-file name=hosts', 'has no secret `name`. Its secrets: `password`.'],
		['--secret-file password=nothere', 'there is no such file or folder'],
		['--secret-file password=/dev/zero', 'password=/dev/zero`: it is longer than 1 MiB.'],
		['--secret-file password=.', '`--secret-file password=.`: it is a folder'],
		['--secret-file password=hosts', 'others can read that file. Take that away: chmod o= '],
		['--secret-file password=odd', '`--secret-file password=odd` holds a value that `password` ca'],
		['--choose chose-a-way=left', 'has no step `chose-a-way`. Did you mean `choose-a-way`?'],
		['--choose choose-a-way=lefd', 'has no branch `lefd`. Did you mean `left`?'],
		['--choose choose-a-way=0', 'Its branches: `left`, `right`, `skip`.'],
		['--choose choose-a-way=4', 'Its branches: `left`, `right`, `skip`.'],
		['--choose say-it=left', 'the step `say-it` decides nothing.'],
		['--choose choose-a-way', 'write it as `--choose step=branch`'],
		['--host othre=here', 'the runbook `all` has no host `othre`. Did you mean `other`?'],
		['--host other=-x', '`--host other=-x`: '],
		['--host other', 'write it as `--host name=here`'],
		['--confirm wipe-ti=x', 'has no step `wipe-ti`. Did you mean `wipe-it`?'],
		['--confirm wipe-it', 'write it as `--confirm step=WORD`'],
		['--confirm wipe-it=anything-else', 'the word is the name of this machine, `'],
		['--done wipe', 'has no step `wipe`.'],
	])('%s', async (line, message) => {
		const { status, stdout, stderr } = await run(['--yes', ...line.split(' ')]);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain(message);
		expect(room.runs).toEqual([]);
	});

	test('a secret that may not be, without showing it', async () => {
		const { status, stderr } = await run(['--yes'], { RUNBOOK_SECRET_password: 'HUNTER2' });
		expect(status).toBe(2);
		expect(stderr).toContain('RUNBOOK_SECRET_password holds a value');
		expect(stderr).not.toContain('HUNTER2');
	});
});

describe('without a terminal, all that is missing is named before anything starts', () => {
	const missing = async (...args: readonly string[]) => {
		const { status, stdout, stderr } = await run(args);
		expect([status, stdout, room.runs]).toEqual([4, '', []]);
		const [first, ...lines] = stderr.trimEnd().split('\n');
		expect(first).toBe('runbook: Nothing has started. These answers are missing:');
		return lines.map(line => line.replace(/^.*?(--\S+|RUNBOOK_SECRET_\w+).*$/, '$1'));
	};
	const answered = ['--set', 'name=x', '--set', 'hosts=a', '--choose', 'choose-a-way=right'];

	test('inputs, decisions, confirmations, and the `--yes`', async () => {
		const given = await missing();
		expect(given).toEqual(['--set', '--set', '--choose', '--confirm', '--confirm', '--yes']);
	});

	test('what an answer brings with it: a secret of the branch, if it runs at all', async () => {
		expect(await missing('--yes', ...answered)).toEqual([
			'RUNBOOK_SECRET_password',
			'--confirm',
			'--confirm',
		]);
	});

	test('nothing twice, when a step is confirmed by its slug and the other by its path', async () => {
		const confirmed = ['wipe-it', 'wipe-it-again'].flatMap(step => [
			'--confirm',
			`${step}=${word}`,
		]);
		expect(await missing('--yes', ...answered, ...confirmed)).toEqual(['RUNBOOK_SECRET_password']);
	});
});

describe('`script`', () => {
	const script = (args: readonly string[]) =>
		runHere(['script', 'all', ...args], room.environment, room.folder);

	test('ends with 4, names what is missing, and prints nothing', async () => {
		const { status, stdout, stderr } = await script(['--set', 'name=x']);
		expect([status, stdout]).toEqual([4, '']);
		expect(stderr).toContain('--set hosts=');
		expect(stderr).toContain('--choose choose-a-way=(left | right | skip)');
	});

	test('takes values from the command line and from files, and branches by name and number', async () => {
		const given = ['--set', 'hosts=@hosts', '--set', 'name=@one-line', '--set', 'note=n'];
		room.writeFile('one-line', 'two words\n');
		const [byName, byNumber, byLink] = await Promise.all(
			['skip', '3', 'wipe-it'].map(branch =>
				script([...given, '--choose', `choose-a-way=${branch}`]),
			),
		);
		expect(byName?.status).toBe(0);
		expect(byName?.stdout).toContain("echo 'two words' 80 one two");
		const withoutTime = (text = '') => text.replaceAll(/^#.*\d\d:\d\d.*$/gm, '');
		expect(withoutTime(byNumber?.stdout)).toBe(withoutTime(byName?.stdout));
		expect(withoutTime(byLink?.stdout)).toBe(withoutTime(byName?.stdout));
	});

	test('refuses `skip` where a branch has that name', async () => {
		room.write(
			'two',
			'## Way\n\n- [Skip the queue](#skip)\n- [Nothing](#end)\n\n### Skip\n\nBy hand.\n\n## End\n\nBy hand.\n',
		);
		const choose = (branch: string) =>
			runHere(['script', 'two', '--choose', `way=${branch}`], room.environment, room.folder);
		const refused = await choose('skip');
		expect(refused.status).toBe(2);
		expect(refused.stderr).toContain(
			'Give its number in the list: 1 (Skip the queue), 2 (Nothing).',
		);
		expect([(await choose('1')).status, (await choose('end')).status]).toEqual([0, 0]);
	});
});
