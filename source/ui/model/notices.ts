/** What to tell the person after an order to run. Pure. */
import { describeOutcome } from '../../run/describe.ts';
import type { Stop } from '../../run/next-act.ts';
import { itemsOf, progress, type VisitView } from '../../run/progress.ts';
import type { Execution, RunState } from '../../run/state.ts';
import { canBeClosed, endWord, isTakenBack } from '../../run/taken-back.ts';
import type { Runbook } from '../../runbook/types.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Carried } from '../conductor.ts';
import { showText } from '../display.ts';
import type { Notice } from '../page.ts';
import { stepLook } from './status.ts';

/** What of a failure depends on the step and the run it stands in. */
export type Ways = {
	/** The step asks for something, which `i` changes. */
	readonly answers?: boolean;
	/** There is something to be taken back. */
	readonly undo?: boolean;
	/** Which try of the item it was, from 1. */
	readonly attempt?: number;
};

/** The ways on from what failed, in the order of what helps most often. */
export function waysOn({ answers, undo }: Ways, edits: boolean): Safe {
	const answer = answers ? safe` i change the answer,` : safe``;
	const edit = edits ? safe` e edit,` : safe``;
	const back = undo ? safe`, u undo` : safe``;
	return safe`r again,${answer}${edit} d done by hand, s skip${back}.`;
}

/** `next` is the title of the step that Enter goes on to, if there is one. */
export function noticeOf(ran: Carried, next: Safe | undefined, ways: Ways = {}): Notice {
	switch (ran.kind) {
		case 'end':
			return finished('done', next);
		case 'pause':
			return {
				text: safe`Done so far. r goes on with the next action of this step.`,
				role: 'good',
			};
		case 'stop':
			return stopNotice(ran.stop, next);
		case 'failed': {
			const how = showText(describeOutcome(ran.execution));
			// Only what runs in this very step can be edited in it.
			const edits = ran.item.kind !== 'take-back';
			const { attempt = 1 } = ways;
			// The same picture as before would look as if the key had done nothing.
			const so = attempt > 1 ? safe`Failed again (try ${attempt})` : safe`Not passed`;
			return {
				text: safe`${so}: ${how}. ${waysOn(ways, edits)}`,
				role: 'bad',
			};
		}
		case 'not-approved':
			return {
				text: safe`What comes next was not run: its bytes are known only now. Look, then r.`,
				role: 'warning',
			};
		case 'declined':
			return { text: safe`Not confirmed, and not run.`, role: 'plain' };
		case 'low-space':
			return { text: safe`Not run: there is too little space for its output.`, role: 'warning' };
		case 'no-terminal':
			return { text: safe`Not run: it needs a terminal, and there is none.`, role: 'warning' };
	}
}

/** `isAll`: with it the step is done. */
export function endedNotice(execution: Execution, isAll: boolean): Notice {
	const how = showText(describeOutcome(execution));
	return {
		text: safe`It has ended: ${how}. ${isAll ? safe`Enter` : safe`r`} goes on.`,
		role: 'plain',
	};
}

/** What a step is that has nothing left to be done; the newest word on it counts. */
export function howFinished(view: VisitView): string {
	const all = itemsOf(view).map(({ status }) => status);
	if (all.includes('would-run')) return 'would be done';
	if (view.status === 'undone') return 'taken back';
	if (!all.includes('skipped')) return 'done';
	return view.status === 'skipped' ? 'skipped' : 'over, and part of it was skipped';
}

/** `how`: see `howFinished`. `readsOn`: there is more of the step below, which Enter shows first. */
export function finished(how: string, next: Safe | undefined, readsOn = false): Notice {
	const is = how.startsWith('would') ? how : `is ${how}`;
	const step = showText(`This step ${is}.`);
	return {
		text: readsOn
			? safe`${step} Enter reads on; there is more below.`
			: next === undefined
				? how === 'done'
					? safe`Done. Enter goes on to the end.`
					: safe`${step} Enter goes on to the end.`
				: safe`${step} Enter goes on: ${next}`,
		role: how.includes('skipped') ? 'warning' : 'good',
	};
}

