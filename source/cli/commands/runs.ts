/** `runbook runs`: past and unfinished runs, the newest first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findJob, type JobFinding } from '../../execute/find-job.ts';
import { visitOf } from '../../run/outline.ts';
import { firstUnfinished, flatten, isFinished, progress } from '../../run/progress.ts';
import { runningExecution } from '../../run/state.ts';
import { holderNow } from '../../store/lock.ts';
import { jobFolder, listRuns, type RunFolder } from '../../store/runs.ts';
import { formatTime } from '../../text/duration.ts';
import { readRun } from '../../walk/open-walk.ts';
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
			status: damage ? `damaged: ${damage}` : statusOf(run, state, progress(runbook, state), here),
			folder: run.folder,
		};
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return { id: run.id, status: `damaged: ${why}`, folder: run.folder };
	}
}

/** A job that is dead is never shown as running. */
function statusOf(
	run: RunFolder,
	state: ReturnType<typeof readRun>['state'],
	views: ReturnType<typeof progress>,
	here: string,
): string {
	if (state.finished) return 'finished';
	const { host } = state.began;
	const steps = flatten(views).filter(view => view.status !== 'read');
	const finished = steps.filter(view => isFinished(view.status)).length;
	const holder = holderNow(run.folder);
	// Processes of another machine cannot be looked for here.
	const where = host === here ? whereItStands(run, state, views) : `unfinished on ${host}`;
	return [
		`${where}: ${finished} of ${steps.length} steps`,
		...(holder ? [`in use by ${holder.user} (process ${holder.pid})`] : []),
	].join(', ');
}

function whereItStands(
	run: RunFolder,
	state: ReturnType<typeof readRun>['state'],
	views: ReturnType<typeof progress>,
): string {
	const execution = runningExecution(state);
	if (execution) {
		const step = visitOf(execution.item);
		const finding = find(jobFolder(run, execution.job), execution.boot);
		if (finding?.state === 'running') return `running ${step}`;
		if (finding?.state === 'unknown') return `unknown at ${step}`;
		if (finding?.state !== 'ended' || finding.end.status === 0) return 'unfinished';
		return `${finding.end.stopped ? 'stopped' : 'failed'} at ${step}`;
	}
	const next = firstUnfinished(views);
	if (next?.view.execution?.outcome?.kind === 'stopped') return `stopped at ${next.visit.visit.id}`;
	const isLoud = next?.view.status === 'failed' || next?.view.status === 'unknown';
	return isLoud ? `${next.view.status} at ${next.visit.visit.id}` : 'unfinished';
}

/** A job that has not begun is left alone: looking for it would keep it from ever beginning. */
function find(folder: string, boot: string): JobFinding | undefined {
	return existsSync(join(folder, 'began')) ? findJob(folder, boot) : undefined;
}
