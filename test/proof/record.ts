/** What a run on disk proves: that it came to its end unharmed, or which gate stopped it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { replay } from '../../source/run/apply.ts';
import { describeOutcome } from '../../source/run/describe.ts';
import type { RecordedEvent } from '../../source/run/events.ts';
import { allVisits, outline } from '../../source/run/outline.ts';
import { firstUnfinished, progress } from '../../source/run/progress.ts';
import { type Execution, type RunState, succeeded } from '../../source/run/state.ts';
import { judge } from '../../source/run/values.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Block, Runbook, Step } from '../../source/runbook/types.ts';
import { describe, type Taken } from './branches.ts';

/** What every proof says of its walk. */
export type Walked = {
	readonly runbook: string;
	/** Of the runbook as it was walked: see `sumOf`. */
	readonly sum: string;
	/** Decisions in the order in which they were taken. */
	readonly taken: readonly Taken[];
	/** Ids of the blocks that ran, or were done on another machine. */
	readonly blocks: readonly string[];
	/** Conditions of blocks that held, as `describe` writes them. */
	readonly held: readonly string[];
	/** What was answered, without secrets; what changes from walk to walk has a name instead. */
	readonly answers: Readonly<Record<string, string>>;
	/** Names and versions of what it was walked on. */
	readonly software: string;
};

export type Passed = Walked & { readonly kind: 'passed' };

export type Noticed = Walked & {
	readonly kind: 'noticed';
	readonly broken: string;
	/** The answers that are the sabotage: all others are those of a walk that passes. */
	readonly instead: readonly string[];
	/** The id of the block that stopped the walk, or the name of the input that refused an answer. */
	readonly gate: string;
	/** The first line that it printed. */
	readonly said: string;
};

export type Proof = Passed | Noticed;

export type Sabotage = {
	readonly broken: string;
	readonly instead?: readonly string[];
	/** What the gate printed, where the walk could only show it for another machine. */
	readonly elsewhere?: string;
};

/** A run on disk, read again. */
export type Run = {
	readonly folder: string;
	readonly runbook: Runbook;
	readonly state: RunState;
	readonly events: readonly RecordedEvent[];
};

/** What a walk runs, as SHA-256 in hex. Prose may change, and lines move. */
export function sumOf({ inputs, steps }: Runbook): string {
	const asked = inputs.map(({ name, type, pattern, min, max, choices }) => [
		...[name, type, pattern, min, max, choices],
	]);
	const run = allSteps(steps).map(({ slug, parts }) => [
		slug,
		...parts.flatMap(part =>
			part.kind === 'block'
				? [part.purpose, part.language, part.content.text, part.host, part.file?.path.text]
				: [],
		),
	]);
	return createHash('sha256')
		.update(JSON.stringify([asked, run]))
		.digest('hex');
}

const allSteps = (steps: readonly Step[]): readonly Step[] =>
	steps.flatMap(step => [step, ...allSteps(step.steps)]);

/** The block of an id: the slug of its step, behind where it was walked, and its number there. */
export function blockOf({ steps }: Runbook, id: string): Block {
	const [, slug, index] = /([^/]*)#(\d+)$/.exec(id) ?? [];
	const name = slug?.replace(/^\d+\./, '');
	const parts = allSteps(steps).find(step => step.slug === name)?.parts ?? [];
	const block = parts.find(part => part.kind === 'block' && part.index === Number(index));
	if (block?.kind !== 'block') throw new Error(`There is no block ${id}.`);
	return block;
}

/** The run that was begun last in a state folder. */
export function newestRun(stateFolder: string): Run | undefined {
	const runs = join(stateFolder, 'runbook', 'runs');
	const ids = readdirSync(runs, { withFileTypes: true }).filter(entry => entry.isDirectory());
	const byTime = ids
		.map(({ name }) => join(runs, name))
		.map(folder => ({ folder, since: statSync(join(folder, 'runbook.md')).mtimeMs }))
		.sort((one, other) => other.since - one.since);
	const folder = byTime[0]?.folder;
	if (folder === undefined) return undefined;
	const bytes = readFileSync(join(folder, 'runbook.md'));
	const { runbook } = readRunbook('frozen', bytes, matchPattern);
	if (!runbook) throw new Error(`${folder} holds no runbook`);
	const events = readFileSync(join(folder, 'journal'), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as RecordedEvent);
	return { folder, runbook, state: replay(events), events };
}

/** Nothing, unless the run came to its end and nothing in it failed or was skipped. */
export function passedBy(run: Run, software: string, changing: Changing): Passed | undefined {
	const { state } = run;
	const isUnharmed = state.executions.every(
		execution => execution.purpose === 'done' || !failed(execution),
	);
	const isWhole = [...state.records.values()].every(
		record => record.kind !== 'mark' || record.how !== 'skipped',
	);
	if (!state.finished || state.began.dryRun || !isUnharmed || !isWhole) return undefined;
	return { kind: 'passed', ...walkedIn(run, software, changing) };
}

