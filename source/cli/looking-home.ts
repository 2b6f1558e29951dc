/** Where state is kept, for commands that only look. */
import { StateRefused } from '../store/errors.ts';
import { stateHome } from '../store/home.ts';
import type { Io } from './io.ts';

/** A user without a home has no runs and has trusted nothing: a place where there never is anything. */
export function lookingHome({ environment }: Pick<Io, 'environment'>): string {
	try {
		return stateHome(environment);
	} catch (error) {
		if (!(error instanceof StateRefused)) throw error;
		return '/dev/null/runbook';
	}
}
