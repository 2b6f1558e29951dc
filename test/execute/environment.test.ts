import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { jobEnvironment } from '../../source/execute/environment.ts';

const add = { folder: '/job', token: 'token' };

test('what a job needs of the operator is passed on, and nothing else', () => {
	const passed = {
		HOME: '/home/ann',
		USER: 'ann',
		LOGNAME: 'ann',
		SHELL: '/bin/ksh',
		TZ: 'Europe/Berlin',
		SSH_AUTH_SOCK: '/tmp/agent',
		SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22',
		SUDO_USER: 'ann',
		https_proxy: 'http://proxy.example',
		NO_PROXY: 'localhost',
	};
	const dropped = {
		BASH_ENV: '/evil',
		ENV: '/evil',
		'BASH_FUNC_ls%%': '() { evil; }',
		SHELLOPTS: 'xtrace',
		LD_PRELOAD: '/evil.so',
		NODE_OPTIONS: '--require evil',
		ZX_PREFIX: 'evil;',
		LANG: 'tr_TR.UTF-8',
		IFS: 'x',
		AWS_SECRET_ACCESS_KEY: 'secret',
	};
	expect(jobEnvironment({ ...passed, ...dropped, TERM: 'xterm', PATH: '/bin' }, add)).toEqual({
		...passed,
		PATH: '/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin',
		TERM: 'dumb',
		LC_ALL: 'C',
		PYTHONUNBUFFERED: '1',
		RUNBOOK_JOB: '/job',
		RUNBOOK_TOKEN: 'token',
	});
});

test.each([
	['.:/opt/bin::bin:../x', '/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
	[undefined, '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
	['/usr/bin:/usr/bin', '/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin:/bin'],
])('PATH %j becomes absolute, with the folders of root', (path, expected) => {
	expect(jobEnvironment({ PATH: path }, add).PATH).toBe(expected);
});

test('a home that is not absolute is the account’s', () => {
	expect(jobEnvironment({ HOME: 'relative' }, add).HOME).toBe(homedir());
	expect(jobEnvironment({}, add).HOME).toBe(homedir());
});

test('secrets go by their names, and replace nothing that the job stands on', () => {
	const environment = jobEnvironment(
		{},
		{ ...add, secrets: { password: 'p w', RUNBOOK_JOB: '/x' } },
	);
	expect(environment.password).toBe('p w');
	expect(environment.RUNBOOK_JOB).toBe('/job');
});
