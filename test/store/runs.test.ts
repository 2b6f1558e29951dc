import {
	appendFileSync,
	chmodSync,
	chownSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NoSuchRun, StateRefused } from '../../source/store/errors.ts';
import {
	createJobFolder,
	createRun,
	findRun,
	jobFolder,
	listRuns,
	newRunId,
	writeReport,
} from '../../source/store/runs.ts';
import { canMount, isRoot, NOBODY, smallDisk, temporaryFolder, thrown } from './helpers.ts';

const modeOf = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8);
const ids = { one: 'aaaaaaaaaaaa', two: 'aaab00000000', three: 'k3f9x0000000' };

describe('the id of a run', () => {
	it('has each letter and digit equally often', () => {
		const counts = new Map<string, number>();
		let used = 0;
		for (let byte = 0; byte < 252; byte++) {
			const id = newRunId(count => new Uint8Array(count).fill(byte));
			expect(id).toMatch(/^([a-z0-9])\1{11}$/);
			counts.set(id, (counts.get(id) ?? 0) + 1);
			used++;
		}
		expect(used).toBe(252);
		expect([...counts.values()]).toEqual(Array(36).fill(7));
	});

	it('leaves out the bytes that would favour some letters', () => {
		const bytes = [252, 0, 253, 1, 254, 2, 255, 3, 4, 5, 6, 7, 8, 9, 35, 36];
		const given = [...bytes, ...bytes];
		const id = newRunId(count => Uint8Array.from(given.splice(0, count)));
		expect(id).toBe('abcdefghij9a');
		expect(() => newRunId(count => new Uint8Array(count).fill(255))).toThrow('randomness');
	});
});

describe('a run', () => {
	it('is made with its text, for nobody else, whatever the umask', () => {
		const home = join(temporaryFolder(), 'deep', 'runbook');
		const before = process.umask(0);
		try {
			const run = createRun(home, ids.one, '# Grüße\n');
			expect(run).toEqual({
				id: ids.one,
				folder: join(home, 'runs', ids.one),
				journalFile: join(home, 'runs', ids.one, 'journal'),
				runbookFile: join(home, 'runs', ids.one, 'runbook.md'),
			});
			expect(readFileSync(run.runbookFile, 'utf8')).toBe('# Grüße\n');
			expect([home, join(home, 'runs'), run.folder].map(modeOf)).toEqual(['700', '700', '700']);
			expect(modeOf(run.runbookFile)).toBe('600');
			expect(modeOf(createJobFolder(run, 1))).toBe('700');
			expect(modeOf(writeReport(run, 'report.md', 'x'))).toBe('600');
		} finally {
			process.umask(before);
		}
	});

	it('is made once', () => {
		const home = temporaryFolder();
		const run = createRun(home, ids.one, 'first');
		expect(thrown(StateRefused, () => createRun(home, ids.one, 'second')).message).toContain(
			'exists already',
		);
		expect(readFileSync(run.runbookFile, 'utf8')).toBe('first');
		expect(readdirSync(join(home, 'runs'))).toEqual([ids.one]);
	});

	it('needs an id that is one', () => {
		for (const id of ['', 'short', '../../../etc', 'AAAAAAAAAAAA', 'aaaaaaaaaaaa\n']) {
			expect(() => createRun(temporaryFolder(), id, '')).toThrow(TypeError);
		}
	});

	it('is not made where others may write or behind a link', () => {
		const home = temporaryFolder();
		mkdirSync(join(home, 'runs'));
		chmodSync(join(home, 'runs'), 0o777);
		expect(thrown(StateRefused, () => createRun(home, ids.one, '')).message).toContain('0777');
		rmSync(join(home, 'runs'), { recursive: true });
		symlinkSync(temporaryFolder(), join(home, 'runs'));
		expect(thrown(StateRefused, () => createRun(home, ids.one, '')).message).toContain('link');
		const open = temporaryFolder();
		chmodSync(open, 0o777);
		expect(thrown(StateRefused, () => createRun(open, ids.one, '')).message).toContain('others');
		chmodSync(open, 0o1777);
		createRun(open, ids.one, '');
	});

	it.runIf(isRoot)('is not made in a folder of another user (needs root)', () => {
		const home = temporaryFolder();
		mkdirSync(join(home, 'runs'), 0o700);
		chownSync(join(home, 'runs'), NOBODY, NOBODY);
		const refused = thrown(StateRefused, () => createRun(home, ids.one, ''));
		expect(refused.message).toContain(`user ${NOBODY}`);
	});

	it.runIf(canMount())('is not made by half on a full disk (needs root and mount)', () => {
		const home = smallDisk('size=16k,mode=700');
		const text = 'x'.repeat(100_000);
		const refused = thrown(StateRefused, () => createRun(home, ids.one, text));
		expect(refused.message).toContain('no space is left');
		expect(readdirSync(join(home, 'runs'))).toEqual([]);
		const run = createRun(home, ids.one, 'short');
		writeReport(run, 'report.md', 'the first');
		thrown(StateRefused, () => writeReport(run, 'report.md', text));
		expect(readFileSync(join(run.folder, 'report.md'), 'utf8')).toBe('the first');
		expect(readdirSync(run.folder).sort()).toEqual(['report.md', 'runbook.md']);
	});
});

