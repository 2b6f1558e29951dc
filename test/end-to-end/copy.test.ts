/** Copying, as the terminal gets it: through a real tmux, and as bytes on a bare pty. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { command, Terminal, waitUntil } from '../helpers/terminal.ts';

const terminals: Terminal[] = [];

afterEach(async () => {
	for (const terminal of terminals.splice(0)) await terminal.close();
});

function start(environment: Readonly<Record<string, string>> = {}): Terminal {
	const terminal = new Terminal(['--dry-run', 'first-steps'], { environment });
	terminals.push(terminal);
	return terminal;
}

/** To the first step, whose command is to be copied. */
async function toFirstStep(terminal: Terminal): Promise<string> {
	await terminal.see('Asked for at the beginning');
	await terminal.pressCalmly('G');
	await terminal.see('Enter go on');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ What may we call you');
	for (const key of ['\u001b[B', '\u001b[B', '\r']) await terminal.pressCalmly(key);
	const screen = await terminal.see(/mkdir -m 700 \S+/);
	return /mkdir -m 700 \S+/.exec(screen)?.[0] ?? '';
}

/** What the sequences for the clipboard in this output hold. */
function copied(raw: string): readonly string[] {
	return [...raw.matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g)].map(([, text = '']) =>
		Buffer.from(text, 'base64').toString(),
	);
}

test('a bare terminal gets the bytes of the block, and then what is left of the step', async () => {
	const terminal = start();
	const line = await toFirstStep(terminal);
	await terminal.pressCalmly('c');
	await terminal.see('Sent to your terminal');
	expect(copied(terminal.raw)).toEqual([line]);

	await terminal.pressCalmly('C');
	await terminal.see('The rest of the procedure');
	await terminal.pressCalmly('j');
	await terminal.pressCalmly('\r');
	await terminal.see('Sent to your terminal');
	expect(copied(terminal.raw).at(-1)).toBe(`(\nset -e\n# Make a folder\n(\n${line}\n)\n)`);
	expect(terminal.raw).not.toContain('\u001b]52;c;?');
});

/** A shell's screen in front of it, and the program left again. */
async function leaveBehind(between: (terminal: Terminal) => Promise<void>): Promise<string> {
	const terminal = new Terminal([], {
		words: [
			'/bin/sh',
			'-c',
			'echo "the line before"; exec "$@"',
			...['sh', process.execPath, command, '--dry-run', 'first-steps'],
		],
	});
	terminals.push(terminal);
	await toFirstStep(terminal);
	await between(terminal);
	await terminal.left();
	expect(terminal.damage()).toEqual([]);
	return terminal.screen();
}

async function quit(terminal: Terminal): Promise<void> {
	await terminal.see('? help');
	await terminal.pressCalmly('q');
}

test('shown bare and gone back from, a block leaves no trace on the screen of the shell', async () => {
	const screen = await leaveBehind(async terminal => {
		await terminal.pressCalmly('c');
		await terminal.see('c again shows it bare');
		await terminal.pressCalmly('c');
		expect(await terminal.see('(a key goes back)')).toMatch(/^mkdir -m 700 \S+\n\n\(a key/);
		await terminal.pressCalmly('x');
		await quit(terminal);
	});
	expect(screen.startsWith('the line before\n')).toBe(true);
	expect(screen).not.toMatch(/mkdir|a key goes back/);
});

test('ended while a block is shown bare, it gives the screen of the shell back', async () => {
	const screen = await leaveBehind(async terminal => {
		await terminal.pressCalmly('c');
		await terminal.see('c again shows it bare');
		await terminal.pressCalmly('c');
		await terminal.see('(a key goes back)');
		const [child = ''] = execFileSync('pgrep', ['-P', String(terminal.pid)], {
			encoding: 'utf8',
		}).split('\n');
		process.kill(Number(child), 'SIGTERM');
	});
	expect(screen.startsWith('the line before\n')).toBe(true);
	expect(screen).not.toMatch(/mkdir|a key goes back/);
});

test('screen gets it in strings that it passes on', async () => {
	const terminal = start({ STY: '1.screen' });
	const line = await toFirstStep(terminal);
	await terminal.pressCalmly('c');
	await terminal.see('through screen');
	const strings = [...terminal.raw.matchAll(/\u001bP([^\u001b]*|\u001b\][^\u001b]*)\u001b\\/g)];
	expect(copied(strings.map(([, inside]) => inside).join(''))).toEqual([line]);
});

const tmux = (folder: string, ...words: readonly string[]) =>
	execFileSync('tmux', ['-S', join(folder, 'socket'), '-f', '/dev/null', ...words], {
		encoding: 'utf8',
	});

function hasTmux(): boolean {
	try {
		execFileSync('tmux', ['-V']);
		return true;
	} catch {
		return false;
	}
}

test.skipIf(!hasTmux())(
	'tmux (where it is installed) has it in its buffer, byte by byte',
	async () => {
		const folder = mkdtempSync(join(tmpdir(), 'runbook-tmux-'));
		const screen = () => tmux(folder, 'capture-pane', '-p');
		const sees = (wanted: RegExp) =>
			waitUntil(
				() => wanted.test(screen()),
				() => `to see ${wanted}; the screen shows:\n${screen()}`,
			);
		// Once the screen is calm, as a person does: what comes in the first moment counts for nothing.
		const press = async (key: string, wanted: RegExp) => {
			let last = '';
			let since = performance.now();
			await waitUntil(
				() => {
					const now = screen();
					if (now !== last) since = performance.now();
					last = now;
					return performance.now() - since > 600;
				},
				() => 'the screen to be calm',
			);
			tmux(folder, 'send-keys', key);
			await sees(wanted);
		};
		try {
			tmux(
				folder,
				...['new-session', '-d', '-x', '100', '-y', '30', '-e', 'LC_ALL=C.UTF-8'],
				...['-e', `HOME=${folder}`, '-e', `XDG_STATE_HOME=${join(folder, 'state')}`],
				`${process.execPath} ${command} --dry-run first-steps`,
			);
			await sees(/Asked for at the beginning/);
			await press('G', /Enter go on/);
			await press('Enter', /❯ What may we call you/);
			await press('Down', /❯ A line of your own/);
			await press('Down', /❯ \[ Begin/);
			await press('Enter', /mkdir -m 700 \S+/);
			const line = /mkdir -m 700 \S+/.exec(screen())?.[0] ?? '';
			await press('c', /Handed to tmux/);
			expect(tmux(folder, 'show-buffer')).toBe(line);
		} finally {
			// Gone already where the program has ended by itself, which what was waited for says.
			spawnSync('tmux', ['-S', join(folder, 'socket'), 'kill-server']);
			rmSync(folder, { recursive: true, force: true });
		}
	},
);
