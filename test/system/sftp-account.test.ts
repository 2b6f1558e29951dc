import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	freePort,
	lookAtMachine,
	type Outcome,
	openSandbox,
	outcomeOf,
	type Sandbox,
	whyNot,
} from '../helpers/sandbox.ts';

const user = 'rbsystest';
const key = "test key, with 'quotes' and $(id)";

/** The places that the two runbooks write to. */
const folders = ['/etc/ssh', '/etc/systemd/system', '/home/sftp'];

const reason =
	whyNot(['/usr/sbin/sshd', 'sftp', 'ssh', 'ssh-keygen', 'ss', 'pgrep', 'findmnt']) ??
	(outcomeOf('getent', ['group', 'sftponly']).status === 0 ||
	['/home/sftp', '/etc/ssh/sftp_keys', '/etc/ssh/sshd_config.sftp'].some(existsSync)
		? 'this machine has an SFTP service of its own'
		: undefined);

if (reason) console.warn(`The SFTP runbooks are not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('the SFTP runbooks, with the real sshd', () => {
	let sandbox: Sandbox;
	let port: number;
	let before: ReturnType<typeof lookAtMachine>;

	beforeAll(() => {
		before = lookAtMachine(folders);
	});

	beforeEach(async () => {
		sandbox = openSandbox();
		port = await freePort();
		// sshd and the account must be able to pass through it, and the account to read it.
		chmodSync(sandbox.folder, 0o755);
		mkdirSync(join(sandbox.folder, 'archive'));
		mkdirSync(join(sandbox.folder, 'website'));
		writeFileSync(join(sandbox.folder, 'website', 'precious'), 'precious\n');
		outcomeOf('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', identity()]);
	});

	afterEach(() => {
		sweep();
		sandbox.dispose();
	});

	afterAll(() => {
		expect(lookAtMachine(folders)).toEqual(before);
	});

	const identity = () => join(sandbox.folder, 'id_ed25519');

	/** What a failed test left behind. There was no such service before: all of it is ours. */
	const sweep = () => {
		outcomeOf('/bin/sh', [
			'-c',
			`umount /home/sftp/${user}/shared 2>/dev/null
			mountpoint -q /home/sftp/${user}/shared && exit 1
			pkill -F /run/sshd-sftp.pid -f sshd_config.sftp
			pkill -u ${user}
			userdel ${user}
			rm -rf --one-file-system /home/sftp/${user} /etc/ssh/sftp_keys/${user}
			rm -f /etc/ssh/sshd_config.sftp
			rmdir /home/sftp /etc/ssh/sftp_keys
			sed -i '\\,/home/sftp/${user}/,d' /etc/fstab
			groupdel sftponly`,
		]);
	};

	const answers = (...names: string[]) => {
		const values: Record<string, string> = {
			user,
			key: `@${identity()}.pub`,
			server: '127.0.0.1',
			port: String(port),
			identity: identity(),
			shared: join(sandbox.folder, 'website'),
			archive: join(sandbox.folder, 'archive'),
		};
		return [
			...names.flatMap(name => ['--set', `${name}=${values[name]}`]),
			'--host',
			'client=here',
		];
	};

	const forAccount = () => answers('user', 'key', 'server', 'port', 'identity', 'shared');

	const create = () => sandbox.runbook('run', 'sftp-account', '--yes', ...forAccount());

	const remove = () =>
		sandbox.runbook(
			'run',
			'sftp-account-removal',
			'--yes',
			...answers('user', 'server', 'port', 'identity', 'archive'),
			'--set',
			'last=true',
			'--confirm',
			`remove-the-account=${hostname().split('.')[0]}`,
		);

	const options = () => [
		...['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR'],
		...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-i', identity()],
	];

	const sftp = (...commands: string[]): Outcome =>
		outcomeOf('sftp', [...options(), '-P', String(port), '-b', '-', `${user}@127.0.0.1`], {
			input: `${commands.join('\n')}\n`,
		});

	const ssh = (...command: string[]): Outcome =>
		outcomeOf('ssh', [...options(), '-p', String(port), `${user}@127.0.0.1`, ...command]);

	const precious = () => readFileSync(join(sandbox.folder, 'website', 'precious'), 'utf8');

	const expectAccountToWork = () => {
		const session = sftp(
			'pwd',
			'put /etc/hosts upload/hosts',
			'ls -1 /',
			'get shared/precious /dev/null',
		);
		expect(session.status, session.output).toBe(0);
		expect(session.stdout).toContain('Remote working directory: /\n');
		expect(session.stdout).toContain('/shared\n/upload\n');
		expect(sftp('put /etc/hosts elsewhere').status).toBe(1);
		expect(sftp('put /etc/hosts shared/hosts').status).toBe(1);
		expect(sftp('ls /etc').status).toBe(1);
		expect(ssh('id')).toMatchObject({
			status: 1,
			output: expect.stringContaining('allows sftp connections only'),
		});
		expect(ssh('-W', '127.0.0.1:22').status).not.toBe(0);
	};

	test('an account is made, gets in by SFTP and by nothing else, and goes without a trace', () => {
		const created = create();
		expect(created.status, created.output).toBe(0);
		expectAccountToWork();

		const removed = remove();
		expect(removed.status, removed.output).toBe(0);
		expect(precious()).toBe('precious\n');
		expect(sftp('pwd').status).not.toBe(0);

		const again = remove();
		expect(again.status, again.output).toBe(0);

		expect(lookAtMachine(folders)).toEqual(before);
	});

	test('walking it twice changes nothing the second time', () => {
		expect(create().status).toBe(0);
		const after = lookAtMachine(folders);
		const again = create();
		expect(again.status, again.output).toBe(0);
		expect(lookAtMachine(folders)).toEqual(after);
		expectAccountToWork();
	});

	test('an ordinary account is refused before anything changes', () => {
		const outcome = sandbox.runbook(
			'run',
			'sftp-account',
			'--yes',
			...answers('key', 'server', 'port', 'identity'),
			'--set',
			'user=nobody',
		);
		expect(outcome.status).toBe(1);
		expect(lookAtMachine(folders)).toEqual(before);
	});

	test('the printed script does what the walk does', () => {
		const { status, stdout, output } = sandbox.runbook('script', 'sftp-account', ...forAccount());
		expect(status, output).toBe(0);
		const script = outcomeOf('/bin/sh', [], {
			input: stdout,
			// The script keeps what files held before, in a folder of its own.
			env: { ...process.env, TMPDIR: sandbox.folder },
		});
		expect(script.status, script.output).toBe(0);
		expectAccountToWork();
	});
});
