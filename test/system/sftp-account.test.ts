/** Walks `sftp-account` on a machine of a small network, with the real sshd. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
	type Answers,
	expectStatus,
	openStage,
	type Stage,
	user,
	whyNoSftp,
} from '../helpers/sftp-stage.ts';
import { broken } from '../helpers/stand-in.ts';

if (whyNoSftp) console.warn(`sftp-account is not walked: ${whyNoSftp}.`);

describe.skipIf(whyNoSftp !== undefined)('sftp-account, with the real sshd', () => {
	let stage: Stage;

	beforeEach(async () => {
		stage = await openStage();
	});

	afterEach(() => stage.close());

	const file = '/etc/ssh/sshd_config.sftp';

	test('an account is made, gets in by SFTP and by nothing else, and goes without a trace', () => {
		const before = stage.look();
		expectStatus(stage.create(), 0);
		stage.expectAccountToWork();
		expectStatus(stage.remove(), 0);
		expect(stage.precious()).toBe('precious\n');
		expect(stage.sftp('pwd').status).not.toBe(0);
		expectStatus(stage.remove(), 0);
		expect(stage.look()).toEqual(before);
	});

	test('walking it twice changes nothing the second time', () => {
		expectStatus(stage.create(), 0);
		const after = stage.look();
		expectStatus(stage.create(), 0);
		expect(stage.look()).toEqual(after);
		stage.expectAccountToWork();
	});

	describe('before anything changes, it is noticed', () => {
		test.each<[string, string, Answers]>([
			['a name that an ordinary account has', '', { user: 'nobody' }],
			['a port that somebody else has', 'take-port', {}],
			['a way down to the account that the group may write to', 'chmod g+w /home', {}],
			['a key that is not whole', '', { key: 'ssh-ed25519 AAAA' }],
			['a folder to show that holds the homes of all', '', { shared: '/home' }],
			['a service that has another port', `echo Port 2222 > ${file}`, {}],
			['a server without a key', 'rm /etc/ssh/ssh_host_ed25519_key.pub', {}],
		])('%s', (broken, sabotage, instead) => {
			const { server } = stage;
			if (sabotage === 'take-port') {
				const listen = '$s = IO::Socket::INET->new(Listen => 1, LocalPort => 115); sleep 60';
				server.start('perl', '-MIO::Socket::INET', '-e', listen);
				server.sh("timeout 9 sh -c 'until ss -ltnH sport = :115 | grep -q .; do sleep 0.1; done'");
			} else server.sh(sabotage || 'true');
			const before = stage.look();
			expectStatus(stage.create(instead), 1);
			stage.noticed(broken, { instead: Object.keys(instead) });
			expect(stage.look()).toEqual(before);
		});
	});

	test.each(['ss', 'getent', 'stat'])(
		'a `%s` that cannot be run is noticed before anything changes',
		program => {
			stage.instead(program, broken);
			const before = stage.look();
			expectStatus(stage.create(), 1);
			stage.noticed(`a \`${program}\` that cannot be run`);
			expect(stage.look()).toEqual(before);
		},
	);

	test('a chroot that the group may write to is noticed, and so is a key that does not open', () => {
		expectStatus(stage.create(), 0);
		stage.server.sh(`chmod g+w /home/sftp/${user}`);
		expectStatus(stage.create(), 1);
		stage.noticed('a chroot that the group may write to');
		stage.server.sh(`chmod g-w /home/sftp/${user}; chmod 600 /etc/ssh/sftp_keys`);
		expectStatus(stage.create(), 1);
		stage.noticed('a folder of keys that the account may not enter');
	});

	test('a daemon that lets in more than it should is noticed from outside', () => {
		expectStatus(stage.create(), 0);
		stage.server.sh(`
			pkill -F /run/sshd-sftp.pid
			sed 's/^ *ForceCommand.*//; s/^ *AllowTcpForwarding.*//; s/^ *DisableForwarding.*//' ${file} > /run/sshd_config.sftp
			timeout 5 sh -c 'while ss -ltnH sport = :115 | grep -q .; do sleep 0.1; done'
			/usr/sbin/sshd -f /run/sshd_config.sftp -o PidFile=/run/sshd-sftp.pid`);
		expectStatus(stage.create(), 1);
		stage.noticed('a daemon that was started with a looser file');
	});

	describe('a file that somebody has adapted', () => {
		const adapt = (change: string) => stage.server.sh(`sed -i '${change}' ${file}; cat ${file}`);

		const now = () => stage.server.sh(`cat ${file}`);

		beforeEach(() => expectStatus(stage.create(), 0));

		test('is kept, and read by the daemon, if it says what it must', () => {
			const adapted = adapt('1a ClientAliveInterval 60');
			expectStatus(stage.create(), 0);
			expect(now()).toBe(adapted);
			stage.expectAccountToWork();
		});

		test('is noticed, and kept, if it lets more in', () => {
			const adapted = adapt('s/^DisableForwarding yes/DisableForwarding no/');
			expectStatus(stage.create(), 1);
			stage.noticed('a configuration that somebody has loosened');
			expect(now()).toBe(adapted);
		});

		test('is noticed if it makes the daemon show another key than the one that was read', () => {
			const key = `${stage.folder}/other_key`;
			stage.server.sh(`ssh-keygen -q -t ed25519 -N '' -f ${key}`);
			adapt(`s,^HostKey .*ed25519_key,HostKey ${key},`);
			const outcome = stage.create();
			expectStatus(outcome, 1);
			expect(outcome.output).toContain('Host key verification failed');
			stage.noticed('a daemon that shows another key');
		});
	});

	test('another access than the one there is, is noticed, and had as the text says', () => {
		expectStatus(stage.create(), 0);
		expectStatus(stage.create({ access: 'rw' }), 1);
		stage.noticed('a folder that is shown with another access', { instead: ['access'] });
		const dir = `/home/sftp/${user}/shared`;
		stage.server.sh(`sed -i 's/bind,ro,/bind,rw,/' /etc/fstab; umount ${dir}; mount ${dir}`);
		expectStatus(stage.create({ access: 'rw' }), 0);
	});

	test('the printed script does what the walk does', () => {
		expectStatus(stage.createByScript(''), 0);
		stage.expectAccountToWork();
	});

	test('taking it all back leaves no trace', () => {
		const before = stage.look();
		expectStatus(stage.createByScript('take back'), 0);
		expect(stage.look()).toEqual(before);
	});

	test('the file is not taken back while the daemon serves another account', () => {
		stage.server.sh('install -d /home/sftp/another');
		const { status, output } = stage.createByScript('take back');
		expect(status).toBe(1);
		expect(output).toMatch(/another\n.*undo_\d+_start_the_service_without_systemd failed/s);
		expect(stage.server.sh(`pgrep -F /run/sshd-sftp.pid; cat ${file}`)).toContain('Port 115');
	});
});
