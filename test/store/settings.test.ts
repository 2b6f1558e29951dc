import { spawn, spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { Settings } from '../../source/store/settings.ts';
import { NO_SETTINGS, withBegun } from '../../source/store/settings-values.ts';
import { canMount, isRoot, NOBODY, smallDisk, temporaryFolder } from './helpers.ts';

const PATH = process.env.PATH ?? '';

function room(config = temporaryFolder()) {
	const environment = { PATH, HOME: config, XDG_CONFIG_HOME: config };
	const folder = join(config, 'runbook');
	return { environment, folder, file: join(folder, 'settings.json') };
}

async function remember(environment: Record<string, string>, runbook = 'nginx.conf') {
	const settings = new Settings(environment);
	settings.change(values => withBegun(values, runbook, { 'a.b': 'x', many: ['1', '2'] }));
	await settings.settled();
	return settings;
}

describe('settings', () => {
	it('are nothing, without a warning and without a file, where nothing was kept', () => {
		const { environment, folder } = room();
		const settings = new Settings(environment);
		expect(settings.values).toEqual(NO_SETTINGS);
		expect(settings.warning).toBeUndefined();
		expect(existsSync(folder)).toBe(false);
	});

	it('keep answers and recent runbooks, for the person alone', async () => {
		const { environment, folder, file } = room();
		expect((await remember(environment)).warning).toBeUndefined();
		await remember(environment, 'other');
		expect(new Settings(environment).values).toEqual({
			// A dot in a name is a dot.
			remembered: {
				'nginx.conf': { 'a.b': 'x', many: ['1', '2'] },
				other: { 'a.b': 'x', many: ['1', '2'] },
			},
			recent: ['other', 'nginx.conf'],
		});
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.lock']);
	});

	it.each(['', '{', '\0\0\0', '{"recent": ["a"]}}', '\ufffd'])(
		'keep a damaged file (%j) aside, use what is usual, and say so in one line',
		async text => {
			const { environment, folder, file } = room();
			mkdirSync(folder, { mode: 0o700 });
			writeFileSync(file, text);
			const settings = new Settings(environment);
			expect(settings.values).toEqual(NO_SETTINGS);
			expect(settings.warning).toMatch(/^Settings are not kept, .*damaged.*\.bad-[^\n]*$/);
			const [aside = ''] = readdirSync(folder);
			expect(readFileSync(join(folder, aside), 'utf8')).toBe(text);
			expect((await remember(environment)).warning).toBeUndefined();
		},
	);

	it.each(['[]', 'null', '7', '{"recent": {"0": 1}, "remembered": {"a": [1], "b": {"c": 7}}}'])(
		'take from a file that holds something else (%s) only what is right',
		text => {
			const { environment, folder, file } = room();
			mkdirSync(folder, { mode: 0o700 });
			writeFileSync(file, text);
			const { values, warning } = new Settings(environment);
			expect(values.recent).toEqual([]);
			expect(Object.values(values.remembered).flatMap(Object.values)).toEqual([]);
			expect(warning).toBeUndefined();
		},
	);

	it.each([
		['2', '2'],
		['"1.0"', '"1.0"'],
		['[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]', '[[[['],
	])('leave a file of another version (%s) alone, and say so in one line', async (given, named) => {
		const { environment, folder, file } = room();
		mkdirSync(folder, { mode: 0o700 });
		const text = `{"version": ${given}, "recent": ["a"], "more": {"we": "know nothing of"}}`;
		writeFileSync(file, text);
		const settings = await remember(environment);
		expect(settings.values.recent).toEqual(['nginx.conf']);
		expect(settings.warning).toMatch(/^Settings are not kept, [^\n]*$/);
		expect(settings.warning).toContain(`is of version ${named}`);
		expect(readFileSync(file, 'utf8')).toBe(text);
		expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.lock']);
	});

	it('take names for names: `__proto__` changes nothing', async () => {
		const { environment } = room();
		await remember(environment, '__proto__');
		const { values } = new Settings(environment);
		expect(Object.keys(values.remembered)).toEqual(['__proto__']);
		expect(({} as Record<string, unknown>)['a.b']).toBeUndefined();
	});

	it('do not follow a link, and do not write through one', async () => {
		const { environment, folder, file } = room();
		const victim = join(temporaryFolder(), 'victim');
		writeFileSync(victim, 'as it was');
		mkdirSync(folder, { mode: 0o700 });
		symlinkSync(victim, file);
		const settings = await remember(environment);
		expect(settings.warning).toContain('symbolic link');
		expect(settings.values.recent).toEqual(['nginx.conf']);
		expect(readFileSync(victim, 'utf8')).toBe('as it was');
	});

	it('cost one line where the folder may be written by others', async () => {
		const { environment, folder, file } = room();
		mkdirSync(folder);
		chmodSync(folder, 0o777);
		const settings = await remember(environment);
		expect(settings.warning?.split('\n')).toHaveLength(1);
		expect(existsSync(file)).toBe(false);
	});

	it.runIf(canMount())('cost one line on a full disk, which keeps the old file', async () => {
		const { environment, file } = room(smallDisk('size=128k,mode=700'));
		await remember(environment);
		const before = readFileSync(file, 'utf8');
		spawnSync('dd', ['if=/dev/zero', `of=${environment.HOME}/fill`, 'bs=1k']);
		const settings = new Settings(environment);
		settings.change(values => withBegun(values, 'big', { big: 'x'.repeat(9000) }));
		await settings.settled();
		expect(settings.warning).toMatch(/^[^\n]*ENOSPC[^\n]*$/);
		expect(readFileSync(file, 'utf8')).toBe(before);
	});

	it('ignore a relative or empty home', async () => {
		const { folder, environment } = room();
		const child = spawnSync(process.execPath, [bundled(), 'x', '0'], {
			cwd: environment.HOME,
			env: { PATH, HOME: '', XDG_CONFIG_HOME: 'here' },
			encoding: 'utf8',
		});
		expect(child.stdout).toBe('good\n');
		expect(existsSync(join(environment.HOME, 'here'))).toBe(false);
		expect(existsSync(join(environment.HOME, '.config'))).toBe(false);
		expect(existsSync(folder)).toBe(false);
	});

	it.runIf(isRoot)('of root are never in the home of somebody else (needs root)', async () => {
		const home = temporaryFolder();
		chownSync(home, NOBODY, NOBODY);
		const settings = new Settings({ PATH, HOME: home, XDG_CONFIG_HOME: join(home, 'config') });
		expect(settings.warning).toBeUndefined();
		expect(readdirSync(home)).toEqual([]);
	});

	it('keep all 400 of four writers of 100 each', async () => {
		const { environment } = room();
		const program = bundled();
		const said = await Promise.all(
			['a', 'b', 'c', 'd'].map(
				prefix =>
					new Promise<string>(resolve => {
						const child = spawn(process.execPath, [program, prefix, '100'], { env: environment });
						let text = '';
						child.stdout.on('data', data => {
							text += data;
						});
						child.on('close', () => resolve(text));
					}),
			),
		);
		expect(said).toEqual(['good\n', 'good\n', 'good\n', 'good\n']);
		expect(Object.keys(new Settings(environment).values.remembered.all ?? {})).toHaveLength(400);
	}, 240_000);
});

/** The program that remembers, for plain Node. */
function bundled(): string {
	const outfile = join(temporaryFolder(), 'remember.mjs');
	buildSync({
		entryPoints: [join(import.meta.dirname, 'programs', 'remember.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		banner: {
			js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
		},
	});
	return outfile;
}
