/** Command lines that are wrong, and locales that have few characters. */
import { afterAll, describe, expect, test } from 'vitest';
import { runHere } from './in-process.ts';
import { Room } from './room.ts';

const room = new Room();
afterAll(() => room.close());

const run = (args: readonly string[], environment = {}) =>
	runHere(args, { ...room.environment, ...environment }, room.folder);

describe('a wrong command line ends with 2 and offers what is nearest', () => {
	test.each([
		[['lisst'], 'no subcommand `lisst`. Did you mean `runbook list`?'],
		[['lisst', '--json'], 'There is no subcommand `lisst`. Did you mean `list`?'],
		[['rnu', 'first-steps', '--yes'], 'There is no subcommand `rnu`. Did you mean `run`?'],
		[['first-step'], 'There is no runbook `first-step`. Did you mean `first-steps`?'],
		[['run', 'first-stpes'], 'There is no runbook `first-stpes`. Did you mean `first-steps`?'],
		[['show', 'quite-another-thing'], 'There is no runbook `quite-another-thing`. `runbook list`'],
		[['--dry-rum'], 'Unknown option `--dry-rum`. Did you mean `--dry-run`?'],
		[['run', 'first-steps', '--sett', 'a=b'], 'Unknown option `--sett`. Did you mean `--set`?'],
		[['run', 'first-steps', '--confrim'], 'Unknown option `--confrim`. Did you mean `--confirm`?'],
		[['run'], 'Missing required argument `runbook`'],
		[['run', 'first-steps', '--set'], 'Option `--set <name=value>` argument missing'],
		[['report', '--format', 'odt'], 'argument `odt` is invalid'],
		[['list', 'all'], 'Too many arguments'],
		[['resume', 'nothere'], 'There is no run `nothere`'],
		[['resume'], 'There is no unfinished run.'],
		[['report'], 'There are no runs yet.'],
	])('%j', async (args, message) => {
		const { status, stdout, stderr } = await run(args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain(message);
		expect(stderr).toMatch(/^runbook: /);
	});
});

describe('a locale without UTF-8', () => {
	const plain = { LC_ALL: 'C' };
	room.write('umlaut', '## Für\n\nÄ “so” – §\n\n~~~sh\necho ü @\n~~~\n', 'tags: [ü]');

	test.each([
		['list'],
		['list', '--json'],
		['show', 'umlaut'],
		['show', 'first-steps'],
		['run', 'umlaut'],
		['script', 'nothing-like-it'],
		['report'],
		['runs'],
	])('gets no byte above 0x7f, and our own marks in plain: %s %s %s', async (...args) => {
		const { stdout, stderr } = await run(args, plain);
		expect(stdout + stderr).toMatch(/^[\n\x20-\x7e]*$/);
		expect(stdout + stderr).not.toMatch(/U\+(00B7|2026|2192|201C|201D)> /);
	});

	test('shows what it has no character for by its number, and JSON stays what it is', async () => {
		expect((await run(['show', 'umlaut'], plain)).stdout).toContain('echo <U+00FC>');
		const listed = JSON.parse((await run(['list', '--json'], plain)).stdout);
		expect(listed.flatMap((runbook: { tags: string[] }) => runbook.tags)).toContain('ü');
	});

	test('takes no value with such a character', async () => {
		room.write('word', '## Say\n\n~~~sh\necho {{word}}\n~~~\n', 'inputs: { word: { prompt: W } }');
		const args = ['run', 'word', '--yes', '--set', 'word=ü'];
		const { status, stderr } = await run(args, plain);
		expect(status).toBe(2);
		expect(stderr).toContain('LC_ALL=C.UTF-8');
		expect((await run(['script', 'word', '--set', 'word=ü'])).stdout).toContain("echo 'ü'");
	});

	test('and a script into a file is the same as in any other', async () => {
		const [here, there] = await Promise.all(
			[plain, {}].map(async environment => {
				const { stdout } = await run(['script', 'umlaut'], environment);
				return stdout.replaceAll(/^# .*(?:\dZ|Its id).*$/gm, '');
			}),
		);
		expect(here).toBe(there);
		expect(here).toContain('echo ü');
	});
});
