import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import { stampOf } from '../../source/store/list-cache.ts';
import { trust } from '../../source/store/trust.ts';
import { library } from '../../source/walk/library.ts';
import { factsOf } from '../../source/walk/library-entry.ts';
import { type ListOptions, listLibrary } from '../../source/walk/listing.ts';
import { openSession } from '../../source/walk/session.ts';

const text = (title: string) =>
	`---\nrunbook: 1\nsummary: About ${title}.\n---\n\n# ${title}\n\n## One\n\nLook at it.\n`;

/** Places with one runbook, and how often the reader was asked. */
function room() {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runbook-list-')));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const environment = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), RUNBOOK_PATH: folder };
	const session = openSession('test', environment);
	const shelves = { builtIn: join(folder, 'built-in'), cwd: join(folder, 'cwd') };
	for (const made of [shelves.builtIn, shelves.cwd]) mkdirSync(made);
	const read: string[] = [];
	const options: ListOptions = {
		edition: 'one',
		catalogue: new Map(),
		loadReader: async () => (name, bytes) => {
			read.push(name);
			return readRunbook(name, bytes, matchPattern);
		},
	};
	return {
		folder,
		session,
		shelves,
		read,
		cache: join(session.home, 'list-cache'),
		file: join(folder, 'site.md'),
		list: async (more: ListOptions = {}) => {
			const all = await listLibrary(session, shelves, { ...options, ...more });
			return all.map(entry => entry.runbook?.title ?? `! ${entry.problem}`);
		},
	};
}

/** Waits until it may be kept: what has just changed never is. */
async function settled(file: string): Promise<void> {
	await vi.waitFor(() => expect(stampOf(file)).toBeDefined(), 20_000);
}

describe('the list', () => {
	it('reads a file once, and says of it what the library says', async () => {
		const { session, shelves, list, read, file } = room();
		writeFileSync(file, text('Site'));
		await settled(file);
		expect(await list()).toEqual(['Site']);
		expect(await list()).toEqual(['Site']);
		expect(read).toEqual(['site']);
		const [listed] = await listLibrary(session, shelves, { edition: 'one' });
		const [whole] = library(session, shelves);
		const { title, summary, tags } = whole?.runbook ?? {};
		expect(listed?.runbook).toMatchObject({ title, summary, tags });
		expect({ ...listed, runbook: 0 }).toEqual({ ...whole, runbook: 0 });
	});

	it('sees every change: of the bytes, with the old times, of the file, and of trust', async () => {
		const { folder, session, shelves, list, file } = room();
		writeFileSync(file, text('Site'));
		await settled(file);
		await list();
		const { atime, mtime } = statSync(file);
		writeFileSync(file, text('Situ'));
		utimesSync(file, atime, mtime);
		expect(await list()).toEqual(['Situ']);
		rmSync(file);
		writeFileSync(join(folder, 'elsewhere.txt'), text('Link'));
		symlinkSync(join(folder, 'elsewhere.txt'), file);
		expect(await list()).toEqual(['Link']);
		rmSync(file);
		writeFileSync(file, text('Site'));
		await settled(file);
		const trusted = async () =>
			(await listLibrary(session, shelves, { edition: 'one' })).map(entry => entry.trusted);
		expect(await trusted()).toEqual([false]);
		trust(file, readFileSync(file), session.home);
		expect(await trusted()).toEqual([true]);
	});

	it('keeps nothing of a file that has just been changed', async () => {
		const { list, read, file } = room();
		writeFileSync(file, text('Site'));
		const { ctimeMs } = statSync(file);
		await list();
		expect(read).toEqual(['site']);
		expect(stampOf(file, ctimeMs + 2900)).toBeUndefined();
		expect(stampOf(file, ctimeMs + 3100)).toBeDefined();
	});

	it('takes nothing from a cache that is damaged, of another reader, or open to others', async () => {
		const { list, read, file, cache } = room();
		writeFileSync(file, text('Site'));
		await settled(file);
		await list();
		expect(statSync(cache).mode & 0o777).toBe(0o600);
		const good = readFileSync(cache, 'utf8');
		for (const bad of [
			'',
			'{}',
			good.slice(0, -1),
			good.replace('Site', 'Evil'),
			'\0'.repeat(99),
		]) {
			writeFileSync(cache, bad);
			expect(await list()).toEqual(['Site']);
		}
		expect(read).toHaveLength(6);
		expect(await list({ edition: 'two' })).toEqual(['Site']);
		await list();
		chmodSync(cache, 0o666);
		await list();
		expect(read).toHaveLength(9);
	});

	it('works as well where nothing can be kept', async () => {
		const { list, file, session } = room();
		writeFileSync(file, text('Site'));
		writeFileSync(join(session.home, '..'), 'in the way');
		await settled(file);
		expect(await list()).toEqual(['Site']);
		expect(existsSync(session.home)).toBe(false);
	});

	it('takes a built-in one from the catalogue for exactly its text', async () => {
		const { list, read, shelves } = room();
		const file = join(shelves.builtIn, 'own.md');
		writeFileSync(file, text('Own'));
		const facts = factsOf(readRunbook('own', readFileSync(file), matchPattern));
		const own = Buffer.from(text('Own'));
		const reading = () => readRunbook('own', own, matchPattern);
		const catalogue = new Map([['own.md', { facts, reading, isOf: own.equals.bind(own) }]]);
		expect(await list({ catalogue })).toEqual(['Own']);
		expect(read).toEqual([]);
		writeFileSync(file, text('Other'));
		expect(await list({ catalogue })).toEqual(['Other']);
		expect(read).toEqual(['own']);
	});

	it('is one list with what is broken in it', async () => {
		const { list, file } = room();
		writeFileSync(file, '---\nrunbook: 1\n---\n');
		await settled(file);
		const [first] = await list();
		expect(first).toMatch(/^! line /);
		expect(await list()).toEqual([first]);
	});
});
