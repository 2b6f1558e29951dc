import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { suits, thisSystem } from '../../source/walk/platform.ts';

const folder = mkdtempSync(join(tmpdir(), 'runbook-platform-'));
afterAll(() => rmSync(folder, { recursive: true }));

const systemOf = (text: string) => {
	const file = join(folder, 'os-release');
	writeFileSync(file, text);
	return thisSystem(file);
};

const debian = 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n';
const ubuntu = 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n';

describe.runIf(process.platform === 'linux')('thisSystem', () => {
	test.each([
		[debian, ['linux', 'debian'], ['debian', 'debian-12']],
		[ubuntu, ['linux', 'ubuntu', 'debian'], ['ubuntu', 'ubuntu-24.04']],
		['ID="rocky"\nID_LIKE="rhel centos"\n', ['linux', 'rocky', 'rhel', 'centos'], ['rocky']],
		["ID='sid'\n", ['linux', 'sid'], ['sid']],
		['', ['linux'], ['linux']],
	])('%j', (text, platforms, names) => {
		expect(systemOf(text)).toEqual({ platforms, names });
	});

	test('is Linux alone where there is no such file', () => {
		expect(thisSystem('/nowhere')).toEqual({ platforms: ['linux'], names: ['linux'] });
	});

	test('what was tested on Debian 12 was not on Debian 13 or Ubuntu, which it is for', () => {
		const runbook = { platforms: ['debian'], tested: ['debian-12'] };
		expect(suits(runbook, systemOf(debian))).toEqual({ fits: true, untested: false });
		expect(suits(runbook, systemOf(ubuntu))).toEqual({ fits: true, untested: true });
		const next = systemOf(debian.replace('12', '13'));
		expect(suits(runbook, next)).toEqual({ fits: true, untested: true });
		expect(suits({ ...runbook, tested: ['debian'] }, next).untested).toBe(false);
	});

	test('one that was tested nowhere is marked everywhere, one that says nothing nowhere', () => {
		const system = systemOf(debian);
		expect(suits({ platforms: [], tested: [] }, system)).toEqual({ fits: true, untested: true });
		expect(suits({ platforms: [] }, system)).toEqual({ fits: true, untested: false });
	});
});
