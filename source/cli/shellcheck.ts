/** What ShellCheck says of the blocks of a runbook, where ShellCheck is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf } from '../run/undo-groups.ts';
import { allSteps } from '../runbook/steps.ts';
import type { Block, Diagnostic, Runbook, Template } from '../runbook/types.ts';
import { findProgram } from '../store/find-program.ts';

/**
 * Not said: SC2154 (a secret is set by the program), SC1091 and SC1090 (files of the machine that
 * the procedure runs on), SC2016 (`$1` in single quotes is how code behind `sh -c` gets a value).
 */
const leftOut = 'SC2154,SC1090,SC1091,SC2016';

/** Said of what is always the same, or no number: with a placeholder it is neither. */
const ofConstants: ReadonlySet<number> = new Set([2043, 2050, 2170, 2193, 2194]);

type Comment = {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly level: string;
	readonly code: number;
	readonly message: string;
};

/** Nothing in the blocks is executed; without ShellCheck there are no diagnostics. */
export function shellCheck(
	runbook: Runbook,
	environment: Readonly<Record<string, string | undefined>>,
): readonly Diagnostic[] {
	const blocks = allSteps(runbook)
		.flatMap(step => [...blocksOf(step)])
		.filter(block => !block.file && block.purpose !== 'example');
	const program = findProgram('shellcheck', environment);
	if (blocks.length === 0 || program === undefined) return [];
	const folder = mkdtempSync(join(tmpdir(), 'runbook-check-'));
	try {
		const files = blocks.map((block, index) => {
			const file = join(folder, `${index}.${block.language}`);
			writeFileSync(file, `#!/bin/${block.language}\n${filled(block.content)}\n`);
			return file;
		});
		const { stdout, error } = spawnSync(
			program,
			['--format=json', '--severity=info', `--exclude=${leftOut}`, '--norc', ...files],
			{ encoding: 'utf8', env: { ...environment }, maxBuffer: 16 * 1024 * 1024 },
		);
		if (error || !stdout) return [];
		return (JSON.parse(stdout) as Comment[]).flatMap(comment => {
			const block = blocks[files.indexOf(comment.file)];
			return block && !isOfPlaceholder(comment, block) ? [toDiagnostic(comment, block)] : [];
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Each placeholder as a word of the same length, so that columns stay what they are. */
function filled({ text, placeholders }: Template): string {
	return placeholders.reduce(
		(before, { start, end }) =>
			before.slice(0, start) + 'x'.repeat(end - start) + before.slice(end),
		text,
	);
}

function isOfPlaceholder({ code, line }: Comment, { content }: Block): boolean {
	const lineOf = (offset: number) => content.text.slice(0, offset).split('\n').length + 1;
	return ofConstants.has(code) && content.placeholders.some(({ start }) => lineOf(start) === line);
}

function toDiagnostic(comment: Comment, block: Block): Diagnostic {
	return {
		// The first line of the file that was checked is the one that names the shell.
		line: block.contentLine + comment.line - 2,
		column: comment.column,
		severity: 'warning',
		rule: `shellcheck-SC${comment.code}`,
		message: comment.message,
		remedy: `ShellCheck's wiki explains SC${comment.code}.`,
	};
}
