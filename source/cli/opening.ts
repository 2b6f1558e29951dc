/** A runbook named on the command line, or why it cannot be had. */
import type { Runbook } from '../runbook/types.ts';
import { StateRefused } from '../store/errors.ts';
import { type Opened, openNamed } from '../walk/library.ts';
import { openSession, type Session } from '../walk/session.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

export function sessionFor(io: Io): Session {
	return openSession(version, io.environment);
}

/**
 * For commands that only look: those work for a user without a home, too, who has no runs and has
 * trusted nothing.
 */
export function lookingSession(io: Io): Session {
	try {
		return sessionFor(io);
	} catch (error) {
		if (!(error instanceof StateRefused)) throw error;
		const environment = { ...io.environment, XDG_STATE_HOME: '/dev/null' };
		return { ...openSession(version, environment), environment: io.environment };
	}
}

export function openFor(io: Io, session: Session, name: string): Opened {
	return openNamed(session, { builtIn: io.builtIn, cwd: io.cwd }, name);
}

/** @throws Failure (invalid) with all diagnostics. */
export function requireValid(opened: Opened): Runbook {
	if (opened.runbook) return opened.runbook;
	const errors = opened.diagnostics.filter(diagnostic => diagnostic.severity === 'error');
	const lines = errors.map(
		({ line, column, message, remedy }) => `${opened.file}:${line}:${column}: ${message} ${remedy}`,
	);
	const { file, problem = 'unknown reason' } = opened;
	throw new Failure(
		errors.length === 0
			? problem.startsWith(`\`${file}\``)
				? problem
				: `\`${file}\` cannot be read: ${problem}.`
			: `The runbook \`${opened.name}\` is not valid, and nothing in it runs.\n${lines.join('\n')}`,
		exitCodes.invalid,
	);
}

/** @throws Failure (usage) for one that is neither built-in nor trusted. */
export function requireTrusted(opened: Opened): void {
	if (opened.trusted) return;
	throw new Failure(
		`\`${opened.file}\` is not trusted, so nothing in it runs. Read it first (\`runbook show ${opened.file}\`), then: \`runbook trust ${opened.file}\`. After a change it asks again.`,
		exitCodes.usage,
	);
}
