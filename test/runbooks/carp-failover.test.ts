/** Runs the blocks of the failover on the stand-ins, each on its own firewall, in their order. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Block, Step } from '../../source/runbook/types.ts';

const file = fileURLToPath(new URL('../../runbooks/carp-failover.md', import.meta.url));
const setUp = fileURLToPath(new URL('../stand-ins/openbsd/set-up', import.meta.url));

const { runbook } = readRunbook('carp-failover', readFileSync(file), (pattern, value) =>
	new RegExp(`^(?:${pattern})$`, 'u').test(value),
);

let folder: string;
let values: Record<string, string>;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'runbook-carp-'));
	values = { demotion: '50' };
	spawnSync(setUp, [folder]);
	// Nothing to wait for: advertisements come at once, and so does the end of every pause.
	setState('advbase', '0');
	for (const name of ['first', 'second']) {
		writeFileSync(join(folder, name, 'sleep'), '#!/bin/sh\n', { mode: 0o755 });
	}
});

afterEach(() => rmSync(folder, { recursive: true }));

const state = (path: string) => readFileSync(join(folder, 'state', path), 'utf8').trim();

const setState = (path: string, content: string) =>
	writeFileSync(join(folder, 'state', path), `${content}\n`);

const pair = (name: string) => [state(`first/${name}`), state(`second/${name}`)];

const stepsBelow = (steps: readonly Step[]): Step[] =>
	steps.flatMap(step => [step, ...stepsBelow(step.steps)]);

const stepOf = (slug: string): Step => {
	const found = stepsBelow(runbook?.steps ?? []).find(step => step.slug === slug);
	if (!found) throw new Error(`no step ${slug}`);
	return found;
};

const succeeds = (block: Block, environment: Record<string, string> = {}): boolean => {
	const text = block.content.text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`no value for ${name}`);
		return value;
	});
	const end = Date.now() + (block.within ? 2000 : 0);
	for (;;) {
		const { status, stdout } = spawnSync('/bin/sh', ['-e', '-c', text], {
			env: { PATH: `${join(folder, block.host ?? 'first')}:/usr/bin:/bin`, ...environment },
			encoding: 'utf8',
		});
		if (status === 0 && block.capture) values[block.capture] = stdout.trim();
		if (status === 0) return true;
		if (Date.now() >= end) return false;
		spawnSync('sleep', ['0.2']);
	}
};

/** Does what the step says; gives the line of the gate or action that failed. */
const walk = (slug: string): number | undefined => {
	let done = false;
	for (const part of stepOf(slug).parts) {
		if (part.kind === 'links' && !done) {
			for (const link of part.items) if (link.undo) takeBack(link.target);
		}
		if (part.kind !== 'block' || part.purpose === 'undo') continue;
		if (part.purpose === 'done') done = succeeds(part);
		else if (done && part.purpose === 'action') continue;
		else if (!succeeds(part)) return part.contentLine;
		else if (part.purpose === 'action') began.add(slug);
	}
	return undefined;
};

let began: Set<string>;

beforeEach(() => {
	began = new Set();
});

const takeBack = (slug: string) => {
	if (!began.delete(slug)) return;
	for (const part of stepOf(slug).parts) {
		if (part.kind === 'block' && part.purpose === 'undo') expect(succeeds(part)).toBe(true);
	}
};

const away = [
	'see-who-is-who',
	'see-that-the-second-firewall-can-take-over',
	'note-the-counters',
	'move-the-role-to-the-second-firewall',
];

const back = [
	'take-the-demotion-back',
	'make-the-second-firewall-give-way',
	'leave-both-as-they-were',
];

const moveAway = () => away.map(slug => [slug, walk(slug)]);

const moved = away.map(slug => [slug, undefined]);

test.each(['0', '1'])('moves the role away and back, with preempt at %s', preempt => {
	setState('first/preempt', preempt);
	setState('second/preempt', preempt);
	expect(moveAway()).toEqual(moved);
	expect(walk('it-has-moved')).toBeUndefined();
	expect(pair('role')).toEqual(['BACKUP', 'MASTER']);
	expect(pair('counter')).toEqual(['50', '0']);
	for (const slug of back) expect([slug, walk(slug)]).toEqual([slug, undefined]);
	expect(pair('role')).toEqual(['MASTER', 'BACKUP']);
	expect(pair('counter')).toEqual(['0', '0']);
});

test('leaves the demotions of others alone', () => {
	setState('first/counter', '3');
	setState('second/counter', '4');
	expect(moveAway()).toEqual(moved);
	for (const slug of back) expect([slug, walk(slug)]).toEqual([slug, undefined]);
	expect(pair('counter')).toEqual(['3', '4']);
});

test('takes nothing away after a reboot of the first', () => {
	expect(moveAway()).toEqual(moved);
	setState('first/counter', '0');
	for (const slug of back) expect([slug, walk(slug)]).toEqual([slug, undefined]);
	expect(pair('role')).toEqual(['MASTER', 'BACKUP']);
	expect(pair('counter')).toEqual(['0', '0']);
});

test('takes the demotion back when both say MASTER', () => {
	for (const slug of away.slice(0, -1)) expect(walk(slug)).toBeUndefined();
	setState('split', '');
	expect(walk('move-the-role-to-the-second-firewall')).toBeUndefined();
	expect(walk('it-has-moved')).toBeDefined();
	expect(pair('role')).toEqual(['MASTER', 'MASTER']);
	expect(pair('counter')).toEqual(['50', '0']);
	takeBack('move-the-role-to-the-second-firewall');
	expect(pair('counter')).toEqual(['0', '0']);
});

const stopsAt = (slug: string) => {
	for (const before of away.slice(0, away.indexOf(slug))) expect(walk(before)).toBeUndefined();
	expect(walk(slug)).toBeDefined();
	expect(pair('counter')[0]).toBe('0');
};

test('stops before it changes anything when the first is not MASTER', () => {
	setState('first/role', 'BACKUP');
	setState('second/role', 'MASTER');
	stopsAt('see-who-is-who');
});

test('stops when the rules differ', () => {
	setState('second/rules', 'pass');
	stopsAt('see-that-the-second-firewall-can-take-over');
});

test('stops when the second does not know the connections', () => {
	setState('second/states', '12');
	stopsAt('see-that-the-second-firewall-can-take-over');
});

test('stops when relayd of the second does not answer', () => {
	setState('second/relayd', 'stopped');
	stopsAt('see-that-the-second-firewall-can-take-over');
});

test('stops when the demotion would not be enough, or too much for a counter', () => {
	setState('second/counter', '50');
	stopsAt('note-the-counters');
});

test('stops for somebody who came in over a CARP address', () => {
	const gate = stepOf('see-who-is-who').parts.findLast(part => part.kind === 'block');
	if (gate?.kind !== 'block') throw new Error('no gate');
	const from = (address: string) => ({ SSH_CONNECTION: `198.51.100.7 50000 ${address} 22` });
	expect(succeeds(gate, from('192.0.2.150'))).toBe(false);
	expect(succeeds(gate, from('192.0.2.15'))).toBe(true);
	expect(succeeds(gate)).toBe(true);
});
