/** What a printed script takes back, and what it keeps for that. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shells, titleOf } from '../helpers/shells.ts';
import { block, Workplace } from '../run/script/workplace.ts';

describe.each(shells.map(shell => ({ shell, title: titleOf(shell) })))('$title', ({ shell }) => {
	const it = test.runIf(shell.present);

	it('an undo by link runs what began, the newest first, and each once', () => {
		const place = new Workplace(shell);
		const { status, stdout } = place.run([
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
		const place = new Workplace(shell);
		const { status, stdout, stderr } = place.run([
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
		const place = new Workplace(shell);
		place.write('conf', 'old\n');
		const { stdout, status } = place.run([
			'## Write\n\nReads the file again:\n',
			block('sh undo', 'echo "read $(cat @/conf)"'),
			'The file:\n',
			block('text file=@/conf', 'new'),
			block('sh', 'echo "read $(cat @/conf)"'),
			'## Back\n\n1. [Back](#write "undo")\n',
		]);
		expect(status).toBe(0);
		expect(place.contentOf('conf')).toBe('old\n');
		const lines = stdout.split('\n').filter(line => line.startsWith('read'));
		expect(lines).toEqual(['read new', 'read old']);
	});

	it('an undo function runs by itself, pasted into another shell', () => {
		const place = new Workplace(shell);
		const { script, status } = place.run([
			'## Make\n',
			block('sh capture=name', 'echo made'),
			block('sh', 'touch @/{{name}}'),
			'Back:\n',
			block('sh undo', 'rm @/{{name}}'),
		]);
		expect([status, place.has('made')]).toEqual([0, true]);
		const begin = script.indexOf('undo_1_make() (');
		const text = `${script.slice(begin, script.indexOf('\n)\n', begin))}\n)\nundo_1_make\n`;
		const [program, ...words] = shell.command;
		const call = (env: Readonly<Record<string, string>>) =>
			spawnSync(program, [...words, '-c', text], { env: { PATH: process.env.PATH, ...env } })
				.status;
		expect(call({})).not.toBe(0);
		expect([call({ name: 'made' }), place.has('made')]).toEqual([0, false]);
	});

	it('what a step did before stands in a folder that is named at the end', () => {
		const place = new Workplace(shell);
		const { stderr } = place.run([
			'## Keep\n',
			block('sh', 'echo kept >"$RUNBOOK_JOB/it"'),
			'## Fail\n',
			block('sh', 'false'),
		]);
		const jobs = /RUNBOOK_JOBS=(\S+)/.exec(stderr)?.[1] ?? '';
		expect(readFileSync(join(jobs, '1/it'), 'utf8')).toBe('kept\n');
		expect(jobs.startsWith(place.path('tmp'))).toBe(true);
	});
});
