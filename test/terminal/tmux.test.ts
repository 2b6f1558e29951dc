import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { copyText } from '../../source/terminal/clipboard.ts';

const version = spawnSync('tmux', ['-V'], { encoding: 'utf8' }).stdout?.trim();

/** The environment could tell zx what to run; it is read when zx is loaded, which is later. */
const injected = mkdtempSync(join(tmpdir(), 'tmux-zx-'));
Object.assign(process.env, {
	ZX_PREFIX: `touch ${injected}/prefix;`,
	ZX_POSTFIX: `; touch ${injected}/postfix`,
	ZX_SHELL: '/bin/false',
	ZX_TIMEOUT: '1ms',
	ZX_VERBOSE: 'true',
	ZX_DETACHED: 'true',
	ZX_CWD: '/nowhere',
});

/** Byte for byte the same on every run, several bytes a character among them. */
const sample = (size: number) => {
	const text = 'systemctl reload apache2 && echo "grün €" # 日本\n\t'.repeat(Math.ceil(size / 50));
	return Buffer.from(text)
		.subarray(0, size)
		.toString('utf8')
		.replace(/\ufffd/g, '');
};

describe.skipIf(!version)(`tmux (skipped where it is missing; here: ${version || 'none'})`, () => {
	const name = `copy-test-${process.pid}`;
	const tmux = (...words: string[]) =>
		spawnSync('tmux', ['-L', name, '-f', '/dev/null', ...words], {
			env: { PATH: process.env.PATH, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
			maxBuffer: 1 << 20,
		});
	let client: IPty;
	let outer = '';
	let TMUX = '';

	beforeAll(async () => {
		client = spawn('tmux', ['-L', name, '-f', '/dev/null', 'new-session', 'cat'], {
			name: 'xterm-256color',
			cols: 80,
			rows: 24,
			env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
		});
		client.onData(data => {
			outer += data;
		});
		await vi.waitFor(
			() => expect(tmux('list-clients').stdout.toString()).toContain('xterm-256color'),
			{ timeout: 20_000 },
		);
		TMUX = tmux('display-message', '-p', '#{socket_path},#{pid},0').stdout.toString().trim();
	});

	afterAll(() => {
		tmux('kill-server');
		client?.kill();
		rmSync(TMUX.split(',')[0] ?? '', { force: true });
		rmSync(injected, { recursive: true });
	});

	const copy = (text: string) => {
		const written: string[] = [];
		const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'tmux', TMUX };
		return copyText(text, { environment, write: sequence => written.push(sequence) }).then(
			copied => ({ ...copied, written }),
		);
	};

	describe.each(['external', 'on', 'off'])('with set-clipboard %s', mode => {
		test.each([100, 10_000, 70_000])(
			'%i bytes arrive in the buffer and the terminal',
			async size => {
				tmux('set', '-s', 'set-clipboard', mode);
				const text = sample(size);
				outer = '';
				const copied = await copy(text);
				expect(copied).toMatchObject({ how: 'tmux', written: [] });
				expect(copied.says).toMatch(/^Handed to tmux/);
				expect(tmux('show-buffer').stdout.equals(Buffer.from(text))).toBe(true);
				await vi.waitFor(
					() => {
						const data =
							/\x1b\]52;[a-z]*;([A-Za-z0-9+/]+={0,2})(?:\x07|\x1b\\)/.exec(outer)?.[1] ?? '';
						expect(Buffer.from(data, 'base64').toString('utf8')).toBe(text);
					},
					{ timeout: 20_000 },
				);
			},
		);
	});

	test('nothing of zx in the environment took effect', () => {
		expect(readdirSync(injected)).toEqual([]);
	});
});
