/** Walks `sftp-account` on a machine of a small network, with the real sshd. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
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
			['an ordinary account that lives there', `useradd -M -d /home/sftp/${user} ${user}`, {}],
			['accounts that lie behind a link', 'ln -s /var/accounts /home/sftp', {}],
			[
				'a folder that is left without its account',
				`install -d /home/sftp/${user} /etc/ssh/sftp_keys`,
				{},
			],
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

	test('an account that exists is named before its key is replaced, and a new one is not', () => {
		const warning = `${user} exists: its key will be replaced`;
		expect(stage.create().output).not.toContain(warning);
		expect(stage.create().output).toContain(warning);
	});

	test('an `upload` that is somebody else’s is noticed, and had as the text says', () => {
		const upload = `/home/sftp/${user}/upload`;
		expectStatus(stage.create(), 0);
		stage.server.sh(`chown nobody ${upload}`);
		const outcome = stage.create();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain(`nobody drwxr-x--- ${upload}`);
		stage.noticed('an `upload` that is somebody else’s');
		stage.server.sh(`chown ${user} ${upload}`);
		expectStatus(stage.create(), 0);
		stage.expectAccountToWork();
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
		const identity = join(stage.folder, 'other');
		stage.server.sh(`ssh-keygen -q -t ed25519 -N '' -f ${identity}`);
		expectStatus(stage.create(), 0);
		stage.server.sh(`chmod g+w /home/sftp/${user}`);
		expectStatus(stage.create(), 1);
		stage.noticed('a chroot that the group may write to');
		stage.server.sh(`chmod g-w /home/sftp/${user}`);
		expectStatus(stage.create({ identity }), 1);
		stage.noticed('a private key that is not the one of the account', { instead: ['identity'] });
	});

	test.each([
		['a daemon that was started with a looser file', '/^ForceCommand/d; /^DisableForwarding/d'],
		['a daemon that lets tunnels through, to where nobody listens', '/^DisableForwarding/d'],
	])('%s is noticed from outside', (what, change) => {
		expectStatus(stage.create(), 0);
		stage.restartWith(change);
		expectStatus(stage.create(), 1);
		stage.noticed(what);
	});

	describe('a file that somebody has adapted', () => {
		const adapt = (change: string) => stage.server.sh(`sed -i '${change}' ${file}; cat ${file}`);

		const now = () => stage.server.sh(`cat ${file}`);

		beforeEach(() => expectStatus(stage.create(), 0));

		test('is kept, and read by the daemon, if it says what it must', () => {
			const adapted = adapt('1a ClientAliveInterval 60\ns/^ForceCommand .*/& -l INFO/');
			expectStatus(stage.create(), 0);
			expect(now()).toBe(adapted);
			stage.expectAccountToWork();
		});

		test('is noticed, and kept, if it lets more in', () => {
			const adapted = adapt('s/^DisableForwarding yes/DisableForwarding no/');
			expectStatus(stage.create(), 1);
			stage.noticed('a configuration that somebody has loosened');
			expect(now()).toBe(adapted);
			stage.server.sh(`mv ${file} /etc/ssh/loosened`);
			expectStatus(stage.create(), 0);
			expect(now()).toContain('\nDisableForwarding yes\n');
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

	describe('a folder that is shown', () => {
		const dir = `/home/sftp/${user}/shared`;

		const another = () => {
			const shared = join(stage.folder, 'another');
			mkdirSync(shared, { recursive: true });
			return { shared };
		};

		test('with another access than it was is noticed, and had as the text says', () => {
			expectStatus(stage.create(), 0);
			expectStatus(stage.create({ access: 'rw' }), 1);
			stage.noticed('a folder that is shown with another access', { instead: ['access'] });
			stage.server.sh(`sed -i 's/bind,ro,/bind,rw,/' /etc/fstab; umount ${dir}; mount ${dir}`);
			stage.server.sh(`chown ${user} ${stage.folder}/website`);
			expectStatus(stage.create({ access: 'rw' }), 0);
		});

		test('in the place of another one is noticed, and had as the text says', () => {
			expectStatus(stage.create(), 0);
			expectStatus(stage.create(another()), 1);
			stage.noticed('a folder in the place of the one that is shown', { instead: ['shared'] });
			stage.server.sh(`umount ${dir}; sed -i '\\,${dir},d' /etc/fstab`);
			expectStatus(stage.create(another()), 0);
			expect(stage.server.sh(`findmnt -n -o SOURCE ${dir}`)).toContain('/another]');
		});

		test.each([
			['mounted, and not in `fstab`', "sed -i '\\,/shared ,d' /etc/fstab"],
			['in `fstab`, and not mounted', `umount ${dir}`],
		])('before, and is %s, is noticed', (what, sabotage) => {
			expectStatus(stage.create(), 0);
			stage.server.sh(sabotage);
			expectStatus(stage.create(), 1);
			stage.noticed(`a folder that is ${what}`);
		});

		test('may be named by a link', () => {
			const shared = join(stage.folder, 'link');
			symlinkSync('website', shared);
			expectStatus(stage.create({ shared }), 0);
			stage.expectAccountToWork();
		});

		test('is shown where its line in `fstab` is a comment, which stays', () => {
			stage.server.sh(`echo '#/nowhere ${dir} none bind 0 0' >> /etc/fstab`);
			const before = stage.look();
			expectStatus(stage.createByScript('take back'), 0);
			expect(stage.look()).toEqual(before);
			expectStatus(stage.create(), 0);
			stage.expectAccountToWork();
		});
	});

	test('a locked account is opened, and locked again by what takes that back, which removes nothing', () => {
		const all = () => [stage.server.sh(`getent shadow ${user}`), ...stage.look()];
		expectStatus(stage.create(), 0);
		stage.server.sh(`usermod --expiredate 1 ${user}`);
		const locked = all();
		expectStatus(stage.createByScript('take back'), 0);
		expect(all()).toEqual(locked);
		expectStatus(stage.create(), 0);
		stage.expectAccountToWork();
	});

	test('an account that has a last day keeps it', () => {
		expectStatus(stage.create(), 0);
		stage.server.sh(`usermod --expiredate 2099-01-01 ${user}`);
		const before = stage.server.sh(`getent shadow ${user}`);
		expectStatus(stage.create(), 0);
		expect(stage.server.sh(`getent shadow ${user}`)).toBe(before);
	});

	describe('where passwords must be changed every so many days', () => {
		const fourYearsLater = `chage -d 2020-01-01 ${user}`;

		const shadow = () => stage.server.sh(`getent shadow ${user}`);

		test('the key of a new account, which has none, gets in for ever', () => {
			stage.server.sh("sed -i 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 90/' /etc/login.defs");
			expectStatus(stage.create(), 0);
			stage.server.sh(fourYearsLater);
			stage.expectAccountToWork();
		});

		test('an account that exists is opened, keeps its last day, and is as before once taken back', () => {
			expectStatus(stage.create(), 0);
			stage.server.sh(`chage -M 90 -E 2099-01-01 ${user}; ${fourYearsLater}`);
			const before = shadow();
			const lastDay = before.split(':')[7];
			expect(stage.sftp('pwd').status).not.toBe(0);
			expectStatus(stage.createByScript('take back'), 0);
			expect(shadow()).toBe(before);
			expectStatus(stage.create(), 0);
			expect(shadow().split(':')[7]).toBe(lastDay);
			stage.expectAccountToWork();
		});
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

	test.each([
		['the daemon has gone', 'pkill -F /run/sshd-sftp.pid'],
		['the folder is not mounted', `umount /home/sftp/${user}/shared`],
		['nor even there', `umount /home/sftp/${user}/shared; rmdir /home/sftp/${user}/shared`],
	])('so it does where %s', (_what, meanwhile) => {
		const before = stage.look();
		expectStatus(stage.createByScript('take back', meanwhile), 0);
		expect(stage.look()).toEqual(before);
	});

	test('the file is not taken back while the daemon serves another account', () => {
		const another = 'install -d /home/sftp/another';
		const { status, output } = stage.createByScript('take back', another);
		expect(status).toBe(1);
		expect(output).toMatch(/another\n.*undo_\d+_start_the_service_without_systemd failed/s);
		expect(stage.server.sh(`pgrep -F /run/sshd-sftp.pid; cat ${file}`)).toContain('Port 115');
	});
});
