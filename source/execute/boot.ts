import { askSystem, readText } from './system-text.ts';

/** Names this boot of the machine, in the words that the wrapper writes; empty where nothing tells. */
export function bootIdentity(): string {
	return (
		readText('/proc/sys/kernel/random/boot_id') ?? askSystem('sysctl', '-n', 'kern.boottime')
	).trim();
}
