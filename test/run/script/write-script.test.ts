import { describe, expect, test } from 'vitest';
import { read, resultOf, scriptOf } from './helpers.ts';
import { block } from './workplace.ts';

describe('without an answer', () => {
	const runbook = read(
		[
			'## Look',
			block('sh host=other', 'uptime'),
			block('sh', 'echo {{word}}'),
			'## Which?',
			'- [One](#one)\n- [Two](#two)\n- [Neither](#end)\n',
			'### One\n\nOne.\n\n### Two\n\nTwo.\n\n## End\n\nIt ends.',
		].join('\n'),
		'hosts: { other: Another machine }\ninputs: { word: { prompt: A word } }\n',
	);

	test('nothing is printed, and every answer that is missing is named', () => {
		const result = resultOf(runbook);
		expect(result).toMatchObject({ kind: 'unanswered', hosts: ['other'] });
		if (result.kind !== 'unanswered') return;
		expect(result.inputs.map(({ name }) => name)).toEqual(['word']);
		const [decision] = result.decisions;
		expect(decision).toMatchObject({ visit: 'which', title: 'Which?' });
		expect(decision?.choices.slice(0, 2)).toEqual(['one', 'two']);
	});

	test('a decision that only another one leads to is named when its turn comes', () => {
		const nested = read(
			[
				'## Outer\n\n- [Inner](#inner)\n',
				'### Inner\n\n- [Deep](#deep)\n',
				'#### Deep\n',
				block('sh', 'true'),
			].join('\n'),
		);
		expect(resultOf(nested)).toMatchObject({ decisions: [{ visit: 'outer' }] });
		expect(resultOf(nested, { choices: { outer: 'inner' } })).toMatchObject({
			decisions: [{ visit: 'outer/inner', choices: ['deep'] }],
		});
	});

	test('what stands behind a condition on a capture has to be answered, too', () => {
		const late = read(
			[
				'## Look\n',
				block('sh capture=init', 'cat /proc/1/comm'),
				block('sh when=init=systemd', 'systemctl restart {{unit}}'),
			].join('\n'),
			'inputs: { unit: { prompt: The unit } }\n',
		);
		expect(resultOf(late)).toMatchObject({ kind: 'unanswered', inputs: [{ name: 'unit' }] });
		expect(scriptOf(late, { answers: { unit: 'nginx' } })).toContain(
			'\nif [ "${init-}" = systemd ]; then\n(\nset -e\nsystemctl restart nginx\n',
		);
	});

	test('a host that only the path of a file names is asked for', () => {
		const file = read(
			`## Write\n\n${block('text file=/etc/{{host.other}}.conf', 'x')}`,
			'hosts: { other: Another machine }\n',
		);
		expect(resultOf(file)).toMatchObject({ kind: 'unanswered', hosts: ['other'] });
	});
});

test('the head says what it is, the answers, and no secret', () => {
	const runbook = read(
		`## Use it\n\n${block('sh', 'echo {{name}} "$password"')}`,
		[
			'inputs:',
			'  name: { prompt: A name, default: bob }',
			'  password: { prompt: The password, type: secret }',
			'',
		].join('\n'),
	);
	const script = scriptOf(runbook);
	const head = script.slice(0, script.indexOf('\n\n'));
	expect(head.startsWith('#!/bin/sh\n# Small\n#\n# The runbook `small`')).toBe(true);
	for (const text of ['runbook script', 'runbook 0.1.0', '2025-01-02T03:04:05Z', 'name = bob']) {
		expect(head).toContain(text);
	}
	expect(head).toContain('password: The password (secret)');
	expect(script.indexOf(': "${password:?}"\nexport password\n')).toBeLessThan(
		script.indexOf('echo bob "$password"'),
	);
});

