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
