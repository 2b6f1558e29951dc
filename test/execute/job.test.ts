import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findJob, followJob } from '../../source/execute/find-job.ts';
import { JobNotStarted, startJob } from '../../source/execute/job.ts';
import { scriptShell } from '../../source/execute/script-shell.ts';
import { isRoot, jobFolder, program, smallDisk } from '../helpers/wrapper-shells.ts';
import { boot, bundle, ended, run, specFile, specFor, start } from './jobs.ts';

test('a job runs its exact bytes, and its status and output are found', async () => {
	const { finding, output, spec } = await run("printf 'a\\tb'; exit 3\n");
	expect(output).toBe('a\tb');
	expect(finding).toEqual(ended(3, 3));
	expect(readFileSync(join(spec.folder, 'script'), 'utf8')).toBe("printf 'a\\tb'; exit 3\n");
});

test('a failing line ends a block, in both shells', async () => {
	expect((await run('false; echo on')).finding).toEqual(ended(1, 0));
	expect((await run('false; echo on', { language: 'bash' })).finding).toEqual(ended(1, 0));
});

test('a bash block is run by bash, without its start-up files', async () => {
	const { output } = await run('a=(1 2); echo "${#a[@]} $- ${BASH_VERSION:+bash}"', {
		language: 'bash',
	});
	expect(output).toMatch(/^2 [a-zA-Z]*e[a-zA-Z]* bash\n$/);
});

test('a job runs in / with the umask of the program, and leads its session', async () => {
	const { output } = await run(
		'pwd; umask; cut -d" " -f5,6 /proc/self/stat; head -n 1 "$RUNBOOK_JOB/began"',
	);
	const [folder, mask, ids = '', pid] = output.trim().split('\n');
	expect(folder).toBe('/');
	expect(Number.parseInt(mask ?? '', 8)).toBe(process.umask());
	expect(ids).toBe(`${pid} ${pid}`);
});

test('its files are for their owner alone', async () => {
	const { spec } = await run('echo secret', { capture: true });
	for (const name of ['script', 'wrapper', 'token', 'output', 'value', 'began']) {
		expect([name, statSync(join(spec.folder, name)).mode & 0o777]).toEqual([name, 0o600]);
	}
});

test('a folder of any name will do', async () => {
	const folder = join(jobFolder().folder, 'it\'s $HOME; a\n"folder"');
	mkdirSync(folder, { mode: 0o700 });
	const { finding, output } = await run('echo fine', { folder });
	expect(finding).toEqual(ended(0, 5));
	expect(output).toBe('fine\n');
});

test('nothing secret stands in the words of any process', async () => {
	const spec = specFor(
		'tr "\\0" " " </proc/$PPID/cmdline; cat /proc/*/cmdline | tr "\\0" " "; : canary-7f3a',
	);
	const environment = { ...spec.environment, password: 'canary-91bc' };
	const { output } = await run(spec.script, { folder: spec.folder, environment });
	expect(output).not.toContain('canary');
});

test('a captured value is what came on standard output', async () => {
	const { finding } = await run('echo noise >&2; echo value', { capture: true });
	expect(finding).toMatchObject({ state: 'ended', end: { status: 0, value: 'value\n' } });
});

test('a captured value is at most 64 KiB, and none when it is empty or not UTF-8', async () => {
	const long = await run('yes é | head -n 40000 | tr -d "\\n"', { capture: true });
	expect(long.finding).toMatchObject({ end: { value: 'é'.repeat(32768) } });
	const empty = await run(':', { capture: true });
	expect(empty.finding).toEqual(ended(0, 0));
	const latin = await run("printf 'caf\\351'", { capture: true });
	expect(latin.finding).toEqual(ended(0, 4));
});

test('a job that took too long is told apart, whatever it exits with', async () => {
	const { finding } = await run("trap 'exit 0' TERM; while :; do sleep 0.05; done", { timeout: 1 });
	expect(finding).toMatchObject({ state: 'ended', end: { status: 0, timedOut: true } });
});

