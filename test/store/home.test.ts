import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateHome } from '../../source/store/home.ts';
import { places } from '../../source/store/places.ts';
import { bundle, isRoot, NOBODY, temporaryFolder } from './helpers.ts';

const ownHome = join(userInfo().homedir, '.local/state/runbook');

describe('the folder for state', () => {
	it('is by XDG_STATE_HOME, else by HOME', () => {
		const folder = temporaryFolder();
		expect(stateHome({ XDG_STATE_HOME: folder, HOME: '/root' })).toBe(join(folder, 'runbook'));
		expect(stateHome({ HOME: folder })).toBe(join(folder, '.local/state/runbook'));
	});

	it('is in the home of the password file where the environment says nothing usable', () => {
		for (const HOME of [undefined, '', '.', 'relative/home']) {
			expect(stateHome({ HOME })).toBe(ownHome);
			expect(stateHome({ HOME, XDG_STATE_HOME: HOME })).toBe(ownHome);
		}
	});

	it.runIf(isRoot)('of root is never in the folder of another user (needs root)', () => {
		const folder = temporaryFolder();
		chownSync(folder, NOBODY, NOBODY);
		expect(stateHome({ HOME: folder })).toBe(ownHome);
		expect(stateHome({ XDG_STATE_HOME: join(folder, 'not', 'yet') })).toBe(ownHome);
		const link = join(temporaryFolder(), 'link');
		symlinkSync(folder, link);
		expect(stateHome({ HOME: link })).toBe(ownHome);
		const user = places('/built-in', { HOME: folder }, '/').find(place => place.kind === 'user');
		expect(user?.folder).toBe(join(userInfo().homedir, '.config/runbook/runbooks'));
		const own = join(folder, 'root');
		mkdirSync(own);
		expect(stateHome({ HOME: own })).toBe(join(own, '.local/state/runbook'));
	});

	it.runIf(isRoot)('of a user without an entry there must be given (needs root)', () => {
		const home = bundle('home');
		const run = (env: NodeJS.ProcessEnv): string =>
			spawnSync(process.execPath, [home], { uid: 54_321, gid: 54_321, env, encoding: 'utf8' })
				.stdout;
		expect(run({})).toContain('Set HOME, or keep the state elsewhere: `XDG_STATE_HOME=/run');
		expect(run({ HOME: '/somewhere' })).toContain('/somewhere/.local/state/runbook');
	});
});
