/** Where a secret is while a step that reads it runs: in that step's own processes, and nowhere else. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';
import { waitUntil } from '../helpers/terminal.ts';

const canary = 'canary-9b40c1e7';

let room: Room;
beforeEach(() => {
	room = new Room();
});
afterEach(async () => {
	writeFileSync(room.path('go'), '');
	await room.close();
});

/** The processes of which this file of /proc holds the secret. */
function carriers(file: 'cmdline' | 'environ'): readonly number[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(name => {
			try {
				return readFileSync(`/proc/${name}/${file}`).includes(canary);
			} catch {
				return false;
			}
		})
		.map(Number);
}

const isOfJob = (pid: number) =>
	readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`RUNBOOK_JOB=${room.folder}`);

test('it is in no command line, and in no environment but that of the step', async () => {
	room.write(
		'secret',
		'## Waits\n\n~~~sh\ntest -n "$pw"\necho started >@/started\nuntil test -e @/go; do sleep 0.05; done\n~~~\n\n## Fails\n\n~~~sh\ntest -z "$pw"\n~~~\n\n## Without\n\n~~~sh\nenv >@/without\n~~~\n',
		'inputs:\n  pw: { prompt: Password, type: secret }',
	);
	const terminal = room.open(['secret']);
	await terminal.see('A trial.');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ Password');
	terminal.press(canary);
	await terminal.see('•••••••');
	await terminal.pressCalmly('\r');
	await terminal.see('❯ [ Begin');
	await terminal.pressCalmly('\r');
	await terminal.see(/❯ · Waits/);
	await terminal.pressCalmly('r');
	await waitUntil(
		() => room.read('started') !== '',
		() => 'the step to start',
	);
	expect(carriers('cmdline')).toEqual([]);
	const holding = carriers('environ');
	expect(holding.length).toBeGreaterThan(0);
	expect(holding.filter(pid => !isOfJob(pid))).toEqual([]);

	writeFileSync(room.path('go'), '');
	await terminal.see(/❯ ✓ Waits/);
	await terminal.pressCalmly('\r');
	await terminal.see(/❯ · Fails/);
	await terminal.pressCalmly('r');
	await terminal.see('exit 1');
	await terminal.pressCalmly('q');
	await terminal.left();
	expect(carriers('environ')).toEqual([]);
	room.runbook(['report', room.run]);
	room.runbook(['runs', '--json']);
	expect(terminal.raw).not.toContain(canary);
	for (const folder of ['state', 'config', 'home']) {
		expect([folder, room.sh(`grep -rlF ${canary} '${room.path(folder)}'`, []).stdout]).toEqual([
			folder,
			'',
		]);
	}
});