test('a job that had to be killed when its time was up is found without status', async () => {
	const { finding } = await run("trap '' TERM; while :; do sleep 0.05; done", { timeout: 1 });
	expect(finding).toMatchObject({ state: 'ended', end: { timedOut: true } });
	expect(finding).not.toHaveProperty('end.status');
});

test('a folder holds one job', async () => {
	const { spec } = await run('echo once >>"$RUNBOOK_JOB/runs"');
	await expect(startJob(spec)).rejects.toThrow(JobNotStarted);
	await expect(startJob(spec)).rejects.toThrow('already holds a job');
	expect(readFileSync(join(spec.folder, 'runs'), 'utf8')).toBe('once\n');
});

test('nothing is written through a symlink', async () => {
	const spec = specFor('echo');
	const target = join(jobFolder().folder, 'target');
	symlinkSync(target, join(spec.folder, 'script'));
	await expect(startJob(spec)).rejects.toThrow(JobNotStarted);
	expect(existsSync(target)).toBe(false);
});

test('a folder that is not there, or not absolute, is refused with its name', async () => {
	const spec = specFor('echo');
	await expect(startJob({ ...spec, folder: '/nonexistent/7' })).rejects.toThrow('/nonexistent/7');
	await expect(startJob({ ...spec, folder: 'relative' })).rejects.toThrow('not absolute');
});

test.skipIf(!isRoot)('a script that the disk cannot take is refused (for root)', async () => {
	const { folder } = jobFolder(smallDisk(64));
	const spec = specFor(`: ${'x'.repeat(200_000)}`, { folder });
	await expect(startJob(spec)).rejects.toThrow(/ENOSPC/);
});

test('a job survives the death of the program that started it', async () => {
	const spec = specFor(
		'until [ -e "$RUNBOOK_JOB/go" ]; do sleep 0.05; done; echo survived; exit 7',
	);
	const child = spawn(process.execPath, [bundle('start'), specFile(spec)], { stdio: 'pipe' });
	await once(child.stdout, 'data');
	await vi.waitFor(() => readFileSync(join(spec.folder, 'began')), { timeout: 10_000 });
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(findJob(spec.folder, boot)).toEqual({ state: 'running' });
	writeFileSync(join(spec.folder, 'go'), '');
	const chunks: Uint8Array[] = [];
	const finding = await followJob(spec.folder, boot, {
		onOutput: chunk => void chunks.push(chunk),
	});
	expect(finding).toEqual(ended(7, 9));
	expect(Buffer.concat(chunks).toString()).toBe('survived\n');
});

test('a job survives that its program is killed at once', async () => {
	const spec = specFor('echo ran; exit 4');
	const child = spawn(process.execPath, [bundle('start'), specFile(spec)], { stdio: 'pipe' });
	await once(child.stdout, 'data');
	child.kill('SIGKILL');
	await once(child, 'exit');
	await vi.waitFor(() => readFileSync(join(spec.folder, 'exit.4')), { timeout: 10_000 });
});

