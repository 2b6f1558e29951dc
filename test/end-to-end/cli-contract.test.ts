/** What scripts and shells rely on: help, exit statuses, streams, locales, odd surroundings. */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? '' : ' (skipped: it needs root)';

const room = new Room();
afterAll(() => room.close());

const subcommands = [...room.runbook(['--help']).stdout.matchAll(/^ {2}([a-z]+) .*/gm)].flatMap(
	([line, name = '']) => (line.includes('  runbook ') || name === 'runbook' ? [] : [name]),
);

describe('help', () => {
	const texts = new Map(
		[[], ...subcommands.map(name => [name])].map(words => {
			const { status, stdout, stderr } = room.runbook([...words, '--help']);
			expect([status, stderr]).toEqual([0, '']);
			return [['runbook', ...words].join(' '), stdout];
		}),
	);

	test('is what the snapshot says, for the command and each subcommand', async () => {
		expect(subcommands).toContain('run');
		const all = [...texts].map(([words, text]) => `$ ${words} --help\n${text}`);
		await expect(all.join('\n')).toMatchFileSnapshot('../cli/help.txt');
	});

	test('stands in the README as it is', () => {
		const readme = readFileSync(`${root}/README.md`, 'utf8');
		const block = /<!-- help -->\n```\n([^`]*)```\n<!-- \/help -->/.exec(readme)?.[1];
		expect(block).toBe(texts.get('runbook'));
	});

	test('keeps to 80 columns', () => {
		const lines = [...texts.values()].flatMap(text => text.split('\n'));
		expect(lines.filter(line => line.length > 80)).toEqual([]);
	});
});

test('`--version` is that of the package', () => {
	const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
	expect(room.runbook(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe('a wrong command line ends with 2', () => {
	test.each([
		[['lisst'], 'no subcommand `lisst`. Did you mean `runbook list`?'],
		[['run', 'first-steps', '--sett', 'a=b'], 'Unknown option `--sett`. Did you mean `--set`?'],
		[['resume'], 'There is no unfinished run.'],
	])('%j', (args, message) => {
		const { status, stdout, stderr } = room.runbook(args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain(message);
	});
});

describe('without a terminal', () => {
	test.each([[[]], [['first-steps']], [['--dry-run']]])('the screen does not open: %j', args => {
		const { status, stdout, stderr } = room.runbook(args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain('The screen needs a terminal. Without one: `runbook list`');
	});

	test('nothing asks for colours', () => {
		for (const environment of [{}, { NO_COLOR: '1' }, { CI: 'true' }]) {
			const { stdout } = room.runbook(['show', 'first-steps'], { environment });
			expect(stdout).not.toContain('\u001b');
		}
	});
});

describe('standard output', () => {
	test('may be closed early, without a word', () => {
		for (const args of [['list'], ['show', 'carp-failover'], ['--help']]) {
			const { status, stdout, stderr } = room.sh('{ "$@"; echo "$?" >&2; } | head -n 1', args);
			expect([status, stderr]).toEqual([0, '0\n']);
			expect(stdout.split('\n')).toHaveLength(2);
		}
	});

	test('that is full is named, and the command fails', () => {
		for (const args of [['list'], ['show', 'carp-failover'], ['--help']]) {
			const { status, stderr } = room.sh('exec "$@" >/dev/full', args);
			expect(status).toBe(70);
			expect(stderr).toMatch(/^runbook: The output cannot be written: ENOSPC.*\n$/);
		}
	});

	test('and standard error may both be closed', () => {
		expect(room.sh('{ "$@"; } 2>&1 | :', ['show', 'first-steps']).status).toBe(0);
		expect(room.sh('exec "$@" >&- 2>&-', ['list']).status).toBe(0);
	});
});

describe('surroundings', () => {
	room.write('umlaut', '## Für\n\n~~~sh\necho ü\n~~~\n');

	test('a locale without UTF-8 gets no byte above 0x7f', () => {
		const { status, stdout, stderr } = room.runbook(['run', 'umlaut', '--yes'], {
			environment: { LC_ALL: 'C' },
		});
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
		expect(stdout).toContain('action - sh -e\n| echo <U+00FC>\n');
		expect(stdout).toContain('ok: exit 0');
	});

	test('a folder that was deleted is no obstacle', () => {
		mkdirSync(room.path('gone'));
		const line = 'cd gone && rmdir ../gone && exec "$@"';
		expect(room.sh(line, ['list']).stdout).toContain('first-steps');
		mkdirSync(room.path('gone'));
		const { status, stderr } = room.sh(line, ['run', './here.md', '--yes']);
		expect([status, stderr]).toEqual([3, expect.stringContaining('/gone/here.md` cannot be read')]);
		expect(stderr.match(/cannot be read/g)).toHaveLength(1);
		mkdirSync(room.path('gone'));
		const { stdout } = room.sh(line, ['run', 'umlaut', '--yes']);
		expect(stdout).toContain('✓ exit 0');
	});

	test('what others set for Node, chalk or zx changes nothing', () => {
		const args = ['run', 'umlaut', '--dry-run'];
		const environment = {
			NODE_OPTIONS: '--no-warnings',
			FORCE_COLOR: '3',
			ZX_PREFIX: 'exit 1;',
			ZX_VERBOSE: 'true',
			ENV: '/nothing',
			BASH_ENV: '/nothing',
			CDPATH: '/',
		};
		const plain = room.runbook(args).stdout.replace(/run \S{12}/, '');
		expect(room.runbook(args, { environment }).stdout.replace(/run \S{12}/, '')).toBe(plain);
	});

	test('no HOME is the home of the password file, for looking and for running', () => {
		for (const HOME of [undefined, '', 'relative']) {
			const environment = { HOME, XDG_CONFIG_HOME: undefined };
			expect(room.runbook(['list'], { environment }).stdout).toContain('first-steps');
		}
	});

	test.runIf(isRoot)(`a user without any home can look, and is told what to set${asRoot}`, () => {
		const as = 'exec setpriv --reuid 54321 --clear-groups -- "$@"';
		const environment = { HOME: undefined, XDG_STATE_HOME: undefined, XDG_CONFIG_HOME: undefined };
		for (const args of [['list'], ['show', 'first-steps'], ['check', 'first-steps']]) {
			expect(room.sh(as, args, { environment, cwd: '/' }).status).toBe(0);
		}
		const { status, stderr } = room.sh(as, ['runs'], { environment, cwd: '/' });
		expect([status, stderr]).toEqual([70, expect.stringContaining('Set HOME')]);
	});

	test.runIf(isRoot)(`a file that may not be read is named, with 3${asRoot}`, () => {
		const file = room.writeUntrusted('secret', '## One\n\nLook.\n');
		const line = 'exec setpriv --reuid 54321 --clear-groups -- "$@"';
		const { status, stdout } = room.sh(line, ['check', file], { cwd: '/' });
		expect([status, stdout]).toEqual([3, expect.stringContaining(`${file.slice(1)}:1:1: error: `)]);
	});

	test.each(['/sys/runbook-test', '/proc/runbook-test/deep', '/dev/null/runbook-test'])(
		'a state folder that cannot be made stops a run before it starts, and no look: %s',
		folder => {
			const environment = { XDG_STATE_HOME: folder };
			expect(room.runbook(['list'], { environment }).status).toBe(0);
			expect(room.runbook(['runs'], { environment }).stdout).toBe('There are no runs yet.\n');
			const args = ['run', 'first-steps', '--yes', '--choose', 'choose-a-drink=skip'];
			const { status, stdout, stderr } = room.runbook(args, { environment });
			expect([status, stdout]).toEqual([70, '']);
			expect(stderr).toMatch(/^runbook: `.*` cannot be used to keep runs: .*\n$/);
			expect(stderr).toContain(`runbook: \`${folder}/`);
		},
	);
});
