/** Runs the command that suggests values for an input: on Tab only, and never in a dry run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobEnvironment } from '../execute/environment.ts';
import { followJob } from '../execute/find-job.ts';
import { startJob } from '../execute/job.ts';
import { readOrdinary } from '../execute/ordinary-file.ts';
import type { Session } from './session.ts';

const seconds = 30;
const most = 1000;

export type Suggestions =
	| { readonly kind: 'lines'; readonly lines: readonly string[] }
	| { readonly kind: 'failed'; readonly why: string };

/**
 * The lines that the command prints; `onLines` gets those that are there already. More than a
 * thousand are of no use to anybody. Never raises.
 */
export async function runSuggestion(
	session: Session,
	command: string,
	onLines: (lines: readonly string[]) => void = () => {},
): Promise<Suggestions> {
	let folder: string | undefined;
	try {
		folder = mkdtempSync(join(tmpdir(), 'runbook-suggest-'));
		const token = Buffer.from(session.random(8)).toString('hex');
		await startJob({
			folder,
			script: command,
			language: 'sh',
			capture: true,
			timeout: seconds,
			environment: jobEnvironment(session.environment, { folder, token }),
		});
		const value = join(folder, 'value');
		const finding = await followJob(folder, session.boot, {
			// Both streams come here; what counts stands in `value` a moment before or after.
			onOutput: () => onLines(wholeLines(value)),
		});
		if (finding.state !== 'ended') return { kind: 'failed', why: 'it did not come to an end' };
		if (finding.end.timedOut) return { kind: 'failed', why: `it took longer than ${seconds} s` };
		if (finding.end.status !== 0) return { kind: 'failed', why: `exit ${finding.end.status}` };
		return { kind: 'lines', lines: linesOf(finding.end.value ?? '') };
	} catch (error) {
		return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
	} finally {
		if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
	}
}

function linesOf(text: string): readonly string[] {
	const lines = text.split('\n').filter(line => line.trim() !== '');
	return [...new Set(lines)].slice(0, most);
}

/** The lines that have come to their end. */
function wholeLines(file: string): readonly string[] {
	try {
		return linesOf(
			readOrdinary(file)
				.toString()
				.replace(/[^\n]*$/, ''),
		);
	} catch {
		return [];
	}
}
