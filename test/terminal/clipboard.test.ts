import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COPY_LIMIT, copyText, SCREEN_CHUNK } from '../../source/terminal/clipboard.ts';

async function copy(text: string, environment: Record<string, string> = {}) {
	const written: string[] = [];
	const copied = await copyText(text, { environment, write: sequence => written.push(sequence) });
	return { ...copied, written };
}

/** What a terminal would put into its clipboard. */
function delivered(sequence: string): string {
	const data = /^\x1b\]52;c;([A-Za-z0-9+/]*={0,2})\x07$/.exec(sequence)?.[1];
	if (data === undefined) throw new Error(`no OSC 52: ${JSON.stringify(sequence.slice(0, 40))}`);
	return Buffer.from(data, 'base64').toString('utf8');
}

describe('on a bare terminal', () => {
	test('the bytes are OSC 52', async () => {
		const { how, says, written } = await copy('ls -l', { TERM: 'xterm' });
		expect(how).toBe('terminal');
		expect(written).toEqual(['\x1b]52;c;bHMgLWw=\x07']);
		expect(says).toMatch(
			/^Sent to your terminal\. Not every terminal takes it\. .*`runbook script`/,
		);
	});

	test.each([100, 10_000, 70_000])('%i bytes arrive as they are', async size => {
		const text = 'grün\t€\n'.repeat(size).slice(0, size / 2);
		const { written } = await copy(text);
		expect(written).toHaveLength(1);
		expect(delivered(written[0] ?? '')).toBe(text);
	});

	test('the limit is 74,994 bytes, not characters', async () => {
		expect((await copy('x'.repeat(COPY_LIMIT))).how).toBe('terminal');
		const { how, says, written } = await copy(`${'x'.repeat(COPY_LIMIT - 2)}€`);
		expect([how, written]).toEqual(['none', []]);
		expect(says).toMatch(/^Not copied: 74,995 bytes, and terminals take 74,994\. Show it bare/);
	});

	test('control characters are refused, by name', async () => {
		for (const text of ['a\x1b[201~b', 'a\rb', 'a\0', 'a\x9b', 'a\x7f']) {
			const { how, says, written } = await copy(text);
			expect([how, written]).toEqual(['none', []]);
			expect(says).toMatch(/^Not copied: it holds the control character U\+00[0-9A-F]{2}/);
		}
		expect((await copy('a\tb\nc')).how).toBe('terminal');
	});

	test('nothing is not copied', async () => {
		expect((await copy('')).how).toBe('none');
	});

	test('a tmux at the other end is told about', async () => {
		const { says, hint = '' } = await copy('x', { TERM: 'tmux-256color' });
		expect(hint).toContain('set-clipboard on');
		expect(says).toContain(hint);
		expect((await copy('x', { TERM: 'xterm' })).hint).toBeUndefined();
	});

	test('a terminal that is gone is no error', async () => {
		const write = () => {
			throw new Error('EIO');
		};
		expect((await copyText('x', { environment: {}, write })).how).toBe('none');
	});
});

describe('in GNU screen', () => {
	test.each([1, 100, 10_000, 70_000])('%i bytes go in chunks that screen takes', async size => {
		const text = 'x€\n'.repeat(size).slice(0, Math.ceil(size / 2));
		const { how, written } = await copy(text, { STY: '1.pts-0.host', TERM: 'screen' });
		expect(how).toBe('screen');
		const inside = written.map(chunk => {
			expect(Buffer.byteLength(chunk)).toBeLessThanOrEqual(SCREEN_CHUNK);
			const part = /^\x1bP(.*)\x1b\\$/s.exec(chunk)?.[1];
			expect(part).not.toContain('\x1b\\');
			return part;
		});
		expect(delivered(inside.join(''))).toBe(text);
	});
});

describe('where tmux is not what it seems', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'clipboard-'));
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});
	const tmux = (script: string) => {
		writeFileSync(join(folder, 'tmux'), `#!/bin/sh\n${script}\n`);
		chmodSync(join(folder, 'tmux'), 0o755);
		return { TMUX: '/nowhere,1,0', PATH: `${folder}:/usr/bin:/bin` };
	};

	test('without tmux the terminal gets it', async () => {
		const { how, written } = await copy('ls', { TMUX: '/nowhere,1,0', PATH: folder });
		expect(how).toBe('terminal');
		expect(delivered(written[0] ?? '')).toBe('ls');
	});

	test('a tmux before 3.2, which has no -w, gets its buffer, and that is said', async () => {
		const environment = tmux(`[ "$2" = -w ] && exit 1; cat > ${folder}/buffer`);
		const { how, says, written } = await copy('a\nb', environment);
		expect([how, written]).toEqual(['tmux', []]);
		expect(says).toMatch(/^In the buffer of tmux\./);
		expect(readFileSync(join(folder, 'buffer'), 'utf8')).toBe('a\nb');
	});

	test('a tmux that does not answer is given up', async () => {
		const environment = tmux('exec sleep 600');
		const start = Date.now();
		const { how } = await copy('ls', environment);
		expect(how).toBe('terminal');
		expect(Date.now() - start).toBeLessThan(20_000);
	});

	test('a tmux that reads nothing is no error', async () => {
		expect((await copy('x'.repeat(70_000), tmux('exit 1'))).how).toBe('terminal');
	});

	test('tmux gets none of the environment that it does not need', async () => {
		const environment = { ...tmux(`env > ${folder}/env`), SECRET: 'canary', BASH_ENV: '/x' };
		await copy('ls', environment);
		expect(readFileSync(join(folder, 'env'), 'utf8')).not.toMatch(/canary|BASH_ENV|ZX_/);
	});
});
