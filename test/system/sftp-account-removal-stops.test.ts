/** Walks `sftp-account-removal` where going on would lose files, or leave the account a way in. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNot } from '../helpers/sandbox.ts';
import { expectStatus, openStage, type Stage, user, whyNoSftp } from '../helpers/sftp-stage.ts';

if (whyNoSftp) console.warn(`sftp-account-removal is not walked: ${whyNoSftp}.`);

describe.skipIf(whyNoSftp !== undefined)(
	'a disk below a shared folder, where mounts are shared',
	() => {
		let stage: Stage;
		const shared = `/home/sftp/${user}/shared`;

		beforeEach(async () => {
			stage = await openStage();
			const site = join(stage.folder, 'website');
			stage.server.sh(`
			mount --bind ${site} ${site}
			mount --make-shared ${site}
			mkdir ${site}/disk`);
		});

		afterEach(() => stage.close());

		const mountDisk = () =>
			stage.server.sh(`
			mount -t tmpfs none ${stage.folder}/website/disk
			echo more > ${stage.folder}/website/disk/more`);

		const onDisk = () => stage.server.sh(`cat ${stage.folder}/website/disk/more || true`);

		test('does not come into the account by itself', () => {
			expectStatus(stage.create(), 0);
			mountDisk();
			expect(stage.server.sh(`ls ${shared}/disk`)).toBe('');
			expectStatus(stage.remove(), 0);
			expect(onDisk()).toBe('more\n');
		});

		test('stays where it is when the account goes into which somebody had mounted it', () => {
			expectStatus(stage.create(), 0);
			stage.server.sh(`umount ${shared}; mount --bind ${stage.folder}/website ${shared}`);
			mountDisk();
			expect(stage.server.sh(`cat ${shared}/disk/more`)).toBe('more\n');
			expectStatus(stage.remove(), 0);
			expect(onDisk()).toBe('more\n');
		});
	},
);

describe.skipIf(whyNoSftp !== undefined)('the way back', () => {
	let stage: Stage;

	const upload = `/home/sftp/${user}/upload`;

	beforeEach(async () => {
		stage = await openStage();
		expectStatus(stage.create(), 0);
	});

	afterEach(() => stage.close());

	const whyNoRights = whyNot(['setfacl', 'python3']);
	if (whyNoRights) console.warn(`Rights and notes are not brought back: ${whyNoRights}.`);

	test.skipIf(whyNoRights)('brings the rights and notes of files, too', () => {
		stage.server.sh(`
			echo kept > ${upload}/file
			setfacl -m u:mail:rx,d:u:mail:rwX ${upload}
			setfacl -m u:mail:r ${upload}/file
			python3 -c 'import os; os.setxattr("${upload}/file", "user.note", b"kept")'`);
		const all = () =>
			stage.server.sh(`
				getfacl -R ${upload} 2>&1
				python3 -c 'import os; print(os.getxattr("${upload}/file", "user.note"))' || true`);
		const before = all();
		expect(before).toMatch(/^default:user:mail:rwx$.*^b'kept'$/ms);
		expectStatus(stage.removeByScript(), 0);
		expect(all()).toBe(before);
	});

	test('finds its place in an fstab whose last line has no end, and makes what a boot has taken', () => {
		expectStatus(
			stage.removeByScript("printf '/nowhere /srv none noauto 0 0' >> /etc/fstab; rmdir /run/sshd"),
			0,
		);
		expect(stage.server.sh('cat /etc/fstab')).toContain('/nowhere /srv none noauto 0 0\n/');
		stage.expectAccountToWork();
	});

	test('lets the key in for ever, where passwords must be changed every so many days', () => {
		stage.server.sh("sed -i 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 90/' /etc/login.defs");
		expectStatus(stage.removeByScript(), 0);
		stage.server.sh(`chage -d 2020-01-01 ${user}`);
		stage.expectAccountToWork();
	});
});

describe.skipIf(whyNoSftp !== undefined)('sftp-account-removal stops', () => {
	let stage: Stage;

	const home = `/home/sftp/${user}`;

	beforeEach(async () => {
		stage = await openStage();
		expectStatus(stage.create(), 0);
	});

	afterEach(() => stage.close());

	/** Its files are on a volume of their own, as `mount` would show one. */
	const ownVolume = `
		umount ${home}/shared
		mount -t tmpfs -o mode=755 none ${home}
		install -d ${home}/upload
		echo kept > ${home}/upload/file`;

	const kept = () => stage.server.sh(`cat ${home}/upload/file`);

	test('at an account whose own folder is a mount, before anything changes', () => {
		stage.server.sh(ownVolume);
		const before = stage.look();
		const outcome = stage.remove();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('is a mount of its own');
		stage.noticed('an account whose own folder is a mount');
		expect(stage.look()).toEqual(before);
		expect(kept()).toBe('kept\n');
	});

	test('where its own folder becomes a mount later, and does not unmount it', () => {
		stage.instead('usermod', `#!/bin/sh -e\n/usr/sbin/usermod "$@"\n${ownVolume}\n`);
		expectStatus(stage.remove(), 1);
		stage.noticed('an own folder that became a mount a moment ago');
		expect(kept()).toBe('kept\n');
	});

	test('where somebody still writes, and keeps no archive that is not whole', () => {
		stage.instead(
			'tar',
			`#!/bin/sh -e\n/bin/tar "$@"\ncase "$*" in *-czf*) echo more >> ${home}/upload/file ;; esac\n`,
		);
		stage.server.sh(`echo first > ${home}/upload/file`);
		expectStatus(stage.remove(), 1);
		stage.noticed('somebody who still writes while the archive is made');
		expect(kept()).toBe('first\nmore\n');
		expect(readdirSync(join(stage.folder, 'archive')).filter(name => /new|gz/.test(name))).toEqual(
			[],
		);
	});

	test('where fstab shows files of the account elsewhere', () => {
		stage.server.sh(`
			mkdir /var/in
			echo ${home}/upload /var/in none bind,nofail 0 0 >> /etc/fstab`);
		const outcome = stage.remove();
		expectStatus(outcome, 1);
		stage.noticed('a line of fstab that shows its files elsewhere');
		expect(outcome.output).toContain(`${home}/upload /var/in none`);
		expect(outcome.output).not.toContain('#### Archive');
	});

	test('at a name of which there is nothing, although the name of an archive begins like it', () => {
		stage.server.sh(`touch ${stage.folder}/archive/sftp-some-body-123456789012.tar.gz`);
		const outcome = stage.remove({ user: 'some' });
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('There is no some.');
		stage.noticed('a name that nobody has, with which another begins', { instead: ['user'] });
	});

	test('where a boot has mounted again what was unmounted', () => {
		stage.instead(
			'cp',
			`#!/bin/sh -e\n/bin/cp "$@"\ncase "$3" in /etc/fstab.*) mount ${home}/shared ;; esac\n`,
		);
		const outcome = stage.remove();
		expectStatus(outcome, 1);
		stage.noticed('a boot that has mounted again what was unmounted');
		expect(outcome.output).not.toContain('#### Archive');
		expect(stage.precious()).toBe('precious\n');
	});

	test('where this run has made an archive before, which alone has what is gone, and keeps it', () => {
		const archive = join(stage.folder, 'archive');
		stage.instead(
			'cp',
			`#!/bin/sh -e\n/bin/cp "$@"\ncase "$3" in /etc/fstab.*)
				echo whole > ${archive}/sftp-${user}-\${3#/etc/fstab.}.tar.gz
				echo whole > ${archive}/sftp-${user}-\${3#/etc/fstab.}.passwd ;;
			esac\n`,
		);
		stage.server.sh(`echo kept > ${home}/upload/file`);
		expectStatus(stage.remove(), 1);
		stage.noticed('an archive that this run has made before');
		expect(kept()).toBe('kept\n');
		expect(stage.server.sh(`cat ${archive}/*.tar.gz ${archive}/*.passwd`)).toBe('whole\nwhole\n');
	});

	test('where PAM does not look at the expiry; its key, moved away, shuts the account out', () => {
		const key = `/etc/ssh/sftp_keys/${user}`;
		stage.server.sh(`
			cp /etc/pam.d/sshd /etc/pam.d/before
			sed -i '/common-account/s/.*/account required pam_permit.so/' /etc/pam.d/sshd`);
		const outcome = stage.remove();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('sftp connections only');
		stage.noticed('a PAM that does not look at the expiry');
		stage.server.sh(`mv ${key} /etc/ssh/away`);
		expect(stage.sftp('pwd').output).toContain('Permission denied');
		stage.server.sh(`mv /etc/ssh/away ${key}; mv /etc/pam.d/before /etc/pam.d/sshd`);
		expectStatus(stage.remove(), 0);
	});
});
