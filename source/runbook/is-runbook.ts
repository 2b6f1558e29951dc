/** Whether a file is a runbook, without reading it as one. */
import { decodeBeginning } from './decode.ts';
import { findFrontMatter } from './find-front-matter.ts';

/** How much of a file is looked at to see whether it is a runbook. */
const BEGINNING = 48 * 1024;

/**
 * Whether the file says that it is a runbook: its front matter has the key `runbook`. A broken one
 * says so, too; then `readRunbook` says what is wrong.
 */
export function isRunbook(bytes: Uint8Array): boolean {
	return saysRunbook(decodeBeginning(bytes, BEGINNING));
}

/** Whether the front matter has the key `runbook`; it need not be valid for that. */
function saysRunbook(text: string): boolean {
	const front = findFrontMatter(text);
	if (front === undefined) return false;
	return /^(["']?)runbook\1[ \t]*:/m.test(text.slice(front.start, front.yamlEnd));
}
