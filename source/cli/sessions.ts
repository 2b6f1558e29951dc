/** The session of a command. */
import { StateRefused } from '../store/errors.ts';
import { openSession, type Session } from '../walk/session.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

export function sessionFor(io: Pick<Io, 'environment' | 'startedAs'>): Session {
	return openSession(version, io.environment, io.startedAs);
}

/**
 * For commands that only look: those work for a user without a home, too, who has no runs and has
 * trusted nothing.
 */
export function lookingSession(io: Pick<Io, 'environment' | 'startedAs'>): Session {
	try {
		return sessionFor(io);
	} catch (error) {
		if (!(error instanceof StateRefused)) throw error;
		const environment = { ...io.environment, XDG_STATE_HOME: '/dev/null' };
		return { ...openSession(version, environment, io.startedAs), environment: io.environment };
	}
}
