/** Walks the two SFTP runbooks on a machine of a small network, with the real sshd. */
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Network, networkPrograms, openNetwork, whyNoNetwork } from '../helpers/network.ts';
import { type Outcome, whyNot } from '../helpers/sandbox.ts';
import { beginsMeanwhile, leftOnClient, stateOfSftp } from '../helpers/sftp.ts';
import { broken, standIn } from '../helpers/stand-in.ts';
import { type Walker, walkerOn } from '../helpers/walk-on.ts';

const user = 'rbsystest';
const key = "test key, with 'quotes' and $(id)";

const reason =
	whyNot([
		...networkPrograms,
		...['/usr/sbin/sshd', 'sftp', 'ssh', 'ssh-keygen', 'ss', 'pgrep', 'findmnt'],
	]) ?? whyNoNetwork();

if (reason) console.warn(`The SFTP runbooks are not walked: ${reason}.`);

describe.skipIf(reason !== undefined)('the SFTP runbooks, with the real sshd', () => {
	let folder: string;
	let network: Network;
	let walker: Walker;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'runbook-system-'));
		network = await openNetwork(folder);
		// sshd and the account must be able to pass through it, and the account to read it.
		chmodSync(folder, 0o755);
		mkdirSync(join(folder, 'archive'));
		mkdirSync(join(folder, 'website'));
		writeFileSync(join(folder, 'website', 'precious'), 'precious\n');
		const words = ['-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', identity()];
		network.server.run('ssh-keygen', ...words);
		walker = walkerOn(network.server, folder, {}, changing());
		network.server.sh('ssh-keygen -A > /dev/null');
	});

	afterEach(async () => {
		await network.close();
		for (const file of leftOnClient(folder)) rmSync(file, { force: true });
		rmSync(folder, { recursive: true, force: true });
	});

	/** Each test has a key of its own. */
	const changing = () => ({ [readFileSync(`${identity()}.pub`, 'utf8').trim()]: 'KEY' });

	const identity = () => join(folder, 'id_ed25519');

	const look = () => stateOfSftp(network.server);

	type Answers = Record<string, string>;

	const answers = (names: readonly string[], instead: Answers) => {
		const values: Answers = {
			user,
			key: `@${identity()}.pub`,
			server: '127.0.0.1',
			port: '115',
			identity: identity(),
			shared: join(folder, 'website'),
			archive: join(folder, 'archive'),
			last: 'true',
			...instead,
		};
		return [
			...names.flatMap(name => ['--set', `${name}=${values[name]}`]),
			'--host',
			'client=here',
		];
	};

	const forAccount = (instead: Answers = {}) =>
		answers(['user', 'key', 'server', 'port', 'identity', 'shared'], instead);

	const create = (instead?: Answers) =>
		walker.runbook('run', 'sftp-account', '--yes', ...forAccount(instead));

	const remove = (instead: Answers = {}) =>
		walker.runbook(
			...['run', 'sftp-account-removal', '--yes', '--confirm', 'remove-the-account=server'],
			...answers(['user', 'server', 'port', 'identity', 'archive', 'last'], instead),
		);

	const expectStatus = ({ status, output }: Outcome, wanted: number) =>
		expect(status, output).toBe(wanted);

	const options = () => [
		...['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR'],
		...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-i', identity()],
	];

	const sftp = (...commands: string[]): Outcome => {
		const batch = join(folder, 'batch');
		writeFileSync(batch, `${commands.join('\n')}\n`);
		return network.admin.run('sftp', ...options(), '-P', '115', '-b', batch, `${user}@10.77.0.1`);
	};

	const ssh = (...command: string[]): Outcome =>
		network.admin.run('ssh', ...options(), '-p', '115', `${user}@10.77.0.1`, ...command);

	/** For the walks from here on. */
	const instead = (program: string, script: string) => {
		walker = walkerOn(
			network.server,
			folder,
			{ PATH: standIn(folder, program, script) },
			changing(),
		);
	};

	const precious = () => readFileSync(join(folder, 'website', 'precious'), 'utf8');

	const expectAccountToWork = () => {
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
	};

	test('an account is made, gets in by SFTP and by nothing else, and goes without a trace', () => {
		const before = look();
		expectStatus(create(), 0);
		expectAccountToWork();
		expectStatus(remove(), 0);
		expect(precious()).toBe('precious\n');
		expect(sftp('pwd').status).not.toBe(0);
		expectStatus(remove(), 0);
		expect(look()).toEqual(before);
	});

	test('walking it twice changes nothing the second time', () => {
		expectStatus(create(), 0);
		const after = look();
		expectStatus(create(), 0);
		expect(look()).toEqual(after);
		expectAccountToWork();
	});

	describe('before anything changes, it is noticed', () => {
		test.each<[string, string, Answers]>([
			['a name that an ordinary account has', '', { user: 'nobody' }],
			['a port that somebody else has', 'take-port', {}],
			['a way down to the account that the group may write to', 'chmod g+w /home', {}],
			['a key that is not whole', '', { key: 'ssh-ed25519 AAAA' }],
			['a folder to show that holds the homes of all', '', { shared: '/home' }],
			['a service that has another port', 'echo Port 2222 > /etc/ssh/sshd_config.sftp', {}],
			['a server without a key', 'rm /etc/ssh/ssh_host_ed25519_key.pub', {}],
		])('%s', (broken, sabotage, instead) => {
			const { server } = network;
			if (sabotage === 'take-port') {
				const listen = '$s = IO::Socket::INET->new(Listen => 1, LocalPort => 115); sleep 60';
				server.start('perl', '-MIO::Socket::INET', '-e', listen);
				server.sh("timeout 9 sh -c 'until ss -ltnH sport = :115 | grep -q .; do sleep 0.1; done'");
			} else server.sh(sabotage || 'true');
			const before = look();
			expectStatus(create(instead), 1);
			walker.noticed(broken, { instead: Object.keys(instead) });
			expect(look()).toEqual(before);
		});
	});

	test.each(['ss', 'getent', 'stat'])(
		'a `%s` that cannot be run is noticed before anything changes',
		program => {
			instead(program, broken);
			const before = look();
			expectStatus(create(), 1);
			walker.noticed(`a \`${program}\` that cannot be run`);
			expect(look()).toEqual(before);
		},
	);

	test('a chroot that the group may write to is noticed, and so is a key that does not open', () => {
		expectStatus(create(), 0);
		network.server.sh(`chmod g+w /home/sftp/${user}`);
		expectStatus(create(), 1);
		walker.noticed('a chroot that the group may write to');
		network.server.sh(`chmod g-w /home/sftp/${user}; chmod 600 /etc/ssh/sftp_keys`);
		expectStatus(create(), 1);
		walker.noticed('a folder of keys that the account may not enter');
	});

	test('a daemon that lets in more than it should is noticed from outside', () => {
		expectStatus(create(), 0);
		network.server.sh(`
			pkill -F /run/sshd-sftp.pid
			sed 's/^ *ForceCommand.*//; s/^ *AllowTcpForwarding.*//; s/^ *DisableForwarding.*//' /etc/ssh/sshd_config.sftp > /run/sshd_config.sftp
			timeout 5 sh -c 'while ss -ltnH sport = :115 | grep -q .; do sleep 0.1; done'
			/usr/sbin/sshd -f /run/sshd_config.sftp -o PidFile=/run/sshd-sftp.pid`);
		expectStatus(create(), 1);
		walker.noticed('a daemon that was started with a looser file');
	});

	describe('at the removal', () => {
		beforeEach(() => expectStatus(create(), 0));

		const survives = (broken: string, instead: Answers = {}) => {
			const outcome = remove(instead);
			expectStatus(outcome, 1);
			walker.noticed(broken, { instead: Object.keys(instead) });
			expect(precious()).toBe('precious\n');
			return outcome;
		};

		test('an account that does not exist, or is an ordinary one, is noticed', () => {
			survives('a name that nobody has', { user: 'nobody-here' });
			survives('the name of an ordinary account', { user: 'nobody' });
			survives('an archive that does not exist', { archive: '/nowhere' });
		});

		test('a mount that is busy is noticed, and its files survive', () => {
			network.server.start('/bin/sh', '-c', `cd /home/sftp/${user}/shared; sleep 60`);
			network.server.sh(
				"timeout 9 sh -c 'until fuser -s -m /home/sftp/*/shared; do sleep 0.1; done' || sleep 1",
			);
			survives('a mount that is busy');
		});

		test('a live bind mount that comes back at the last moment is noticed, and its files survive', () => {
			onceArchived(mountAgain());
			survives('a live bind mount in what is to be removed');
		});

		test('nothing is deleted while nobody can say what is mounted', () => {
			instead('broken', broken);
			onceArchived(`${mountAgain()}; ln -s broken ${join(folder, 'bin', 'findmnt')}`);
			survives('a `findmnt` that cannot be run any more, and a live bind mount');
		});

		test.each(['getent', 'findmnt', 'ps'])('a `%s` that cannot be run is noticed', program => {
			instead(program, broken);
			survives(`a \`${program}\` that cannot be run`);
		});

		const mountAgain = () => `mount --bind ${join(folder, 'website')} /home/sftp/${user}/shared`;

		/** As if somebody did that as soon as the archive has been compared. */
		const onceArchived = (script: string) =>
			instead('tar', `#!/bin/sh -e\n/bin/tar "$@"\ncase "$*" in *-dzf*) ${script} ;; esac\n`);

		const begunMeanwhile = (session: string) =>
			instead('pkill', beginsMeanwhile(network.server, user, join(folder, 'begun'), session));

		test('a session that begins while the others are ended is ended, too', () => {
			begunMeanwhile('sleep 4242');
			expectStatus(remove(), 0);
			expect(readdirSync(folder)).toContain('begun');
			expect(network.server.run('pgrep', '-f', '^sleep 424').stdout).toBe('');
		});

		test('a session that begins meanwhile and does not want to end is noticed', () => {
			begunMeanwhile(`/bin/sh -c "trap '' TERM; while :; do sleep 1; done"`);
			survives('a session that begins meanwhile, and does not want to end');
		});

		test('a client that cannot ask proves nothing', () => {
			survives('a server that the client cannot find', { server: 'nowhere.invalid' });
			survives('a port on which nobody listens', { port: '1150' });
		});

		test('a service that others still use is not stopped', () => {
			network.server.sh('mkdir /home/sftp/another');
			survives('another account, which needs the service');
		});
	});

	test('the printed script does what the walk does', () => {
		const { status, stdout, output } = walker.runbook('script', 'sftp-account', ...forAccount());
		expect(status, output).toBe(0);
		const file = join(folder, 'script');
		writeFileSync(file, stdout);
		// The script keeps what files held before, in a folder of its own.
		expectStatus(network.server.run('env', `TMPDIR=${folder}`, '/bin/sh', file), 0);
		expectAccountToWork();
	});
});
