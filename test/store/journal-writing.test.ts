import { spawnSync } from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	chownSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	renameSync,
	symlinkSync,
	truncateSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JournalNotWritten, JournalRefused } from '../../source/store/errors.ts';
import { openJournal, readJournal } from '../../source/store/journal.ts';
import { bundle, canMount, isRoot, NOBODY, smallDisk, temporaryFolder, thrown } from './helpers.ts';

const clock = (): Date => new Date('2026-11-22T12:00:00.000Z');
const open = (file: string) => openJournal(file, clock).journal;

/** A journal with these events, closed. */
function journalOf(folder: string, ...events: readonly unknown[]): string {
	const file = join(folder, 'journal');
	const journal = open(file);
	for (const event of events) journal.append(event);
	journal.close();
	return file;
}

const eventsOf = (file: string): readonly unknown[] =>
	readJournal(file).lines.map(line => line.event);

const modeOf = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8);

describe('appending', () => {
	it('gives the line as replaying will see it', () => {
		const file = join(temporaryFolder(), 'journal');
		const journal = open(file);
		const event = { text: 'a\nb\u2028\u0000\ud800', nothing: undefined, when: clock() };
		expect(journal.append(event)).toEqual(readJournal(file).lines[0]);
		expect(journal.append(null)).toEqual({
			seq: 2,
			time: '2026-11-22T12:00:00.000Z',
			event: null,
		});
		expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
		journal.close();
	});

	it('goes on with the number and the sum where the last opening ended', () => {
		const file = journalOf(temporaryFolder(), 1, 2);
		const { journal, reading } = openJournal(file, clock);
		expect(reading.lines).toHaveLength(2);
		expect(journal.append(3).seq).toBe(3);
		journal.close();
		expect(eventsOf(file)).toEqual([1, 2, 3]);
	});

	it('makes files that nobody else can use, whatever the umask', () => {
		const before = process.umask(0);
		try {
			const file = journalOf(temporaryFolder(), 1);
			appendFileSync(file, 'torn');
			open(file).close();
			expect([file, `${file}.torn-1`].map(modeOf)).toEqual(['600', '600']);
		} finally {
			process.umask(before);
		}
	});

	it('cuts off a torn tail, keeps it beside, and goes on behind the last whole line', () => {
		const file = journalOf(temporaryFolder(), 1, 2);
		const tails = ['{"v":1,"seq":3,"ti', '\0'.repeat(5000), `{"v":1${'\0'.repeat(9)}\n`];
		for (const [index, tail] of tails.entries()) {
			appendFileSync(file, tail);
			const { journal, reading } = openJournal(file, clock);
			expect(reading.torn).toBe(tail.length);
			journal.append(index + 3);
			journal.close();
			expect(readFileSync(`${file}.torn-${index + 1}`, 'utf8')).toBe(tail);
		}
		expect(eventsOf(file)).toEqual([1, 2, 3, 4, 5]);
		expect(readJournal(file).torn).toBe(0);
	});

	it('recovers from every way to tear the last line', () => {
		const folder = temporaryFolder();
		const file = journalOf(folder, 1, { text: 'second' });
		const bytes = readFileSync(file);
		const first = bytes.indexOf('\n') + 1;
		for (let length = first; length < bytes.length; length++) {
			writeFileSync(file, bytes.subarray(0, length));
			const journal = open(file);
			journal.append('after');
			journal.close();
			expect(eventsOf(file)).toEqual([1, 'after']);
		}
	});

	it('refuses a value that is not JSON, and goes on', () => {
		const file = join(temporaryFolder(), 'journal');
		const journal = open(file);
		expect(() => journal.append(undefined)).toThrow(TypeError);
		expect(() => journal.append(1n)).toThrow(TypeError);
		expect(journal.append(1).seq).toBe(1);
		journal.close();
	});

	it('is refused once it is closed', () => {
		const journal = open(join(temporaryFolder(), 'journal'));
		journal.close();
		journal.close();
		expect(thrown(JournalNotWritten, () => journal.append(1)).message).toContain('closed');
	});

	it('is refused where the file was removed or changed by another', () => {
		const changes: readonly ((file: string) => void)[] = [
			file => unlinkSync(file),
			file => appendFileSync(file, 'more'),
			file => truncateSync(file, 3),
		];
		for (const change of changes) {
			const file = journalOf(temporaryFolder(), 1);
			const journal = open(file);
			change(file);
			const before = existsSync(file) ? readFileSync(file) : undefined;
			thrown(JournalNotWritten, () => journal.append(2));
			thrown(JournalNotWritten, () => journal.append(3));
			if (before !== undefined) expect(readFileSync(file)).toEqual(before);
			journal.close();
		}
	});
});

