/** Runbooks from a few lines of Markdown. */
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Runbook } from '../../source/runbook/types.ts';

/**
 * Reads a runbook. `head` is more front matter, `body` what follows the title; `~~~` stands for a
 * fence in it, so that it can be written in a template.
 */
export function runbookOf(body: string, head = ''): Runbook {
	const bytes = Buffer.from(markdown(body, head));
	const { runbook, diagnostics } = readRunbook('trial', bytes, matchPattern);
	if (runbook) return runbook;
	throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
}

/** The same as the text of a file. */
export function markdown(body: string, head = ''): string {
	const front = ['---', 'runbook: 1', 'summary: A trial.', ...(head ? [head.trim()] : []), '---'];
	return `${front.join('\n')}\n\n# Trial\n\n${body.trim().replaceAll('~~~', '```')}\n`;
}
