/** `runbook check`: every diagnostic as FILE:LINE:COLUMN, with what to write instead. */
import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isRunbook } from '../../runbook/is-runbook.ts';
import type { Diagnostic } from '../../runbook/types.ts';
import { runbooksBelow } from '../../store/runbooks-below.ts';
import { library, type Opened } from '../../walk/library.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { complain, type Io, printLines } from '../io.ts';
import { openFor } from '../opening.ts';
import { checkRunbookLinks } from '../runbook-links.ts';
import { lookingSession } from '../sessions.ts';
import { shellCheck } from '../shellcheck.ts';

/** Of a folder, all runbooks in it and below; without files, all that the library finds. */
export function check(io: Io, files: readonly string[]): number {
	const session = lookingSession(io);
	const shelf = library(session, { builtIn: io.builtIn, cwd: io.cwd });
	const names = new Set(shelf.map(({ name }) => name));
	const wanted = files.flatMap(file => (isFolder(io, file, names) ? runbooksIn(io, file) : [file]));
	const all = files.length > 0 ? wanted.map(file => openFor(io, session, file)) : shelf;
	let errors = 0;
	let warnings = 0;
	for (const opened of all) {
		const file = nameOf(io, opened);
		if (!opened.runbook && opened.diagnostics.length === 0) {
			errors++;
			printLines(io, [`${file}:1:1: error: ${opened.problem} [unreadable]`]);
		}
		const found = [
			...opened.diagnostics,
			...(opened.runbook ? shellCheck(opened.runbook, io.environment) : []),
			...(opened.runbook ? checkRunbookLinks(opened.runbook, opened.file, names) : []),
		].sort((a, b) => a.line - b.line || a.column - b.column);
		for (const diagnostic of found) {
			if (diagnostic.severity === 'error') errors++;
			else warnings++;
			printLines(io, describe(file, diagnostic));
		}
	}
	const runbooks = all.length === 1 ? '1 runbook' : `${all.length} runbooks`;
	complain(io, `${runbooks}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`);
	return errors > 0 ? exitCodes.invalid : exitCodes.done;
}

/** What is called like a runbook, or ends as one, is that runbook. */
function isFolder(io: Io, name: string, names: ReadonlySet<string>): boolean {
	if (names.has(name) || name.endsWith('.md')) return false;
	return statSync(resolve(io.cwd, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** @throws Failure (usage) for a folder without any: a check of nothing is no check that was passed. */
function runbooksIn(io: Io, name: string): readonly string[] {
	const files = runbooksBelow(resolve(io.cwd, name), isRunbook);
	if (files.length > 0) return files;
	throw usageFailure(
		`There is no runbook in the folder \`${name}\`, nor below it. A runbook is a Markdown file that begins with \`---\` and \`runbook: 1\`.`,
	);
}

function nameOf(io: Io, opened: Opened): string {
	const near = relative(io.cwd, opened.file);
	return near.startsWith('..') ? opened.file : near;
}

function describe(file: string, diagnostic: Diagnostic): readonly string[] {
	const { line, column, severity, message, rule, remedy } = diagnostic;
	return [
		`${file}:${line}:${column}: ${severity}: ${message} [${rule}]`,
		...(remedy ? [`    ${remedy}`] : []),
	];
}

function count(number: number, word: string): string {
	return `${number} ${word}${number === 1 ? '' : 's'}`;
}
