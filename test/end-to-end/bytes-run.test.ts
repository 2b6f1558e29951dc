/** What was shown is what ran: job folders, journal, output and report of real runs. */
import { chmodSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareJobs } from '../cli/compare-jobs.ts';
import { Room } from '../cli/room.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(() => room.close());

test('first-steps', () => {
	const args = ['first-steps', '--yes', '--choose', 'choose-a-drink=tea', '--set', 'name=O K'];
	// Its five seconds are for looking around.
	chmodSync(room.writeFile('bin/sleep', '#!/bin/sh\n'), 0o755);
	const environment = { PATH: `${room.path('bin')}:${room.environment.PATH}` };
	const { status, stdout } = room.runbook(['run', ...args], { environment });
	expect(status).toBe(0);
	const ran = compareJobs(room, stdout);
	expect(ran.get('make-a-folder#0')).toBe(`mkdir -m 700 /tmp/runbook-first-steps-${room.run}`);
	expect(ran.size).toBeGreaterThan(10);
});

test('values and lines that are awkward for a shell', () => {
	const value = `it's $HOME "\`id\`" \\ *;#& ü`;
	room.write(
		'awkward',
		String.raw`
## Say it

~~~sh
printf '%s\n' {{value}} >@/log

# two  blanks,	a tab and a ${'`'}comment${'`'}
cat <<'END' >>@/log
  $HOME {{ "'" \
END
~~~

~~~bash
words=(one 'two words')
[[ ${'$'}{#words[*]} == 2 ]] && printf '%s\n' "${'$'}{words[1]}" {{list}} >>@/log
~~~

~~~sh raw
echo '{{value}} stays' >>@/log
~~~
`,
		'inputs: { value: { prompt: V }, list: { prompt: L, many: true } }',
	);
	const list = ['--set', 'list=a b', '--set', "list='", '--set', 'list=plain'];
	const args = ['run', 'awkward', '--yes', '--set', `value=${value}`, ...list];
	const { status, stdout, stderr } = room.runbook(args);
	expect([status, stderr]).toEqual([0, '']);
	expect(compareJobs(room, stdout).size).toBe(3);
	expect(room.read('log')).toBe(
		`${value}\n  $HOME {{ "'" \\\ntwo words\na b\n'\nplain\n{{value}} stays\n`,
	);
});

test('files with captures, gates, and what is taken back', () => {
	mkdirSync(room.path('made'));
	room.writeFile('made/there', 'before\n');
	room.write(
		'files',
		`
## Write them

~~~sh capture=number
echo 4'2'
~~~

Back:

~~~sh undo
echo undone {{number}} >>@/log
~~~

~~~text file=@/made/there
END
number {{number}} \${HOME}
list {{list}}
{{maybe}}
~~~

~~~text file=@/made/new mode=0600
x
~~~

~~~sh
echo {{number}} >>@/log
~~~

It is:

~~~sh verify within=3s
grep -qx 'number 42 \${HOME}' @/made/there
~~~

## Take it back

1. [Back](#write-them "undo")
`,
		'inputs: { list: { prompt: L, many: true }, maybe: { prompt: M, optional: true } }',
	);
	const list = ['--set', 'list=a', '--set', 'list=b c'];
	const { status, stdout } = room.runbook(['run', 'files', '--yes', ...list]);
	expect(status).toBe(0);
	const ran = compareJobs(room, stdout);
	expect(stdout).toContain('| END\n| number 42 ${HOME}\n| list a\n| list b c\n');
	expect(room.read('log')).toBe('42\nundone 42\n');
	expect(room.read('made/there')).toBe('before\n');
	expect(room.read('made/new')).toBe('');
	expect(ran.size).toBe(8);
});
