/** What a walk needs of the machine and the person: gathered once, passed in everywhere. */
import { createHash, randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { bootIdentity } from '../execute/boot.ts';
import { stateHome } from '../store/home.ts';
import { machineIdentity } from '../store/identity.ts';
import { commandName } from './command-name.ts';

export type Session = {
	/** The program's version. */
	readonly program: string;
	/** What it is called by: `runbook`, where it is installed. */
	readonly command: string;
	readonly host: string;
	readonly namespace?: string;
	readonly user: string;
	readonly root: boolean;
	/** The present boot, as the wrapper of jobs writes it. */
	readonly boot: string;
	/** The folder of runs and trust. */
	readonly home: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly now: () => Date;
	readonly random: (bytes: number) => Uint8Array;
};

/** `startedAs` is the file of the program, if it is to be called by that where it is not installed. */
export function openSession(
	program: string,
	environment: Readonly<Record<string, string | undefined>>,
	startedAs?: string,
	home: string = stateHome(environment),
): Session {
	const { host, namespace } = machineIdentity();
	return {
		program,
		command: commandName(startedAs, environment),
		host,
		...(namespace === undefined ? {} : { namespace }),
		user: userName(environment),
		root: process.geteuid?.() === 0,
		boot: bootIdentity(),
		home,
		environment,
		now: () => new Date(),
		// Asked for by name only when it is needed: in the built command the module is loaded then.
		random: bytes => randomBytes(bytes),
	};
}

/** SHA-256 in hex. */
export function sumOf(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Up to the first dot: the word that confirms a dangerous block on this machine. */
export function shortHost(host: string): string {
	return host.split('.')[0] ?? host;
}

/** userInfo throws for a user id without a name, which containers have. */
function userName(environment: Readonly<Record<string, string | undefined>>): string {
	try {
		return userInfo().username;
	} catch {
		return environment.USER ?? String(process.geteuid?.() ?? 'unknown');
	}
}
