/** What looking and a dry run start, open and change, as the kernel saw it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

const hasStrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
const needed = hasStrace ? '' : ' (skipped: strace cannot be used here)';

const room = new Room();
afterAll(() => room.close());
room.write(
	'all',
	'## A\n\n~~~sh done\ntest -e @/mark\n~~~\n\n~~~sh capture=v\ndate >@/mark\n~~~\n\n~~~sh verify\ntest -e @/mark\n~~~\n\nBack:\n\n~~~sh undo\nrm @/mark\n~~~\n\n## B\n\n~~~text file=@/mark\n{{v}}{{say}}\n~~~\n\n~~~sh danger\necho danger >@/mark\n~~~\n\n~~~sh\ntest -n "$pw" >@/mark\n~~~\n',
	'inputs:\n  say: { prompt: Say, type: text, suggest: "date >@/mark", default: x }\n  pw: { prompt: P, type: secret }',
);

test.runIf(hasStrace).each([
	[['list'], []],
	[['show', 'all'], []],
	[['script', 'all'], []],
	[['run', 'all', '--dry-run'], ['flock']],
	[['runs'], []],
	[['report'], []],
] as const)(
	`%j starts %j alone, asks no network, and writes in its own folders${needed}`,
	(args, may) => {
		const trace = room.path('trace');
		const { status, stderr } = room.sh(
			`exec strace -f -e trace=execve,connect,%file -o '${trace}' "$@"`,
			[...args],
		);
		expect([status, stderr]).toEqual([0, '']);
		const calls = readFileSync(trace, 'utf8').split('\n');
		const started = calls.flatMap(call => /\bexecve\("([^"]+)".* = 0$/.exec(call)?.[1] ?? []);
		expect(started.slice(1).map(program => program.split('/').at(-1))).toEqual(may);
		expect(calls.filter(call => /connect\(.*AF_INET/.test(call))).toEqual([]);
		const changing =
			/\b(?:open(?:at)?\(.*O_(?:WRONLY|RDWR|CREAT)|unlink|rename|mkdir|rmdir|link|symlink|chmod|chown|truncate)/;
		const changes = calls.filter(
			call => changing.test(call) && !/"\/dev\/(?:null|tty)"|readlink/.test(call),
		);
		const own = ['state', 'config'].map(name => `"${room.path(name)}`);
		expect(changes.filter(call => !own.some(folder => call.includes(folder)))).toEqual([]);
		// A dry run is on record.
		if (args[0] === 'run') expect(changes.length).toBeGreaterThan(10);
		expect(room.read('mark')).toBe('');
	},
);
