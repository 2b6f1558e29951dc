/** Whether a runbook is for this machine, and was tested on such a one. */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';

export type System = {
	/** What `platforms` may say of it: `linux`, `ubuntu`, and what that is like: `debian`. */
	readonly platforms: readonly string[];
	/** What `tested` may say of it, which is not true of what is like it: `ubuntu`, `ubuntu-24.04`. */
	readonly names: readonly string[];
};

/** From os-release on Linux, the kernel's name and version elsewhere. */
export function thisSystem(osRelease = '/etc/os-release'): System {
	const { platform } = process;
	if (platform !== 'linux')
		return { platforms: [platform], names: withVersion(platform, release()) };
	try {
		const text = readFileSync(osRelease, 'utf8');
		const field = (name: string) =>
			new RegExp(`^${name}=["']?([^"'\\n]*)["']?$`, 'm').exec(text)?.[1] ?? '';
		const id = field('ID') || 'linux';
		const like = field('ID_LIKE').split(' ').filter(Boolean);
		return {
			platforms: [...new Set(['linux', id, ...like])],
			names: withVersion(id, field('VERSION_ID')),
		};
	} catch {
		return { platforms: ['linux'], names: ['linux'] };
	}
}

const withVersion = (id: string, version: string) => (version ? [id, `${id}-${version}`] : [id]);

export type Suits = {
	/** Whether it is for this system. One that names no platform is for all. */
	readonly fits: boolean;
	/** Whether it says that it was tested, but not on this system. */
	readonly untested: boolean;
};

export function suits(
	{
		platforms,
		tested,
	}: { readonly platforms: readonly string[]; readonly tested?: readonly string[] },
	system: System,
): Suits {
	return {
		fits: platforms.length === 0 || platforms.some(name => system.platforms.includes(name)),
		untested: tested !== undefined && !tested.some(name => system.names.includes(name)),
	};
}
