/** Values and secrets that were given on the command line, in files and in the environment. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { matchPattern } from '../execute/match-pattern.ts';
import { declarationOf } from '../run/values.ts';
import { quoteWord } from '../runbook/command/index.ts';
import { nearest } from '../runbook/nearest.ts';
import type { Input, Runbook, Value } from '../runbook/types.ts';
import { checkAnswer } from '../runbook/values.ts';
import { reasonOf } from '../store/system-errors.ts';
import { isUtf8 } from '../terminal/capabilities.ts';
import { usageFailure } from './failure.ts';
import type { Io } from './io.ts';
import { list, pair } from './option-words.ts';

/** @throws Failure (usage) for a name that does not exist or a value that may not be. */
export function readValues(
	io: Io,
	runbook: Runbook,
	options: readonly string[],
): Map<string, Value> {
	const lists = new Map<string, string[]>();
	for (const option of options) {
		const [name, text] = pair('--set', option, 'name=value');
		const input = declarationOf(runbook, name);
		if (!input) {
			const near = nearest(
				name,
				runbook.inputs.map(other => other.name),
			);
			throw usageFailure(
				`\`--set ${name}=…\`: the runbook \`${runbook.name}\` has no input \`${name}\`. ${
					near
						? `Did you mean \`${near}\`?`
						: `Its inputs: ${list(runbook.inputs.map(other => other.name))}`
				}`,
			);
		}
		if (input.type === 'secret') {
			throw usageFailure(
				`\`--set ${name}=…\`: a secret on the command line can be read by everybody on this machine. Put it into the environment, RUNBOOK_SECRET_${name}, or into a file: --secret-file ${name}=FILE`,
			);
		}
		const values = text.startsWith('@')
			? readValueFile(io, name, text.slice(1), input.many)
			: [text];
		lists.set(name, [...(lists.get(name) ?? []), ...values]);
	}
	const answers = new Map<string, Value>();
	for (const [name, values] of lists) {
		const input = declarationOf(runbook, name);
		if (!input) continue;
		if (!input.many && values.length > 1) {
			throw usageFailure(
				`\`${name}\` takes one value, and ${values.length} were given with \`--set\`.`,
			);
		}
		const problem = problemOf(io, input, values);
		if (problem !== undefined)
			throw usageFailure(`\`--set ${name}=${values.join(', ')}\`: ${problem}`);
		answers.set(name, input.many ? values : (values[0] ?? ''));
	}
	return answers;
}

/** A list takes a line for each value; anything else the whole file without its last newline. */
function readValueFile(io: Io, name: string, file: string, many: boolean): readonly string[] {
	const path = resolve(io.cwd, file);
	const text = readGiven(`\`--set ${name}=@${file}\``, path).replace(/\n$/, '');
	return many ? text.split('\n').filter(line => line !== '') : [text];
}

/**
 * Secrets from files, and from the environment for the others.
 * @throws Failure (usage), which never quotes a value.
 */
export function readSecrets(
	io: Io,
	runbook: Runbook,
	options: readonly string[],
): ReadonlyMap<string, string> {
	const files = new Map(options.map(option => pair('--secret-file', option, 'name=FILE')));
	for (const name of files.keys()) requireSecret(runbook, name);
	const secrets = new Map<string, string>();
	for (const input of runbook.inputs) {
		if (input.type !== 'secret') continue;
		const file = files.get(input.name);
		const where =
			file === undefined
				? `RUNBOOK_SECRET_${input.name}`
				: `\`--secret-file ${input.name}=${file}\``;
		const value =
			file === undefined
				? io.environment[`RUNBOOK_SECRET_${input.name}`]
				: readSecretFile(io, where, file);
		if (value === undefined) continue;
		// The value itself is not to be shown, so neither is a message that quotes it.
		if (problemOf(io, input, [value]) !== undefined) {
			throw usageFailure(`${where} holds a value that \`${input.name}\` cannot take.`);
		}
		secrets.set(input.name, value);
	}
	return secrets;
}

function requireSecret(runbook: Runbook, name: string): void {
	const secrets = runbook.inputs.filter(({ type }) => type === 'secret').map(input => input.name);
	if (secrets.includes(name)) return;
	const near = nearest(name, secrets);
	throw usageFailure(
		`\`--secret-file ${name}=…\`: the runbook \`${runbook.name}\` has no secret \`${name}\`. ${
			near ? `Did you mean \`${near}\`?` : `Its secrets: ${list(secrets)}`
		}`,
	);
}

/** The whole file without its last newline. What others can read is no secret. */
function readSecretFile(io: Io, option: string, file: string): string {
	const path = resolve(io.cwd, file);
	const text = readGiven(option, path);
	const stats = statSync(path, { throwIfNoEntry: false });
	if (stats?.isFile() && (stats.mode & 0o004) !== 0) {
		throw usageFailure(
			`${option}: others can read that file. Take that away: chmod o= ${quoteWord(path)}`,
		);
	}
	return text.replace(/\n$/, '');
}

/** Enough for any list of values; a device may never end. */
const LONGEST = 1024 * 1024;

/** All of a file, or of a pipe: `<(…)` of a shell is one. */
function readGiven(option: string, path: string): string {
	const bytes = Buffer.alloc(LONGEST + 1);
	let length = 0;
	try {
		const file = openSync(path, 'r');
		try {
			for (let count = -1; count !== 0 && length < bytes.length; length += count) {
				count = readSync(file, bytes, length, bytes.length - length, null);
			}
		} finally {
			closeSync(file);
		}
	} catch (error) {
		throw usageFailure(`${option}: ${reasonOf(error)}.`);
	}
	if (length > LONGEST) throw usageFailure(`${option}: it is longer than 1 MiB.`);
	return bytes.toString('utf8', 0, length);
}

/** Why these values may not be an answer here; nothing if they may. */
export function problemOf(io: Io, input: Input, values: readonly string[]): string | undefined {
	const isAscii = values.every(value => /^[\x00-\x7f]*$/.test(value));
	return (
		checkAnswer(input, values, matchPattern) ??
		(isAscii || isUtf8(io.environment)
			? undefined
			: 'not every character of it exists in this locale. Choose one with UTF-8: LC_ALL=C.UTF-8')
	);
}
