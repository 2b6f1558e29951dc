/** How far a run has come, told without taking it: what it waits for, and how many of its steps are done. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findJob, type JobFinding } from '../execute/find-job.ts';
import { visitOf } from '../run/outline.ts';
import { firstUnfinished, flatten, itemsOf, progress, type VisitView } from '../run/progress.ts';
import { type RunState, runningExecution } from '../run/state.ts';
import { countSteps } from '../run/step-count.ts';
import { endWord } from '../run/taken-back.ts';
import type { Runbook } from '../runbook/types.ts';
import { jobFolder, type RunFolder } from '../store/runs.ts';

export type Standing = {
	/**
	 * `running STEP`, `failed at STEP`, `stopped at STEP`, `unknown at STEP`, `undo failed at STEP`,
	 * `unfinished`, or the word for its end: `finished`, `taken back`, `closed before its end`.
	 */
	readonly where: string;
	/** It was finished or closed, or all of it was taken back. */
	readonly isOver: boolean;
	/** Its command runs now. */
	readonly isRunning: boolean;
	/** Without those that were undone or skipped. */
	readonly finished: number;
	/** Those that are to be done, on the ways that were chosen. */
	readonly steps: number;
};

/** A job that is dead is never shown as running. `here` is the name of this machine. */
export function standingOf(
	run: RunFolder,
	runbook: Runbook,
	state: RunState,
	here: string,
): Standing {
	const views = progress(runbook, state);
	const { steps, done } = countSteps(views);
	const { host } = state.began;
	// Processes of another machine cannot be looked for here.
	const where = host === here ? whereItStands(run, state, views) : `unfinished on ${host}`;
	const end = endWord(views, state);
	return {
		where: end ?? where,
		isOver: end !== undefined,
		isRunning: where.startsWith('running '),
		finished: done,
		steps: steps.length,
	};
}

function whereItStands(run: RunFolder, state: RunState, views: readonly VisitView[]): string {
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
	if (isLoud) return `${next.view.status} at ${next.visit.visit.id}`;
	const tried = flatten(views)
		.flatMap(itemsOf)
		.find(({ undoing }) => undoing === 'failed' || undoing === 'unknown');
	return tried ? `undo ${tried.undoing} at ${visitOf(tried.item.id)}` : 'unfinished';
}

/** A job that has not begun is left alone: looking for it would keep it from ever beginning. */
function find(folder: string, boot: string): JobFinding | undefined {
	return existsSync(join(folder, 'began')) ? findJob(folder, boot) : undefined;
}
