/** A state folder in which somebody has put something else in the place of the program's files. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(() => room.close());

const body =
	'## A\n\n~~~sh capture=v\necho a\n~~~\n\n## B\n\n~~~sh\necho {{v}} >>@/log\nexit 3\n~~~\n';

/** Every file of a run, and a file that is not there before a report is kept. */
const files = [
	'journal',
	'runbook.md',
	'lock',
	'lock.2',
	'report.md',
	'jobs/1/began',
	'jobs/1/token',
	'jobs/1/output',
	'jobs/1/value',
	'jobs/1/script',
	'jobs/1/exit.0',
	'jobs/2/output',
	'jobs/2/exit.3',
];

const puts: readonly (readonly [string, (path: string) => unknown])[] = [
	['a pipe', path => execFileSync('mkfifo', ['-m', '600', path])],
	['a link to a device', path => symlinkSync('/dev/zero', path)],
	['a link to a file', path => symlinkSync('/etc/hostname', path)],
	['a folder', path => mkdirSync(path, { mode: 0o700 })],
];

describe.each(puts)('%s', (_, put) => {
	test('in the place of any file of a run is neither waited for nor followed', () => {
		room.write('state', body);
		expect(room.runbook(['run', 'state', '--yes']).status).toBe(1);
		cpSync(room.runPath(), room.path('kept'), { recursive: true });
		const before = room.runPath();
		for (const file of files) {
			rmSync(join(before, file), { force: true, recursive: true });
			put(join(before, file));
			for (const args of [['runs'], ['report', room.run], ['resume', room.run, '--yes']]) {
				const { status } = room.runbook(args);
				expect([file, args[0], status], 'it was waited for, or is a fault').toSatisfy(
					([, , code]: unknown[]) => [0, 1, 3, 5, 70].includes(code as number),
				);
			}
			rmSync(before, { recursive: true });
			cpSync(room.path('kept'), before, { recursive: true });
		}
	});
});

test('whatever the umask, folders are 0700 and files 0600, and a command has the umask itself', () => {
	room.write(
		'modes',
		'## A\n\n~~~sh capture=v\necho a\n~~~\n\n## B\n\n~~~sh\numask >@/umask\n~~~\n\n## C\n\n~~~sh\nexit 3\n~~~\n',
	);
	expect(room.sh('umask 000; exec "$@"', ['run', 'modes', '--yes']).status).toBe(1);
	expect(room.read('umask')).toMatch(/^0+\n$/);
	const state = room.path('state', 'runbook');
	const wrong = readdirSync(state, { withFileTypes: true, recursive: true }).flatMap(entry => {
		const path = join(entry.parentPath, entry.name);
		const mode = lstatSync(path).mode & 0o777;
		return mode === (entry.isDirectory() ? 0o700 : 0o600) ? [] : [`${path} ${mode.toString(8)}`];
	});
	expect(wrong).toEqual([]);
});

describe('a state folder', () => {
	test('behind a link, of another mode, or that is a file is refused before anything runs', () => {
		room.write('run', '## A\n\n~~~sh\necho a >>@/log\n~~~\n');
		const state = room.path('state', 'runbook');
		const runs = join(state, 'runs');
		const tries: readonly (readonly [string, () => unknown])[] = [
			['a symbolic link', () => symlinkSync(room.path('home'), runs)],
			['so others may use it', () => spawnSync('mkdir', ['-m', '0777', runs])],
			['it is not a folder', () => void room.writeFile('state/runbook/runs', '')],
		];
		for (const [why, put] of tries) {
			put();
			const { status, stderr } = room.runbook(['run', 'run', '--yes']);
			expect([status, stderr]).toEqual([70, expect.stringMatching(why)]);
			rmSync(runs, { recursive: true });
		}
		expect(room.read('log')).toBe('');
	});
});

test('a clock that jumps by years, either way, changes neither what runs nor what is known', () => {
	room.write(
		'clock',
		'## A\n\n~~~sh\necho a >>@/log\n~~~\n\nBack:\n\n~~~sh undo\necho back >>@/log\n~~~\n\n## B\n\n~~~sh\necho b >>@/log\ntest -e @/go\n~~~\n\n## C\n\n~~~sh verify within=1s\necho c >>@/log\n~~~\n\n## D\n\n1. [Back](#a "undo")\n',
	);
	const jumped = (years: number) => {
		const file = room.writeFile(
			`jump${years}.mjs`,
			`const now = Date.now; const by = ${years} * 365 * 86400e3;
Date.now = () => now() + by;
globalThis.Date = class extends Date { constructor(...all) { super(...(all.length ? all : [now() + by])); } };
Date.now = () => now() + by;
`,
		);
		return { environment: { NODE_OPTIONS: `--import=${file}` } };
	};
	expect(room.runbook(['run', 'clock', '--yes'], jumped(20)).status).toBe(1);
	room.writeFile('go', '');
	expect(room.runbook(['resume', room.run, '--yes'], jumped(-20)).status).toBe(0);
	expect(room.read('log')).toBe('a\nb\nb\nc\nback\n');
	const times = room.runbook(['report', room.run]).stdout;
	expect(times).toContain(String(new Date().getFullYear() + 19).slice(0, 3));
	expect(room.runbook(['runs']).stdout).toContain(room.run);
});
