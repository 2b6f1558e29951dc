/** Scripts of whole runbooks, run by the shells that they are written for. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Shell, shells, titleOf } from '../helpers/shells.ts';
import { type Answers, read, scriptOf } from '../run/script/helpers.ts';

const hasBash = shells.some(({ name, present }) => name === 'bash' && present);

const block = (words: string, ...lines: readonly string[]) =>
	[`\`\`\`${words}`, ...lines, '```', ''].join('\n');

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'runbook-script-'));
	mkdirSync(join(folder, 'tmp'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the script of a runbook and runs it. `@` in the runbook is the test's own folder. */
function run(
	{ command: [program, ...words] }: Shell,
	parts: readonly string[],
	options: {
		front?: string;
		given?: Answers;
		env?: Readonly<Record<string, string>>;
	} = {},
) {
	const text = parts.join('\n').replaceAll('@', folder);
	const script = scriptOf(read(text, options.front?.replaceAll('@', folder)), options.given);
	const file = join(folder, 'script');
	writeFileSync(file, script);
	const { status, stdout, stderr } = spawnSync(program, [...words, file], {
		encoding: 'utf8',
		input: 'standard input\n',
		env: { PATH: process.env.PATH, TMPDIR: join(folder, 'tmp'), ...options.env },
	});
	return { status, stdout, stderr, script };
}

const contentOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const isThere = (name: string) => existsSync(join(folder, name));

