import {
	chmodSync,
	chownSync,
	copyFileSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StateRefused, UnreadableFile } from '../../source/store/errors.ts';
import { type Place, readRunbookFile } from '../../source/store/places.ts';
import { isTrusted, trust } from '../../source/store/trust.ts';
import { isRoot, NOBODY, temporaryFolder, thrown } from './helpers.ts';

const modeOf = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8);

/** A runbook in a folder of its own, a home for state, and the question. */
function setUp(kind: Place['kind'] = 'project', parent?: string) {
	const folder = temporaryFolder(parent);
	const home = temporaryFolder();
	const file = join(folder, 'a.md');
	writeFileSync(file, 'content', { mode: 0o644 });
	chmodSync(folder, 0o755);
	const ask = (asked = file): boolean =>
		isTrusted({ file: asked, place: { folder, kind } }, readRunbookFile(asked), home);
	return { folder, home, file, ask, trustIt: () => trust(file, readRunbookFile(file), home) };
}

describe('trust', () => {
	it('is given by hand for every place but the built-in and the system one', () => {
		for (const kind of ['user', 'project', 'path'] as const) {
			const { ask, trustIt } = setUp(kind);
			expect(ask()).toBe(false);
			trustIt();
			trustIt();
			expect(ask()).toBe(true);
		}
		expect(setUp('built-in').ask()).toBe(true);
	});

	it('ends with an edit, and is back with the old content', () => {
		const { file, ask, trustIt } = setUp();
		trustIt();
		writeFileSync(file, 'Content');
		expect(ask()).toBe(false);
		writeFileSync(file, 'content');
		expect(ask()).toBe(true);
	});

	it('does not go with a copy or a new name', () => {
		const { folder, file, ask, trustIt } = setUp();
		trustIt();
		copyFileSync(file, join(folder, 'copy.md'));
		expect(ask(join(folder, 'copy.md'))).toBe(false);
		renameSync(file, join(folder, 'moved.md'));
		expect(ask(join(folder, 'moved.md'))).toBe(false);
	});

	it('follows a link to the real file, and ends when it points elsewhere', () => {
		const { folder, file, ask, trustIt } = setUp();
		trustIt();
		const link = join(folder, 'link.md');
		symlinkSync(file, link);
		expect(ask(link)).toBe(true);
		copyFileSync(file, join(folder, 'other.md'));
		unlinkSync(link);
		symlinkSync(join(folder, 'other.md'), link);
		expect(ask(link)).toBe(false);
		const moved = `${folder}-moved`;
		renameSync(folder, moved);
		symlinkSync(moved, folder);
		expect(ask(file)).toBe(false);
		unlinkSync(folder);
		renameSync(moved, folder);
	});

	it('is for the bytes that were read, not for what the file holds by now', () => {
		const { folder, file, home, trustIt } = setUp();
		trustIt();
		const found = { file, place: { folder, kind: 'project' } as const };
		expect(isTrusted(found, Buffer.from('other'), home)).toBe(false);
	});

	it('is kept in a folder and files for us alone', () => {
		const { home, trustIt } = setUp();
		const before = process.umask(0);
		trustIt();
		process.umask(before);
		const [name = ''] = readdirSync(join(home, 'trust'));
		expect(name).toMatch(/^[0-9a-f]{64}$/);
		expect(modeOf(join(home, 'trust'))).toBe('700');
		expect(modeOf(join(home, 'trust', name))).toBe('600');
	});

	it('does not count where others could have given it', () => {
		const { home, ask, trustIt } = setUp();
		trustIt();
		const folder = join(home, 'trust');
		chmodSync(folder, 0o777);
		expect(ask()).toBe(false);
		thrown(StateRefused, trustIt);
		chmodSync(folder, 0o700);
		expect(ask()).toBe(true);
		const [name = ''] = readdirSync(folder);
		unlinkSync(join(folder, name));
		symlinkSync('/dev/null', join(folder, name));
		expect(ask()).toBe(false);
		rmSync(folder, { recursive: true });
		const elsewhere = setUp();
		elsewhere.trustIt();
		symlinkSync(join(elsewhere.home, 'trust'), folder);
		expect(ask()).toBe(false);
		thrown(StateRefused, trustIt);
	});

	it.runIf(isRoot)('does not count in a folder or file of another user (needs root)', () => {
		const { home, ask, trustIt } = setUp();
		trustIt();
		const folder = join(home, 'trust');
		const file = join(folder, readdirSync(folder)[0] ?? '');
		chownSync(file, NOBODY, NOBODY);
		expect(ask()).toBe(false);
		chownSync(file, 0, 0);
		expect(ask()).toBe(true);
		chownSync(folder, NOBODY, NOBODY);
		expect(ask()).toBe(false);
	});

	it('is not given to a path with a newline, nor to a file that is gone', () => {
		const { folder, home } = setUp();
		const file = join(folder, 'a\nb.md');
		writeFileSync(file, '');
		const bytes = Buffer.from('');
		expect(thrown(UnreadableFile, () => trust(file, bytes, home)).message).toContain('newline');
		expect(isTrusted({ file, place: { folder, kind: 'path' } }, bytes, home)).toBe(false);
		const gone = join(folder, 'gone.md');
		expect(thrown(UnreadableFile, () => trust(gone, bytes, home)).message).toContain('no such');
		expect(isTrusted({ file: gone, place: { folder, kind: 'path' } }, bytes, home)).toBe(false);
	});
});

// All parents must be root's: /run is, and the usual folders for temporary files are not.
describe.runIf(isRoot)('the system place (needs root)', () => {
	it('is trusted where only root can write', () => {
		expect(setUp('system', '/run').ask()).toBe(true);
		expect(setUp('project', '/run').ask()).toBe(false);
	});

	it('is not trusted below a folder that others can write to', () => {
		const { ask, trustIt } = setUp('system');
		expect(ask()).toBe(false);
		trustIt();
		expect(ask()).toBe(true);
	});

	it('is not trusted with a file or folder that is not root’s or not root’s alone', () => {
		const { file, folder, ask } = setUp('system', '/run');
		for (const path of [file, folder]) {
			for (const mode of [0o775, 0o757]) {
				const before = lstatSync(path).mode & 0o7777;
				chmodSync(path, mode);
				expect(ask()).toBe(false);
				chmodSync(path, before);
			}
			chownSync(path, NOBODY, NOBODY);
			expect(ask()).toBe(false);
			chownSync(path, 0, 0);
		}
		expect(ask()).toBe(true);
	});

	it('is not trusted behind a link', () => {
		const { file, folder, ask } = setUp('system', '/run');
		const real = join(folder, 'real.md');
		renameSync(file, real);
		symlinkSync(real, file);
		expect(ask()).toBe(false);
		expect(ask(real)).toBe(true);
		mkdirSync(join(folder, 'deep'));
		symlinkSync(real, join(folder, 'deep', 'b.md'));
		expect(ask(join(folder, 'deep', 'b.md'))).toBe(false);
	});
});
