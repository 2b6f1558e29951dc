import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UnreadableFile } from '../../source/store/errors.ts';
import { findRunbooks, type Place, places, readRunbookFile } from '../../source/store/places.ts';
import { bundle, isRoot, NOBODY, temporaryFolder, thrown } from './helpers.ts';

const isRunbook = (bytes: Uint8Array): boolean =>
	Buffer.from(bytes).toString().startsWith('---\nrunbook: 1\n');
const text = '---\nrunbook: 1\n---\n\n# Title\n';
const placeAt = (folder: string, kind: Place['kind'] = 'path'): Place => ({ folder, kind });

/** A place with these files. */
function placeWith(kind: Place['kind'], files: Readonly<Record<string, string>>): Place {
	const folder = temporaryFolder();
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
	return placeAt(folder, kind);
}

const fifo = (file: string): void => {
	expect(spawnSync('mkfifo', [file]).status).toBe(0);
};

describe('the places', () => {
	it('come farthest first, and RUNBOOK_PATH as in PATH', () => {
		const config = temporaryFolder();
		const environment = { XDG_CONFIG_HOME: config, RUNBOOK_PATH: '/first:relative::/second' };
		expect(places('/opt/built-in', environment, '/srv')).toEqual([
			{ folder: '/opt/built-in', kind: 'built-in' },
			{ folder: '/etc/runbook', kind: 'system' },
			{ folder: join(config, 'runbook/runbooks'), kind: 'user' },
			{ folder: '/srv/runbooks', kind: 'project' },
			{ folder: '/second', kind: 'path' },
			{ folder: '/first', kind: 'path' },
		]);
	});

	it('come once each, where nearest, of the farthest kind', () => {
		const folder = temporaryFolder();
		const builtIn = join(folder, 'runbooks');
		mkdirSync(builtIn);
		const link = join(folder, 'link');
		symlinkSync(builtIn, link);
		const environment = { HOME: '/', RUNBOOK_PATH: `${link}:/etc/runbook/` };
		const kinds = places(builtIn, environment, folder).map(place => place.kind);
		expect(kinds).toEqual(['user', 'system', 'built-in']);
	});
});

