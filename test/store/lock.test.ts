import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StateRefused } from '../../source/store/errors.ts';
import { Held, type Lock, takeLock } from '../../source/store/lock.ts';
import { bundle, type Running, startNode, temporaryFolder, thrown, until } from './helpers.ts';

const forms = ['flock', 'records'] as const;
type Form = (typeof forms)[number];

const environmentOf = (form: Form) => (form === 'flock' ? process.env : { PATH: '' });
const takeAs = (form: Form, folder: string): Lock => takeLock(folder, environmentOf(form));
const hasFlock = (process.env.PATH ?? '').split(':').some(folder => {
	try {
		return readdirSync(folder).includes('flock');
	} catch {
		return false;
	}
});

async function ready(program: string, form: Form, ...folders: readonly string[]): Promise<Running> {
	const running = startNode(program, form, ...folders);
	expect(await running.line()).toBe('ready');
	return running;
}

/** Starts a process that holds the lock of `folder`. */
async function holding(form: Form, folder: string): Promise<Running> {
	const holder = await ready(bundle('holder'), form, folder);
	holder.send('take');
	expect(await holder.line()).toBe('taken 0');
	return holder;
}

/** Takes the lock as soon as it is free, and gives how long that took in milliseconds. */
async function takenAfter(form: Form, folder: string): Promise<number> {
	const from = performance.now();
	const lock = await until('the lock', () => {
		try {
			return takeAs(form, folder);
		} catch (error) {
			if (error instanceof Held) return undefined;
			throw error;
		}
	});
	lock.release();
	return performance.now() - from;
}

const record = (fields: object): string =>
	JSON.stringify({ pid: 999_999_999, user: 'eve', host: hostname(), since: 'then', ...fields });

describe.each(hasFlock ? forms : (['records'] as const))('the lock by %s', form => {
	it('is taken once, released, and taken again', () => {
		const folder = temporaryFolder();
		const lock = takeAs(form, folder);
		expect(thrown(Held, () => takeAs(form, folder)).holder.pid).toBe(process.pid);
		lock.release();
		lock.release();
		for (let round = 0; round < 5; round++) takeAs(form, folder).release();
		expect(readdirSync(folder).filter(name => name.startsWith('lock.'))).toHaveLength(1);
	});

	it('names the process that holds it', async () => {
		const folder = temporaryFolder();
		const holder = await holding(form, folder);
		const held = thrown(Held, () => takeAs(form, folder));
		expect(held.holder).toMatchObject({ pid: holder.pid, host: hostname() });
		expect(held.message).toContain(`process ${holder.pid}`);
		expect(Date.parse(held.holder.since)).toBeLessThanOrEqual(Date.now());
		holder.send('release');
		expect(await holder.line()).toBe('released');
		takeAs(form, folder).release();
	});

	it('is honoured by a process that takes it in the other form', async () => {
		const folder = temporaryFolder();
		const holder = await holding(form, folder);
		const other = form === 'flock' ? 'records' : 'flock';
		expect(thrown(Held, () => takeAs(other, folder)).holder.pid).toBe(holder.pid);
		holder.child.kill('SIGKILL');
		await takenAfter(other, folder);
	});

	it('is free at once when the holder is killed', async () => {
		const folder = temporaryFolder();
		const holder = await holding(form, folder);
		holder.child.kill('SIGKILL');
		expect(await takenAfter(form, folder)).toBeLessThan(2000);
	});

	it('is not taken from a holder that is stopped', async () => {
		const folder = temporaryFolder();
		const holder = await holding(form, folder);
		holder.child.kill('SIGSTOP');
		for (let round = 0; round < 20; round++) {
			expect(thrown(Held, () => takeAs(form, folder)).holder.pid).toBe(holder.pid);
		}
		holder.child.kill('SIGCONT');
		holder.send('release');
		expect(await holder.line()).toBe('released');
		takeAs(form, folder).release();
	});

	it('is not kept by a process that the holder started', async () => {
		const folder = temporaryFolder();
		const holder = await holding(form, folder);
		holder.send('child');
		const child = Number(await holder.line());
		onTestFinished(() => {
			process.kill(child, 'SIGKILL');
		});
		holder.child.kill('SIGKILL');
		await takenAfter(form, folder);
		expect(process.kill(child, 0)).toBe(true);
	});

	it('goes to exactly one of 20 that start at once, in each of 30 folders', async () => {
		const program = bundle('holder');
		const folders = Array.from({ length: 30 }, () => temporaryFolder());
		// Half of them were left by a process that is gone, which is where lock files let two in.
		const left = record({ ...ourBoot(), kernel: form === 'flock' });
		for (const folder of folders.slice(15)) {
			writeFileSync(join(folder, 'lock.7'), left, { mode: 0o600 });
		}
		const starters = await Promise.all(
			Array.from({ length: 20 }, () => ready(program, form, ...folders)),
		);
		for (const starter of starters) starter.send('take');
		const lines = await Promise.all(starters.map(starter => starter.line()));
		const taken = lines.flatMap(line => line.split(' ').slice(1)).filter(text => text !== '');
		expect(taken.map(Number).sort((a, b) => a - b)).toEqual([...folders.keys()]);
	});
});