export function noticedBy(
	run: Run,
	sabotage: Sabotage,
	software: string,
	changing: Changing,
): Noticed {
	const { block, said } =
		sabotage.elsewhere === undefined
			? failureIn(run)
			: { block: waitingIn(run), said: firstLine(sabotage.elsewhere) ?? '(nothing)' };
	return {
		kind: 'noticed',
		...walkedIn(run, software, changing),
		broken: sabotage.broken,
		instead: sabotage.instead ?? [],
		gate: block,
		said: steady(said, changing),
	};
}

/** Of an answer that was refused, before there was a run: all others are those of a walk that passes. */
export type Refusal = {
	readonly broken: string;
	readonly input: string;
	readonly answers: Readonly<Record<string, string>>;
	/** What the command printed. */
	readonly output: string;
};

export function refusedBy(
	runbook: Runbook,
	{ broken, input, answers, output }: Refusal,
	software: string,
): Noticed {
	return {
		kind: 'noticed',
		runbook: runbook.name,
		sum: sumOf(runbook),
		taken: [],
		blocks: [],
		held: [],
		answers,
		software,
		broken,
		instead: [input],
		gate: input,
		said: firstLine(output) ?? '(nothing)',
	};
}

/** Words that differ from walk to walk, and what stands for them. */
export type Changing = Readonly<Record<string, string>>;

function walkedIn(run: Run, software: string, changing: Changing): Walked {
	const { runbook, state, events } = run;
	const all = { ...changing, [state.began.id]: 'RUN' };
	const blocks = allVisits(outline(runbook, state.choices)).flatMap(visit =>
		visit.step.parts.flatMap(part => (part.kind === 'block' ? [part] : [])),
	);
	const conditions = blocks.flatMap(({ when }) => when);
	const holds = conditions.filter(condition => {
		const verdict = judge(runbook, state, condition);
		return verdict !== 'unknown' && verdict.holds;
	});
	const answers = events.flatMap(({ event }) =>
		event.type === 'answered' && !event.secret
			? [[event.name, steady([event.value ?? '(none)'].flat().join(' '), all)]]
			: [],
	);
	return {
		runbook: state.began.runbook,
		sum: sumOf(runbook),
		taken: events.flatMap(({ event }) =>
			event.type === 'chose' ? [{ visit: event.visit, target: event.target }] : [],
		),
		blocks: [...state.records.keys()].filter(id => /#\d+$/.test(id)),
		held: [...new Set(holds.map(describe))],
		answers: Object.fromEntries(answers),
		software,
	};
}

const failed = (execution: Execution) =>
	execution.refused !== undefined || (execution.outcome !== undefined && !succeeded(execution));

/** What stopped the run: the newest thing that failed. */
function failureIn(run: Run): { block: string; said: string } {
	const last = run.state.executions.at(-1);
	if (!last || last.purpose === 'done' || !failed(last)) {
		throw new Error(`Nothing has stopped the run: ${JSON.stringify(last)}`);
	}
	const output = readFileSync(join(run.folder, 'jobs', String(last.job), 'output'), 'utf8');
	const said = firstLine(output) ?? last.refused ?? `(nothing; ${describeOutcome(last)})`;
	// Of an undo, which may be run more than once, the number stands behind the block.
	return {
		block: last.item.replace(/@\d+$/, ''),
		said: steady(said, { [run.state.began.id]: 'RUN' }),
	};
}

/** The block that the walk has shown last, because it is for another machine. */
function waitingIn({ runbook, state }: Run): string {
	const next = firstUnfinished(progress(runbook, state));
	if (next?.view.item.kind !== 'block') throw new Error('No block waits for another machine.');
	return next.view.item.id;
}

const firstLine = (text: string): string | undefined =>
	text
		.split('\n')
		.map(line => line.trim())
		.find(line => line !== '');

/** What is another one in each walk, whatever is walked: processes, times, messages, jobs. */
const unsteady: readonly (readonly [RegExp, string])[] = [
	[/\b(pid|fd|S)=\d+/g, '$1=N'],
	[/^\d+$/g, 'N'],
	[/\bjobs\/\d+/g, 'jobs/N'],
	// Ports that Linux takes by itself for whoever asks: from 32768 to 60999.
	[/(?<=\d):(3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|60\d{3})\b/g, ':N'],
	[/\b\d+m +\d+ /g, 'N '],
	[/\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}\b/g, 'ID'],
	[/\b[A-Z][a-z]{2} +\d+ \d\d:\d\d\b/g, 'TIME'],
	[/\b(\d\d-[A-Z][a-z]{2}-\d{4}|\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d/g, 'TIME'],
	[/\s+/g, ' '],
];

/** The same words in each walk: what differs has a name. */
export function steady(text: string, changing: Changing): string {
	const named = Object.entries(changing).reduce(
		(steadied, [word, name]) => steadied.replaceAll(word, name),
		text,
	);
	return unsteady.reduce((steadied, [pattern, name]) => steadied.replaceAll(pattern, name), named);
}
