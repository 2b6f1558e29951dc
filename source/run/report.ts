/** A run as a Markdown page, fit for the incident ticket. */

import type { Runbook } from '../runbook/types.ts';
import { nameOfBlock } from './describe.ts';
import { visitOf } from './outline.ts';
import {
	flatten,
	type ItemView,
	itemsOf,
	progress,
	type StepStatus,
	type VisitView,
} from './progress.ts';
import { type JobRecord, jobLines, type ReportParts } from './report-jobs.ts';
import { cell, code, inline } from './report-markup.ts';
import { timeline, titleOf } from './report-timeline.ts';
import type { RunState } from './state.ts';
import { endWord } from './taken-back.ts';
import { openUndos } from './undo-entries.ts';

export type { JobRecord, ReportParts };

/** The words for the states of steps and items. */
export const statusWords: Readonly<Record<StepStatus, string>> = {
	open: 'not done',
	begun: 'begun',
	read: 'read',
	running: 'running',
	passed: 'done',
	'not-yet': 'needs doing',
	failed: 'FAILED',
	unknown: 'UNKNOWN',
	'by-hand': 'done by hand',
	skipped: 'skipped',
	'would-run': 'shown (dry run)',
	'not-needed': 'not needed',
	'done-already': 'done already',
	undone: 'undone',
};

export function writeReport(runbook: Runbook, state: RunState, parts: ReportParts): string {
	const views = progress(runbook, state);
	return [
		...head(state, views, parts),
		...answers(runbook, state),
		...flatten(views).flatMap(view => stepSection(runbook, state, view, parts)),
		...elsewhere(runbook, state, views, parts),
		...undoSection(runbook, state, parts),
		...timeline(runbook, state, parts),
		'',
	].join('\n');
}

function head(
	state: RunState,
	views: readonly VisitView[],
	{ formatTime }: ReportParts,
): readonly string[] {
	const { began } = state;
	return [
		`# ${inline(began.title)}`,
		'',
		...(began.dryRun ? ['**Dry run: nothing was executed.**', ''] : []),
		'| | |',
		'|---|---|',
		`| Run | \`${began.id}\` |`,
		`| Runbook | ${cell(began.runbook)}, SHA-256 \`${began.sum}\` |`,
		`| File | ${cell(began.file)} |`,
		`| Machine | ${cell(began.host)} |`,
		`| User | ${cell(began.user)}${began.root ? ', as root' : ''} |`,
		`| Began | ${formatTime(state.beganAt)} |`,
		`| Last event | ${formatTime(state.lastTime)} |`,
		`| State | ${stateWord(state, views)} |`,
		`| Steps | ${countSteps(flatten(views))} |`,
		...remarkable(state),
		`| Program | runbook ${cell(began.program)} |`,
	];
}

function stateWord(state: RunState, views: readonly VisitView[]): string {
	return endWord(views, state) ?? 'not finished';
}

/** How many steps are in which state, in the order of the table of words. */
function countSteps(views: readonly VisitView[]): string {
	const counted = views.filter(({ status }) => status !== 'read');
	const parts = Object.entries(statusWords).flatMap(([status, word]) => {
		const count = counted.filter(view => view.status === status).length;
		return count === 0 ? [] : [`${count} ${word}`];
	});
	return parts.join(', ') || 'none';
}

/** What a reader should know before all else: edited commands, and what is not undone. */
function remarkable(state: RunState): readonly string[] {
	const edited = state.executions.filter(execution => execution.edited).length;
	const open = openUndos(state).length;
	return [
		...(edited > 0 ? [`| Edited | ${edited} of the commands that ran |`] : []),
		...(open > 0 ? [`| Can be undone | ${open} |`] : []),
	];
}

function answers(runbook: Runbook, state: RunState): readonly string[] {
	const lines = [...state.answers].map(([name, answer]) => {
		const prompt = runbook.inputs.find(input => input.name === name)?.prompt ?? 'captured';
		const value =
			answer.kind === 'value'
				? [answer.value].flat().map(code).join(', ')
				: answer.kind === 'secret'
					? '(a secret)'
					: '(left empty)';
		return `- ${inline(prompt)} (\`${name}\`): ${value}`;
	});
	const hosts = [...state.hosts].map(
		([host, { here, name }]) => `- host \`${host}\`: ${here ? 'this machine' : code(name)}`,
	);
	return lines.length + hosts.length === 0 ? [] : ['', '## Answers', '', ...lines, ...hosts];
}

