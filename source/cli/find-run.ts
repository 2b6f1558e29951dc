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
	const damaged = new Map<string, string>();
	for (const fits of wishes) {
		for (const run of listRuns(session.home)) {
			try {
				const reading = readRun(run);
				if (fits(reading)) return run;
				if (reading.damage !== undefined) damaged.set(run.id, readable(run, reading.damage));
			} catch (error) {
				// A damaged run hides no other.
				damaged.set(run.id, error instanceof Error ? error.message : String(error));
			}
		}
	}
	throw usageFailure(damaged.size === 0 ? none : damagedText([...damaged.values()]));
}

function readable({ id }: RunFolder, damage: string): string {
	return `Run \`${id}\` is damaged: ${damage}. What stands before is told by \`runbook report ${id}\`.`;
}

const TOLD = 5;

/** What lies there, and what can be done where nothing can be gone on with. */
function damagedText(damaged: readonly string[]): string {
	const more = damaged.length - TOLD;
	return [
		damaged.length === 1
			? 'The only run that could be meant cannot be used:'
			: `The ${damaged.length} runs that could be meant cannot be used:`,
		...damaged.slice(0, TOLD).map(text => `  ${text}`),
		...(more > 0 ? [`  And ${more} more: \`runbook runs\`.`] : []),
		'Look on the machine what was done already, then begin anew: `runbook run NAME`.',
	].join('\n');
}
