import type { CommandReading, Filling, ValueKind } from '../../../source/runbook/command/index.ts';
import { findPlaceholders, readCommand } from '../../../source/runbook/command/index.ts';
import { readWithout } from '../../../source/runbook/command/read.ts';
import type { Language } from '../../../source/runbook/types.ts';

/** Names that begin with these letters are of these kinds; all others are one text. */
export function kindOf(name: string): ValueKind | undefined {
	if (name.startsWith('undeclared')) return undefined;
	const type = name.startsWith('int') ? 'integer' : name.startsWith('secret') ? 'secret' : 'text';
	return { type, many: name.startsWith('list'), pattern: name.startsWith('pattern') };
}

/** Reads a block, with one rule taken away if one is named. */
export function read(text: string, language: Language = 'sh', without?: string): CommandReading {
	const template = { text, placeholders: findPlaceholders(text) };
	return without === undefined
		? readCommand(template, language, kindOf)
		: readWithout(template, language, kindOf, without);
}

/** The names of the rules that refuse a block. */
export function rules(text: string, language: Language = 'sh'): readonly string[] {
	return read(text, language).problems.map(({ rule }) => rule);
}

/** Gives values by name. */
export function fillWith(values: Readonly<Record<string, string | readonly string[]>>) {
	return (name: string): Filling => ({ value: values[name] ?? 'value' });
}