export function stopNotice(stop: Stop, next: Safe | undefined): Notice {
	const warn = (text: Safe): Notice => ({ text, role: 'warning' });
	switch (stop.kind) {
		case 'elsewhere':
			return warn(
				safe`That runs on ${showText(stop.host)}: c copies it; d says that you did it there.`,
			);
		case 'needs-root':
			return warn(safe`That needs root. Start with sudo runbook, or do it by hand: c, then d.`);
		case 'waiting':
			return warn(safe`It waits for a value: ${showText(stop.names.join(', '))}. i asks for it.`);
		case 'refused':
			return warn(showText(`It cannot run with this value: ${stop.because} i changes it.`));
		case 'not-needed':
			return warn(
				showText(
					`It has failed, and is not needed any more: ${stop.because}. s goes on without it.`,
				),
			);
		case 'by-hand':
			return warn(safe`This is done by hand: do it, then d says so.`);
		case 'choose':
			return warn(safe`Choose with the arrows and Enter.`);
		case 'unknown':
			return warn(safe`It is not known whether it ran, and it was not run again.`);
		case 'running':
			return warn(safe`It still runs.`);
		case 'step-below':
			return next === undefined
				? warn(safe`A step below comes first.`)
				: warn(safe`First: ${next}`);
	}
}

/** The same after an order to take something back. */
export function undoNotice(ran: Carried): Notice {
	if (ran.kind !== 'failed') return noticeOf(ran, undefined);
	const how = showText(describeOutcome(ran.execution));
	return {
		text: safe`Not taken back: ${how}. r again, d done by hand, s skip, o output.`,
		role: 'bad',
	};
}

export const noFile: Notice = {
	text: safe`Only a file is shown as its change. This is the script itself.`,
	role: 'plain',
};

/** Enter goes to what is left: what it leaves out on the way is named. */
export function passedNotice([first, ...others]: readonly VisitView[]): Notice | undefined {
	if (!first) return undefined;
	const title = showText(first.visit.step.title);
	const how = stepLook(first).word;
	return {
		text:
			others.length === 0
				? safe`Passed by, for it is settled: ${title} (${how}).`
				: safe`Passed by, for they are settled: ${title} (${how}), and ${others.length} more.`,
		role: 'plain',
	};
}

/** What was taken back, and whether that was all. */
export function takenBackNotice(title: Safe, views: readonly VisitView[], state: RunState): Notice {
	const all = isTakenBack(views, state)
		? safe` Everything is taken back.`
		: canBeClosed(views, state)
			? safe` Nothing else can be; what has no undo stands.`
			: safe``;
	return { text: safe`Taken back: ${title}.${all}`, role: 'good' };
}

/** The ways on from a step behind the last undo: the run is not lost by that. */
export function fromHere({ status }: VisitView): Safe {
	return status === 'undone'
		? safe`r opens this step again, Enter goes on, q leaves.`
		: safe`The walk can go on; q leaves.`;
}

/** What becomes of a run that is left for the library. */
export function leftNotice(runbook: Runbook, state: RunState): Notice {
	const { began } = state;
	const id = showText(began.id);
	const end = endWord(progress(runbook, state), state);
	return {
		text: end
			? safe`Run ${id} is ${showText(end)}.`
			: began.dryRun
				? safe`Dry run ${id} is kept: runbook runs has it.`
				: safe`Run ${id} is kept: Enter goes on with it.`,
		role: 'plain',
	};
}

/** What was done on the way that was chosen before at this visit, and stands. */
export function ranBelow({ executions, undos }: RunState, visit: string): Notice | undefined {
	const isBelow = (id: string) => id.startsWith(`${visit}/`);
	if (!executions.some(({ item, undoes }) => undoes === undefined && isBelow(item))) {
		return undefined;
	}
	return undos.some(entry => !entry.settled && isBelow(entry.visit))
		? {
				text: safe`What ran on the other way stands: u, and u once more, takes it back.`,
				role: 'warning',
			}
		: { text: safe`What ran on the other way stands.`, role: 'plain' };
}
