/** Whether what was shown is what ran: each job of a run against its plan, its preview and its sum. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { replay } from '../../source/run/apply.ts';
import type { RecordedEvent } from '../../source/run/events.ts';
import { allItems, outline } from '../../source/run/outline.ts';
import { planBlock } from '../../source/run/plan.ts';
import type { RunState } from '../../source/run/state.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Runbook } from '../../source/runbook/types.ts';
import { copyForm } from '../../source/text/copy-form.ts';
import { showText } from '../../source/text/safe.ts';
import type { Room } from './room.ts';

const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The only run of a room: the runbook as it was frozen, and the journal. */
export function readRunOf(room: Room): {
	readonly runbook: Runbook;
	readonly lines: readonly RecordedEvent[];
	readonly state: RunState;
} {
	const bytes = readFileSync(room.runPath('runbook.md'));
	const { runbook } = readRunbook('frozen', bytes, matchPattern);
	if (!runbook) throw new Error('the frozen text is no runbook');
	const lines = readFileSync(room.runPath('journal'), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as RecordedEvent);
	return { runbook, lines, state: replay(lines) };
}

/**
 * Compares the bytes of every job with the plan of the moment before, with what was printed, with
 * the copy, and with the sum in the journal and the report. Gives the bytes, by item.
 */
export function compareJobs(room: Room, stdout: string): ReadonlyMap<string, string> {
	const { runbook, lines } = readRunOf(room);
	const report = room.runbook(['report']).stdout;
	const ran = new Map<string, string>();
	for (const [at, { event }] of lines.entries()) {
		if (event.type !== 'job-started') continue;
		const bytes = readFileSync(room.runPath('jobs', String(event.job), 'script'));
		expect(sumOf(bytes)).toBe(event.sum);
		expect(report).toContain(event.sum);
		const text = bytes.toString('utf8');
		ran.set(event.item, text);
		const state = replay(lines.slice(0, at));
		const undo = state.undos.find(entry => entry.id === event.undoes);
		if (undo) {
			if (undo.script !== undefined) expect(text).toBe(undo.script);
			continue;
		}
		const item = allItems(outline(runbook, state.choices)).find(other => other.id === event.item);
		const plan = item?.kind === 'block' ? planBlock(runbook, state, item.block) : undefined;
		if (plan?.kind !== 'ready') throw new Error(`${event.item} had no plan`);
		expect(text).toBe(plan.script.text);
		const shown = (plan.script.file?.content ?? text).replace(/\n$/, '').split('\n');
		expect(stdout).toContain(shown.map(line => `${showText(`| ${line}`)}\n`).join(''));
		expect([text, `(\nset -e\n${text}\n)`]).toContain(copyForm(text));
	}
	return ran;
}
