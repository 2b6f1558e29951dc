/** The report of a run, with what its jobs left on disk. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { openOrdinary, readOrdinary } from '../execute/ordinary-file.ts';
import type { RecordedEvent } from '../run/events.ts';
import { type JobRecord, writeReport } from '../run/report.ts';
import type { RunState } from '../run/state.ts';
import type { Runbook } from '../runbook/types.ts';
import { readJournal } from '../store/journal.ts';
import { jobFolder, writeReport as keepReport, type RunFolder } from '../store/runs.ts';
import { formatTime } from '../text/duration.ts';
import { OutputLines } from '../text/output.ts';

/** Lines of output that a report shows of one job. */
const shownLines = 200;
/** Bytes at the end of an output that are looked at for them. */
const tailBytes = 256 * 1024;

export function reportText(
	run: RunFolder,
	runbook: Runbook,
	state: RunState,
	events: readonly RecordedEvent[],
): string {
	return writeReport(runbook, state, {
		events,
		jobOf: job => jobRecord(jobFolder(run, job)),
		formatTime: iso => formatTime(iso, -new Date(iso).getTimezoneOffset()),
	});
}

/** Keeps the report beside the journal, and gives its path. */
export function saveReport(run: RunFolder, runbook: Runbook, state: RunState): string {
	const events = readJournal(run.journalFile).lines as RecordedEvent[];
	return keepReport(run, 'report.md', reportText(run, runbook, state, events));
}

/** The last lines of a job's output, as they may be shown. */
export function jobRecord(folder: string): JobRecord {
	const lines = new OutputLines({ keep: shownLines });
	const { bytes, before } = tail(join(folder, 'output'));
	lines.push(bytes);
	lines.end();
	const written = textOf(join(folder, 'written'));
	return {
		script: textOf(join(folder, 'script')) ?? '(its script is gone)',
		...(written === undefined ? {} : { written }),
		output: lines.lines,
		linesBefore: lines.total - lines.lines.length + (before ? 1 : 0),
	};
}

function tail(file: string): { readonly bytes: Uint8Array; readonly before: boolean } {
	try {
		const descriptor = openOrdinary(file);
		try {
			const { size } = fstatSync(descriptor);
			const from = Math.max(0, size - tailBytes);
			const bytes = Buffer.alloc(size - from);
			const read = readSync(descriptor, bytes, 0, bytes.length, from);
			return { bytes: bytes.subarray(0, read), before: from > 0 };
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return { bytes: new Uint8Array(), before: false };
	}
}

function textOf(file: string): string | undefined {
	try {
		return readOrdinary(file).toString();
	} catch {
		return undefined;
	}
}
