import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Terminal } from '../helpers/terminal.ts';

const terminals: Terminal[] = [];

afterEach(async () => {
	for (const terminal of terminals.splice(0)) await terminal.close();
});

function start(args: readonly string[] = []): Terminal {
	const terminal = new Terminal(args);
	terminals.push(terminal);
	return terminal;
}

/** The folder of the only run. */
function runFolder(terminal: Terminal): string {
	const runs = join(terminal.folder, 'state', 'runbook', 'runs');
	const [id] = readdirSync(runs);
	return join(runs, id ?? '');
}

function events(terminal: Terminal): readonly Record<string, unknown>[] {
	return readFileSync(join(runFolder(terminal), 'journal'), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => (JSON.parse(line) as { event: Record<string, unknown> }).event);
}

const tour = (terminal: Terminal) =>
	`/tmp/runbook-first-steps-${runFolder(terminal).split('/').at(-1)}`;

/** From the library to the first step. */
async function beginTour(terminal: Terminal): Promise<void> {
	await terminal.see('Type to filter');
	terminal.press('first');
	await terminal.see(/1 of \d+ runbooks/);
	await terminal.pressCalmly('\r');
	await terminal.see('Asked for at the beginning');
	// It is longer than the screen: Enter reads on first.
	for (let pages = 0; pages < 10 && !terminal.screen().includes('Enter go on'); pages++) {
		await terminal.pressCalmly('\r');
		await terminal.calm();
	}
	await terminal.pressCalmly('\r');
	await terminal.see('❯ What may we call you');
	await terminal.pressCalmly('\t');
	await terminal.see('❯ A line of your own');
	terminal.press('Good morning');
	await terminal.see('❘ Good morning');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ [ Begin');
	await terminal.pressCalmly('\r');
	await terminal.see(/❯ · Make a folder +1 of 8/);
}

/** `r`, and then the words that show how it ended. */
async function run(terminal: Terminal, wanted: string | RegExp): Promise<void> {
	await terminal.pressCalmly('r');
	await terminal.see(wanted);
}

async function goOn(terminal: Terminal, title: string): Promise<void> {
	await terminal.pressCalmly('\r');
	await terminal.see(new RegExp(`❯ .*${title} `));
}

test('the tour is walked to its end on the screen, and leaves no trace', async () => {
	const terminal = start();
	await beginTour(terminal);
	expect(terminal.screen()).toContain(`mkdir -m 700 ${tour(terminal)}`);
	expect(existsSync(tour(terminal))).toBe(false);

	await run(terminal, /❯ ✓ Make a folder/);
	expect(existsSync(tour(terminal))).toBe(true);

	// One step is undone, and done once more.
	await terminal.pressCalmly('u');
	await terminal.see('newest first');
	expect(terminal.screen()).toContain(`rmdir ${tour(terminal)}`);
	await terminal.pressCalmly('r');
	await terminal.see('Taken back: Make a folder.');
	expect(existsSync(tour(terminal))).toBe(false);
	if (!/❯ ↶ Make a folder/.test(terminal.screen())) terminal.press('b');
	await terminal.see(/❯ ↶ Make a folder/);
	await run(terminal, 'Open it again?');
	await terminal.pressCalmly('y');
	await terminal.see('nothing has run');
	expect(existsSync(tour(terminal))).toBe(false);
	await run(terminal, /❯ ✓ Make a folder/);
	expect(existsSync(tour(terminal))).toBe(true);

	await goOn(terminal, 'Write a greeting');
	expect(terminal.screen()).toContain('+ Good morning');
	await run(terminal, /❯ ✓ Write a greeting/);
	expect(readFileSync(join(tour(terminal), 'greeting'), 'utf8')).toContain('Good morning\n');

	await goOn(terminal, 'Check it');
	await run(terminal, /❯ ✓ Check it/);
	await goOn(terminal, 'See what is done already');
	await run(terminal, /❯ . See what is done already +done already/);
	await goOn(terminal, 'Ask the machine');
	await run(terminal, 'Linux');
	await terminal.see('echo This machine runs Linux.');
	await run(terminal, /❯ ✓ Ask the machine/);
	await goOn(terminal, 'Take your time');
	await run(terminal, /❯ ✓ Take your time/);
	await goOn(terminal, 'Choose a drink');
	await terminal.pressCalmly('\r');
	await terminal.see('echo tea >');
	await run(terminal, /❯ +✓ Tea/);
	await goOn(terminal, 'Leave no trace');
	// One undo by link after the other, then the gate behind them.
	for (let presses = 0; presses < 10 && existsSync(tour(terminal)); presses++) {
		await terminal.pressCalmly('r');
		await terminal.calm();
	}
	await terminal.see(/❯ ✓ Leave no trace/);
	expect(existsSync(tour(terminal))).toBe(false);

	// Its last words are read before its end.
	for (let presses = 0; presses < 5 && !/Finished/.test(terminal.screen()); presses++) {
		await terminal.pressCalmly('\r');
		await terminal.calm();
	}
	await terminal.see(/report/i);
	await terminal.pressCalmly('q');
	expect(await terminal.left()).toBe(0);
	expect(terminal.damage()).toEqual([]);
	expect(events(terminal).at(-1)).toMatchObject({ type: 'finished' });
	expect(terminal.screen()).toContain('First steps');
});

test('Enter, pressed 200 times everywhere, executes nothing', async () => {
	const terminal = start();
	await beginTour(terminal);
	for (let count = 0; count < 200; count++) {
		terminal.press('\r');
		// Each by itself: together they would be taken for pasted text, which confirms nothing anyway.
		await new Promise(resolve => setImmediate(resolve));
	}
	await terminal.pressCalmly('?');
	await terminal.see('Keys of the walk');

	terminal.press('\u001b');
	await terminal.see(/❯ · Make a folder/);
	expect(existsSync(tour(terminal))).toBe(false);
	expect(existsSync(join(runFolder(terminal), 'jobs'))).toBe(false);
	expect(events(terminal).filter(event => event.type === 'job-started')).toEqual([]);
	await terminal.pressCalmly('q');
	expect(await terminal.left()).toBe(0);
	expect(terminal.damage()).toEqual([]);
});

test('Enter alone walks the tour in a dry run, and nothing is run', async () => {
	const terminal = start(['--dry-run']);
	await beginTour(terminal);
	for (let keys = 0; keys < 60 && !terminal.screen().includes('Every step'); keys++) {
		await terminal.pressCalmly('\r');
		await terminal.calm();
	}
	await terminal.see('Every step was looked at.');
	expect(existsSync(tour(terminal))).toBe(false);
	expect(existsSync(join(runFolder(terminal), 'jobs'))).toBe(false);
	await terminal.pressCalmly('q');
	expect(await terminal.left()).toBe(0);
	expect(terminal.screen()).toContain('Dry run, nothing was run: 9 of 9 steps looked at.');
});
