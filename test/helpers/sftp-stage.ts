/** A server of a small network on which the SFTP runbooks are walked, and the key that gets in there. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Sabotage } from '../proof/record.ts';
import { networkPrograms, openNetwork, whyNoNetwork } from './network.ts';
import { type Outcome, whyNot } from './sandbox.ts';
import { leftOnClient, stateOfSftp } from './sftp.ts';
import { standIn } from './stand-in.ts';
import { walkerOn } from './walk-on.ts';

export const user = 'rbsystest';
const comment = "test key, with 'quotes' and $(id)";

/** Why they cannot be walked here; nothing if they can. */
export const whyNoSftp =
	whyNot([
		...networkPrograms,
		...['/usr/sbin/sshd', 'sftp', 'ssh', 'ssh-keygen', 'ss', 'pgrep', 'findmnt'],
	]) ?? whyNoNetwork();

export type Answers = Readonly<Record<string, string>>;

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage() {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
	const network = await openNetwork(folder);
	const { server } = network;
	// sshd and the account must be able to pass through it, and the account to read it.
	chmodSync(folder, 0o755);
	mkdirSync(join(folder, 'archive'));
	mkdirSync(join(folder, 'website'));
	writeFileSync(join(folder, 'website', 'precious'), 'precious\n');
	const identity = join(folder, 'id_ed25519');
	server.run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', identity);
	server.sh('ssh-keygen -A > /dev/null');
	// Each test has a key of its own.
	const changing = { [readFileSync(`${identity}.pub`, 'utf8').trim()]: 'KEY' };
	let walker = walkerOn(server, folder, {}, changing);

	const answers = (names: readonly string[], instead: Answers) => {
		const values: Answers = {
			user,
			key: `@${identity}.pub`,
			server: '127.0.0.1',
			port: '115',
			identity,
			shared: join(folder, 'website'),
			access: 'ro',
			archive: join(folder, 'archive'),
			last: 'true',
			...instead,
		};
		return [
			...names.filter(name => values[name]).flatMap(name => ['--set', `${name}=${values[name]}`]),
			'--host',
			'client=here',
		];
	};

	const forAccount = (instead: Answers) =>
		answers(['user', 'key', 'server', 'port', 'identity', 'shared', 'access'], instead);

	const forRemoval = (instead: Answers) =>
		answers(['user', 'server', 'identity', 'archive', 'last'], instead);

	const options = [
		...['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR'],
		...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-i', identity],
	];

	/** From another machine. */
	const sftp = (...commands: string[]): Outcome => {
		const batch = join(folder, 'batch');
		writeFileSync(batch, `${commands.join('\n')}\n`);
		return network.admin.run('sftp', ...options, '-P', '115', '-b', batch, `${user}@10.77.0.1`);
	};

	const ssh = (...command: string[]): Outcome =>
		network.admin.run('ssh', ...options, '-p', '115', `${user}@10.77.0.1`, ...command);

	/**
	 * Runs the printed script, and takes back all of it at its end if that is asked for, or what the
	 * names of its undos match.
	 */
	const runScript = (
		{ status, stdout, output }: Outcome,
		end: '' | 'take back',
		meanwhile = '',
		only = '*',
	): Outcome => {
		expect(status, output).toBe(0);
		const file = join(folder, 'script');
		// Not `$undo || exit`: there `set -e` would not count.
		const undo = `for undo in $RUNBOOK_UNDOS; do
			case $undo in ${only}) $undo; runbook_passed "$?" "$undo" ;; esac
		done`;
		writeFileSync(file, end === '' ? stdout : `${stdout}\n${meanwhile}\n${undo}\n`);
		// The script keeps what files held before, in a folder of its own.
		return server.run('env', `TMPDIR=${folder}`, '/bin/sh', file);
	};

	return {
		folder,
		network,
		server,
		identity,
		sftp,
		ssh,
		look: () => stateOfSftp(server),
		create: (instead: Answers = {}) =>
			walker.runbook('run', 'sftp-account', '--yes', ...forAccount(instead)),
		remove: (instead: Answers = {}) =>
			walker.runbook(
				...['run', 'sftp-account-removal', '--yes', '--confirm', 'remove-the-account=server'],
				...forRemoval(instead),
			),
		createByScript: (end: '' | 'take back', meanwhile?: string, instead: Answers = {}) =>
			runScript(walker.runbook('script', 'sftp-account', ...forAccount(instead)), end, meanwhile),
		removeByScript: (meanwhile?: string, instead: Answers = {}, only?: string) =>
			runScript(
				walker.runbook('script', 'sftp-account-removal', ...forRemoval(instead)),
				'take back',
				meanwhile,
				only,
			),
		noticed: (broken: string, more?: Omit<Sabotage, 'broken'>) => walker.noticed(broken, more),
		/** For the walks from here on. */
		instead: (program: string, script: string) => {
			walker = walkerOn(server, folder, { PATH: standIn(folder, program, script) }, changing);
		},
		/** Starts the daemon with another file than the one that is looked at. */
		restartWith: (change: string) =>
			server.sh(`
				pkill -F /run/sshd-sftp.pid
				sed '${change}' /etc/ssh/sshd_config.sftp > /run/sshd_config.sftp
				timeout 5 sh -c 'while ss -ltnH sport = :115 | grep -q .; do sleep 0.1; done'
				/usr/sbin/sshd -f /run/sshd_config.sftp -o PidFile=/run/sshd-sftp.pid`),
		precious: () => readFileSync(join(folder, 'website', 'precious'), 'utf8'),
		expectAccountToWork: () => {
			const session = sftp(
				'pwd',
				'put /etc/hosts upload/hosts',
				'ls -1 /',
				'get shared/precious /dev/null',
			);
			expectStatus(session, 0);
			expect(session.stdout).toContain('Remote working directory: /\n');
			expect(session.stdout).toContain('/shared\n/upload\n');
			for (const refused of ['put /etc/hosts elsewhere', 'put /etc/hosts shared/hosts', 'ls /etc'])
				expect(sftp(refused).status).toBe(1);
			expect(ssh('id')).toMatchObject({
				status: 1,
				output: expect.stringContaining('allows sftp connections only'),
			});
			expect(ssh('-W', '127.0.0.1:22').status).not.toBe(0);
		},
		close: async () => {
			await network.close();
			for (const file of leftOnClient(folder)) rmSync(file, { force: true });
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export const expectStatus = ({ status, output }: Outcome, wanted: number): void =>
	expect(status, output).toBe(wanted);
