/** A runbook named on the command line, or why it cannot be had. */
import { quoteWord } from '../runbook/command/index.ts';
import type { Runbook } from '../runbook/types.ts';
import { type Opened, openNamed } from '../walk/library.ts';
import type { Session } from '../walk/session.ts';
import { trustedBefore } from '../walk/trusted-before.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

export function openFor(io: Io, session: Session, name: string): Opened {
	return openNamed(session, { builtIn: io.builtIn, cwd: io.cwd }, name);
}

/** @throws Failure (invalid) with all diagnostics. */
export function requireValid(opened: Opened): Runbook {
	if (opened.runbook) return opened.runbook;
	const errors = opened.diagnostics.filter(diagnostic => diagnostic.severity === 'error');
	const lines = errors.map(
		({ line, column, message, remedy }) => `${opened.file}:${line}:${column}: ${message} ${remedy}`,
	);
	const { file, problem = 'unknown reason' } = opened;
	throw new Failure(
		errors.length === 0
			? problem.startsWith(`\`${file}\``)
				? problem
				: `\`${file}\` cannot be read: ${problem}.`
			: `The runbook \`${opened.name}\` is not valid, and nothing in it runs.\n${lines.join('\n')}`,
		exitCodes.invalid,
	);
}

/** @throws Failure (usage) for one that is neither built-in nor trusted. */
export function requireTrusted(session: Session, opened: Opened): void {
	if (opened.trusted) return;
	// These lines are meant to be copied, and whoever made the file chose its name.
	const word = quoteWord(opened.file);
	throw new Failure(
		opened.changed
			? `\`${opened.file}\` has changed since you trusted it, so nothing in it runs. ${howItChanged(session, opened)} Then trust it as it is now: \`runbook trust ${word}\`.`
			: `\`${opened.file}\` is not trusted, so nothing in it runs. Read it first (\`runbook show ${word}\`), then: \`runbook trust ${word}\`. After a change it asks again.`,
		exitCodes.usage,
	);
}

/** How to see what has changed in it: against the text of the last run, or by reading it again. */
export function howItChanged(session: Session, { file }: Opened): string {
	const before = trustedBefore(session, file);
	return before === undefined
		? `If that was not you, find out who did. Read it again: \`runbook show ${quoteWord(file)}\`.`
		: `If that was not you, find out who did. What is new: \`diff ${quoteWord(before)} ${quoteWord(file)}\`.`;
}
