/**
 * What was read out of runbooks, for lists alone: what runs is always read from the file itself.
 *
 * An entry counts while the kernel says that the file is the same one and unchanged: device, inode,
 * size, and both times to the nanosecond. Two changes within one tick of the clock have the same
 * times, so what was changed in the last seconds is not kept. A cache that is damaged, of another
 * reader, or somebody else's is none at all.
 */
import { createHash } from 'node:crypto';
import {
	type BigIntStats,
	closeSync,
	constants,
	fstatSync,
	lstatSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { besideName, ensureFolder, ownUser } from './own-files.ts';

const LARGEST = 64 * 1024 * 1024;

/** Clocks of file systems tick every 4 or 10 ms; some old ones every two seconds. */
const SETTLED = 3_000n * 1_000_000n;

/** By the real path of the file: its `stampOf`, and what is known. */
export type Cached<T> = { readonly stamp: string; readonly value: T };

export class ListCache<T> {
	readonly #file: string;
	readonly #home: string;
	readonly #edition: string;
	readonly #before: Readonly<Record<string, Cached<T>>>;
	readonly #used = new Map<string, Cached<T>>();
	#changed = false;

	constructor(home: string, edition: string) {
		this.#home = home;
		this.#file = join(home, 'list-cache');
		this.#edition = edition;
		this.#before = read(this.#file, edition);
	}

	get(path: string, stamp: string): T | undefined {
		const cached = Object.hasOwn(this.#before, path) ? this.#before[path] : undefined;
		if (cached?.stamp !== stamp) return undefined;
		this.#used.set(path, cached);
		return cached.value;
	}

	set(path: string, stamp: string, value: T): void {
		this.#used.set(path, { stamp, value });
		this.#changed = true;
	}

	/**
	 * Writes what is new, if anything. What was not asked for this time is kept: lists are made in
	 * other folders, too. Never raises: without a cache a list takes longer, no more.
	 */
	save(): void {
		if (!this.#changed) return;
		const beside = besideName(this.#file);
		try {
			ensureFolder(this.#home, this.#home);
			const all = { ...this.#before, ...Object.fromEntries(this.#used) };
			const kept = Object.entries(all).slice(-50_000);
			const body = JSON.stringify(Object.fromEntries(kept));
			const text = `${headOf(this.#edition, body)}\n${body}`;
			// Not written through to the disk: half a file has another sum.
			writeFileSync(beside, text, { mode: 0o600, flag: 'wx' });
			renameSync(beside, this.#file);
		} catch {
			removeQuietly(beside);
		}
	}
}

/** Also where the folder above is none: `force` is for what is missing alone. */
function removeQuietly(file: string): void {
	try {
		rmSync(file, { force: true });
	} catch {}
}

/** Which file it is, and in which state; undefined where that cannot be known for certain. */
export function stampOf(path: string, now: number = Date.now()): string | undefined {
	let stats: BigIntStats | undefined;
	try {
		stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
	} catch {
		return undefined;
	}
	if (!stats?.isFile()) return undefined;
	const { dev, ino, size, mtimeNs, ctimeNs } = stats;
	const newest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
	if (newest + SETTLED > BigInt(Math.floor(now)) * 1_000_000n) return undefined;
	return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

function read<T>(file: string, edition: string): Readonly<Record<string, Cached<T>>> {
	let descriptor: number | undefined;
	try {
		const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
		descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		const stats = fstatSync(descriptor);
		const ours = stats.isFile() && stats.uid === ownUser() && (stats.mode & 0o022) === 0;
		if (!ours || stats.size > LARGEST) return {};
		const text = readFileSync(descriptor, 'utf8');
		const end = text.indexOf('\n');
		const body = text.slice(end + 1);
		return text.slice(0, end) === headOf(edition, body) ? JSON.parse(body) : {};
	} catch {
		return {};
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}

const headOf = (edition: string, body: string): string =>
	`${edition} ${createHash('sha256').update(body).digest('hex')}`;
