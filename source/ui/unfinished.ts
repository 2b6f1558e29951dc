/** The runs that were begun and not finished, as the library shows them. */
import { holderNow } from '../store/lock.ts';
import { listRuns } from '../store/runs.ts';
import { readRun } from '../walk/open-walk.ts';
import type { Session } from '../walk/session.ts';
import { standingOf } from '../walk/standing.ts';
import type { UnfinishedRun } from './model/library.ts';

const LOOKED_AT = 30;
const SHOWN = 5;

/** The newest few real ones: a dry run has left nothing half done. One that is broken says so, and hides no other; never raises. */
export function unfinishedRuns(session: Session): readonly UnfinishedRun[] {
	const runs: UnfinishedRun[] = [];
	try {
		for (const run of listRuns(session.home).slice(0, LOOKED_AT)) {
			if (runs.length === SHOWN) break;
			try {
				const { state, runbook, damage } = readRun(run);
				if (state.finished || state.began.dryRun) continue;
				const standing = standingOf(run, runbook, state, session.host);
				if (standing.isOver) continue;
				const isOpen = !standing.isRunning && holderNow(run.folder) !== undefined;
				runs.push({
					id: run.id,
					title: state.began.title,
					time: state.lastTime,
					standing,
					...(standing.isRunning ? { now: 'running' as const } : {}),
					...(isOpen ? { now: 'open elsewhere' as const } : {}),
					...(damage === undefined ? {} : { problem: damage }),
				});
			} catch (error) {
				runs.push({
					id: run.id,
					title: 'A run',
					time: '',
					problem: messageOf(error),
				});
			}
		}
	} catch (error) {
		runs.push({ id: '', title: 'Runs', time: '', problem: messageOf(error) });
	}
	return runs;
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