describe('finding runbooks', () => {
	it('gives the nearest of each name and what it hides, by name', () => {
		const far = placeWith('built-in', { 'a.md': text, 'b.md': text, 'c.md': text });
		const middle = placeWith('user', { 'b.md': `${text}\nmine`, 'd.md': text });
		const near = placeWith('project', { 'b.md': text, 'a.md': '# No runbook\n' });
		const found = findRunbooks([far, middle, near], isRunbook);
		expect(found.map(({ name, place, hides }) => [name, place.kind, hides])).toEqual([
			['a', 'built-in', []],
			['b', 'project', [join(far.folder, 'b.md'), join(middle.folder, 'b.md')]],
			['c', 'built-in', []],
			['d', 'user', []],
		]);
		expect(found[1]?.file).toBe(join(near.folder, 'b.md'));
	});

	it('takes a copy of a built-in runbook for the built-in one, until a byte differs', () => {
		const builtIn = placeWith('built-in', { 'a.md': text, 'b.md': text });
		const project = placeWith('project', { 'a.md': text, 'b.md': `${text}x` });
		const found = findRunbooks([builtIn, project], isRunbook);
		expect(found.map(({ name, place, hides }) => [name, place.kind, hides])).toEqual([
			['a', 'built-in', []],
			['b', 'project', [join(builtIn.folder, 'b.md')]],
		]);
	});

	it('leaves out what is no runbook', () => {
		const place = placeWith('project', {
			'README.md': '# Read me\n',
			'x.markdown': text,
			'.hidden.md': text,
			'.md': text,
			'empty.md': '',
			'late.md': `${' '.repeat(70_000)}${text}`,
		});
		mkdirSync(join(place.folder, 'folder'));
		writeFileSync(join(place.folder, 'folder', 'y.md'), text);
		expect(findRunbooks([place, placeAt('/nonexistent')], isRunbook)).toEqual([]);
	});

	it('reads no more than the beginning of a file', () => {
		const place = placeWith('project', { 'large.md': text + 'x'.repeat(1_000_000) });
		const lengths: number[] = [];
		findRunbooks([place], bytes => lengths.push(bytes.length) > 0);
		expect(lengths).toEqual([65_536]);
	});

	it('lists what cannot be read with the reason, and it hides as any other', async () => {
		const far = placeWith('built-in', { 'dangling.md': text });
		const place = placeWith('project', { 'good.md': text });
		const at = (name: string): string => join(place.folder, name);
		mkdirSync(at('folder.md'));
		fifo(at('pipe.md'));
		symlinkSync(at('nowhere'), at('dangling.md'));
		symlinkSync(at('loop.md'), at('loop.md'));
		symlinkSync('/dev/zero', at('device.md'));
		const server = createServer();
		onTestFinished(() => {
			server.close();
		});
		await new Promise<void>(resolve => server.listen(at('socket.md'), resolve));
		const found = findRunbooks([far, place], isRunbook);
		expect(found.map(({ name, broken }) => [name, broken])).toEqual([
			['dangling', 'there is no such file or folder (ENOENT)'],
			['device', 'it is a device'],
			['folder', 'it is a folder'],
			['good', undefined],
			['loop', 'it is a symbolic link (ELOOP)'],
			['pipe', 'it is a named pipe'],
			['socket', 'it is a socket'],
		]);
		expect(found[0]?.hides).toEqual([join(far.folder, 'dangling.md')]);
	});

	it('takes a link to a file for that file', () => {
		const place = placeWith('project', { 'a.md': text });
		symlinkSync('a.md', join(place.folder, 'b.md'));
		expect(findRunbooks([place], isRunbook).map(found => found.name)).toEqual(['a', 'b']);
	});

	it('lists a place that is no folder, or a dangling link, as broken', () => {
		const folder = temporaryFolder();
		writeFileSync(join(folder, 'file'), '');
		symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
		const found = findRunbooks(
			[placeAt(join(folder, 'file')), placeAt(join(folder, 'link'))],
			isRunbook,
		);
		expect(found.map(({ file }) => file)).toEqual([join(folder, 'file'), join(folder, 'link')]);
		expect(found.map(({ broken }) => broken)).toEqual([
			'a part of its path is not a folder (ENOTDIR)',
			'there is no such file or folder (ENOENT)',
		]);
	});

	it('says where permission is missing', () => {
		const folder = temporaryFolder();
		chmodSync(folder, 0o755);
		const locked = join(folder, 'locked');
		mkdirSync(locked);
		writeFileSync(join(folder, 'secret.md'), text, { mode: 0o600 });
		chmodSync(join(folder, 'secret.md'), 0);
		chmodSync(locked, 0);
		onTestFinished(() => chmodSync(locked, 0o700));
		const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
		const { stdout } = spawnSync(process.execPath, [bundle('find'), folder, locked], {
			...user,
			encoding: 'utf8',
		});
		expect(JSON.parse(stdout)).toEqual([
			[locked, 'permission denied (EACCES)'],
			['secret', 'permission denied (EACCES)'],
		]);
	});

	it('copes with 10,000 files', () => {
		const folder = temporaryFolder();
		for (let number = 0; number < 10_000; number++) {
			writeFileSync(join(folder, `n${number}.md`), number % 2 === 0 ? text : '# No\n');
		}
		expect(findRunbooks([placeAt(folder)], isRunbook)).toHaveLength(5000);
	});
});

describe('reading a runbook', () => {
	it('gives its bytes, and of a longer one 1 MiB and a byte', () => {
		const place = placeWith('path', { 'a.md': text, 'long.md': 'x'.repeat(3_000_000), 'e.md': '' });
		const lengthOf = (name: string): number => readRunbookFile(join(place.folder, name)).length;
		expect(Buffer.from(readRunbookFile(join(place.folder, 'a.md'))).toString()).toBe(text);
		expect(lengthOf('long.md')).toBe(1_048_577);
		expect(lengthOf('e.md')).toBe(0);
	});

	it('says why not, and never waits', () => {
		const folder = temporaryFolder();
		fifo(join(folder, 'pipe'));
		const reasonOf = (file: string): string =>
			thrown(UnreadableFile, () => readRunbookFile(file)).message;
		expect(reasonOf(folder)).toContain('it is a folder. Give an ordinary Markdown file.');
		expect(reasonOf(join(folder, 'pipe'))).toContain('it is a named pipe');
		expect(reasonOf('/dev/zero')).toContain('it is a device');
		expect(reasonOf(join(folder, 'none.md'))).toContain(`\`${join(folder, 'none.md')}\``);
		expect(reasonOf(join(folder, 'none.md'))).toContain('no such file');
	});
});
