/** The session of a command. */
import { openSession, type Session } from '../walk/session.ts';
import type { Io } from './io.ts';
import { lookingHome } from './looking-home.ts';
import { version } from './version.ts';

export function sessionFor(io: Pick<Io, 'environment' | 'startedAs'>): Session {
	return openSession(version, io.environment, io.startedAs);
}

/** For commands that only look: those work for a user without a home, too. */
export function lookingSession(io: Pick<Io, 'environment' | 'startedAs'>): Session {
	return openSession(version, io.environment, io.startedAs, lookingHome(io));
}
