/** Values that a printed script comes to know when it runs: captures, secrets, files with captures. */
import { describe, expect, test } from 'vitest';
import { shells, titleOf } from '../helpers/shells.ts';
import { block, Workplace } from '../run/script/workplace.ts';

const hasBash = shells.some(({ name, present }) => name === 'bash' && present);

describe.each(shells.map(shell => ({ shell, title: titleOf(shell) })))('$title', ({ shell }) => {
	const it = test.runIf(shell.present);

	it.each([
		`it's "quoted" \\"twice\\"`,
		'$HOME ${HOME} $(echo run) `echo run`',
		'  blanks   inside * ? [a] ~ ; & | < > ( ) { } # ! %s \\n',
		'ends in a backslash \\',
		'ä ö 漢字',
	])('a captured value comes out as it was: %s', value => {
		const place = new Workplace(shell);
		place.write('value', `${value}\n\n`);
		const { status, stdout, stderr } = place.run([
			'## Read\n',
			block('sh capture=value', 'echo noise >&2', 'cat @/value'),
			block('sh', "printf '<%s>\\n' {{value}} a{{value}}b"),
			block('sh', `printf '<%s>\\n' "$(printf %s {{value}})"`),
		]);
		expect([status, stderr]).toEqual([0, expect.stringContaining('noise')]);
		expect(stdout).toBe(`<${value}>\n<a${value}b>\n<${value}>\n`);
	});

	it('a capture whose command fails, is empty or has two lines stops the script', () => {
		const place = new Workplace(shell);
		const parts = (...lines: readonly string[]) => [
			'## Read\n',
			block('sh capture=value', ...lines),
			block('sh', 'echo used {{value}}'),
		];
		const failed = place.run(parts('echo half', 'false', 'echo other half'));
		expect(failed).toMatchObject({ status: 1, stdout: '' });
		expect(failed.stderr).toContain('step "Read": the action failed');
		for (const [command, why] of [
			['true', 'value is empty'],
			["printf 'a\\nb\\n'", 'value has more than one line'],
			["printf '\\033[2J'", 'value holds a control character'],
			['echo --force', 'value begins with a dash'],
			['awk \'BEGIN { for (i = 0; i < 5000; i++) printf "x" }\'', 'more than 4096'],
		]) {
			const refused = place.run(parts(command ?? ''));
			expect(refused.status).not.toBe(0);
			expect(refused.stdout).toBe('');
			expect(refused.stderr).toContain(why);
		}
	});

	const types: readonly (readonly [string, readonly string[], readonly string[]])[] = [
		['integer', ['0', '-5', '12345678901'], ['05', '1.5', '-', '-0', 'x', '1 2', '0x1']],
		['integer, min: -3, max: 3000000000', ['-3', '2999999999'], ['-4', '3000000001']],
		['port', ['1', '65535'], ['0', '65536', '-1', 'http']],
		['boolean', ['true', 'false'], ['yes', 'True']],
		["choice, choices: [one, 'two words', '*']", ['one', 'two words', '*'], ['two', 'x']],
		['ip', ['192.0.2.1', '::1', '::ffff:192.0.2.1'], ['192.0.2.256', '1:2', ':::', 'a.b']],
		['cidr', ['192.0.2.0/24', '2001:db8::/32', '::1'], ['192.0.2.0/33', 'x/8', '1.2.3.4/08']],
		['host', ['a-b.example.org', '192.0.2.1', 'x'], ['a..b', 'a.1', '-a', 'a b']],
		['url', ['https://x/y?z', 'HTTP://x'], ['ftp://x', 'http:///x', 'http://x y']],
		['path', ['/a/b c', '/'], ['a/b', '/a/../b', '/..']],
		["text, pattern: '[a-c]+x?'", ['abcx', 'a'], ['x', 'abd', 'axx']],
	];

	it.each(types)('a capture of the type %s is checked before it is used', (type, good, bad) => {
		const place = new Workplace(shell);
		const verdict = (value: string) => {
			place.write('value', value);
			const { status, stdout, stderr } = place.run(
				[
					'## Read\n',
					block('sh capture=value', 'cat @/value'),
					block('sh', "printf 'used %s' {{value}}"),
				],
				{
					front: `inputs: { value: { prompt: V, dash: allowed, type: ${type} } }\n`.replace(
						/dash: allowed, (?=type: (port|boolean|path|url))/,
						'',
					),
				},
			);
			return status === 0 && stdout === `used ${value}` ? 'used' : stdout + stderr;
		};
		for (const value of good) expect([value, verdict(value)]).toEqual([value, 'used']);
		for (const value of bad) {
			expect([value, verdict(value)]).toEqual([
				value,
				expect.stringContaining('step "Read": the value of value '),
			]);
		}
	});

	it('a capture of another machine comes from the environment, or the script ends there', () => {
		const place = new Workplace(shell);
		const parts = [
			'## Ask\n',
			block('sh', 'echo begun'),
			block('sh capture=count host=other', 'ls | wc -l'),
			block('sh', 'echo {{count}}'),
		];
		const options = {
			front: 'hosts: { other: Another }\ninputs: { count: { prompt: How many, type: integer } }\n',
			given: { hosts: { other: 'fw2' } },
		};
		const without = place.run(parts, options);
		expect(without.status).not.toBe(0);
		expect(without.stdout).toBe('begun\n');
		expect(without.stderr).toContain('count');
		const wrong = place.run(parts, { ...options, env: { count: 'x; id' } });
		expect(wrong).toMatchObject({ status: 1, stdout: 'begun\n' });
		expect(place.run(parts, { ...options, env: { count: '3' } }).stdout).toBe('begun\n3\n');
	});

	it('a secret reaches the environment of the command; without it nothing runs', () => {
		const place = new Workplace(shell);
		const parts = ['## Use\n', block('sh', 'echo begun', `sh -c 'echo "$password"'`)];
		const front = 'inputs: { password: { prompt: The password, type: secret } }\n';
		const without = place.run(parts, { front });
		expect(without.status).not.toBe(0);
		expect(without.stdout).toBe('');
		const value = `a'b"c $d`;
		expect(place.run(parts, { front, env: { password: value } }).stdout).toBe(`begun\n${value}\n`);
	});

	it('a value that a command reads again is refused unless it is plain', () => {
		const place = new Workplace(shell);
		const parts = [
			'## Look\n',
			block('sh capture=name', 'cat @/value'),
			block('sh', 'echo {{name}} | xargs -I % echo % {{name}}'),
		];
		place.write('value', 'plain');
		expect(place.run(parts).stdout).toBe('plain plain\n');
		for (const value of ['a b', '-x', '$(id)']) {
			place.write('value', value);
			const { status, stdout, stderr } = place.run(parts, {
				front: 'inputs: { name: { prompt: N, dash: allowed } }\n',
			});
			expect([status, stdout]).toEqual([1, '']);
			expect(stderr).toContain('in name only letters');
		}
	});

	it('conditions on captures are decided when it runs; `false` counts as not set', () => {
		const place = new Workplace(shell);
		const parts = [
			'## Read\n',
			block('sh capture=mode', 'cat @/value'),
			block('sh when=mode', 'echo set'),
			block('sh when=!mode', 'echo unset'),
			block('sh when=mode=on', 'echo on'),
			block('sh when=mode=on verify', 'echo gate'),
		];
		const outputs = ['on', 'off', 'false'].map(value => {
			place.write('value', value);
			return place.run(parts).stdout;
		});
		expect(outputs).toEqual(['set\non\ngate\n', 'set\n', 'unset\n']);
	});

	it('a file with a capture, a list, and a line that is left out is what a run would write', () => {
		const place = new Workplace(shell);
		place.write('value', `it's "$x" \`y\` \\ %s`);
		const parts = [
			'## Write\n',
			block('sh capture=value', 'cat @/value'),
			block(
				'text file=@/out.conf mode=0640',
				'first END $HOME',
				'allow {{all}};',
				'note {{note}}',
				'value {{value}}_x {{value}}',
				'each {{all}} {{value}}',
				'{{value}}',
				'',
				"last 'END_1'",
			),
		];
		const options = {
			front:
				'inputs:\n  all: { prompt: All, many: "true" }\n  note: { prompt: Note, optional: "true" }\n',
			given: { answers: { all: ['a b', 'c$d'], note: null } },
		};
		const { status, stderr, script } = place.run(parts, options);
		expect([status, stderr]).toEqual([0, expect.stringContaining('RUNBOOK_JOBS=')]);
		const value = `it's "$x" \`y\` \\ %s`;
		expect(place.contentOf('out.conf')).toBe(
			[
				'first END $HOME',
				'allow a b;',
				'allow c$d;',
				`value ${value}_x ${value}`,
				`each a b ${value}`,
				`each c$d ${value}`,
				value,
				'',
				"last 'END_1'",
				'',
			].join('\n'),
		);
		expect(script).toContain(`printf '%s\\n' "value \${value}_x $value"`);
		expect(script).toContain("<<'END_2'");
	});

	it('a capture in the path of a file leads to no other folder', () => {
		const place = new Workplace(shell);
		const parts = [
			'## Write\n',
			block('sh capture=name', 'cat @/value'),
			block('text file=@/{{name}}.conf', 'x'),
		];
		place.write('value', "a b'$c");
		expect(place.run(parts).status).toBe(0);
		expect(place.contentOf("a b'$c.conf")).toBe('x\n');
		place.write('value', 'tmp/x');
		const { status, stderr } = place.run(parts);
		expect([status, place.has('tmp/x.conf')]).toEqual([1, false]);
		expect(stderr).toContain('name may not lead to another folder');
	});

	test.runIf(shell.present && hasBash)('a capture reaches a bash block', () => {
		const place = new Workplace(shell);
		const { stdout } = place.run([
			'## Look\n',
			block('sh capture=name', `echo "it's \\$x"`),
			block('bash', `printf '<%s>' {{name}}`),
		]);
		expect(stdout).toBe("<it's $x>");
	});
});
