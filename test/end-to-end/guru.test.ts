import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
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

function detailsOf(terminal: Terminal): string {
	const folder = join(terminal.folder, 'state', 'runbook', 'faults');
	const [name = ''] = readdirSync(folder);
	expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	const text = readFileSync(join(folder, name), 'utf8');
	expect(text).not.toContain(SECRET);
	expect(terminal.raw).not.toContain(SECRET);
	return text;
}

async function notice(terminal: Terminal): Promise<string> {
	expect(await terminal.left()).toBe(70);
	expect(terminal.damage()).toEqual([]);
	const screen = terminal.screen();
	expect(screen).toContain('The program has a fault, and has stopped.');
	const [, number = ''] = /Guru Meditation #([0-9A-F]{8}\.[0-9A-F]{8})/.exec(screen) ?? [];
	expect(detailsOf(terminal)).toContain(`Guru Meditation #${number}`);
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
