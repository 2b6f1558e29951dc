/** Every way through every runbook: its bytes stand in the script as they would run. */
import { describe, expect, test } from 'vitest';
import { allItems, outline } from '../../../source/run/outline.ts';
import { isHere, planBlock } from '../../../source/run/plan.ts';
import { lateNames } from '../../../source/run/script/late.ts';
import type { RunState } from '../../../source/run/state.ts';
import { captureNames, declarationOf } from '../../../source/run/values.ts';
import type { Block, Runbook } from '../../../source/runbook/types.ts';
import { scriptOf, stateOf } from './helpers.ts';
import { runbooks, sample, ways } from './ways.ts';

function withCaptures(runbook: Runbook, state: RunState): RunState {
	const answers = new Map(state.answers);
	for (const name of captureNames(runbook)) {
		const input = declarationOf(runbook, name);
		if (input) answers.set(name, { kind: 'value', value: sample(input) });
	}
	return { ...state, answers };
}

function placesCapture(runbook: Runbook, { content, file }: Block): boolean {
	const names = captureNames(runbook);
	return [content, file?.path, file?.owner].some(template =>
		template?.placeholders.some(({ name }) => names.has(name)),
	);
}

test('there are runbooks', () => {
	expect(runbooks.length).toBeGreaterThan(3);
});

describe.each(runbooks)('$file', ({ runbook }) => {
	test('every block that would run stands in the script, byte for byte', () => {
		const all = ways(runbook, {});
		expect(all.length).toBeGreaterThan(0);
		let found = 0;
		for (const given of all) {
			const state = stateOf(runbook, given);
			const full = withCaptures(runbook, state);
			let script = scriptOf(runbook, given);
			for (const { name, variable } of lateNames(runbook, state).values()) {
				const known = full.answers.get(name);
				const value = known?.kind === 'value' ? String(known.value) : '';
				script = script.replaceAll(`"$${variable}"`, value);
			}
			for (const item of allItems(outline(runbook, state.choices))) {
				if (item.kind !== 'block' || !isHere(state, item.block.host)) continue;
				const plan = planBlock(runbook, full, item.block);
				if (plan.kind !== 'ready') continue;
				// The lines of a file that hold a capture are written by themselves.
				if (item.block.file && placesCapture(runbook, item.block)) continue;
				expect(script).toContain(`\n${plan.script.text}\n`);
				found++;
			}
		}
		if (runbook.hosts.length === 0) expect(found).toBeGreaterThan(0);
	});
});