describe('the lock', () => {
	it('never lets two in while six processes of both forms take it in turns', async () => {
		const program = bundle('contender');
		const folder = temporaryFolder();
		const contenders = Array.from({ length: 6 }, (_, index) =>
			startNode(program, forms[index % 2] ?? 'records', folder, '25'),
		);
		expect(await Promise.all(contenders.map(each => each.line()))).toEqual(Array(6).fill('0'));
	});

	it('is not taken where it cannot be seen whether the holder lives', () => {
		for (const fields of [{ host: 'elsewhere' }, { namespace: 'pid:[1]' }]) {
			const folder = temporaryFolder();
			takeAs('records', folder).release();
			const before = join(folder, 'lock.3');
			writeFileSync(before, record({ ...ourBoot(), ...fields }), { mode: 0o600 });
			const held = thrown(Held, () => takeAs('records', folder));
			expect(held.holder.user).toBe('eve');
			expect(held.message).toContain(`remove \`${before}\``);
		}
		const folder = temporaryFolder();
		writeFileSync(join(folder, 'lock.1'), '', { mode: 0o600 });
		expect(thrown(Held, () => takeAs('records', folder)).holder.pid).toBe(0);
	});

	it('is taken from a process of an earlier boot and from a reused number', () => {
		const stale = [
			{ pid: process.pid, boot: 'another', start: '1' },
			{ ...ourBoot(), pid: process.pid, start: '1' },
			{ ...ourBoot(), pid: process.pid, free: true },
			{ ...ourBoot(), pid: 999_999_999 },
		];
		for (const fields of stale) {
			const folder = temporaryFolder();
			writeFileSync(join(folder, 'lock.41'), record(fields), { mode: 0o600 });
			const lock = takeAs('records', folder);
			expect(readdirSync(folder)).toEqual(['lock.42']);
			lock.release();
		}
	});

	it('does not run a flock from below the present folder', () => {
		const folder = temporaryFolder();
		const marker = join(folder, 'marker');
		const evil = temporaryFolder();
		mkdirSync(join(evil, 'bin'));
		writeFileSync(join(evil, 'bin', 'flock'), `#!/bin/sh\n: >'${marker}'\n`, { mode: 0o755 });
		const before = process.cwd();
		process.chdir(evil);
		try {
			takeLock(folder, { PATH: 'bin:.::' }).release();
		} finally {
			process.chdir(before);
		}
		expect(readdirSync(folder)).not.toContain('marker');
	});

	it('falls back to records where flock itself fails', () => {
		const folder = temporaryFolder();
		const broken = temporaryFolder();
		writeFileSync(join(broken, 'flock'), '#!/bin/sh\nexit 71\n', { mode: 0o755 });
		const lock = takeLock(folder, { PATH: broken });
		thrown(Held, () => takeLock(folder, { PATH: broken }));
		lock.release();
	});

	it('is refused in a folder that others may use, behind a link, or that is missing', () => {
		const folder = temporaryFolder();
		const link = join(temporaryFolder(), 'link');
		symlinkSync(folder, link);
		expect(thrown(StateRefused, () => takeLock(link)).message).toContain('symbolic link');
		expect(thrown(StateRefused, () => takeLock(join(folder, 'none'))).message).toContain('ENOENT');
		chmodSync(folder, 0o770);
		expect(thrown(StateRefused, () => takeLock(folder)).message).toContain('0770');
	});

	it('follows no link in the place of its file', () => {
		const folder = temporaryFolder();
		symlinkSync(join(folder, 'target'), join(folder, 'lock'));
		if (hasFlock) thrown(StateRefused, () => takeAs('flock', folder));
		expect(readdirSync(folder)).toEqual(['lock']);
	});
});

/** The parts of a record that say it is of this boot and this place. */
function ourBoot(): object {
	const folder = temporaryFolder();
	takeAs('records', folder);
	const [name = ''] = readdirSync(folder);
	const { boot, namespace } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
	return { boot, namespace };
}