describe.each(shells.map(shell => ({ shell, title: titleOf(shell) })))('$title', ({ shell }) => {
	const it = test.runIf(shell.present);

	it('a failing line stops the script, names its step, and nothing after it runs', () => {
		const { status, stdout, stderr } = run(shell, [
			'## First\n',
			block('sh', 'echo one'),
			"## The *second* one's\n",
			block('sh', 'echo two', '(exit 7)', 'echo three'),
			'## Third\n',
			block('sh', 'echo four'),
		]);
		expect([status, stdout]).toEqual([7, 'one\ntwo\n']);
		expect(stderr).toContain(`step "The second one's": the action failed with status 7`);
	});

	it('a failing gate stops it, also one that begins with `!`', () => {
		const parts = (command: string) => [
			'## Look\n',
			block('sh verify', command),
			block('sh', 'echo acted'),
		];
		expect(run(shell, parts('! true'))).toMatchObject({ status: 1, stdout: '' });
		expect(run(shell, parts('! true')).stderr).toContain('step "Look": the gate failed');
		expect(run(shell, parts('! false'))).toMatchObject({ status: 0, stdout: 'acted\n' });
	});

	it('`done` guards actions and numbered lists, and no gate', () => {
		const parts = [
			'## Make\n\nIs it there?\n',
			block('sh done', 'test -e @/there'),
			block('sh', 'echo made'),
			'1. [Look](#look)\n',
			'And:\n',
			block('sh verify', 'echo gate'),
			'### Look\n',
			block('sh verify', 'echo looked'),
		];
		expect(run(shell, parts).stdout).toBe('made\nlooked\ngate\n');
		writeFileSync(join(folder, 'there'), '');
		expect(run(shell, parts).stdout).toBe('gate\n');
	});

	it('`within` passes at the third try, and gives up when its time is over', () => {
		const parts = (tries: number) => [
			'## Wait\n',
			block('sh verify within=2s', 'echo x >>@/tries', `test "$(wc -l <@/tries)" -ge ${tries}`),
			block('sh', 'echo passed'),
		];
		expect(run(shell, parts(3))).toMatchObject({ status: 0, stdout: 'passed\n' });
		expect(contentOf('tries')).toBe('x\nx\nx\n');
		rmSync(join(folder, 'tries'));
		expect(run(shell, parts(9))).toMatchObject({ status: 1, stdout: '' });
		expect(contentOf('tries')).toBe('x\nx\nx\n');
	});

	it.each([
		`it's "quoted" \\"twice\\"`,
		'$HOME ${HOME} $(echo run) `echo run`',
		'  blanks   inside * ? [a] ~ ; & | < > ( ) { } # ! %s \\n',
		'ends in a backslash \\',
		'ä ö 漢字',
	])('a captured value comes out as it was: %s', value => {
		writeFileSync(join(folder, 'value'), `${value}\n\n`);
		const { status, stdout, stderr } = run(shell, [
			'## Read\n',
			block('sh capture=value', 'echo noise >&2', 'cat @/value'),
			block('sh', "printf '<%s>\\n' {{value}} a{{value}}b"),
			block('sh', `printf '<%s>\\n' "$(printf %s {{value}})"`),
		]);
		expect([status, stderr]).toEqual([0, expect.stringContaining('noise')]);
		expect(stdout).toBe(`<${value}>\n<a${value}b>\n<${value}>\n`);
	});

	it('a capture whose command fails, is empty or has two lines stops the script', () => {
		const parts = (...lines: readonly string[]) => [
			'## Read\n',
			block('sh capture=value', ...lines),
			block('sh', 'echo used {{value}}'),
		];
		const failed = run(shell, parts('echo half', 'false', 'echo other half'));
		expect(failed).toMatchObject({ status: 1, stdout: '' });
		expect(failed.stderr).toContain('step "Read": the action failed');
		for (const [command, why] of [
			['true', 'value is empty'],
			["printf 'a\\nb\\n'", 'value has more than one line'],
			["printf '\\033[2J'", 'value holds a control character'],
			['echo -n-x; echo --force', 'value '],
			['awk \'BEGIN { for (i = 0; i < 5000; i++) printf "x" }\'', 'more than 4096'],
		]) {
			const refused = run(shell, parts(command ?? ''));
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
		const verdict = (value: string) => {
			writeFileSync(join(folder, 'value'), value);
			const { status, stdout, stderr } = run(
				shell,
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
		const without = run(shell, parts, options);
		expect(without.status).not.toBe(0);
		expect(without.stdout).toBe('begun\n');
		expect(without.stderr).toContain('count');
		const wrong = run(shell, parts, { ...options, env: { count: 'x; id' } });
		expect(wrong).toMatchObject({ status: 1, stdout: 'begun\n' });
		expect(run(shell, parts, { ...options, env: { count: '3' } }).stdout).toBe('begun\n3\n');
	});

	it('a secret reaches the environment of the command; without it nothing runs', () => {
		const parts = ['## Use\n', block('sh', 'echo begun', `sh -c 'echo "$password"'`)];
		const front = 'inputs: { password: { prompt: The password, type: secret } }\n';
		const without = run(shell, parts, { front });
		expect(without.status).not.toBe(0);
		expect(without.stdout).toBe('');
		const value = `a'b"c $d`;
		expect(run(shell, parts, { front, env: { password: value } }).stdout).toBe(`begun\n${value}\n`);
	});

	it('a value that a command reads again is refused unless it is plain', () => {
		const parts = [
			'## Look\n',
			block('sh capture=name', 'cat @/value'),
			block('sh', 'echo {{name}} | xargs -I % echo % {{name}}'),
		];
		writeFileSync(join(folder, 'value'), 'plain');
		expect(run(shell, parts).stdout).toBe('plain plain\n');
		for (const value of ['a b', '-x', '$(id)']) {
			writeFileSync(join(folder, 'value'), value);
			const { status, stdout, stderr } = run(shell, parts, {
				front: 'inputs: { name: { prompt: N, dash: allowed } }\n',
			});
			expect([status, stdout]).toEqual([1, '']);
			expect(stderr).toContain('in name only letters');
		}
	});

	it('conditions on captures are decided when it runs; `false` counts as not set', () => {
		const parts = [
			'## Read\n',
			block('sh capture=mode', 'cat @/value'),
			block('sh when=mode', 'echo set'),
			block('sh when=!mode', 'echo unset'),
			block('sh when=mode=on', 'echo on'),
			block('sh when=mode=on verify', 'echo gate'),
		];
		const outputs = ['on', 'off', 'false'].map(value => {
			writeFileSync(join(folder, 'value'), value);
			return run(shell, parts).stdout;
		});
		expect(outputs).toEqual(['set\non\ngate\n', 'set\n', 'unset\n']);
	});

	it('a file with a capture, a list, and a line that is left out is what a run would write', () => {
		writeFileSync(join(folder, 'value'), `it's "$x" \`y\` \\ %s`);
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
		const { status, stderr, script } = run(shell, parts, options);
		expect([status, stderr]).toEqual([0, expect.stringContaining('RUNBOOK_JOBS=')]);
		const value = `it's "$x" \`y\` \\ %s`;
		expect(contentOf('out.conf')).toBe(
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
		const parts = [
			'## Write\n',
			block('sh capture=name', 'cat @/value'),
			block('text file=@/{{name}}.conf', 'x'),
		];
		writeFileSync(join(folder, 'value'), "a b'$c");
		expect(run(shell, parts).status).toBe(0);
		expect(contentOf("a b'$c.conf")).toBe('x\n');
		writeFileSync(join(folder, 'value'), 'tmp/x');
		const { status, stderr } = run(shell, parts);
		expect([status, isThere('tmp/x.conf')]).toEqual([1, false]);
		expect(stderr).toContain('name may not lead to another folder');
	});

	it('an undo by link runs what began, the newest first, and each once', () => {
		const { status, stdout } = run(shell, [
			'## Make\n\n### One\n',
			block('sh', 'echo make one'),
			'Back:\n',
			block('sh undo', 'echo undo one'),
			'### Two\n\nIs it there?\n',
			block('sh done', 'true'),
			block('sh', 'echo make two'),
			'Back:\n',
			block('sh undo', 'echo undo two'),
			'### Three\n',
			block('sh', 'echo make three'),
			block('sh', 'echo make three more'),
			'Back:\n',
			block('sh undo', 'echo undo three'),
			'## Back\n\n1. [Three back](#three "undo")\n2. [All back](#make "undo")\n3. [Again](#make "undo")\n',
			'And on:\n',
			block('sh', 'echo end'),
		]);
		expect(status).toBe(0);
		expect(stdout).toBe('make one\nmake three\nmake three more\nundo three\nundo one\nend\n');
	});

	it('an undo that fails stops the script and is named', () => {
		const { status, stdout, stderr } = run(shell, [
			'## Make\n',
			block('sh', 'true'),
			'Back:\n',
			block('sh undo', 'false', 'echo not reached'),
			'## Back\n\n1. [Back](#make "undo")\n',
			'And on:\n',
			block('sh', 'echo end'),
		]);
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toContain('step "Back": undo_1_make failed with status 1');
		expect(stderr).toContain('not taken back, newest first: undo_1_make');
	});

	it('a file that is taken back is what it was, and a block above it runs after that', () => {
		writeFileSync(join(folder, 'conf'), 'old\n');
		const { stdout, status } = run(shell, [
			'## Write\n\nReads the file again:\n',
			block('sh undo', 'echo "read $(cat @/conf)"'),
			'The file:\n',
			block('text file=@/conf', 'new'),
			block('sh', 'echo "read $(cat @/conf)"'),
			'## Back\n\n1. [Back](#write "undo")\n',
		]);
		expect(status).toBe(0);
		expect(contentOf('conf')).toBe('old\n');
		const lines = stdout.split('\n').filter(line => line.startsWith('read'));
		expect(lines).toEqual(['read new', 'read old']);
	});

	it('an undo function runs by itself, pasted into another shell', () => {
		const { script, status } = run(shell, [
			'## Make\n',
			block('sh capture=name', 'echo made'),
			block('sh', 'touch @/{{name}}'),
			'Back:\n',
			block('sh undo', 'rm @/{{name}}'),
		]);
		expect([status, isThere('made')]).toEqual([0, true]);
		const begin = script.indexOf('undo_1_make() (');
		const text = `${script.slice(begin, script.indexOf('\n)\n', begin))}\n)\nundo_1_make\n`;
		const [program, ...words] = shell.command;
		const call = (env: Readonly<Record<string, string>>) =>
			spawnSync(program, [...words, '-c', text], { env: { PATH: process.env.PATH, ...env } })
				.status;
		expect(call({})).not.toBe(0);
		expect([call({ name: 'made' }), isThere('made')]).toEqual([0, false]);
	});

	it.runIf(hasBash)(
		'a bash block is run by bash, with no input, captures and its own lines',
		() => {
			const { stdout, status } = run(shell, [
				'## Look\n',
				block('sh capture=name', `echo "it's"`),
				block(
					'bash',
					'shopt -s extglob',
					'names=(END END_1)',
					'[[ ${#names[*]} -eq 2 ]] && echo "${names[*]}" "<$(cat)>"',
					'case abc in !(x)) echo extended ;; esac',
				),
				block('bash capture=second', 'echo $((1 + 1))'),
				block('sh', 'echo {{second}}'),
				block('bash', 'false', 'echo not reached'),
			]);
			expect([status, stdout]).toEqual([1, 'END END_1 <>\nextended\n2\n']);
		},
	);

	it.runIf(hasBash)('a capture reaches a bash block', () => {
		const { stdout } = run(shell, [
			'## Look\n',
			block('sh capture=name', `echo "it's \\$x"`),
			block('bash', `printf '<%s>' {{name}}`),
		]);
		expect(stdout).toBe("<it's $x>");
	});

	it('a block has no input; one that needs the terminal has that of the script', () => {
		const { stdout } = run(shell, [
			'## Read\n',
			block('sh', 'echo "<$(cat)>"'),
			block('sh tty', 'echo "<$(cat)>"'),
		]);
		expect(stdout).toBe('<>\n<standard input>\n');
	});

	it('nothing of a block lasts, and it runs in `/` without arguments', () => {
		const { stdout } = run(shell, [
			'## Go\n',
			block('sh', 'x=1', 'cd /tmp', 'exit 0', 'echo not reached'),
			block('sh', 'echo "${x-unset} $PWD $#"'),
		]);
		expect(stdout).toBe('unset / 0\n');
	});

	it('what a step did before stands in a folder that is named at the end', () => {
		const { stderr } = run(shell, [
			'## Keep\n',
			block('sh', 'echo kept >"$RUNBOOK_JOB/it"'),
			'## Fail\n',
			block('sh', 'false'),
		]);
		const jobs = /RUNBOOK_JOBS=(\S+)/.exec(stderr)?.[1] ?? '';
		expect(readFileSync(join(jobs, '1/it'), 'utf8')).toBe('kept\n');
		expect(jobs.startsWith(join(folder, 'tmp'))).toBe(true);
	});
});
