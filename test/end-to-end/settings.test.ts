/** What a person finds again the next time, and what it costs when that cannot be kept. */
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command, Terminal } from '../helpers/terminal.ts';

const SECRET = 'correct-horse-battery';

const zebra = `---
runbook: 1
summary: The last one of the list.
inputs:
  name:
    prompt: Who are you
    type: text
  token:
    prompt: A token
    type: secret
---

# Zebra

## Greet

\`\`\`sh
echo {{name}} "$token"
\`\`\`
`;

let home: string;
let settings: string;
let environment: Record<string, string>;
let terminals: Terminal[] = [];

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'runbook-settings-'));
	settings = join(home, 'config', 'runbook', 'settings.json');
	const books = join(home, 'books');
	environment = {
		HOME: home,
		XDG_CONFIG_HOME: join(home, 'config'),
		XDG_STATE_HOME: join(home, 'state'),
		RUNBOOK_PATH: books,
	};
	mkdirSync(books);
	mkdirSync(join(home, 'config', 'runbook'), { recursive: true, mode: 0o700 });
	writeFileSync(join(books, 'zebra.md'), zebra);
	const { PATH = '' } = process.env;
	const words = [command, 'trust', '--yes', join(books, 'zebra.md')];
	const trusted = spawnSync(process.execPath, words, {
		env: { ...environment, PATH },
		encoding: 'utf8',
	});
	expect(trusted.status, trusted.stderr).toBe(0);
});

afterEach(async () => {
	for (const terminal of terminals) await terminal.close();
	terminals = [];
	rmSync(home, { recursive: true, force: true });
});

async function start(words?: readonly string[]): Promise<Terminal> {
	const terminal = new Terminal([], { environment, ...(words ? { words } : {}) });
	terminals.push(terminal);
	await terminal.see('Type to filter');
	return terminal;
}

async function leave(terminal: Terminal, key = '\u0003'): Promise<string> {
	await terminal.pressCalmly(key);
	expect(await terminal.left()).toBe(0);
	expect(terminal.damage()).toEqual([]);
	return terminal.screen();
}

async function press(terminal: Terminal, key: string, wanted: string | RegExp): Promise<string> {
	await terminal.pressCalmly(key);
	return terminal.see(wanted);
}

/** The colour of the mark of the row that is looked at: 4 is blue, 6 is cyan. */
function markColour(terminal: Terminal): number | undefined {
	const row = terminal.lines().findIndex(line => line.includes('❯'));
	const { active } = terminal.xterm.buffer;
	return active
		.getLine(active.baseY + row)
		?.getCell(1)
		?.getFgColor();
}

test('answers stand in the form the next time, but no secret, and what was begun last is on top', async () => {
	const first = await start();
	expect(first.screen()).not.toMatch(/❯ Zebra/);
	await press(first, 'zebra', '❯ Zebra');
	await press(first, '\r', 'b back');
	await press(first, '\r', '❯ Who are you');
	await press(first, 'Ada', '❘ Ada');
	await press(first, '\r', '❯ A token');
	await press(first, SECRET, /❘ [•*]{4}/);
	await press(first, '\r', '❯ [ Begin');
	await press(first, '\r', '❯ · Greet');
	await leave(first, 'q');
	const kept = readFileSync(settings, 'utf8');
	expect(kept).toContain('Ada');
	expect(kept).not.toContain(SECRET);
	expect(statSync(settings).mode & 0o777).toBe(0o600);

	const second = await start();
	const titles = second.lines().filter(line => /^ [❯ ] (» )?(Zebra|Apache)/.test(line));
	expect(titles.map(line => line.trim().split(/ {2,}/)[0])).toEqual([
		'❯ » Zebra',
		'Zebra',
		'Apache: reload or restart',
	]);
	await press(second, '\u001b[B', '❯ Zebra');
	await press(second, '\r', 'b back');
	const form = await press(second, '\r', '❯ Who are you');
	expect(form).toMatch(/❯ Who are you +name +as last time ✓\n +❘ Ada/);
	expect(form).toMatch(/A token +token\n +❘\n/);
	await press(second, '\u001b', 'b back');
	await leave(second, 'q');
});