test('an optional secret is passed on if it is set, and decides over its blocks then', () => {
	const runbook = read(
		`## Use it\n\n${block('sh when=token', 'curl -H "$token" x')}`,
		'inputs: { token: { prompt: A token, type: secret, optional: "true" } }\n',
	);
	const script = scriptOf(runbook);
	expect(script).toContain('if [ -n "${token-}" ]; then export token; fi\n');
	expect(script).toContain('if [ -n "${token-}" ] && [ "${token-}" != false ]; then\n(\nset -e\n');
});

test('prose is comments of at most 78 columns, and a step begins with a line and its title', () => {
	const runbook = read(
		`## Do it\n\n${'Many words of prose. '.repeat(20)}\n\n${block('sh', 'true')}`,
	);
	const lines = scriptOf(runbook).split('\n');
	expect(lines).toContain(`# === Do it ${'='.repeat(78 - 12)}`);
	const prose = lines.filter(line => line.startsWith('# ') && line.includes('words'));
	expect(prose.length).toBeGreaterThan(4);
	expect(Math.max(...prose.map(line => line.length))).toBeLessThanOrEqual(78);
});

test('what a terminal would obey is visible in comments and messages', () => {
	// The reader refuses such a file; a script is made of nothing but what it is given.
	const runbook = read(`## Do it\n\n${block('sh', 'true')}`);
	const steps = runbook.steps.map(step => ({ ...step, title: 'Do \u{1b}[2J it\u{9b}1m' }));
	const script = scriptOf({ ...runbook, title: 'A\u{1b}c', steps });
	expect(script).not.toMatch(/[\u{1b}\u{9b}]/u);
});

test('a block that is not needed says why, and is not there', () => {
	const runbook = read(
		`## Do it\n\n${block('sh when=fast', 'echo quick')}\n${block('sh', 'echo slow')}`,
		'inputs: { fast: { prompt: Fast, type: boolean, default: "false" } }\n',
	);
	const script = scriptOf(runbook);
	expect(script).toContain('# [action] Not needed: `fast` is `false`.\n');
	expect(script).not.toContain('quick');
});

test('blocks of other machines and steps by hand are comments, byte for byte', () => {
	const runbook = read(
		[
			'## There\n',
			block('sh host=other', 'for i in 1 2; do', '\techo "$i"', '', 'done'),
			'The file:\n',
			block('text file=/etc/x host=other mode=0600', 'line {{n}}'),
			'## Here\n\nPull the cable.\n',
			'## Tick\n\n- [ ] See the light\n',
		].join('\n'),
		'hosts: { other: Another }\ninputs: { n: { prompt: N, type: integer } }\n',
	);
	const script = scriptOf(runbook, { hosts: { other: 'fw2' }, answers: { n: '3' } });
	expect(script).toContain(
		'# On other (fw2), by hand (sh -e):\n#     for i in 1 2; do\n#     \techo "$i"\n#\n#     done\n',
	);
	expect(script).toContain('by hand, the file /etc/x (mode 0600):\n#     line 3\n');
	expect(script).toContain('# By hand: there is nothing to run here.\n');
	expect(script).toContain('# [ ] See the light\n');
	const head = script.slice(0, script.indexOf('\n\n'));
	for (const left of ['There: on other', 'Here', 'See the light']) expect(head).toContain(left);
	expect(script).not.toContain('set -e');
});

