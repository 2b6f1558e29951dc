import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shells, titleOf } from '../helpers/shells.ts';
import { FileRoom, runId } from './file-room.ts';

const isRoot = process.getuid?.() === 0;

const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);
const text = (path: string) => readFileSync(path, 'utf8');

describe.each(shells)('$name', shell => {
	const test = it.skipIf(!shell.present);
	const asRoot = it.skipIf(!shell.present || !isRoot);
	const file = (name: string, content?: string, bits = 0o644) => {
		const room = new FileRoom(shell);
		const path = join(room.folder, name);
		if (content !== undefined) {
			writeFileSync(path, content);
			chmodSync(path, bits);
		}
		return { room, path };
	};

	test(`writes a new file, 0644, and nothing beside it: ${titleOf(shell)}`, () => {
		const { room, path } = file('new.conf');
		const { status, output } = room.write({ path });
		expect({ status, output }).toEqual({ status: 0, output: `${path} is written.\n` });
		expect(text(path)).toBe('new\n');
		expect(mode(path)).toBe('644');
		expect(room.names()).toEqual(['new.conf']);
	});

	test('shows what it changes, and keeps mode and what was there', () => {
		const { room, path } = file('x', 'old\n', 0o640);
		const { output, job } = room.write({ path });
		expect(output).toContain('< old\n---\n> new');
		expect(mode(path)).toBe('640');
		expect(text(join(job, 'before'))).toBe('old\n');
		expect(mode(join(job, 'before'))).toBe('640');
		expect(room.names()).toEqual(['x']);
	});

	test.each(['0600', '0755', '4711'])('sets mode %s', wanted => {
		const { room, path } = file('x', 'old\n');
		room.write({ path, mode: wanted });
		expect(mode(path).padStart(4, '0')).toBe(wanted);
		const fresh = join(room.folder, 'fresh');
		room.write({ path: fresh, mode: wanted });
		expect(mode(fresh).padStart(4, '0')).toBe(wanted);
	});

	test('never lets others read what is for few, also not while it is written', () => {
		const { room, path } = file('secret');
		const watch =
			'umask 022\ncat() { ls -la "${new%/*}" >>"$RUNBOOK_JOB/seen" 2>&1; command cat "$@"; }\n';
		const { job, status } = room.write({ path, mode: '0600' }, `new=${room.folder}/x\n${watch}`);
		expect(status).toBe(0);
		expect(text(join(job, 'seen'))).toContain('-rw-------');
		expect(text(join(job, 'seen'))).not.toMatch(/-rw-r/);
	});

	test('leaves a file alone that is as it should be', () => {
		const { room, path } = file('x', 'new\n', 0o600);
		const before = statSync(path, { bigint: true });
		const { output, job } = room.write({ path, mode: '0600' });
		expect(output).toBe(`${path} is unchanged.\n`);
		const after = statSync(path, { bigint: true });
		expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([
			before.ino,
			before.mtimeNs,
			before.ctimeNs,
		]);
		expect(room.restore(path, job)).toEqual({
			status: 0,
			output: `${path} was not changed: there is nothing to restore.\n`,
		});
	});

	test('changes the mode alone where only that is wrong, and takes it back', () => {
		const { room, path } = file('x', 'new\n', 0o644);
		const { job } = room.write({ path, mode: '0600' });
		expect(mode(path)).toBe('600');
		expect(room.restore(path, job).status).toBe(0);
		expect(mode(path)).toBe('644');
	});

	asRoot('keeps the owner, or sets it, and takes it back (skipped without root)', () => {
		const { room, path } = file('x', 'old\n', 0o640);
		chownSync(path, 12, 34);
		const kept = room.write({ path });
		expect([statSync(path).uid, statSync(path).gid]).toEqual([12, 34]);
		expect(room.restore(path, kept.job).status).toBe(0);
		const set = room.write({ path, owner: '56:78', mode: '2755' });
		expect([statSync(path).uid, statSync(path).gid, mode(path)]).toEqual([56, 78, '2755']);
		expect(room.write({ path, owner: '56:78', mode: '2755' }).output).toContain('is unchanged');
		expect(room.restore(path, set.job).status).toBe(0);
		expect([statSync(path).uid, statSync(path).gid, mode(path)]).toEqual([12, 34, '640']);
		expect(text(path)).toBe('old\n');
	});

	test('refuses a link, a folder, a pipe and a folder that is not there', () => {
		const { room, path } = file('x', 'old\n');
		const at = (name: string) => join(room.folder, name);
		symlinkSync(path, at('link'));
		symlinkSync(at('nowhere'), at('dangling'));
		mkdirSync(at('folder'));
		spawnSync('mkfifo', [at('pipe')]);
		const before = room.names();
		for (const [name, why] of [
			['link', 'is a symbolic link'],
			['dangling', 'is a symbolic link'],
			['folder', 'is a directory'],
			['pipe', 'is no ordinary file'],
			['missing/x', 'is missing'],
		] as const) {
			const { status, output } = room.write({ path: at(name) });
			expect({ name, status }).toEqual({ name, status: 1 });
			expect(output).toContain(why);
		}
		expect(room.names()).toEqual(before);
		expect(text(path)).toBe('old\n');
	});

	test.each([
		['the end word', 'END\nEND_1\n END\nEND_2x\n'],
		['what a shell would expand', '$HOME `id` $(id) \\ \\\\ "\'\n'],
		['nothing', ''],
		['an empty line', '\n'],
		['carriage returns, tabs and letters of all kinds', 'a\r\n\tb\n\u00e4\u20ac\u{1f600}\n'],
	])('writes %s as it is', (_, content) => {
		const { room, path } = file('x');
		expect(room.write({ path, content }).status).toBe(0);
		expect(text(path)).toBe(content);
	});

	test.each(["it's here", 'a "b" $c', 'x;touch y', '*', '-n', '\u00e4', 'a\\b'])(
		'takes %j for a name, in the path of a file and of its folder',
		name => {
			const room = new FileRoom(shell, name);
			const path = join(room.folder, name);
			const { job, status } = room.write({ path });
			expect(status).toBe(0);
			expect(room.names()).toEqual([name]);
			expect(room.restore(path, job).status).toBe(0);
			expect(room.names()).toEqual([]);
		},
	);

	test('leaves nothing beside it when it fails', () => {
		const { room, path } = file('x', 'old\n');
		expect(room.write({ path, owner: 'nobody-of-this-name' }).status).not.toBe(0);
		expect(room.names()).toEqual(['x']);
		expect(text(path)).toBe('old\n');
	});

	test('takes no link that somebody laid for the file beside it', () => {
		const { room, path } = file('x', 'old\n');
		const victim = join(room.folder, 'victim');
		writeFileSync(victim, 'theirs\n');
		symlinkSync(victim, join(room.folder, `.x.runbook-${runId}`));
		expect(room.write({ path }).status).toBe(0);
		expect(text(victim)).toBe('theirs\n');
		expect(text(path)).toBe('new\n');
		expect(room.names()).toEqual(['victim', 'x']);
	});

	asRoot('is written by root only where root alone can change the way to it (for root)', () => {
		const { room, path } = file('x', 'old\n');
		const inside = join(room.folder, 'inside');
		mkdirSync(inside);
		const target = join(inside, 'y');
		const link = join(room.folder, 'link');
		symlinkSync(inside, link);
		for (const [what, bits, owner, why] of [
			[inside, 0o755, 12, inside],
			[inside, 0o775, 0, inside],
			[inside, 0o757, 0, inside],
			[room.folder, 0o755, 12, room.folder],
		] as const) {
			chmodSync(what, bits);
			chownSync(what, owner, 0);
			for (const way of [target, join(link, 'y')]) {
				const { status, output } = room.write({ path: way, owner: '12:0' });
				expect([status, output]).toEqual([1, expect.stringContaining(`by changing ${why}`)]);
			}
			expect(readdirSync(inside)).toEqual([]);
			chmodSync(what, 0o755);
			chownSync(what, 0, 0);
		}
		const { job } = room.write({ path });
		chownSync(room.folder, 12, 0);
		expect(room.restore(path, job)).toMatchObject({ status: 1 });
		expect(text(path)).toBe('new\n');
		chownSync(room.folder, 0, 0);
		expect(room.restore(path, job).status).toBe(0);
		expect(text(path)).toBe('old\n');
	});

	asRoot(
		'is written by root into a folder such as /tmp, but over nothing of others (for root)',
		() => {
			const { room, path } = file('x', 'theirs\n');
			chmodSync(room.folder, 0o1777);
			expect(room.write({ path: join(room.folder, 'new') }).status).toBe(0);
			expect(room.write({ path }).status).toBe(0);
			chownSync(path, 12, 0);
			expect(room.write({ path, content: 'other\n' })).toMatchObject({
				status: 1,
				output: expect.stringContaining(`by changing ${path}`),
			});
			expect(text(path)).toBe('new\n');
		},
	);

	test('restores bytes and mode, and a second time does no harm', () => {
		const { room, path } = file('x', 'old\0bytes', 0o4710);
		const { job } = room.write({ path, mode: '0600' });
		for (const _ of [1, 2]) {
			expect(room.restore(path, job)).toEqual({
				status: 0,
				output: `${path} is as it was before.\n`,
			});
			expect([text(path), mode(path)]).toEqual(['old\0bytes', '4710']);
		}
		expect(room.names()).toEqual(['x']);
	});

	test('removes what was not there, and a second time does no harm', () => {
		const { room, path } = file('x');
		const { job } = room.write({ path });
		expect(room.restore(path, job).output).toBe(`${path} is removed.\n`);
		expect(room.names()).toEqual([]);
		expect(room.restore(path, job)).toEqual({ status: 0, output: `${path} is gone already.\n` });
	});

	test('restores nothing that was changed since, and shows how', () => {
		for (const existing of ['old\n', undefined]) {
			const { room, path } = file('x', existing);
			const { job } = room.write({ path });
			writeFileSync(path, 'theirs\n');
			const { status, output } = room.restore(path, job);
			expect(status).toBe(1);
			expect(output).toContain('no longer what this run wrote');
			expect(output).toContain('< new\n---\n> theirs');
			expect(text(path)).toBe('theirs\n');
		}
	});

	test('restores nothing through a link, nor where the file is gone', () => {
		const { room, path } = file('x', 'old\n');
		const { job } = room.write({ path });
		rmSync(path);
		expect(room.restore(path, job).status).toBe(1);
		const other = join(room.folder, 'other');
		writeFileSync(other, 'new\n');
		symlinkSync(other, path);
		expect(room.restore(path, job).status).toBe(1);
		expect(text(other)).toBe('new\n');
	});

	test('restores two writings of one file, the newer first', () => {
		const { room, path } = file('x', 'old\n');
		const first = room.write({ path, content: 'one\n' });
		const second = room.write({ path, content: 'two\n' });
		expect(room.restore(path, second.job).status).toBe(0);
		expect(text(path)).toBe('one\n');
		expect(room.restore(path, first.job).status).toBe(0);
		expect(text(path)).toBe('old\n');
	});

	test('has nothing to restore for a job that was ended before it wrote', () => {
		const { room, path } = file('x', 'old\n');
		const { job, status } = room.write(
			{ path },
			'mv() { [ "$1" != -f ] || exit 9; command mv "$@"; }\n',
		);
		expect(status).toBe(9);
		expect(text(path)).toBe('old\n');
		expect(room.names()).toEqual(['x']);
		expect(room.restore(path, job)).toEqual({
			status: 0,
			output: `${path} is as it was before.\n`,
		});
	});
});
