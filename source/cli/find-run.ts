/** The run that is meant on the command line. */
import { findRun, listRuns, type RunFolder } from '../store/runs.ts';
import { readRun } from '../walk/open-walk.ts';
import type { Session } from '../walk/session.ts';
import { usageFailure } from './failure.ts';

/** By its id or the beginning of it; without one, the newest that fits the first of `wishes` that any fits. */
export function requireRun(
	session: Session,
	id: string | undefined,
	wishes: readonly ((run: ReturnType<typeof readRun>) => boolean)[],
	none: string,
): RunFolder {
	if (id !== undefined) return findRun(session.home, id);
	for (const fits of wishes) {
		for (const run of listRuns(session.home)) {
			try {
				if (fits(readRun(run))) return run;
			} catch {
				// A damaged run hides no other; `runbook runs` shows it with its reason.
			}
		}
	}
	throw usageFailure(none);
}