describe('jobs and reports', () => {
	it('have folders by their number, made once', () => {
		const run = createRun(temporaryFolder(), ids.one, '');
		expect(createJobFolder(run, 12)).toBe(join(run.folder, 'jobs', '12'));
		expect(jobFolder(run, 12)).toBe(join(run.folder, 'jobs', '12'));
		thrown(StateRefused, () => createJobFolder(run, 12));
		expect(existsSync(jobFolder(run, 13))).toBe(false);
		for (const job of [0, -1, 1.5, Number.NaN])
			expect(() => jobFolder(run, job)).toThrow(TypeError);
	});

	it('replace an older report, and a link in its place without following it', () => {
		const run = createRun(temporaryFolder(), ids.one, '');
		const victim = join(temporaryFolder(), 'victim');
		writeFileSync(victim, 'untouched');
		symlinkSync(victim, join(run.folder, 'report.json'));
		writeReport(run, 'report.json', '{}');
		expect(readFileSync(writeReport(run, 'report.json', '[]'), 'utf8')).toBe('[]');
		expect(readFileSync(victim, 'utf8')).toBe('untouched');
		for (const name of ['journal', '../x', 'report/../journal', 'runbook.md', '', 'report.md\n']) {
			expect(() => writeReport(run, name, '')).toThrow(TypeError);
		}
	});
});

describe('the list of runs', () => {
	it('has the one first that was written to last, and whatever is no run not at all', () => {
		const home = temporaryFolder();
		expect(listRuns(home)).toEqual([]);
		for (const [index, id] of Object.values(ids).entries()) {
			const run = createRun(home, id, '');
			appendFileSync(run.journalFile, '');
			utimesSync(run.journalFile, index, 1000 - index);
		}
		writeFileSync(join(home, 'runs', 'file00000000'), '');
		mkdirSync(join(home, 'runs', '.new-aaaaaaaaaaaa'));
		mkdirSync(join(home, 'runs', 'other'));
		symlinkSync('/', join(home, 'runs', 'link00000000'));
		expect(listRuns(home).map(run => run.id)).toEqual([ids.one, ids.two, ids.three]);
		utimesSync(findRun(home, ids.three).journalFile, 2000, 2000);
		expect(listRuns(home).map(run => run.id)).toEqual([ids.three, ids.one, ids.two]);
	});

	it('has runs without journal and with a damaged one, too', () => {
		const home = temporaryFolder();
		createRun(home, ids.one, '');
		writeFileSync(createRun(home, ids.two, '').journalFile, 'garbage');
		rmSync(createRun(home, ids.three, '').runbookFile);
		expect(listRuns(home)).toHaveLength(3);
	});
});

describe('a run that is asked for', () => {
	const home = (): string => {
		const folder = temporaryFolder();
		for (const id of Object.values(ids)) createRun(folder, id, '');
		return folder;
	};

	it('is found by its id or the only beginning', () => {
		const folder = home();
		expect(findRun(folder, ids.two).id).toBe(ids.two);
		expect(findRun(folder, 'k').id).toBe(ids.three);
		expect(findRun(folder, 'aaab').id).toBe(ids.two);
	});

	it('names those that begin so, or the nearest', () => {
		const folder = home();
		expect(thrown(NoSuchRun, () => findRun(folder, 'aaa')).candidates).toEqual([ids.one, ids.two]);
		const near = thrown(NoSuchRun, () => findRun(folder, 'k3g9x'));
		expect(near.candidates).toEqual([ids.three]);
		expect(near.message).toContain(`Did you mean \`${ids.three}\`?`);
		for (const asked of ['', 'zzzzz', '../runs', 'x'.repeat(10_000)]) {
			expect(thrown(NoSuchRun, () => findRun(folder, asked)).candidates).toEqual([]);
		}
		expect(thrown(NoSuchRun, () => findRun(temporaryFolder(), 'k')).message).toContain('no id');
	});
});
