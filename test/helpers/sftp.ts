/** What the SFTP runbooks leave on a machine, and somebody who comes in while they work. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './network.ts';

/** What the two runbooks write to, and what they start. */
export const stateOfSftp = (server: Machine): readonly string[] =>
	server
		.sh(
			`find /etc/ssh /etc/systemd/system /home -printf '%y %m %u:%g %p %l\\n' | sort
			cat /etc/passwd /etc/group /etc/fstab
			findmnt -rno TARGET,OPTIONS | grep ^/home/ || true
			ps -e -o args= | grep '^sshd:' || true
			ss -ltnH | awk '{ print $4 }' | sort`,
		)
		.split('\n');

/** What the client looked in with: it stays after a walk, to be used again. */
export const leftOnClient = (folder: string): readonly string[] =>
	readdirSync('/tmp')
		.filter(name => /^runbook-sftp-[0-9a-z]+$/.test(name))
		.map(name => join('/tmp', name))
		.filter(file => isAbout(file, folder))
		.flatMap(file => [file, `${file}.known`]);

/** Other tests have such files in `/tmp`, too, and delete theirs at any moment. */
function isAbout(file: string, folder: string): boolean {
	try {
		return readFileSync(file, 'utf8').includes(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
		throw error;
	}
}

/**
 * Begins a session of the account, and makes a `pkill` behind whose first use another one begins,
 * as of a login that was under way.
 */
export function beginsMeanwhile(
	server: Machine,
	user: string,
	once: string,
	session: string,
): string {
	server.start('setpriv', `--reuid=${user}`, '--clear-groups', 'sleep', '4241');
	server.sh(`timeout 9 sh -c 'until pgrep -u ${user} -x sleep; do sleep 0.1; done'`);
	return `#!/bin/sh
/usr/bin/pkill "$@"
status=$?
if [ "$1" = -u ] && [ ! -e ${once} ]; then
	: > ${once}
	setpriv --reuid=${user} --clear-groups ${session} < /dev/null > /dev/null 2>&1 &
	exit 0
fi
exit $status
`;
}
