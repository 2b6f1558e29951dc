/**
 * What you see is what runs, over every runbook and every way through it: the bytes of a block are
 * the same in the preview, in the copy and in the printed script.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Io } from '../../source/cli/io.ts';
import { printScript } from '../../source/cli/plain/print-visit.ts';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { hereDocument } from '../../source/run/file-script.ts';
import { allItems, outline } from '../../source/run/outline.ts';
import { isHere, planBlock, type Script } from '../../source/run/plan.ts';
import { lateNames } from '../../source/run/script/late.ts';
import type { RunState } from '../../source/run/state.ts';
import { captureNames, declarationOf } from '../../source/run/values.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Block, Runbook } from '../../source/runbook/types.ts';
import { copyForm } from '../../source/text/copy-form.ts';
import { scriptOf, stateOf } from '../run/script/helpers.ts';
import { sample, ways } from '../run/script/ways.ts';

const root = join(import.meta.dirname, '../..');
const files = ['runbooks', 'test/fixtures/runbooks'].flatMap(folder =>
	readdirSync(join(root, folder), { recursive: true })
		.map(name => join(folder, String(name)))
		.filter(name => name.endsWith('.md')),
);
const runbooks = files.flatMap(file => {
	const { runbook } = readRunbook(
		basename(file, '.md'),
		readFileSync(join(root, file)),
		matchPattern,
	);
	return runbook ? [{ file, runbook }] : [];
});

/** The lines that the plain walk shows of a script, without the bars before them. */
function preview(script: Script): string {
	let text = '';
	const stdout = new Writable({
		write(chunk, _encoding, done) {
			text += chunk;
			done();
		},
	});
	printScript({ stdout, environment: { LC_ALL: 'C.UTF-8' } } as unknown as Io, 'action', script);
	return text
		.split('\n')
		.flatMap(line => (line.startsWith('| ') ? [line.slice(2)] : []))
		.join('\n');
}

/** The script's bytes of a block, with values where it has variables for captures. */
function putBack(script: string, runbook: Runbook, state: RunState, full: RunState): string {
	let text = script;
	for (const { name, variable } of lateNames(runbook, state).values()) {
		const known = full.answers.get(name);
		const value = known?.kind === 'value' ? String(known.value) : '';
		text = text.replaceAll(`"$${variable}"`, value);
	}
	return text;
}

function withCaptures(runbook: Runbook, state: RunState): RunState {
	const answers = new Map(state.answers);
	for (const name of captureNames(runbook)) {
		const input = declarationOf(runbook, name);
		if (input) answers.set(name, { kind: 'value', value: sample(input) });
	}
	return { ...state, answers };
}

/** Lines of a file that hold a capture are written by themselves, not in one piece. */
function isInPieces(runbook: Runbook, { content, file }: Block): boolean {
	const names = captureNames(runbook);
	const templates = file ? [content, file.path, file.owner] : [];
	return templates.some(template => template?.placeholders.some(({ name }) => names.has(name)));
}

/** The frame that running.md gives to a block of this machine. */
function frameOf({ text, language }: Script, { tty }: Block): string {
	const input = tty ? '' : ' </dev/null';
	return language === 'sh'
		? `\n(\nset -e\n${text}\n)${input}\n`
		: `bash --noprofile --norc -e /dev/fd/3${input} 3${hereDocument(`${text}\n`)}\n`;
}

test('there are runbooks', () => {
	expect(runbooks.map(({ file }) => file)).toEqual(files);
	expect(files.length).toBeGreaterThan(8);
});

describe.each(runbooks)('$file', ({ runbook }) => {
	test('each block is the same in preview, copy and script', () => {
		const seen = new Set<string>();
		for (const given of ways(runbook, {})) {
			const state = stateOf(runbook, given);
			const full = withCaptures(runbook, state);
			const script = putBack(scriptOf(runbook, given), runbook, state, full);
			for (const item of allItems(outline(runbook, state.choices))) {
				const plan = item.kind === 'block' && planBlock(runbook, full, item.block);
				if (item.kind !== 'block' || !plan || plan.kind !== 'ready') continue;
				const { text, file } = plan.script;
				if (!seen.has(text)) {
					expect(preview(plan.script)).toBe(file ? file.content.replace(/\n$/, '') : text);
					expect(copyForm(text)).toBe(text.includes('\n') ? `(\nset -e\n${text}\n)` : text);
					seen.add(text);
				}
				if (!isHere(state, item.block.host) || isInPieces(runbook, item.block)) continue;
				expect(script).toContain(frameOf(plan.script, item.block));
			}
		}
		expect(seen.size).toBeGreaterThan(1);
	});
});
