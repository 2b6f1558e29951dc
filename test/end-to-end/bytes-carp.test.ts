/**
 * The failover on the stand-ins, walked from the first firewall with somebody at the second; then
 * its printed script in four shells, which must come to the same.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planBlock } from '../../source/run/plan.ts';
import { firstUnfinished, isFinished, itemsOf, progress } from '../../source/run/progress.ts';
import { compareJobs, readRunOf } from '../cli/compare-jobs.ts';
import { Room } from '../cli/room.ts';
import { shells, titleOf } from '../helpers/shells.ts';

const setUp = fileURLToPath(new URL('../stand-ins/openbsd/set-up', import.meta.url));
const isRoot = process.getuid?.() === 0;
const needed = isRoot ? '' : ' (skipped: it needs root)';

const answers = [
	...['--host', 'first=here', '--host', 'second=fw2'],
	...['--choose', 'has-the-role-moved=it-has-moved'],
];

let room: Room;
beforeEach(() => {
	room = new Room();
	spawnSync(setUp, [room.path('pair')]);
	// Advertisements come at once, the first takes the role back by itself, and pauses are over at once.
	room.writeFile('pair/state/advbase', '0\n');
	for (const name of ['first', 'second']) {
		room.writeFile(`pair/state/${name}/preempt`, '1\n');
		chmodSync(room.writeFile(`pair/${name}/sleep`, '#!/bin/sh\n'), 0o755);
	}
});
afterEach(() => room.close());

/** Where the programs of this firewall are. */
const on = (name: string) => ({
	PATH: `${room.path('pair', name)}:${room.environment.PATH}`,
	SSH_CONNECTION: '198.51.100.7 50000 192.0.2.15 22',
});

const pair = (what: string) =>
	['first', 'second'].map(name => room.read(`pair/state/${name}/${what}`).trim());

function atTheSecond(text: string): string {
	const { status, stdout } = spawnSync('/bin/sh', ['-e', '-c', text], {
		env: on('second'),
		encoding: 'utf8',
	});
	expect([text, status]).toEqual([text, 0]);
	return stdout.trim();
}

/** Does what the step that the walk stopped at wants on the second; gives the options that say so. */
function doByHand(): readonly string[] {
	const { runbook, state } = readRunOf(room);
	const next = firstUnfinished(progress(runbook, state));
	if (!next) throw new Error('nothing is left to do');
	const values = itemsOf(next.visit).flatMap(({ item, status }) => {
		if (item.kind !== 'block' || item.block.host !== 'second' || isFinished(status)) return [];
		const plan = planBlock(runbook, state, item.block);
		if (plan.kind !== 'ready' || item.block.purpose === 'undo') return [];
		const printed = atTheSecond(plan.script.text);
		return item.block.capture ? ['--set', `${item.block.capture}=${printed}`] : [];
	});
	return ['--done', next.visit.visit.id, ...values];
}

/** The command that a walk names when it is left; none of its words is quoted here. */
function commandIn(stdout: string): readonly string[] {
	const [, rest = ''] = /To go on: runbook (.*)\n$/.exec(stdout) ?? [];
	return rest.split(' ');
}

test.runIf(isRoot)(`what was shown is what ran on the first${needed}`, () => {
	const environment = on('first');
	let all = '';
	let command: readonly string[] = ['run', 'carp-failover', '--yes', ...answers];
	for (let stops = 0; stops < 20; stops++) {
		const { status, stdout, stderr } = room.runbook(command, { environment });
		all += stdout;
		if (status === 0) break;
		expect([status, stderr]).toEqual([5, expect.stringContaining('is done by hand.')]);
		if (pair('role')[1] === 'MASTER') expect(pair('counter')).toEqual(['50', '0']);
		command = [...commandIn(stdout), ...doByHand()];
	}
	expect(pair('role')).toEqual(['MASTER', 'BACKUP']);
	expect(pair('counter')).toEqual(['0', '0']);
	const ran = [...compareJobs(room, all).values()];
	expect(ran).toContain('ifconfig -g carp carpdemote 50');
	expect(ran).toContain('ifconfig -g carp -carpdemote 50');
	expect(ran.some(text => /^test [0-9a-f]{64} = [0-9a-f]{64}$/m.test(text))).toBe(true);
});

let script = '';
beforeAll(() => {
	const other = new Room();
	script = other.runbook(['script', 'carp-failover', ...answers]).stdout;
	return other.close();
});

describe.each(shells.map(shell => ({ shell, title: titleOf(shell) })))('$title', ({ shell }) => {
	const title = `comes to the same with the printed script${needed}`;
	test.runIf(isRoot && shell.present)(title, () => {
		const values = {
			rules_second: atTheSecond('pfctl -sr | sha256'),
			states_second: '1229',
			captured_other: '0',
		};
		const [program, ...words] = shell.command;
		const ended = spawnSync(program, [...words, room.writeFile('script', script)], {
			env: { ...on('first'), ...values },
			encoding: 'utf8',
		});
		expect([ended.status, ended.stderr]).toEqual([0, expect.stringContaining('runbook: done.')]);
		expect(ended.stdout).toContain('first 0 + 50, second 0');
		expect(pair('role')).toEqual(['MASTER', 'BACKUP']);
		expect(pair('counter')).toEqual(['0', '0']);
	});
});
