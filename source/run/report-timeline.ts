/** The end of a report: everything that happened, a line each, in the order in which it did. */
import { stepBySlug } from '../runbook/steps.ts';
import type { Runbook } from '../runbook/types.ts';
import { describeOutcome, purposeNames } from './describe.ts';
import type { RecordedEvent, RunEvent } from './events.ts';
import { visitOf } from './outline.ts';
import { progress } from './progress.ts';
import { code, inline } from './report-markup.ts';
import { executionOf, type RunState } from './state.ts';
import { isClosed } from './taken-back.ts';

export type TimelineParts = {
	readonly events: readonly RecordedEvent[];
	readonly formatTime: (iso: string) => string;
};

/** Milliseconds: less is what rounding to seconds and looking now and then make. */
const SEEN = 2000;

export function timeline(
	runbook: Runbook,
	state: RunState,
	{ events, formatTime }: TimelineParts,
): readonly string[] {
	/** Where nobody was there to see it, a job had ended before its end was noted. */
	const endedBefore = (event: RunEvent, time: string) => {
		if (event.type !== 'job-ended' || event.endedAt === undefined) return '';
		if (Date.parse(time) - Date.parse(event.endedAt) < SEEN) return '';
		return `, at ${formatTime(event.endedAt)} already, as was seen now`;
	};
	const lines = events.flatMap(({ event, time }) => {
		const said = describeEvent(runbook, state, event);
		return said === undefined ? [] : [`- ${formatTime(time)}: ${said}${endedBefore(event, time)}`];
	});
	return lines.length === 0 ? [] : ['', '## In order', '', ...lines];
}

/** The title of the step of a visit; the last part of its id is the step's slug. */
export function titleOf(runbook: Runbook, visit: string): string {
	const slug = (visit.split('/').at(-1) ?? visit).replace(/^[0-9]+\./, '');
	return stepBySlug(runbook, slug)?.title ?? visit;
}

function describeEvent(runbook: Runbook, state: RunState, event: RunEvent): string | undefined {
	const step = (item: string) => `"${inline(titleOf(runbook, visitOf(item)))}"`;
	const why = (reason: string | undefined) => (reason ? `: ${inline(reason)}` : '');
	switch (event.type) {
		case 'began':
			return event.dryRun ? 'began, as a dry run' : 'began';
		case 'answered':
			return `answered ${code(event.name)}: ${
				event.secret
					? '(a secret)'
					: event.value === null
						? '(left empty)'
						: [event.value].flat().map(code).join(', ')
			}`;
		case 'host-named':
			return `host ${code(event.host)}: ${event.here ? 'this machine' : code(event.name)}`;
		case 'chose':
			return `decided in ${step(event.visit)}: ${inline(titleOf(runbook, event.target))}`;
		case 'job-started':
			return `${purposeNames[event.purpose]} of ${step(event.item)} started (job ${event.job}${event.edited ? ', edited' : ''})`;
		case 'job-ended': {
			const execution = executionOf(state, event.job);
			return execution && `job ${event.job} ended: ${inline(describeOutcome(execution))}`;
		}
		case 'marked':
			// The step that takes others back is not itself taken back.
			return event.how === 'taken-back'
				? `${step(event.item)} took back what it names`
				: `${step(event.item)} ${marks[event.how]}${why(event.reason)}`;
		case 'reopened':
			return `${step(event.visit)} opened again`;
		case 'settled':
			return `undo of ${step(event.undo)} ${event.how === 'by-hand' ? 'done by hand' : 'skipped'}${why(event.reason)}`;
		case 'noted':
			return `noted at ${step(event.visit)}: ${inline(event.text)}`;
		case 'resumed':
			return 'resumed';
		case 'left':
			return 'left';
		case 'finished':
			return isClosed(progress(runbook, state), state) ? 'closed before its end' : 'finished';
	}
}

const marks = {
	'by-hand': 'done by hand',
	skipped: 'skipped',
	'would-run': 'shown (dry run)',
	open: 'opened again',
} as const;
