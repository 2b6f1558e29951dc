/** Walks `sftp-account-removal` on a machine of a small network, with the real sshd. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginsMeanwhile } from '../helpers/sftp.ts';
import {
	type Answers,
	expectStatus,
	openStage,
	type Stage,
	user,
	whyNoSftp,
} from '../helpers/sftp-stage.ts';
import { broken } from '../helpers/stand-in.ts';

if (whyNoSftp) console.warn(`sftp-account-removal is not walked: ${whyNoSftp}.`);

describe.skipIf(whyNoSftp !== undefined)('sftp-account-removal, with the real sshd', () => {
	let stage: Stage;

	beforeEach(async () => {
		stage = await openStage();
	});

	afterEach(() => stage.close());

	describe('of an account that was made by the other runbook', () => {
		beforeEach(() => expectStatus(stage.create(), 0));

		const survives = (broken: string, instead: Answers = {}) => {
			const outcome = stage.remove(instead);
			expectStatus(outcome, 1);
			stage.noticed(broken, { instead: Object.keys(instead) });
			expect(stage.precious()).toBe('precious\n');
			return outcome;
		};

		test('an account that does not exist, or is an ordinary one, is noticed', () => {
			survives('a name that nobody has', { user: 'nobody-here' });
			survives('the name of an ordinary account', { user: 'nobody' });
			survives('an archive that does not exist', { archive: '/nowhere' });
			survives('an archive among the accounts', { archive: `/home/sftp/${user}/upload` });
		});

		test('room for the archive is needed for its own files, and not for what is mounted', () => {
			const small = join(stage.folder, 'small');
			stage.server.sh(`
				mkdir ${small}
				mount -t tmpfs -o size=1m none ${small}
				dd if=/dev/urandom of=/home/sftp/${user}/upload/big bs=1M count=5 status=none`);
			survives('a folder without room for the archive', { archive: small });
			stage.server.sh(`
				rm /home/sftp/${user}/upload/big
				umount /home/sftp/${user}/shared
				mkdir /home/sftp/big
				dd if=/dev/urandom of=/home/sftp/big/big bs=1M count=5 status=none
				mount --bind /home/sftp/big /home/sftp/${user}/shared`);
			const devices = stage.server.sh(`stat -c %d /home/sftp/${user} /home/sftp/${user}/shared`);
			expect(new Set(devices.trim().split('\n')).size).toBe(1);
			expectStatus(stage.remove({ archive: small, last: 'false' }), 0);
			expect(stage.server.sh('stat -c %s /home/sftp/big/big')).toBe('5242880\n');
		});

		test('a mount that is busy is noticed, and its files survive', () => {
			stage.server.start('/bin/sh', '-c', `cd /home/sftp/${user}/shared; sleep 60`);
			stage.server.sh(
				`timeout 9 sh -c 'until find /proc/[0-9]*/cwd -lname "/home/sftp/*/shared" | grep -q .; do sleep 0.1; done' 2> /dev/null`,
			);
			survives('a mount that is busy');
		});

		test('a live bind mount that comes back at the last moment is noticed, and its files survive', () => {
			onceArchived(mountAgain());
			survives('a live bind mount in what is to be removed');
		});

		test('nothing is deleted while nobody can say what is mounted', () => {
			stage.instead('broken', broken);
			onceArchived(`${mountAgain()}; ln -s broken ${join(stage.folder, 'bin', 'findmnt')}`);
			survives('a `findmnt` that cannot be run any more, and a live bind mount');
		});

		describe('where the accounts lie behind a link', () => {
			/** The shared files are on the file system of the account: no option of `rm` spares them. */
			const behindLink = `
				if mountpoint -q /home/sftp/${user}/shared; then umount /home/sftp/${user}/shared; fi
				cp -a /home/sftp /var/accounts
				mv /home/sftp /home/before
				ln -s /var/accounts /home/sftp
				mkdir /var/shared
				echo precious > /var/shared/precious
				mount --bind /var/shared /home/sftp/${user}/shared
				test "$(stat -c %d /home/sftp/${user})" = "$(stat -c %d /home/sftp/${user}/shared)"`;

			const expectPrecious = () =>
				expect(stage.server.sh('cat /var/shared/precious || true')).toBe('precious\n');

			test('that is noticed, and what is mounted into them survives', () => {
				stage.server.sh(behindLink);
				const before = stage.look();
				const { output } = survives('accounts behind a link');
				expectPrecious();
				expect(output).toContain('lies at /var/accounts/');
				expect(stage.look()).toEqual(before);
			});

			test('that is noticed at the last moment, too', () => {
				onceArchived(behindLink);
				survives('accounts that lie behind a link since a moment ago');
				expectPrecious();
			});
		});

		test.each(['getent', 'findmnt', 'ps'])('a `%s` that cannot be run is noticed', program => {
			stage.instead(program, broken);
			survives(`a \`${program}\` that cannot be run`);
		});

		const mountAgain = () =>
			`mount --bind ${join(stage.folder, 'website')} /home/sftp/${user}/shared`;

		/** As if somebody did that as soon as the archive has been compared. */
		const onceArchived = (script: string) =>
			stage.instead('tar', `#!/bin/sh -e\n/bin/tar "$@"\ncase "$*" in *-dzf*) ${script} ;; esac\n`);

		const begunMeanwhile = (session: string) =>
			stage.instead(
				'pkill',
				beginsMeanwhile(stage.server, user, join(stage.folder, 'begun'), session),
			);

		test('a session that begins while the others are ended is ended, too', () => {
			begunMeanwhile('sleep 4242');
			expectStatus(stage.remove(), 0);
			expect(readdirSync(stage.folder)).toContain('begun');
			expect(stage.server.run('pgrep', '-f', '^sleep 424').stdout).toBe('');
		});

		test('a session that begins meanwhile and does not want to end is noticed', () => {
			begunMeanwhile(`/bin/sh -c "trap '' TERM; while :; do sleep 1; done"`);
			survives('a session that begins meanwhile, and does not want to end');
		});

		test('a client that cannot ask proves nothing, nor does one with another key', () => {
			const other = join(stage.folder, 'other');
			stage.server.sh(`ssh-keygen -q -t ed25519 -N '' -f ${other}`);
			survives('a server that the client cannot find', { server: 'nowhere.invalid' });
			survives('a path at which there is no key', { identity: '/nowhere/id_ed25519' });
			survives('a key that is not the one of the account', { identity: other });
			stage.server.sh('pkill -F /run/sshd-sftp.pid');
			survives('a service that does not run');
			// Where that path could not be used in a command, it is refused before anything changes.
			expectStatus(stage.remove({ identity: '~/.ssh/id_ed25519' }), 2);
		});

		test('an account that still gets in is noticed', () => {
			stage.instead('usermod', '#!/bin/sh\n');
			expect(survives('a `usermod` that locks nothing').output).toContain('sftp connections only');
		});

		test('a service that others still use is not stopped', () => {
			stage.server.sh('mkdir /home/sftp/another');
			survives('another account, which needs the service');
		});

		test.each([
			['a key that is left over', 'touch /etc/ssh/sftp_keys/another'],
			['an account without a folder', 'useradd -d /home/another -g sftponly another'],
			['somebody else in the group', 'useradd -d /home/another -G sftponly another'],
		])('nor where there is %s', (what, sabotage) => {
			stage.server.sh(sabotage);
			expect(survives(what).output).toContain('Still there: another');
		});

		test('a line of fstab that is a comment is nobody’s, and stays', () => {
			const comment = `#/nowhere /home/sftp/${user}/shared none bind 0 0`;
			stage.server.sh(`echo '${comment}' >> /etc/fstab`);
			expectStatus(stage.remove(), 0);
			expect(stage.server.sh('cat /etc/fstab')).toContain(comment);
		});

		describe('what is left of one is kept in the archive, and goes', () => {
			const gone = {
				account: `userdel ${user}`,
				folder: `umount /home/sftp/${user}/shared; rm -r /home/sftp/${user}`,
				key: `rm /etc/ssh/sftp_keys/${user}`,
			};
			const key = `etc/ssh/sftp_keys/${user}`;

			test.each<[string, string, readonly string[]]>([
				['without its account', gone.account, [`home/sftp/${user}/upload/`, key]],
				['without its folder', gone.folder, [key, `${user}:x:`]],
				['without its key', gone.key, [`home/sftp/${user}/upload/`, `${user}:x:`]],
				['but its key', `${gone.account}; ${gone.folder}`, [key]],
				['but its line in passwd', `${gone.key}; ${gone.folder}`, [`${user}:x:`]],
			])('%s', (_what, sabotage, kept) => {
				stage.server.sh(sabotage);
				expectStatus(stage.remove({ last: 'false', identity: '' }), 0);
				const archive = join(stage.folder, 'archive');
				const held = stage.server.sh(`tar -tzf ${archive}/*.tar.gz; cat ${archive}/*.passwd`);
				for (const part of kept) expect(held).toContain(part);
				for (const part of [`home/sftp/${user}/upload/`, key, `${user}:x:`])
					expect(held.includes(part)).toBe(kept.includes(part));
				expect(stage.look().filter(line => line.includes(user))).toEqual([]);
			});
		});

		test('taking it all back brings the account back, with its files, its key and the service', () => {
			stage.server.sh(`echo kept > /home/sftp/${user}/upload/file`);
			const before = stage.look();
			expectStatus(stage.removeByScript(), 0);
			expect(stage.look()).toEqual(before);
			const fetched = join(stage.folder, 'fetched');
			expectStatus(stage.sftp(`get upload/file ${fetched}`), 0);
			expect(readFileSync(fetched, 'utf8')).toBe('kept\n');
			stage.expectAccountToWork();
		});

		const expiry = () => stage.server.sh(`getent shadow ${user} | cut -d: -f8`);

		test('a day on which the account is refused anyway is there again', () => {
			stage.server.sh(`usermod --expiredate 2099-01-01 ${user}`);
			const before = expiry();
			expectStatus(stage.removeByScript(), 0);
			expect(expiry()).toBe(before);
		});

		const archived = () =>
			readdirSync(join(stage.folder, 'archive')).filter(name => /\.(tar\.gz|passwd)$/.test(name));

		describe('the archive is not thrown away', () => {
			const archiving = '*_archive_what_it_holds';

			test('while the account is gone', () => {
				expectStatus(stage.removeByScript('', {}, archiving), 1);
				expect(archived()).toHaveLength(2);
			});

			test('while one file of it is not back', () => {
				stage.server.sh(`echo kept > /home/sftp/${user}/upload/file`);
				const rm = `rm /home/sftp/${user}/upload/file`;
				const halfBack = stage.removeByScript(
					`for undo in $RUNBOOK_UNDOS; do
						case $undo in *_remove_what_the* | *_remove_the_account) $undo ;; esac
					done
					${rm}`,
					{},
					archiving,
				);
				expectStatus(halfBack, 1);
				expect(archived()).toHaveLength(2);
			});
		});

		describe('the way back, where meanwhile', () => {
			const last = { last: 'false' };

			const id = () => stage.server.sh(`id -u ${user}`).trim();

			beforeEach(() => {
				stage.server.sh(`
					echo kept > /home/sftp/${user}/upload/file
					chown ${user} /home/sftp/${user}/upload/file`);
			});

			test('somebody has got its user id, names it, and keeps the archive', () => {
				const had = id();
				const { status, output } = stage.removeByScript(`useradd -u ${had} other`, last);
				expect(status).toBe(4);
				expect(output).toContain(`UID ${had} is not unique`);
				expect(archived()).toHaveLength(2);
			});

			test('it was made by hand with another id, gives the files to that id', () => {
				const byHand = `useradd -u ${id()} other
					useradd --expiredate 1 --home-dir /home/sftp/${user} --no-create-home --gid sftponly --shell /usr/sbin/nologin ${user}`;
				expectStatus(stage.removeByScript(byHand, last), 0);
				expect(stage.server.sh(`stat -c %U /home/sftp/${user}/upload/file`)).toBe(`${user}\n`);
				expect(archived()).toEqual([]);
				stage.expectAccountToWork();
			});

			test('the group has gone, makes it again', () => {
				expectStatus(stage.removeByScript('groupdel sftponly', last), 0);
				stage.expectAccountToWork();
			});
		});
	});

	test('the port at which the key is refused is the one in the file of the service', () => {
		expectStatus(stage.create({ port: '2215' }), 0);
		// A client that says less than others is heard all the same.
		stage.server.sh('echo LogLevel QUIET > /etc/ssh/ssh_config.d/quiet.conf');
		const outcome = stage.remove();
		expectStatus(outcome, 0);
		expect(outcome.output).toContain('account has expired');
		expect(outcome.output).toContain('-p 2215');
	});
});
