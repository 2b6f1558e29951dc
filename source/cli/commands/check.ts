/** `runbook check`: every diagnostic as FILE:LINE:COLUMN, with what to write instead. */
import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Diagnostic } from '../../runbook/types.ts';
import type { UnreadableFile } from '../../store/errors.ts';
import { markdownBelow } from '../../store/markdown-below.ts';
import { library, type Opened, openFound } from '../../walk/library.ts';
import type { Session } from '../../walk/session.ts';
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
	const named = files.map(file =>
		isFolder(io, file, names)
			? runbooksIn(io, session, file)
			: { runbooks: [openFor(io, session, file)], unreadable: [] },
	);
	const all = files.length > 0 ? named.flatMap(({ runbooks }) => runbooks) : shelf;
	let errors = 0;
	let warnings = 0;
	for (const { file, message } of named.flatMap(({ unreadable }) => unreadable)) {
		errors++;
		printLines(io, [unreadableLine(nameOf(io, file), message)]);
	}
	for (const opened of all) {
		const file = nameOf(io, opened.file);
		if (!opened.runbook && opened.diagnostics.length === 0) {
			errors++;
			printLines(io, [unreadableLine(file, opened.problem)]);
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
	complain(
		io,
		`${count(all.length, 'runbook')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`,
	);
	return errors > 0 ? exitCodes.invalid : exitCodes.done;
}

/** What is called like a runbook, or ends as one, is that runbook. */
function isFolder(io: Io, name: string, names: ReadonlySet<string>): boolean {
	if (names.has(name) || name.endsWith('.md')) return false;
	try {
		return statSync(resolve(io.cwd, name)).isDirectory();
	} catch {
		// Reading it says why.
		return false;
	}
}

type Found = {
	readonly runbooks: readonly Opened[];
	readonly unreadable: readonly UnreadableFile[];
};

/** @throws Failure (usage) for a folder without any: a check of nothing is no check that was passed. */
function runbooksIn(io: Io, session: Session, name: string): Found {
	const { files, unreadable } = markdownBelow(resolve(io.cwd, name));
	const shelves = { builtIn: io.builtIn, cwd: io.cwd };
	const runbooks = files.flatMap(file => openFound(session, shelves, file) ?? []);
	if (runbooks.length > 0 || unreadable.length > 0) return { runbooks, unreadable };
	throw usageFailure(
		`There is no runbook in the folder \`${name}\`, nor below it. A runbook is a Markdown file that begins with \`---\` and \`runbook: 1\`.`,
	);
}

function nameOf(io: Io, file: string): string {
	const near = relative(io.cwd, file);
	if (near === '') return '.';
	return near.startsWith('..') ? file : near;
}

function unreadableLine(file: string, problem = 'unknown reason'): string {
	return `${file}:1:1: error: ${problem} [unreadable]`;
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