describe('a capture', () => {
	const front = 'inputs: { count: { prompt: How many, type: integer, min: 1, max: 9 } }\n';

	test('is a variable, and the placeholders are the only bytes that differ', () => {
		const runbook = read(
			[
				'## Count\n',
				block('sh capture=count', 'ls | wc -l'),
				block('sh', 'echo a{{count}}b "$(expr {{count}} + 1)"'),
			].join('\n'),
			front,
		);
		const script = scriptOf(runbook);
		expect(script).toContain('count=$(\n(\nset -e\nls | wc -l\n) </dev/null\n)\n');
		expect(script).toContain('echo a"$count"b "$(expr "$count" + 1)"\n');
		expect(script).toContain('runbook_integer count "$count" 1 9\n');
		expect(script).not.toContain(': "${count:?}"');
	});

	test('has another variable where a block uses its name for something of its own', () => {
		const runbook = read(
			[
				'## Count\n',
				block('sh capture=count', 'ls | wc -l'),
				block('sh', 'count=5', 'echo {{count}}'),
			].join('\n'),
			front,
		);
		expect(scriptOf(runbook)).toContain('count=5\necho "$captured_count"\n');
	});

	test('of another machine is asked for, and checked', () => {
		const runbook = read(
			[
				'## Count\n',
				block('sh capture=count host=other', 'ls | wc -l'),
				block('sh', 'echo {{count}}'),
			].join('\n'),
			`hosts: { other: Another }\n${front}`,
		);
		const script = scriptOf(runbook, { hosts: { other: 'fw2' } });
		expect(script).toContain('\n: "${count:?}"\nrunbook_check_count\n');
		expect(script.slice(0, script.indexOf('\n\n'))).toContain('count: How many');
		const answered = scriptOf(runbook, { hosts: { other: 'fw2' }, answers: { count: '4' } });
		expect(answered).toContain('\necho ');
	});

	test('is demanded once more behind a condition that may have passed it over', () => {
		const runbook = read(
			[
				'## Count\n\nIs it done?\n',
				block('sh done', 'test -e /x'),
				block('sh capture=count', 'ls | wc -l'),
				'## Use\n',
				block('sh', 'echo {{count}}'),
			].join('\n'),
			front,
		);
		expect(scriptOf(runbook)).toContain('\n: "${count:?}"\nrunbook_check_count\n(\nset -e\necho');
	});

	test('of plain characters only is demanded where a command reads its words again', () => {
		const runbook = read(
			[
				'## Look\n',
				block('sh capture=server', 'hostname'),
				block('sh', 'ssh -o BatchMode=yes {{server}} uptime'),
			].join('\n'),
		);
		const script = scriptOf(runbook);
		expect(script).toMatch(/case \$server in -\* \| \*\[!A-Za-z0-9_\.,:@%\/\+-\]\*\) echo/);
		expect(script).toContain('ssh -o BatchMode=yes "$server" uptime\n');
	});

	test('may not be part of the name of a command: then there is no script', () => {
		const runbook = read(
			['## Look\n', block('sh capture=php', 'ls /etc/php'), block('sh', 'php-fpm{{php}} -t')].join(
				'\n',
			),
			"inputs: { php: { prompt: Version, pattern: '[0-9.]+' } }\n",
		);
		expect(resultOf(runbook)).toMatchObject({ kind: 'refused', name: 'php' });
	});
});

test('undo blocks are functions that nothing calls, and say what they take back', () => {
	const runbook = read(
		`## Make Ü it!\n\n${block('sh', 'mkdir /x')}\nTo take that back:\n\n${block('sh undo', 'rmdir /x')}`,
	);
	const script = scriptOf(runbook);
	expect(script).toContain(
		'# Takes back "Make Ü it!".\nundo_1_make_it() (\n(\nset -e\nrmdir /x\n) </dev/null\n)\n',
	);
	expect(script).not.toMatch(/^undo_1_make_it$/m);
});

test('a `done` of another machine that decides over this one has to be answered', () => {
	const runbook = read(
		`## Move\n\nOn the other:\n\n${block('sh done host=other', 'test -e /x')}\nHere:\n\n${block('sh', 'touch /x')}`,
		'hosts: { other: Another }\n',
	);
	const script = scriptOf(runbook, { hosts: { other: 'fw2' } });
	expect(script).toContain(': "${done_move:?must be yes or no}"\n');
	expect(script).toContain('if [ "$RUNBOOK_DONE_1" -ne 0 ]; then\n(\nset -e\ntouch /x\n');
});

test('`RUNBOOK_JOBS` is made only where something is kept', () => {
	expect(scriptOf(read(`## Do\n\n${block('sh', 'true')}`))).not.toContain('mktemp');
	expect(scriptOf(read(`## Do\n\n${block('text file=/tmp/x', 'y')}`))).toContain('mktemp -d');
});
