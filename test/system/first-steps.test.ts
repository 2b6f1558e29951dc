/** Walks the tour by all its ways, and once more each with something in the way at its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepNoticed, keepPassed } from '../helpers/proof.ts';
import { waitUntil } from '../helpers/terminal.ts';

const build = fileURLToPath(new URL('../../build/runbook.js', import.meta.url));

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The tour rests for some seconds: all ways are walked at once, each with a state of its own. */
async function walk(drink: string, name: string, meanwhile = (_id: string) => {}) {
	const state = join(folder, name);
	const args = ['run', 'first-steps', '--yes', '--choose', `choose-a-drink=${drink}`];
	const child = spawn(process.execPath, [build, ...args], {
		env: { PATH: process.env.PATH, HOME: folder, XDG_STATE_HOME: state },
		stdio: 'ignore',
	});
	const ended = once(child, 'exit');
	const runs = join(state, 'runbook', 'runs');
	let id: string | undefined;
	const hasFolder = () => {
		id = existsSync(runs) ? readdirSync(runs).find(entry => !entry.startsWith('.')) : undefined;
		return id !== undefined && existsSync(`/tmp/runbook-first-steps-${id}`);
	};
	await waitUntil(
		() => child.exitCode !== null || hasFolder(),
		() => 'the folder of the tour',
	);
	meanwhile(id ?? '');
	const [status] = await ended;
	return { state, status, left: `/tmp/runbook-first-steps-${id}` };
}

const drinks = ['tea', 'coffee', 'skip'] as const;

test('the tour comes to its end by every way, and leaves nothing', async () => {
	const walks = await Promise.all(drinks.map(drink => walk(drink, drink)));
	for (const { state, status, left } of walks) {
		expect(status).toBe(0);
		expect(existsSync(left)).toBe(false);
		keepPassed(state);
	}
});

test('what somebody else puts into its folder is noticed, and not deleted', async () => {
	const walks = await Promise.all(
		drinks.map(drink =>
			walk(drink, drink, id => writeFileSync(`/tmp/runbook-first-steps-${id}/precious`, 'yes')),
		),
	);
	for (const { state, status, left } of walks) {
		try {
			expect(status).toBe(1);
			keepNoticed(state, { broken: 'a file of somebody else in the folder' });
			expect(readdirSync(left)).toContain('precious');
		} finally {
			rmSync(left, { recursive: true });
		}
	}
});
