/** What ran, in a report: its bytes, how it ended, what it printed. Of a file its content, as on the screen. */
import { stepBySlug } from '../runbook/steps.ts';
import type { Block, Runbook } from '../runbook/types.ts';
import { formatDuration } from '../text/duration.ts';
import { describeOutcome, durationOf, nameOfBlock, purposeNames } from './describe.ts';
import type { RecordedEvent } from './events.ts';
import { contentIn } from './file-script.ts';
import { visitOf } from './outline.ts';
import { putValues } from './put-values.ts';
import { code, fenced, inline } from './report-markup.ts';
import type { Execution, RunState } from './state.ts';

/** What a job left behind, made safe to show. */
export type JobRecord = {
	/** The bytes that ran. */
	readonly script: string;
	/** Of a file that was written: its content. */
	readonly written?: string;
	/** The last lines of its output. */
	readonly output: readonly string[];
	/** Lines before them, which are only in the file. */
	readonly linesBefore: number;
};

export type ReportParts = {
	/** All events of the run, in their order. */
	readonly events: readonly RecordedEvent[];
	readonly jobOf: (job: number) => JobRecord;
	readonly formatTime: (iso: string) => string;
};

export type Told = { readonly runbook: Runbook; readonly state: RunState };

/** `planned` is the text of the runbook, which is told where something else ran. */
export function jobLines(
	told: Told,
	execution: Execution,
	parts: ReportParts,
	planned?: string,
): readonly string[] {
	const record = parts.jobOf(execution.job);
	const { output, linesBefore } = record;
	const took = durationOf(execution);
	const when = `${parts.formatTime(execution.startedAt)}${took === undefined ? '' : `, ${formatDuration(took)}`}`;
	const block = execution.undoes === undefined ? blockOf(told.runbook, execution.item) : undefined;
	const name = block ? nameOfBlock(block) : purposeNames[execution.purpose];
	const remarks = [
		...(execution.edited ? ['edited before it ran'] : []),
		...(execution.truncated ? ['its output was cut'] : []),
		...(execution.stillWriting ? ['a background process went on writing'] : []),
		...(execution.tty ? ['on the terminal, so its output was not recorded'] : []),
	];
	return [
		'',
		`${name}, ${when}: **${inline(describeOutcome(execution))}**${remarks.map(remark => `, ${remark}`).join('')}`,
		'',
		...bytesOf(told, execution, record, block),
		...(execution.edited && planned !== undefined
			? ['', 'In the runbook it is:', '', ...fenced(planned.split('\n'), block?.file ? '' : 'sh')]
			: []),
		...(output.length > 0
			? [
					'',
					...(linesBefore > 0
						? [`(${linesBefore} lines before these are only in the job's folder)`, '']
						: []),
					...fenced(output, ''),
				]
			: []),
	];
}

/** What ran. The script around a file is the program's own, and in the folder of the job. */
function bytesOf(
	{ state }: Told,
	execution: Execution,
	record: JobRecord,
	block: Block | undefined,
): readonly string[] {
	const written = record.written ?? (block?.file ? contentIn(record.script) : undefined);
	// What failed before it changed anything has nothing to be undone, which would know the path.
	const path = pathOf(state, execution) ?? (block?.file && putValues(state, block.file.path.text));
	const sum = `SHA-256 of its script, \`jobs/${execution.job}/script\`: \`${execution.sum}\``;
	if (execution.purpose === 'restore' && path !== undefined) {
		return [`It puts back what ${code(path)} was before.`, '', sum];
	}
	if (!block?.file || path === undefined || written === undefined) {
		return [...fenced(record.script.split('\n'), 'sh'), '', `SHA-256 \`${execution.sum}\``];
	}
	const { mode, owner } = block.file;
	const kept = [
		...(mode === undefined ? [] : [`mode ${code(mode)}`]),
		...(owner === undefined ? [] : [`owner ${code(putValues(state, owner.text))}`]),
	];
	return [
		`${record.written === undefined ? 'Nothing was written. The content would have been that' : 'The content'} of ${[code(path), ...kept].join(', ')}:`,
		'',
		...fenced(written.replace(/\n$/, '').split('\n'), ''),
		'',
		sum,
	];
}

function pathOf({ undos }: RunState, { item, job, undoes }: Execution): string | undefined {
	if (undoes !== undefined) return undos.find(({ id }) => id === undoes)?.path;
	const files = undos.filter(({ path, items }) => path !== undefined && items.has(item));
	return (files.find(({ items }) => items.get(item) === job) ?? files.at(-1))?.path;
}

/** The block of an item: the visit's last part is the step's slug, behind `#` stands its number. */
function blockOf(runbook: Runbook, item: string): Block | undefined {
	const slug = (visitOf(item).split('/').at(-1) ?? '').replace(/^[0-9]+\./, '');
	const index = Number(item.slice(item.lastIndexOf('#') + 1));
	const parts = stepBySlug(runbook, slug)?.parts ?? [];
	return parts.filter(part => part.kind === 'block').find(block => block.index === index);
}
