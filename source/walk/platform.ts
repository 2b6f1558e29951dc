/** Which platforms of a runbook's front matter this machine is. */
import { readFileSync } from 'node:fs';

/** `debian`, and what it is like: from os-release on Linux, the kernel's name elsewhere. */
export function platformNames(osRelease = '/etc/os-release'): readonly string[] {
	if (process.platform !== 'linux') return [process.platform];
	try {
		const fields = readFileSync(osRelease, 'utf8')
			.split('\n')
			.flatMap(line => /^(?:ID|ID_LIKE)="?([^"]*)"?$/.exec(line)?.[1]?.split(' ') ?? []);
		return ['linux', ...fields];
	} catch {
		return ['linux'];
	}
}

/** A runbook that names no platform is for all. */
export function fitsPlatform(platforms: readonly string[], here: readonly string[]): boolean {
	return platforms.length === 0 || platforms.some(name => here.includes(name));
}