describe('opening', () => {
	it('refuses damage in the middle with its line, and changes nothing', () => {
		const file = journalOf(temporaryFolder(), 'one', 'two', 'three');
		const damaged = readFileSync(file, 'utf8').replace('two', 'TWO');
		writeFileSync(file, damaged);
		const refused = thrown(JournalRefused, () => open(file));
		expect(refused.message).toContain('line 2 is damaged');
		expect(readFileSync(file, 'utf8')).toBe(damaged);
		expect(readJournal(file).lines.map(line => line.event)).toEqual(['one']);
	});

	it('refuses modes that let others in', () => {
		for (const mode of [0o640, 0o602, 0o644]) {
			const file = journalOf(temporaryFolder(), 1);
			chmodSync(file, mode);
			expect(thrown(JournalRefused, () => open(file)).message).toContain(`0${mode.toString(8)}`);
		}
		const folder = temporaryFolder();
		const file = journalOf(folder, 1);
		chmodSync(folder, 0o755);
		expect(thrown(JournalRefused, () => open(file)).message).toContain('chmod 700');
	});

	it.runIf(isRoot)('refuses a file or folder of another user (needs root)', () => {
		const folder = temporaryFolder();
		const file = journalOf(folder, 1);
		chownSync(file, NOBODY, NOBODY);
		expect(thrown(JournalRefused, () => open(file)).message).toContain(`user ${NOBODY}`);
		chownSync(file, 0, 0);
		chownSync(folder, NOBODY, NOBODY);
		expect(thrown(JournalRefused, () => open(file)).message).toContain(`user ${NOBODY}`);
	});

	it('follows no link and takes no folder or pipe', () => {
		const folder = temporaryFolder();
		const file = journalOf(folder, 1);
		const before = readFileSync(file);
		const elsewhere = join(folder, 'elsewhere');
		renameSync(file, elsewhere);
		symlinkSync(elsewhere, file);
		expect(thrown(JournalNotWritten, () => open(file)).message).toContain('symbolic link');
		expect(readFileSync(elsewhere)).toEqual(before);
		unlinkSync(file);
		symlinkSync(join(folder, 'nowhere'), file);
		thrown(JournalNotWritten, () => open(file));
		expect(existsSync(join(folder, 'nowhere'))).toBe(false);
		unlinkSync(file);
		mkdirSync(file);
		thrown(JournalNotWritten, () => open(file));
		expect(spawnSync('mkfifo', ['-m', '600', join(folder, 'pipe')]).status).toBe(0);
		expect(thrown(JournalRefused, () => open(join(folder, 'pipe'))).message).toContain('ordinary');
	});
});

/** What the program `append` printed. */
function appended(command: string, args: readonly string[]) {
	const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
	const [acknowledged = '', after, message] = stdout.split('\n');
	return { acknowledged: Number(acknowledged), after, message, stderr };
}

describe('a disk that takes no more', () => {
	it.runIf(canMount())('leaves whole lines only (needs root and mount)', () => {
		const program = bundle('append');
		// Sizes that do not divide a page, so that the last write is a short one.
		for (const size of [1, 700, 1009, 5000]) {
			const folder = smallDisk('size=64k,mode=700');
			const file = join(folder, 'journal');
			const result = appended(process.execPath, [program, file, '5000', String(size)]);
			expect(result.message).toContain('JournalNotWritten');
			expect(result.message).toContain('no space is left on the disk (ENOSPC)');
			expect(result.after).toBe('refused');
			expect(result.acknowledged).toBeGreaterThan(3);
			expect(readJournal(file)).toMatchObject({ torn: 0, newer: false });
			expect(readJournal(file).lines).toHaveLength(result.acknowledged);
		}
	});

	it.runIf(canMount())('cannot keep a torn tail, so it is not cut (needs root and mount)', () => {
		const folder = smallDisk('size=16k,mode=700');
		const file = journalOf(folder, 1);
		appendFileSync(file, '{"v":1,');
		const before = readFileSync(file);
		const filler = join(folder, 'filler');
		thrown(Error, () => writeFileSync(filler, Buffer.alloc(65_536)));
		expect(thrown(JournalNotWritten, () => open(file)).message).toContain('ENOSPC');
		expect(readFileSync(file)).toEqual(before);
		expect(existsSync(`${file}.torn-1`)).toBe(false);
		unlinkSync(filler);
		open(file).close();
		expect(readJournal(file).torn).toBe(0);
	});

	it('in the form of a limit on the file leaves whole lines only', () => {
		const program = bundle('append');
		for (const size of [1, 300, 1009]) {
			const file = join(temporaryFolder(), 'journal');
			const limited = 'ulimit -f 8; exec "$@"';
			const args = ['-c', limited, 'sh', process.execPath, program, file, '5000', String(size)];
			const result = appended('sh', args);
			expect(result.message).toContain('JournalNotWritten');
			expect(result.message).toContain('EFBIG');
			expect(result.after).toBe('refused');
			expect(result.acknowledged).toBeGreaterThan(2);
			expect(readJournal(file)).toMatchObject({ torn: 0 });
			expect(readJournal(file).lines).toHaveLength(result.acknowledged);
			const journal = open(file);
			expect(journal.append('later').seq).toBe(result.acknowledged + 1);
			journal.close();
		}
	});

	it.runIf(canMount())('or is read-only says so, and can be read (needs root and mount)', () => {
		const folder = smallDisk('size=64k,mode=700');
		const file = journalOf(folder, 1);
		spawnSync('mount', ['-o', 'remount,ro', folder]);
		expect(thrown(JournalNotWritten, () => open(file)).message).toContain('read-only (EROFS)');
		expect(eventsOf(file)).toEqual([1]);
	});

	it('has no folder to write to', () => {
		const missing = join(temporaryFolder(), 'none', 'journal');
		expect(thrown(JournalNotWritten, () => open(missing)).message).toContain('XDG_STATE_HOME=/run');
	});

	it.skipIf(isRoot)('has a folder without permission (needs a user that is not root)', () => {
		const folder = temporaryFolder();
		chmodSync(folder, 0o500);
		thrown(JournalNotWritten, () => open(join(folder, 'journal')));
		chmodSync(folder, 0o700);
	});
});
