/** Signals at the screen, while it rests and while a step runs: the terminal comes back, the step goes on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';
import { command, type Terminal, waitUntil } from '../helpers/terminal.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(async () => {
	writeFileSync(room.path('go'), '');
	await room.close();
});

/** The program's process: the child of the shell around it. */
function programOf(terminal: Terminal): number {
	const children = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8');
	return Number(children.trim().split(' ')[0]);
}

const state = (pid: number) => /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];

async function running(): Promise<Terminal> {
	room.write(
		'slow',
		'## One\n\n~~~sh\necho started >@/started\nuntil test -e @/go; do sleep 0.05; done\necho went >>@/log\n~~~\n\n## Two\n\n~~~sh\necho two >>@/log\n~~~\n',
	);
	const terminal = room.open(['slow']);
	await terminal.see('A trial.');
	await terminal.pressCalmly('\r');
	await terminal.see(/❯ · One/);
	await terminal.pressCalmly('r');
	await waitUntil(
		() => room.read('started') !== '',
		() => 'the step to start',
	);
	return terminal;
}

async function endsWell(): Promise<void> {
	writeFileSync(room.path('go'), '');
	await waitUntil(
		() => room.read('log') === 'went\n',
		() => 'the step to go on to its end',
	);
	const { status, stderr } = room.runbook(['resume', '--plain', '--yes']);
	expect([status, stderr]).toEqual([0, '']);
	expect(room.read('log')).toBe('went\ntwo\n');
}

describe.each(['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGINT'] as const)('%s', signal => {
	test('at the list gives the terminal back', async () => {
		const terminal = room.open([]);
		await terminal.see('Type to filter');
		process.kill(programOf(terminal), signal);
		await terminal.left();
		expect(terminal.damage()).toEqual([]);
	});

	test('while a step runs gives the terminal back, and the step goes on', async () => {
		const terminal = await running();
		process.kill(programOf(terminal), signal);
		await terminal.left();
		expect(terminal.damage()).toEqual([]);
		await endsWell();
	});
});

test.each(['SIGTSTP', 'SIGSTOP'] as const)(
	'%s and SIGCONT while a step runs: it is drawn anew, and takes keys again',
	async signal => {
		const terminal = await running();
		const program = programOf(terminal);
		process.kill(program, signal);
		await waitUntil(
			() => state(program) === 'T' || signal === 'SIGTSTP',
			() => 'the program to be stopped',
		);
		writeFileSync(room.path('go'), '');
		await waitUntil(
			() => room.read('log') === 'went\n',
			() => 'the step to end meanwhile',
		);
		process.kill(program, 'SIGCONT');
		await terminal.see(/❯ ✓ One/);
		await terminal.pressCalmly('q');
		expect(await terminal.left()).toBe(0);
		expect(terminal.damage()).toEqual([]);
	},
);

test('a terminal that is gone ends the program, which takes no more time, and leaves the run', async () => {
	const terminal = await running();
	const program = programOf(terminal);
	terminal.hangUp();
	await waitUntil(
		() => {
			try {
				process.kill(program, 0);
				return state(program) === 'Z';
			} catch {
				return true;
			}
		},
		() => 'the program to end',
	);
	await endsWell();
});

test('a second screen is told who has the run, and changes nothing', async () => {
	const terminal = await running();
	const second = room.open(['resume', room.run]);
	expect(await second.left()).toBe(5);
	expect(second.screen()).toContain(`process ${programOf(terminal)}`);
	expect(second.damage()).toEqual([]);
	process.kill(programOf(terminal), 'SIGTERM');
	await terminal.left();
	await endsWell();
});

test.each(['SIGTSTP', 'SIGSTOP'] as const)(
	'a shell gets a terminal that works after %s, and `fg` the whole screen',
	async signal => {
		const terminal = room.openWords(['/bin/bash', '--norc', '--noprofile', '-i'], {
			environment: { RUN: `${process.execPath} ${command}` },
		});
		await terminal.see(/[#$] ?$/m);
		terminal.press('$RUN\r');
		await terminal.see('Type to filter');
		await terminal.calm();
		const shell = programOf(terminal);
		const [program = ''] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').split(' ');
		process.kill(Number(program), signal);
		await terminal.see('Stopped');
		if (signal === 'SIGTSTP') expect(terminal.xterm.buffer.active.type).toBe('normal');
		terminal.press('stty -a | grep -ow -e "-icanon" -e icanon\r');
		await terminal.see(/^icanon$/m);
		terminal.press('clear; fg\r');
		await terminal.see('Type to filter');
		expect(terminal.xterm.buffer.active.type).toBe('alternate');
		// The rows of a frame may arrive one after the other.
		await waitUntil(
			() => terminal.lines()[0]?.startsWith(' runbook') ?? false,
			() => `the first row, in:\n${terminal.screen()}`,
		);
		await terminal.calm();
		terminal.press('first');
		await terminal.see(/1 of \d+ runbooks/);
		terminal.press('\u0003');
		await terminal.until(() => terminal.xterm.buffer.active.type === 'normal', 'the shell');
		terminal.press('exit\r');
		await terminal.left();
		expect(terminal.damage()).toEqual([]);
	},
);
