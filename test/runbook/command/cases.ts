import fc from 'fast-check';
import { findPlaceholders, renderCommand } from '../../../source/runbook/command/index.ts';
import { readWithout } from '../../../source/runbook/command/read.ts';
import { renderWithout } from '../../../source/runbook/command/render.ts';
import type { Language } from '../../../source/runbook/types.ts';
import type { Shell } from '../../helpers/shells.ts';
import { type Outcome, runAll } from './batch.ts';
import { kindOf } from './helpers.ts';
import { type Values, values } from './hostile-values.ts';
import { block } from './shell-text.ts';
import type { Part, Piece } from './shell-words.ts';

/** A block, the values to put in, and what must come of it. */
export type Case = { readonly piece: Piece; readonly values: Values; readonly language: Language };

/** A case that was accepted, with the text that a shell runs. */
export type Accepted = Case & { readonly script: string };

/** Makes cases of all kinds; the same seed gives the same cases. */
export function makeCases(language: Language, count: number, seed: number): readonly Case[] {
	return fc.sample(
		fc.record({
			piece: block(language === 'bash'),
			values,
			language: fc.constant(language),
		}),
		{ numRuns: count, seed },
	);
}

/** @returns the case with its values put in, unless the reader or the renderer refuses it. */
export function accept(given: Case, without?: string): Accepted | undefined {
	const { text } = given.piece;
	const template = { text, placeholders: findPlaceholders(text) };
	const { command } = readWithout(template, given.language, kindOf, without);
	if (!command) return undefined;
	const fill = (name: string) => ({ value: given.values[name] ?? 'absent' });
	const rendering =
		without === undefined ? renderCommand(command, fill) : renderWithout(command, fill, without);
	return 'text' in rendering ? { ...given, script: rendering.text } : undefined;
}

/** Runs what was accepted. @returns what went wrong, the shortest first. */
export async function run(shell: Shell, cases: readonly Accepted[]): Promise<readonly string[]> {
	const outcomes = await runAll(
		shell,
		cases.map(({ script }) => script),
	);
	return cases
		.flatMap((one, index) => {
			const outcome = outcomes[index];
			const wrong = outcome && explain(one, outcome);
			return wrong
				? [`${wrong}\n${one.piece.text}\n${JSON.stringify(one.values)}\n${one.script}`]
				: [];
		})
		.sort((a, b) => a.length - b.length);
}

/** @returns how the outcome is another than it must be. */
export function explain({ piece, values }: Case, outcome: Outcome): string | undefined {
	if (outcome.marked) return 'Something else ran:';
	const expected = piece.records.map(words => words.flatMap(parts => wordsOf(parts, values)));
	const difference = differs(expected, outcome.records);
	if (difference)
		return `Expected ${JSON.stringify(expected)}, got ${JSON.stringify(outcome.records)}:`;
	const files = new Set((piece.files ?? []).flatMap(parts => wordsOf(parts, values)));
	if (differs([...files].sort(), outcome.files)) return `The files are ${outcome.files}:`;
	return outcome.status === 0 ? undefined : `It ended with ${outcome.status}:`;
}

function differs(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) !== JSON.stringify(b);
}

/** The words that a written word becomes: several if it is a list. */
function wordsOf(parts: readonly Part[], values: Values): readonly string[] {
	const [first] = parts;
	if (parts.length === 1 && typeof first === 'object') {
		const value = values[first.value] ?? '';
		return typeof value === 'string' ? [value] : value;
	}
	return [parts.map(part => (typeof part === 'string' ? part : values[part.value])).join('')];
}
