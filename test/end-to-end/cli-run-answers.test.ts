/** What was given to `runbook run` and `resume`, with nobody to ask for it, is kept. */
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

const word = hostname().split('.')[0] ?? '';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(() => room.close());

const run = (name: string, ...args: readonly string[]) =>
	room.runbook(['run', name, '--yes', ...args]);

/** What is left to do after a run that stopped. */
const resume = (...args: readonly string[]) => room.runbook(['resume', '--yes', ...args]);

const lines = () => room.read('log').trimEnd().split('\n');

test('a capture that gives nothing stops the walk; the value can be given by hand', () => {
	room.write(
		'captured',
		'## See\n\n~~~sh capture=size\n:\n~~~\n\n~~~sh\necho {{size}} >>@/log\n~~~\n',
		'inputs: { size: { prompt: The size, type: integer } }',
	);
	const { status, stdout } = run('captured');
	expect(status).toBe(1);
	expect(stdout).toContain('✗ exit 0, but it printed nothing');
	expect(resume('--set', 'size=7').status).toBe(1);
	expect(resume('--set', 'size=7', '--done', 'see').status).toBe(0);
	expect(lines()).toEqual(['7']);
});

test('what was given and not needed yet stands in the command that goes on', () => {
	room.write(
		'early',
		'## First\n\nBy hand.\n\n## Way\n\n- [Left](#left)\n- [Right](#right)\n\n### Left\n\n~~~sh\ntrue\n~~~\n\n### Right\n\n~~~sh capture=size\n:\n~~~\n\n~~~sh danger\nprintf "%s,"  {{tags}} {{size}} >>@/log\n~~~\n',
		'inputs: { tags: { prompt: T, many: true } }',
	);
	const tags = ['--set', 'tags=a', '--set', "tags=it's b", '--set', "size=it's 7"];
	const { status, stdout } = run(
		'early',
		...['--choose', 'way=2', ...tags, '--confirm', `way/right=${word}`],
	);
	expect(status).toBe(5);
	const [, rest] = /To go on: runbook (.*)\n$/.exec(stdout) ?? [];
	expect(rest).toMatch(/--yes --set size='it'\\''s 7' --choose way=2 --confirm way\/right=/);
	expect(room.sh(`exec "$@" ${rest} --done first`, []).status).toBe(1);
	expect(room.sh(`exec "$@" ${rest} --done right`, []).status).toBe(0);
	expect(room.read('log')).toBe("a,it's b,it's 7,");
});

describe('an answer that was given is not lost where nothing asks for it', () => {
	beforeEach(() => {
		room.write(
			'way',
			`
## Way

- [Left](#left)
- [Right](#right)

### Left

With {{name}} and {{size}}.

### Right

- [ ] Look

~~~sh capture=found
echo it
~~~

## After

~~~sh when=name
echo name {{name}} >>@/log
~~~

~~~sh when=!size
echo no size >>@/log
~~~

~~~sh when=found
echo found {{found}} >>@/log
~~~
`,
			'inputs: { name: { prompt: N }, size: { prompt: S } }',
		);
	});

	test('by `run`', () => {
		const given = ['--choose', 'way=right', '--done', 'right', '--set', 'name=x'];
		expect(run('way', ...given).status).toBe(0);
		expect(lines()).toEqual(['name x', 'no size', 'found it']);
	});

	test('by `resume`, which also changes one', () => {
		expect(run('way', '--choose', 'way=right', '--set', 'name=x').status).toBe(5);
		const given = ['--done', 'right', '--set', 'name=y', '--set', 'size=7'];
		expect(resume(...given).status).toBe(0);
		expect(lines()).toEqual(['name y', 'found it']);
	});

	test('when its command was done by hand', () => {
		room.write(
			'late',
			'## See\n\n~~~sh capture=found\nfalse\n~~~\n\n## After\n\n~~~sh when=found\necho found {{found}} >>@/log\n~~~\n',
		);
		expect(run('late').status).toBe(1);
		expect(resume('--done', 'see', '--set', 'found=that').status).toBe(0);
		expect(lines()).toEqual(['found that']);
	});
});
