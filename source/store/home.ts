/** Where a person's own folders are, by the XDG rules, and safely under sudo. */
import { type Stats, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { StateRefused } from './errors.ts';
import { ownUser } from './own-files.ts';
import { codeOf } from './system-errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Who owns `path`, or the nearest folder above it that exists. */
function ownerOf(path: string): number {
	for (let at = path; ; at = dirname(at)) {
		const stats = statsOf(at);
		if (stats !== undefined) return stats.uid;
		if (at === dirname(at)) return 0;
	}
}

/** Below a file there is nothing, either: whoever makes a folder there is told. */
function statsOf(path: string): Stats | undefined {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch (error) {
		if (codeOf(error) === 'ENOTDIR') return undefined;
		throw error;
	}
}

/**
 * Whether a folder from the environment may be used: an absolute path, and for root one of
 * root's own. `sudo` can leave HOME as the user's: files of root in there lock the user out,
 * and what the user puts there would count as root's word.
 */
function usable(path: string | undefined): path is string {
	if (path === undefined || !isAbsolute(path)) return false;
	if (ownUser() !== 0) return true;
	try {
		return ownerOf(path) === 0;
	} catch {
		return false;
	}
}

/** The home from the password file; raises StateRefused for a user who has no entry there. */
function passwordFileHome(): string {
	try {
		const { homedir } = userInfo();
		if (isAbsolute(homedir)) return homedir;
	} catch {
		// No entry: a container that runs under any number. The message below says what to do.
	}
	throw new StateRefused(
		'HOME',
		'it is not set to an absolute path, and this user has no entry in the password file',
		'Set HOME, or keep the state elsewhere: `XDG_STATE_HOME=/run runbook …` (a reboot loses it).',
	);
}

/**
 * `$NAME` of the XDG base folders where it is absolute, else `byDefault` in the home. Raises
 * StateRefused where there is no home at all.
 */
export function baseFolder(environment: Environment, name: string, byDefault: string): string {
	const given = environment[name];
	if (usable(given)) return given;
	const home = environment.HOME;
	return join(usable(home) ? home : passwordFileHome(), byDefault);
}

/**
 * Where runs and trust are kept: `$XDG_STATE_HOME/runbook` or `~/.local/state/runbook`. Relative
 * and empty values are ignored; so is, for root, a folder of another user. Raises StateRefused
 * for a user without a home.
 */
export function stateHome(environment: Environment): string {
	return join(baseFolder(environment, 'XDG_STATE_HOME', '.local/state'), 'runbook');
}