test('a hostile environment has no effect', async () => {
	const evil = jobFolder().folder;
	const marker = join(evil, 'marker');
	const touch = `#!/bin/sh\necho "$0 $*" >>'${marker}'\n`;
	const names = ['sh', 'bash', 'cat', 'ln', 'mv', 'ls', 'env', 'ps', 'sleep', 'zxshell', 'ld.so'];
	for (const name of names) program(evil, name, touch);
	writeFileSync(join(evil, 'rc'), `echo rc >>'${marker}'\n`);
	const spec = specFor('ls / >/dev/null; cat /dev/null; env', { language: 'bash' });
	const child = spawnSync(process.execPath, [bundle('start'), specFile(spec), 'follow'], {
		cwd: evil,
		encoding: 'utf8',
		env: {
			PATH: `.:::relative:${process.env.PATH}`,
			HOME: process.env.HOME,
			BASH_ENV: join(evil, 'rc'),
			ENV: join(evil, 'rc'),
			'BASH_FUNC_cat%%': `() { echo function >>'${marker}'; }`,
			'BASH_FUNC_ls()': `() { echo function >>'${marker}'; }`,
			SHELLOPTS: 'xtrace',
			BASHOPTS: 'extglob',
			PS4: `$(echo ps4 >>'${marker}')`,
			PROMPT_COMMAND: `echo prompt >>'${marker}'`,
			IFS: 'a',
			CDPATH: evil,
			LD_PRELOAD: join(evil, 'ld.so'),
			LD_LIBRARY_PATH: evil,
			PERL5OPT: '-Mevil',
			PYTHONSTARTUP: join(evil, 'rc'),
			GIT_DIR: evil,
			AWS_SECRET_ACCESS_KEY: 'canary',
			ZX_PREFIX: `echo prefix >>'${marker}';`,
			ZX_POSTFIX: `; echo postfix >>'${marker}'`,
			ZX_SHELL: join(evil, 'zxshell'),
			ZX_CWD: evil,
			ZX_TIMEOUT: '1ms',
			ZX_KILL_SIGNAL: 'SIGKILL',
			ZX_DETACHED: 'false',
			ZX_VERBOSE: 'true',
			ZX_QUIET: 'false',
			ZX_PREFER_LOCAL: evil,
		},
	});
	const { finding, output } = JSON.parse(child.stdout);
	expect(existsSync(marker) && readFileSync(marker, 'utf8')).toBe(false);
	expect(finding).toMatchObject({ state: 'ended', end: { status: 0 } });
	const seen = new Map<string, string>(
		output
			.trim()
			.split('\n')
			.map((line: string) => line.split('=')),
	);
	// The last three are bash's own.
	const allowed =
		'HOME LC_ALL PATH PYTHONUNBUFFERED RUNBOOK_JOB RUNBOOK_TOKEN TERM PWD SHLVL _'.split(' ');
	expect([...seen.keys()].sort()).toEqual(allowed.sort());
	expect(seen.get('PATH')).not.toMatch(/(^|:)(:|$|[^/])/);
	expect(readdirSync(evil)).not.toContain('marker');
});

test('a folder that was removed under the program does not keep a job from starting', async () => {
	const { folder } = jobFolder();
	const gone = join(folder, 'gone');
	mkdirSync(gone);
	const spec = specFor('pwd');
	const words = ['-c', 'cd "$1" && rmdir "$1" && shift && exec "$@"', 'sh', gone];
	const child = spawnSync(
		'sh',
		[...words, process.execPath, bundle('start'), specFile(spec), 'follow'],
		{
			encoding: 'utf8',
		},
	);
	expect(JSON.parse(child.stdout)).toEqual({ finding: ended(0, 2), output: '/\n' });
});

test.skipIf(!isRoot)('a job runs where there is neither /proc nor ps (for root)', () => {
	const spec = specFor('echo ran; exit 6');
	const hide = 'mount -t tmpfs none /proc; exec "$@"';
	const words = ['--mount', 'sh', '-c', hide, 'sh', process.execPath, bundle('start')];
	const child = spawnSync('unshare', [...words, specFile(spec), 'follow'], { encoding: 'utf8' });
	expect(JSON.parse(child.stdout)).toEqual({ finding: ended(6, 4), output: 'ran\n' });
});

test('bash is looked for on the PATH of the job, and then where it usually is', () => {
	const { folder } = jobFolder();
	program(folder, 'bash', '#!/bin/sh\n');
	const rest = ['--noprofile', '--norc', '-e'];
	expect(scriptShell('bash', `relative:${folder}:/bin`)).toEqual([join(folder, 'bash'), ...rest]);
	expect(scriptShell('bash', '/nonexistent', [folder])).toEqual([join(folder, 'bash'), ...rest]);
	expect(scriptShell('bash', '/nonexistent', [])).toBeUndefined();
});

test('a job is started, followed and found within a few frames', async () => {
	await start(':');
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		const began = performance.now();
		await run(':');
		times.push(performance.now() - began);
	}
	expect(Math.min(...times)).toBeLessThan(250);
});
