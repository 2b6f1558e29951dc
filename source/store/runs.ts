/** The runs on disk: `runs/ID/` with the frozen text, the journal, the jobs and the reports. */
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NoSuchRun, StateRefused, UnreadableFile } from './errors.ts';
import { nearest } from './nearest.ts';
import {
	ensureFolder,
	replaceFile,
	requireOwnFolder,
	syncFolder,
	writeFresh,
} from './own-files.ts';
import { codeOf, reasonOf } from './system-errors.ts';

export type RunFolder = {
	readonly id: string;
	readonly folder: string;
	readonly journalFile: string;
	/** The text of the runbook as it was when the run began. */
	readonly runbookFile: string;
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID = /^[a-z0-9]{12}$/;

/** A fresh id of 12 letters and digits, each equally likely. `random` gives that many bytes. */
export function newRunId(random: (count: number) => Uint8Array): string {
	let id = '';
	for (let round = 0; round < 100; round++) {
		for (const byte of random(16)) {
			// 252 is the greatest multiple of 36 in a byte; the rest would favour `a` to `d`.
			if (byte < 252) id += LETTERS[byte % 36];
			if (id.length === 12) return id;
		}
	}
	throw new Error('The source of randomness gives no usable bytes');
}

function runFolder(home: string, id: string): RunFolder {
	const folder = join(home, 'runs', id);
	return {
		id,
		folder,
		journalFile: join(folder, 'journal'),
		runbookFile: join(folder, 'runbook.md'),
	};
}

/**
 * Makes `runs/ID` (0700) with the frozen text (0600), all at once and durable: it is filled under
 * another name first, so no crash leaves a run without its text. Raises StateRefused where the id
 * is taken or the folder cannot be made.
 */
export function createRun(home: string, id: string, text: string): RunFolder {
	if (!ID.test(id)) throw new TypeError(`\`${id}\` is not the id of a run`);
	const runs = join(home, 'runs');
	ensureFolder(home, runs);
	const run = runFolder(home, id);
	const fresh = join(runs, `.new-${id}`);
	try {
		mkdirSync(fresh, { mode: 0o700 });
	} catch (error) {
		throw new StateRefused(run.folder, reasonOf(error), undefined, error);
	}
	try {
		writeFresh(join(fresh, 'runbook.md'), Buffer.from(text));
		syncFolder(fresh);
		// Fails where runs/ID exists: it is a folder with something in it.
		renameSync(fresh, run.folder);
		syncFolder(runs);
		return run;
	} catch (error) {
		rmSync(fresh, { recursive: true, force: true });
		throw new StateRefused(run.folder, reasonOf(error), undefined, error);
	}
}

/** Every run, the one whose journal was written last first. Raises UnreadableFile. */
export function listRuns(home: string): readonly RunFolder[] {
	return runIds(home)
		.map(id => runFolder(home, id))
		.map(run => ({ run, time: lastWritten(run) }))
		.sort((a, b) => b.time - a.time || (a.run.id < b.run.id ? -1 : 1))
		.map(({ run }) => run);
}

function runIds(home: string): readonly string[] {
	const runs = join(home, 'runs');
	try {
		return readdirSync(runs, { withFileTypes: true })
			.filter(entry => entry.isDirectory() && ID.test(entry.name))
			.map(entry => entry.name);
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
		throw new UnreadableFile(runs, reasonOf(error), 'The runs there cannot be listed.', error);
	}
}

function lastWritten(run: RunFolder): number {
	for (const path of [run.journalFile, run.folder]) {
		try {
			return lstatSync(path).mtimeMs;
		} catch {
			// A run that cannot be looked at is listed last, and hides no other.
		}
	}
	return 0;
}

/**
 * The run with this id, or the only one whose id begins so. Raises NoSuchRun with those that may
 * have been meant.
 */
export function findRun(home: string, idOrPrefix: string): RunFolder {
	const ids = runIds(home);
	const matching = ids.filter(id => idOrPrefix !== '' && id.startsWith(idOrPrefix)).sort();
	const [only] = matching;
	if (only !== undefined && matching.length === 1) return runFolder(home, only);
	if (matching.length > 1) {
		throw new NoSuchRun(idOrPrefix, `${matching.length} ids begin so`, matching.slice(0, 5));
	}
	const near = nearest(idOrPrefix, ids);
	throw new NoSuchRun(
		idOrPrefix,
		`no id begins so in \`${home}\``,
		near === undefined ? [] : [near],
	);
}

/** The folder of job number `job`, from 1, whether it exists or not. */
export function jobFolder(run: RunFolder, job: number): string {
	if (!Number.isSafeInteger(job) || job < 1) throw new TypeError(`${job} is no number of a job`);
	return join(run.folder, 'jobs', String(job));
}

/** Makes the folder of a job (0700). Raises StateRefused where it exists or cannot be made. */
export function createJobFolder(run: RunFolder, job: number): string {
	const folder = jobFolder(run, job);
	ensureFolder(run.folder, join(run.folder, 'jobs'));
	try {
		mkdirSync(folder, { mode: 0o700 });
	} catch (error) {
		throw new StateRefused(folder, reasonOf(error), undefined, error);
	}
	return folder;
}

/**
 * Puts a report into the run's folder, whole or not at all, and gives its path. `name` must be
 * `report` or begin with `report.` or `report-`. Raises StateRefused.
 */
export function writeReport(run: RunFolder, name: string, text: string): string {
	if (!/^report([.-][A-Za-z0-9._-]*)?$/.test(name)) {
		throw new TypeError(`\`${name}\` is not the name of a report`);
	}
	const file = join(run.folder, name);
	try {
		requireOwnFolder(run.folder, 0o077);
		replaceFile(file, Buffer.from(text));
	} catch (error) {
		if (error instanceof StateRefused) throw error;
		throw new StateRefused(file, reasonOf(error), undefined, error);
	}
	return file;
}
