import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { findJob, followJob } from '../../source/execute/find-job.ts';
import { boot, ended, start } from './jobs.ts';

const mebibyte = 2 ** 20;
const lines = 'until [ -e "$RUNBOOK_JOB/go" ]; do sleep 0.02; done; echo second';

test('output comes while the job runs', async () => {
	const spec = await start(`echo first; ${lines}`);
	let text = '';
	const following = followJob(spec.folder, boot, {
		onOutput: chunk => {
			text += Buffer.from(chunk).toString();
		},
	});
	await vi.waitFor(() => expect(text).toBe('first\n'), { timeout: 10_000 });
	writeFileSync(join(spec.folder, 'go'), '');
	expect(await following).toEqual(ended(0, 13));
	expect(text).toBe('first\nsecond\n');
});

test('following begins where it is told to', async () => {
	const spec = await start('printf 0123456789');
	const chunks: Uint8Array[] = [];
	await followJob(spec.folder, boot, { fromByte: 4, onOutput: chunk => void chunks.push(chunk) });
	expect(Buffer.concat(chunks).toString()).toBe('456789');
});

test('aborting ends the following at once, and not the job', async () => {
	const spec = await start(`echo first; ${lines}; exit 5`);
	const controller = new AbortController();
	const following = followJob(spec.folder, boot, {
		signal: controller.signal,
		onOutput: () => controller.abort(),
	});
	expect(await following).toEqual({ state: 'running' });
	expect(findJob(spec.folder, boot)).toEqual({ state: 'running' });
	writeFileSync(join(spec.folder, 'go'), '');
	expect(await followJob(spec.folder, boot, {})).toEqual(ended(5, 13));
});

test('two may follow a job', async () => {
	const spec = await start(`echo first; ${lines}`);
	const texts = ['', ''];
	const both = texts.map((_, index) =>
		followJob(spec.folder, boot, {
			onOutput: chunk => {
				texts[index] += Buffer.from(chunk).toString();
			},
		}),
	);
	writeFileSync(join(spec.folder, 'go'), '');
	expect(await Promise.all(both)).toEqual([ended(0, 13), ended(0, 13)]);
	expect(texts).toEqual(['first\nsecond\n', 'first\nsecond\n']);
});

test('what the receiver raises comes out, and the job goes on', async () => {
	const spec = await start('echo first; sleep 0.2; exit 3');
	const raise = () => {
		throw new Error('no room');
	};
	await expect(followJob(spec.folder, boot, { onOutput: raise })).rejects.toThrow('no room');
	expect(await followJob(spec.folder, boot, {})).toEqual(ended(3, 6));
});

test('50 MiB come byte for byte, and take little memory', async () => {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const script = 'head -c 52428800 /dev/urandom >"$RUNBOOK_JOB/sent"; cat "$RUNBOOK_JOB/sent"';
	collect();
	const before = process.memoryUsage().arrayBuffers;
	const spec = await start(script);
	const hash = createHash('sha256');
	let bytes = 0;
	let most = 0;
	let largest = 0;
	let sinceLook = 0;
	const finding = await followJob(spec.folder, boot, {
		onOutput: chunk => {
			hash.update(chunk);
			bytes += chunk.length;
			largest = Math.max(largest, chunk.length);
			sinceLook += chunk.length;
			if (sinceLook < 4 * mebibyte) return;
			sinceLook = 0;
			// What is still held after a collection is what following itself keeps.
			collect();
			most = Math.max(most, process.memoryUsage().arrayBuffers - before);
		},
	});
	expect(finding).toEqual(ended(0, 50 * mebibyte));
	expect(bytes).toBe(50 * mebibyte);
	expect(largest).toBeLessThanOrEqual(256 * 1024);
	expect(most).toBeLessThan(16 * mebibyte);
	const sent = createHash('sha256')
		.update(readFileSync(join(spec.folder, 'sent')))
		.digest('hex');
	expect(hash.digest('hex')).toBe(sent);
});

const floodOf = async () => {
	const spec = await start('seq 1 3000000');
	await followJob(spec.folder, boot, {});
	return { spec, all: readFileSync(join(spec.folder, 'output')) };
};

test('of a flood the end is read for whom that will do, and how much came before is told', async () => {
	const { spec, all } = await floodOf();
	const chunks: Uint8Array[] = [];
	const skipped: number[] = [];
	const finding = await followJob(spec.folder, boot, {
		fromByte: 7,
		onOutput: chunk => void chunks.push(chunk),
		onSkipped: bytes => {
			expect(chunks).toEqual([]);
			skipped.push(bytes);
		},
	});
	expect(finding).toEqual(ended(0, all.length));
	const [first = 0] = skipped;
	expect(skipped).toEqual([all.length - 7 - 256 * 1024]);
	expect(Buffer.concat(chunks).equals(all.subarray(7 + first))).toBe(true);
});

test('of a flood all is read for others', async () => {
	const { spec, all } = await floodOf();
	const chunks: Uint8Array[] = [];
	await followJob(spec.folder, boot, { onOutput: chunk => void chunks.push(chunk) });
	expect(Buffer.concat(chunks).equals(all)).toBe(true);
});
