/** What an author asks of a runbook: `check`. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from './in-process.ts';
import { Room } from './room.ts';

const room = new Room();
afterAll(() => room.close());

describe('check', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'runbook-look-'));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const file = (name: string, text: string) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	const front = '---\nrunbook: 1\nsummary: S\n---\n\n# T\n\n';
	const check = (...files: readonly string[]) =>
		runHere(['check', ...files], { ...room.environment, PATH: process.env.PATH ?? '' }, folder);

	test('names FILE:LINE:COLUMN, the rule and the remedy, and ends with 3', async () => {
		file('wrong.md', `${front}## One\n\n\`\`\`sh\necho {{nmae}}\n\`\`\`\n`);
		const { status, stdout, stderr } = await check('wrong.md');
		expect(status).toBe(3);
		expect(stdout).toMatch(/^wrong\.md:11:6: error: .*nmae.* \[[a-z-]+\]\n {4}\S/);
		expect(stderr).toBe('1 runbook: 1 error, 0 warnings\n');
	});

	test('warnings alone end with 0, and what is well says nothing', async () => {
		file(
			'warned.md',
			`${front}## One\n\n\`\`\`sh verify\ntrue\n\`\`\`\n\n\`\`\`sh\ncd /tmp\n\`\`\`\n`,
		);
		const warned = await check('warned.md');
		expect([warned.status, warned.stderr]).toEqual([0, expect.stringMatching(/0 errors, [1-9]/)]);
		expect(warned.stdout).toContain('warned.md:15:1: warning: ');
		expect(await check('first-steps')).toEqual({
			status: 0,
			stdout: '',
			stderr: '1 runbook: 0 errors, 0 warnings\n',
		});
	});

	test('looks at all that the library has when nothing is named', async () => {
		room.writeUntrusted('broken', '## One\n\n~~~sh\ntrue\n');
		// Without ShellCheck, which takes its time.
		const { stderr } = await runHere(['check'], { ...room.environment, PATH: '' }, folder);
		expect(stderr).toMatch(/^\d+ runbooks: [1-9]\d* errors?, /);
	});

	test('looks at all runbooks of a folder and below it, also at what cannot be read', async () => {
		for (const name of ['many', 'many/deep', 'many/.git', 'many/node_modules', 'many/none']) {
			mkdirSync(join(folder, name));
		}
		file('many/good.md', `${front}## One\n\nLook.\n`);
		file('many/README.md', '# No runbook\n');
		for (const name of [
			'many/bad.md',
			'many/deep/good.md',
			'many/.git/x.md',
			'many/node_modules/x.md',
		])
			file(name, `${front}## One\n\n\`\`\`sh\necho {{nmae}}\n\`\`\`\n`);
		symlinkSync('/nothing/there', join(folder, 'many/deep/dangling.md'));
		symlinkSync('..', join(folder, 'many/deep/up'));
		const { status, stdout, stderr } = await check('many');
		expect([status, stderr]).toEqual([3, '4 runbooks: 3 errors, 0 warnings\n']);
		const names = stdout.match(/^\S+?(?=:\d)/gm);
		expect(names).toEqual(['many/bad.md', 'many/deep/dangling.md', 'many/deep/good.md']);
		const here = await runHere(
			['check', '.'],
			{ ...room.environment, PATH: '' },
			join(folder, 'many'),
		);
		expect(here.stdout).toMatch(/^bad\.md:11:6: error: /);
		const two = await check('many/good.md', 'many/deep');
		expect(two.stderr).toBe('3 runbooks: 2 errors, 0 warnings\n');
	});

	/** A line about the folder, the runbooks beside it checked, and no success. */
	const passesBy = async (below: string, why: RegExp) => {
		file(`${below}/bad.md`, `${front}## One\n\n\`\`\`sh\necho {{nmae}}\n\`\`\`\n`);
		const { status, stdout, stderr } = await check(below);
		expect([status, stderr]).toEqual([3, '1 runbook: 2 errors, 0 warnings\n']);
		expect(stdout).toMatch(new RegExp(`^${below}/bad\\.md:11:6: error: `, 'm'));
		const [line = ''] = stdout.split('\n').filter(text => text.endsWith(' [unreadable]'));
		expect(line).toMatch(why);
	};

	test('goes on behind a folder that cannot be listed: its path is too long', async () => {
		// Longer than any path may be, which is not allowed to root, either.
		const deep = `for (let n = 0; n < 20; n++) {
			require('node:fs').mkdirSync('d'.repeat(250));
			process.chdir('d'.repeat(250));
		}`;
		mkdirSync(join(folder, 'deep'));
		const made = spawnSync(process.execPath, ['-e', deep], { cwd: join(folder, 'deep') });
		expect(made.status).toBe(0);
		try {
			await passesBy('deep', /^deep\/d+\/[d/]+:1:1: error: `.*` cannot be read: /);
			const alone = await check(join('deep', 'd'.repeat(250)));
			expect([alone.status, alone.stderr]).toEqual([3, '0 runbooks: 1 error, 0 warnings\n']);
		} finally {
			spawnSync('rm', ['-rf', join(folder, 'deep')]);
		}
	});

	test.skipIf(process.getuid?.() === 0)(
		'goes on behind a folder without permission (skipped: root may list all)',
		async () => {
			mkdirSync(join(folder, 'open/closed'), { recursive: true });
			chmodSync(join(folder, 'open/closed'), 0);
			await passesBy('open', /^open\/closed:1:1: error: /);
		},
	);

	test('says of a folder without any that there is none, and passes nothing', async () => {
		const { status, stdout, stderr } = await check('many/none');
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain('There is no runbook in the folder `many/none`, nor below it.');
	});

	test('says of a path that nobody can look at what is wrong with it', async () => {
		const name = await check('d'.repeat(300));
		expect([name.status, name.stderr]).toEqual([2, expect.stringContaining('There is no runbook')]);
		const path = await check(`${'d'.repeat(300)}/x`);
		expect([path.status, path.stdout]).toEqual([
			3,
			expect.stringMatching(/:1:1: error: .* cannot be read/),
		]);
	});

	test('takes a name for the runbook that is called so, and not for a folder', async () => {
		mkdirSync(join(folder, 'first-steps'));
		expect((await check('first-steps')).stderr).toBe('1 runbook: 0 errors, 0 warnings\n');
	});

	test('goes on behind what cannot be read: a folder, no file, no Markdown, no UTF-8', async () => {
		mkdirSync(join(folder, 'folder.md'));
		file('plain.md', '# Only Markdown\n');
		writeFileSync(join(folder, 'bytes.md'), Buffer.from([0x23, 0xff, 0xfe, 0x0a]));
		writeFileSync(join(folder, 'nul.md'), `${front}## One\0\n`);
		const names = ['folder.md', 'nothere.md', 'plain.md', 'bytes.md', 'nul.md', 'warned.md'];
		const { status, stdout } = await check(...names);
		expect(status).toBe(3);
		for (const name of names.slice(0, -1)) {
			expect(stdout).toMatch(new RegExp(`^${name}:\\d+:\\d+: error: `, 'm'));
		}
		expect(stdout).toContain('warned.md:15:1: warning: ');
	});

	const isRoot = process.getuid?.() === 0;
	test.skipIf(isRoot)(
		'a file without permission says so (skipped: root may read all)',
		async () => {
			chmodSync(file('secret.md', front), 0);
			expect((await check('secret.md')).stdout).toContain('secret.md:1:1: error: ');
		},
	);

	test('10 MB are refused at once', async () => {
		file('long.md', `${front}${'x'.repeat(10 * 1024 * 1024)}`);
		const { status, stdout } = await check('long.md');
		expect(status).toBe(3);
		expect(stdout).toMatch(/^long\.md:1:1: error: .*1 MiB/);
		expect(stdout.length).toBeLessThan(1000);
	});

	test('warns of a link to a runbook that is not there', async () => {
		file('there.md', `${front}## One\n\nLook.\n`);
		const good =
			'[a](there.md) [b](./there.md#one) [c](first-steps.md) [d](https://x.org/e.md) [e](#one)';
		const bad =
			'See [f](gone.md) and [g](sub/first-steps.md), or [that][h].\n\n[h]: gone%20too.md#x';
		file('links.md', `${front}## One\n\n${good}\n\n${bad}\n`);
		const { status, stdout } = await check('links.md');
		expect(status).toBe(0);
		const found = stdout.split('\n').filter(line => line.includes('[missing-runbook]'));
		expect(
			found.map(line => /^[^:]*:\d+:(\d+): .*no runbook `([^`]*)`/.exec(line)?.slice(1)),
		).toEqual([
			['5', 'gone.md'],
			['22', 'sub/first-steps.md'],
			['1', 'gone too.md'],
		]);
	});

	const hasShellCheck = spawnSync('shellcheck', ['--version']).status === 0;
	const where = hasShellCheck ? '' : ' (skipped: ShellCheck is not installed)';
	test.runIf(hasShellCheck)(`ShellCheck points at the place in the runbook${where}`, async () => {
		const head = front.replace('summary: S', 'summary: S\ninputs: { name: { prompt: N } }');
		file('sc.md', `${head}## One\n\n\`\`\`sh\necho {{name}} x\necho \${HOME} "$1" $*\n\`\`\`\n`);
		const { status, stdout } = await check('sc.md');
		expect(status).toBe(0);
		expect(stdout).toMatch(/^sc\.md:13:19: warning: .*\[shellcheck-SC2048\]$/m);
	});

	test.runIf(hasShellCheck)(`a value is no constant to it${where}`, async () => {
		const head = front.replace(
			'summary: S',
			'summary: S\ninputs:\n  n: { prompt: N, type: integer }\n  w: { prompt: W }\n  l: { prompt: L, many: true }',
		);
		const good = [
			'case {{w}} in a) echo a ;; esac',
			'for f in {{l}}; do echo "$f"; done',
			'[ {{w}} = a ]',
		];
		const blocks = ['[ {{n}} -gt 3 ]', `timeout 5 sh -c 'echo "$1"' sh {{w}}`, good.join('\n')].map(
			text => `\`\`\`sh\n${text}\n\`\`\`\n`,
		);
		file('good.md', `${head}## One\n\n${blocks.join('\n')}`);
		expect((await check('good.md')).stdout).toBe('');
		const bad = 'echo {{w}}\ncase w in a) echo a ;; esac';
		file('bad.md', `${head}## One\n\n\`\`\`sh\n${bad}\n\`\`\`\n`);
		expect((await check('bad.md')).stdout).toMatch(/^bad\.md:\d+:6: warning: .*SC2194\]$/m);
	});

	test.runIf(hasShellCheck)(
		`what the program itself sets is no finding of it${where}`,
		async () => {
			const head = front.replace(
				'summary: S',
				'summary: S\ninputs: { pass: { prompt: N, type: secret } }',
			);
			file('secret.md', `${head}## One\n\n\`\`\`sh\necho "$pass" >"$RUNBOOK_JOB/x"\n\`\`\`\n`);
			expect(await check('secret.md')).toMatchObject({ status: 0, stdout: '' });
		},
	);
});
