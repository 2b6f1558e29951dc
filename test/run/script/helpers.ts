/** Runbooks from Markdown, and scripts from runbooks, for the tests of `script`. */
import { draft, type Given } from '../../../source/run/draft.ts';
import { withoutLateConditions } from '../../../source/run/script/late.ts';
import { type ScriptResult, writeScript } from '../../../source/run/script/write-script.ts';
import type { Began, RunState } from '../../../source/run/state.ts';
import { readRunbook } from '../../../source/runbook/reader.ts';
import type { Runbook, Value } from '../../../source/runbook/types.ts';

export type Answers = {
	readonly answers?: Readonly<Record<string, Value | null>>;
	/** By host, its name, or `here`. */
	readonly hosts?: Readonly<Record<string, string>>;
	/** By visit, the target of the choice. */
	readonly choices?: Readonly<Record<string, string>>;
};

export const began: Began = {
	type: 'began',
	id: 'abc123def456',
	runbook: 'small',
	file: '/small.md',
	sum: '0'.repeat(64),
	title: 'Small',
	dryRun: false,
	host: 'server1',
	user: 'root',
	root: true,
	program: 'runbook 0.1.0',
	date: '20250102',
};

export const about = { program: 'runbook 0.1.0', time: '2025-01-02T03:04:05Z' };

const matches = (pattern: string, value: string) => new RegExp(`^(?:${pattern})$`, 'u').test(value);

/** A runbook from what follows its first heading; `front` are further lines of its front matter. */
export function read(body: string, front = '', name = 'small'): Runbook {
	return readText(`---\nrunbook: 1\nsummary: Small.\n${front}---\n\n# Small\n\n${body}\n`, name);
}

export function readText(text: string, name: string): Runbook {
	const { runbook, diagnostics } = readRunbook(name, new TextEncoder().encode(text), matches);
	if (runbook) return runbook;
	throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
}

/** What a run would be with these answers, all defaults taken. */
export function stateOf(runbook: Runbook, given: Answers = {}): RunState {
	const hosts = Object.entries(given.hosts ?? {}).map(
		([host, name]) => [host, { here: name === 'here', name }] as const,
	);
	const all: Given = {
		answers: new Map(Object.entries(given.answers ?? {})),
		secrets: new Set(),
		hosts: new Map(hosts),
		choice: item =>
			item.choices.find(choice => choice.target === given.choices?.[item.visit])?.index,
	};
	return draft(withoutLateConditions(runbook), began, all).state;
}

export function resultOf(runbook: Runbook, given: Answers = {}): ScriptResult {
	return writeScript(runbook, stateOf(runbook, given), about);
}

/** The script; fails where there is none. */
export function scriptOf(runbook: Runbook, given: Answers = {}): string {
	const result = resultOf(runbook, given);
	if (result.kind === 'script') return result.text;
	throw new Error(JSON.stringify(result));
}
