/** `runbook runs`: past and unfinished runs, the newest first. */
import type { RunState } from '../../run/state.ts';
import { holderNow } from '../../store/lock.ts';
import { listRuns, type RunFolder } from '../../store/runs.ts';
import { formatTime } from '../../text/duration.ts';
import { readRun } from '../../walk/open-walk.ts';
import { type Standing, standingOf } from '../../walk/standing.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Io, printJson, printLines } from '../io.ts';
import { sessionFor } from '../sessions.ts';

type Listed = {
	readonly id: string;
	readonly runbook?: string;
	readonly title?: string;
	readonly began?: string;
	readonly last?: string;
	readonly host?: string;
	readonly user?: string;
	readonly dryRun?: boolean;
	readonly status: string;
	readonly folder: string;
};

export function runs(io: Io, json: boolean): number {
	const session = sessionFor(io);
	const all = listRuns(session.home).map(run => describe(run, session.host));
	if (json) {
		printJson(io, all);
		return exitCodes.done;
	}
	if (all.length === 0) printLines(io, ['There are no runs yet.']);
	printLines(
		io,
		all.map(({ id, began, runbook, status, dryRun }) => {
			const when = began ? formatTime(began, -new Date(began).getTimezoneOffset()) : '?';
			return `${id}  ${when}  ${runbook ?? '?'}  ${status}${dryRun ? ' (dry run)' : ''}`;
		}),
	);
	return exitCodes.done;
}

/** A damaged one hides no other. */
function describe(run: RunFolder, here: string): Listed {
	try {
		const { state, runbook, damage } = readRun(run);
		const { began, beganAt, lastTime } = state;
		return {
			id: run.id,
			runbook: began.runbook,
			title: began.title,
			began: beganAt,
			last: lastTime,
			host: began.host,
			user: began.user,
			dryRun: began.dryRun,
			status: damage
				? `damaged: ${damage}`
				: statusOf(run, state, standingOf(run, runbook, state, here)),
			folder: run.folder,
		};
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return { id: run.id, status: `damaged: ${why}`, folder: run.folder };
	}
}

function statusOf(
	run: RunFolder,
	state: RunState,
	{ where, isOver, finished, steps }: Standing,
): string {
	if (state.finished) return where;
	const holder = holderNow(run.folder);
	return [
		isOver ? where : `${where}: ${finished} of ${steps} steps`,
		...(holder ? [`in use by ${holder.user} (process ${holder.pid})`] : []),
	].join(', ');
}
