/** A runbook that changes while somebody looks at it, asks about it, or walks it. */
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(async () => {
	await room.close();
});

const open = (args: readonly string[]) => room.open(args);

const good = '## One\n\n~~~sh\necho good >>@/log\n~~~\n';

/** Puts other commands into the file, as an attacker or a colleague does. */
function change(file: string): void {
	writeFileSync(file, readFileSync(file, 'utf8').replaceAll('echo good', 'echo evil'));
}

test('between the question of `trust` and its answer: nothing is trusted', async () => {
	const file = room.writeUntrusted('swapped', good);
	const terminal = open(['trust', 'swapped']);
	await terminal.see('shall it be trusted? [y/N]');
	change(file);
	terminal.press('y\r');
	expect(await terminal.left()).toBe(5);
	expect(terminal.screen()).toContain('has changed');
	expect(room.runbook(['run', 'swapped', '--yes']).status).toBe(2);
	expect(room.read('log')).toBe('');
});

test('between `show`, `trust` and `run`: it must be trusted anew', () => {
	const file = room.writeUntrusted('shown', good);
	expect(room.runbook(['show', 'shown']).stdout).toContain('echo good');
	expect(room.runbook(['trust', 'shown', '--yes']).status).toBe(0);
	change(file);
	expect(room.runbook(['run', 'shown', '--yes']).status).toBe(2);

	// A link that is trusted, and then points to another file.
	const other = room.writeFile('other.md', readFileSync(file, 'utf8'));
	const link = room.path('runbooks', 'link.md');
	symlinkSync(file, link);
	expect(room.runbook(['trust', 'link', '--yes']).status).toBe(0);
	rmSync(link);
	symlinkSync(other, link);
	expect(room.runbook(['run', 'link', '--yes']).status).toBe(2);
	expect(room.read('log')).toBe('');
});

test('while it is open on the screen: what runs is what is shown', async () => {
	const file = room.write('opened', good);
	const terminal = open(['opened']);
	await terminal.see('A trial.');
	change(file);
	await terminal.pressCalmly('\r');
	await terminal.see('echo good');
	change(file);
	await terminal.pressCalmly('r');
	await terminal.see(/❯ ✓ One/);
	await terminal.pressCalmly('q');
	expect(await terminal.left()).toBe(0);
	expect(room.read('log')).toBe('good\n');
	expect(readFileSync(room.runPath('runbook.md'), 'utf8')).not.toContain('evil');
});

test('after the run began: it goes on with its own text, and not at all where that was changed', () => {
	const file = room.write('frozen', `## First\n\nBy hand.\n\n${good}`);
	expect(room.runbook(['run', 'frozen', '--yes']).status).toBe(5);
	change(file);
	const frozen = room.runPath('runbook.md');
	renameSync(frozen, room.path('kept'));
	writeFileSync(frozen, readFileSync(file), { mode: 0o600 });
	const { status, stderr } = room.runbook(['resume', room.run, '--yes', '--done', 'first']);
	expect([status, stderr]).toEqual([5, expect.stringContaining('is damaged')]);
	expect(room.read('log')).toBe('');

	renameSync(room.path('kept'), frozen);
	expect(room.runbook(['resume', room.run, '--yes', '--done', 'first']).status).toBe(0);
	expect(room.read('log')).toBe('good\n');
});
