/** Where a run was begun. A run that was begun elsewhere is read-only here. */
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export type MachineIdentity = {
	/** The name that `uname -n` gives. */
	readonly host: string;
	/** The pid namespace, on Linux: a container shares the name, but not the processes. */
	readonly namespace?: string;
};

/** This machine, as a run's first event holds it. */
export function machineIdentity(): MachineIdentity {
	const host = hostname();
	try {
		return { host, namespace: readlinkSync('/proc/self/ns/pid') };
	} catch {
		return { host };
	}
}