function stepSection(
	runbook: Runbook,
	state: RunState,
	view: VisitView,
	parts: ReportParts,
): readonly string[] {
	const { visit, status } = view;
	if (status === 'read' || status === 'open') return [];
	const notes = state.notes.filter(note => note.visit === visit.id);
	return [
		'',
		`## ${inline(visit.step.title)}: ${statusWords[status]}${undoingWord(view)}`,
		...(visit.linked ? ['', `(done from \`${visit.id}\`)`] : []),
		...itemsOf(view).flatMap(item => itemLines(runbook, state, item, parts)),
		...notes.flatMap(note => ['', `> ${parts.formatTime(note.time)}: ${inline(note.text)}`]),
	];
}

/** That it is still done, because taking it back did not work. */
function undoingWord(view: VisitView): string {
	const tried = itemsOf(view).find(({ undoing }) => undoing !== undefined)?.undoing;
	if (tried === undefined) return '';
	return tried === 'running' ? ', being undone' : `, undo ${tried.toUpperCase()}`;
}

/** What ran on a way that was left: another choice was taken there later. */
function elsewhere(
	runbook: Runbook,
	state: RunState,
	views: readonly VisitView[],
	parts: ReportParts,
): readonly string[] {
	const present = new Set(flatten(views).map(view => view.visit.id));
	const left = state.executions.filter(
		({ item, undoes }) => undoes === undefined && !present.has(visitOf(item)),
	);
	return left.flatMap(execution => [
		'',
		`## ${inline(titleOf(runbook, visitOf(execution.item)))}: left for another way`,
		...jobLines({ runbook, state }, execution, parts),
	]);
}

function itemLines(
	runbook: Runbook,
	state: RunState,
	view: ItemView,
	parts: ReportParts,
): readonly string[] {
	const { item, status, reason } = view;
	const why = reason ? ` (${inline(reason)})` : '';
	if (item.kind === 'choice') {
		const chosen = state.choices.get(item.visit);
		const label = chosen === undefined ? undefined : item.choices[chosen]?.label;
		return label === undefined ? [] : ['', `Decision: ${inline(label)}`];
	}
	const executions = state.executions.filter(execution => execution.item === item.id);
	const planned = item.kind === 'block' ? item.block.content.text : undefined;
	const jobs = executions.flatMap(execution =>
		jobLines({ runbook, state }, execution, parts, planned),
	);
	// The jobs of an undo by link are told at the step that they take back.
	if ((view.execution && item.kind !== 'take-back') || status === 'open') return jobs;
	const what =
		item.kind === 'tick'
			? inline(item.tick.label)
			: item.kind === 'block'
				? nameOfBlock(item.block)
				: item.kind === 'take-back'
					? inline(item.link.label)
					: 'By hand';
	return [...jobs, '', `${what}: ${statusWords[status]}${why}`];
}

function undoSection(runbook: Runbook, state: RunState, parts: ReportParts): readonly string[] {
	const done = state.executions.filter(execution => execution.undoes !== undefined);
	const settled = state.undos.filter(entry => entry.settled && entry.settled.how !== 'undone');
	const open = openUndos(state);
	if (done.length + settled.length + open.length === 0) return [];
	return [
		'',
		'## Undo',
		...done.flatMap(execution => [
			'',
			`### ${inline(titleOf(runbook, visitOf(execution.item)))}`,
			...jobLines({ runbook, state }, execution, parts),
		]),
		...settled.flatMap(entry => [
			'',
			`\`${entry.visit}\`: undo ${entry.settled?.how === 'by-hand' ? 'done by hand' : `skipped (${inline(entry.settled?.reason ?? '')})`}`,
		]),
		...(open.length > 0
			? [
					'',
					`Not undone: ${open.map(entry => `\`${entry.visit}\``).join(', ')}. See ${code(runbook.name)}.`,
				]
			: ['', 'Nothing is left to undo.']),
	];
}
