import { spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { command, Terminal } from '../helpers/terminal.ts';

const terminals: Terminal[] = [];

afterEach(async () => {
	for (const terminal of terminals.splice(0)) await terminal.close();
});

const SECRET = 'correct-horse-battery';

/** The command with a fault in it: a part of the language that it uses is broken. */
function faulty(folder: string, broken: string, args: readonly string[]): readonly string[] {
	const file = join(folder, 'break.mjs');
	writeFileSync(file, `const secret = ${JSON.stringify(SECRET)};\n${broken}\n`);
	return [process.execPath, '--import', file, command, ...args];
}

/** A terminal in which the command with this fault is started. */
function start(broken: string, args: readonly string[] = [], environment = {}): Terminal {
	// The folder of the terminal is not known before, and what is broken has to lie somewhere.
	const first = new Terminal([], { words: ['true'] });
	const terminal = new Terminal([], {
		words: faulty(first.folder, broken, args),
		environment: { RUNBOOK_SECRET_password: SECRET, ...environment },
	});
	terminals.push(first, terminal);
	return terminal;
}

function detailsOf(terminal: Terminal, home = terminal.folder): string {
	const folder = join(home, 'state', 'runbook', 'faults');
	const [name = ''] = readdirSync(folder);
	expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	const text = readFileSync(join(folder, name), 'utf8');
	expect(text).not.toContain(SECRET);
	expect(terminal.raw).not.toContain(SECRET);
	return text;
}

async function notice(terminal: Terminal, home = terminal.folder): Promise<string> {
	expect(await terminal.left()).toBe(70);
	expect(terminal.damage()).toEqual([]);
	const screen = terminal.screen();
	expect(screen).toContain('The program has a fault, and has stopped.');
	const [, number = ''] = /Guru Meditation #([0-9A-F]{8}\.[0-9A-F]{8})/.exec(screen) ?? [];
	expect(detailsOf(terminal, home)).toContain(`Guru Meditation #${number}`);
	return number;
}

/** As `list --json` uses it. */
const brokenList = `const { stringify } = JSON;
JSON.stringify = (...all) => { if (all.length === 3) throw new Error('with ' + secret); return stringify(...all); };`;

test('a fault in a command is a number, a file and a way on, and the same fault the same number', async () => {
	const terminal = start(brokenList, ['list', '--json']);
	const number = await notice(terminal);
	expect(detailsOf(terminal)).toMatch(/^command: runbook list --json$/m);
	expect(detailsOf(terminal)).toMatch(/^ {4}at /m);
	expect(terminal.raw).toContain('\u001b[31m');

	const again = start(brokenList.replace('with', 'other'), ['list', '--json'], { NO_COLOR: '1' });
	expect(await notice(again)).toBe(number);
	expect(again.raw).not.toContain('\u001b[31m');
});

test('no value of the command line is kept', async () => {
	const terminal = start('Array.prototype.flatMap = () => { throw new Error(secret); };', [
		'script',
		'first-steps',
		'--set',
		'name=hunter2',
		'--choose=a=b',
	]);
	await notice(terminal);
	expect(detailsOf(terminal)).toMatch(/^command: runbook script … --set … --choose=…$/m);
});

test('a fault while a key is pressed gives the terminal back first', async () => {
	const terminal = start(`
const { includes } = String.prototype;
String.prototype.includes = function (...all) {
	if (all[0] === 'z') throw new Error(secret);
	return includes.apply(this, all);
};`);
	await terminal.see('Type to filter');
	terminal.press('z');
	await notice(terminal);
});

test('a fault while drawing gives the terminal back first', async () => {
	const terminal = start(`
const { slice } = Array.prototype;
let broken = false;
Array.prototype.slice = function (...all) {
	if (broken && this[0] && this[0].kind === 'runbook') throw new Error(secret);
	return slice.apply(this, all);
};
const { toLowerCase } = String.prototype;
String.prototype.toLowerCase = function () {
	broken ||= String(this) === 'y';
	return toLowerCase.call(this);
};`);
	await terminal.see('Type to filter');
	terminal.press('y');
	await notice(terminal);
});

const slow = `---
runbook: 1
summary: It takes its time.
inputs:
  password:
    prompt: The password
    type: secret
---

# Slow

## Wait

\`\`\`sh
test -n "$password"
touch FOLDER/began
until test -e FOLDER/go; do sleep 0.1; done
echo It went on by itself.
\`\`\`
`;

test('a fault while a command runs ends the program alone, and leads back to the run', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-guru-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'slow.md');
	writeFileSync(file, slow.replaceAll('FOLDER', folder));
	const environment = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
	spawnSync(process.execPath, [command, 'trust', '--yes', file], {
		env: { PATH: process.env.PATH ?? '', ...environment },
	});
	const first = start(
		`
const { includes } = Array.prototype;
Array.prototype.includes = function (...all) {
	if (all[0] === 'z') throw new Error(secret);
	return includes.apply(this, all);
};`,
		[file],
		environment,
	);
	await first.see('b back');
	await first.pressCalmly('\r');
	await first.see('❯ The password');
	first.press(SECRET);
	await first.see(/❘ [•*]{4}/);
	await first.pressCalmly('\r');
	await first.see('❯ [ ');
	await first.pressCalmly('\r');
	await first.see('❯ · Wait');
	await first.pressCalmly('r');
	await first.see('▶ running');
	await first.until(() => existsSync(join(folder, 'began')), 'the command to begin');

	first.press('z');
	const number = await notice(first, folder);
	const said = first.screen();
	expect(said).toContain('What has run is on record. A command that runs goes on by itself.');
	const [, run = ''] = /The way back: runbook resume ([a-z0-9]{12})/.exec(said) ?? [];
	const details = detailsOf(first, folder);
	expect(details).toContain(`Guru Meditation #${number}`);
	expect(details).toMatch(new RegExp(`^run: ${run}\nlast events: .*job-started`, 'm'));

	// The command is still there, and so is the way back.
	const second = new Terminal(['resume', run], { environment });
	terminals.push(second);
	await second.see('This command ran on while you were away.');
	writeFileSync(join(folder, 'go'), '');
	await second.see('It went on by itself.');
	await second.see('❯ ✓ Wait');
	await second.pressCalmly('\r');
	await second.see('Nothing is left to be done.');
	await second.pressCalmly('q');
	expect(await second.left()).toBe(0);
	expect(second.damage()).toEqual([]);
});