test('the colours for a light background are chosen by a key, and hold', async () => {
	const first = await start();
	expect(markColour(first)).toBe(6);
	await press(first, '\u0014', 'Colours for a light background.');
	expect(markColour(first)).toBe(4);
	await press(first, '\u0014', 'Colours for a dark background.');
	expect(markColour(first)).toBe(6);
	await press(first, '\u0014', 'Colours for a light background.');
	await leave(first);

	const second = await start();
	expect(markColour(second)).toBe(4);
	// Every letter filters.
	await press(second, 'L', 'Filter: L');
	expect(markColour(second) ?? 4).toBe(4);
	await leave(second);
});

const NOBODY = 65_534;
const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

/** Whether another user can run the built command from where it lies. */
const canBeNobody =
	process.getuid?.() === 0 &&
	spawnSync(asNobody[0] ?? '', [...asNobody.slice(1), process.execPath, command, '--version'])
		.status === 0;

const faults: readonly (readonly [string, string, () => void, boolean?])[] = [
	['damaged', 'was damaged', () => writeFileSync(settings, '{"recent": [')],
	[
		'of another version',
		'is of version 7',
		() => writeFileSync(settings, '{"version": 7, "recent": []}'),
	],
	[
		'a symbolic link',
		'symbolic link',
		() => {
			writeFileSync(join(home, 'victim'), 'as it was');
			symlinkSync(join(home, 'victim'), settings);
		},
	],
	['a folder', 'no ordinary file', () => mkdirSync(settings)],
	[
		'in a folder that others may write',
		'others',
		() => chmodSync(join(home, 'config', 'runbook'), 0o777),
	],
	[
		'where no folder can be made',
		'not a folder (ENOTDIR)',
		() => {
			rmSync(join(home, 'config'), { recursive: true });
			writeFileSync(join(home, 'config'), 'a file');
		},
	],
	[
		"root's, from a walk under sudo",
		'EACCES',
		() => {
			writeFileSync(settings, '{}', { mode: 0o600 });
			for (const path of ['', 'books', 'state', 'config']) chownSync(join(home, path), NOBODY, 0);
			spawnSync('chown', ['-R', String(NOBODY), join(home, 'state')]);
			chownSync(join(home, 'config', 'runbook'), NOBODY, 0);
		},
		true,
	],
];

for (const [name, why, spoil, byNobody = false] of faults) {
	test.skipIf(byNobody && !canBeNobody)(
		`settings that are ${name} cost one line, and nothing else`,
		async () => {
			spoil();
			const terminal = await start(byNobody ? [...asNobody, process.execPath, command] : undefined);
			await press(terminal, 'first', /1 of \d+ runbooks/);
			await press(terminal, '\r', 'b back');
			// Enter reads on as long as there is more of the brief.
			for (let page = 0; page < 5 && !/❯ What may we call you/.test(terminal.screen()); page++) {
				await terminal.pressCalmly('\r');
				await terminal.calm();
			}
			await terminal.see('❯ What may we call you');
			for (const key of ['\u001b[B', '\u001b[B']) await terminal.pressCalmly(key);
			await press(terminal, '\r', /❯ · Make a folder/);
			const said = (await leave(terminal, 'q')).replaceAll('\n', '');
			expect(said.match(/runbook: /g)).toHaveLength(1);
			expect(said).toContain('runbook: Settings are not kept, and nothing depends on them: ');
			expect(said).toContain(why);
			expect(said).toContain(join(home, 'config'));
			expect(said).not.toMatch(/ {4}at |Guru/);
			if (name === 'a symbolic link') {
				expect(readFileSync(join(home, 'victim'), 'utf8')).toBe('as it was');
			}
		},
	);
}
