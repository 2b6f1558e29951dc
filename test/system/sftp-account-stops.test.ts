/** Walks `sftp-account` where it would harm others, or make an account of no use. */
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

if (whyNoSftp) console.warn(`sftp-account is not walked: ${whyNoSftp}.`);

describe.skipIf(whyNoSftp !== undefined)('sftp-account stops', () => {
	let stage: Stage;

	const key = `/etc/ssh/sftp_keys/${user}`;

	const site = () => join(stage.folder, 'website');

	const shadow = () => stage.server.sh(`getent shadow ${user}`);

	beforeEach(async () => {
		stage = await openStage();
	});

	afterEach(() => stage.close());

	const stops = (broken: string, said: string, instead: Answers = {}) => {
		const outcome = stage.create(instead);
		expectStatus(outcome, 1);
		expect(outcome.output).toContain(said);
		stage.noticed(broken, { instead: Object.keys(instead) });
	};

	describe('before anything changes', () => {
		test.each([
			[
				'a group of that name that is somebody else’s',
				'groupadd sftponly; useradd -M -G sftponly another',
				"sftponly is somebody else's group: another",
			],
			[
				'somebody whose home is the folder of the accounts',
				'useradd -m -d /home/sftp another',
				'another lives in /home/sftp',
			],
			[
				'somebody whose home is that folder, though it is root’s',
				'useradd -M -d /home/sftp/ another; install -d /home/sftp',
				'another lives in /home/sftp/',
			],
			[
				'a folder of that name that is another service’s, whose accounts live elsewhere',
				'install -d /home/sftp/another',
				"Somebody else's, in /home/sftp: another",
			],
		])('at %s', (broken, sabotage, said) => {
			stage.server.sh(sabotage);
			const before = stage.look();
			stops(broken, said);
			expect(stage.look()).toEqual(before);
		});

		test('at a folder to show in which something is mounted, and shows what is mounted itself', () => {
			const disk = join(site(), 'disk');
			stage.server.sh(`
				mkdir ${disk}
				mount -t tmpfs none ${disk}
				echo precious > ${disk}/precious`);
			const before = stage.look();
			stops('a folder to show in which something is mounted', `would show as empty: ${disk}`);
			expect(stage.look()).toEqual(before);
			expectStatus(stage.create({ shared: disk }), 0);
			stage.expectAccountToWork();
		});

		test('but not at a mount beside the folder whose name begins alike', () => {
			stage.server.sh(`mkdir ${site()}2; mount -t tmpfs none ${site()}2`);
			expectStatus(stage.create(), 0);
		});
	});

	test('at a folder that the account cannot read, until it can', () => {
		stage.server.sh(`chown root:mail ${site()}; chmod 750 ${site()}`);
		stops('a folder to show that the account cannot read', 'Permission denied');
		stage.server.sh(`usermod -aG mail ${user}`);
		expectStatus(stage.create(), 0);
		stage.expectAccountToWork();
	});

	test.each(['/etc/ssh', '/etc/ssh/sftp_keys'])(
		'where the account may not pass through %s to its key, until it may',
		folder => {
			stage.server.sh(`install -d -m 700 ${folder}; chmod 700 ${folder}`);
			stops(`a \`${folder}\` that is closed to the account`, `${key}: Permission denied`);
			stage.server.sh('chmod o+x /etc/ssh /etc/ssh/sftp_keys');
			expectStatus(stage.create(), 0);
			stage.expectAccountToWork();
		},
	);

	test('where `rw` lets the account write nowhere; with the rights that the text names, both write', () => {
		stops('a folder with `rw` in which the account may not write', 'It may not write there.', {
			access: 'rw',
		});
		const both = ['', 'd:'].flatMap(set => [user, 'www-data'].map(who => `${set}u:${who}:rwX`));
		stage.server.sh(`setfacl -R -m ${both.join()} ${site()}`);
		expectStatus(stage.create({ access: 'rw' }), 0);
		expectStatus(stage.sftp('put /etc/hosts shared/hosts', 'put /etc/hosts shared/precious'), 0);
		stage.server.sh(`echo new | chroot --userspec=www-data / tee ${site()}/new`);
		expectStatus(stage.sftp('put /etc/hosts shared/new'), 0);
	});

	test('where the file of its proof cannot be removed, which tells nothing of the client', () => {
		expectStatus(stage.create(), 0);
		stage.restartWith('s/^ForceCommand .*/& -P remove/');
		const outcome = stage.create();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('remote delete /upload/runbook-check: Permission denied');
		expect(stage.server.sh(`cat /home/sftp/${user}/upload/runbook-check`)).toMatch(
			/^check ssh-ed25519 \S+\n$/,
		);
	});

	test('where the key is not the new one, and leaves an account locked', () => {
		expectStatus(stage.create(), 0);
		stage.server.sh(`
			usermod --expiredate 1 ${user}
			mv ${key} /etc/ssh/old
			ln -s /etc/ssh/old ${key}`);
		const locked = shadow();
		expectStatus(stage.create(), 1);
		expect(shadow()).toBe(locked);
		expect(stage.sftp('pwd').status).not.toBe(0);
	});

	test('where it is taken back while others are in the group, and leaves it to them', () => {
		const outcome = stage.createByScript('take back', 'useradd -M -G sftponly another');
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('Others are in sftponly: another');
		expect(stage.server.sh('getent group sftponly')).toMatch(/:another\n$/);
		expect(stage.server.sh('ls -d /home/sftp /etc/ssh/sftp_keys')).not.toBe('');
	});
});

describe.skipIf(whyNoSftp !== undefined)('accounts on a volume of their own', () => {
	let stage: Stage;

	beforeEach(async () => {
		stage = await openStage();
		stage.server.sh(`
			mkdir /home/sftp
			mount -t tmpfs -o mode=755 none /home/sftp
			install -d -m 700 /home/sftp/lost+found`);
	});

	afterEach(() => stage.close());

	test('are taken back to the volume as it was, with its `lost+found`', () => {
		const before = stage.look();
		expectStatus(stage.createByScript('take back'), 0);
		expect(stage.look()).toEqual(before);
	});

	test('are removed to the last, and the service with them', () => {
		const before = stage.look();
		expectStatus(stage.create(), 0);
		stage.expectAccountToWork();
		expectStatus(stage.remove(), 0);
		expect(stage.look()).toEqual(before);
	});

	test('keep the service while another one is there', () => {
		const { status, output } = stage.createByScript('take back', 'install -d /home/sftp/another');
		expect(status).toBe(1);
		expect(output).toMatch(/another\n.*undo_\d+_start_the_service_without_systemd failed/s);
		expectStatus(stage.create(), 0);
		const outcome = stage.remove();
		expectStatus(outcome, 1);
		expect(outcome.output).toContain('Still there: another\n');
		expect(stage.server.sh('pgrep -F /run/sshd-sftp.pid')).not.toBe('');
	});
});
