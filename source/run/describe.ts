/** What happened, in words for a person. */
import type { Block } from '../runbook/types.ts';
import type { Execution } from './state.ts';

/** What a block is called, wherever it is told of. */
export const purposeNames = {
	action: 'action',
	done: 'done already?',
	verify: 'gate',
	undo: 'undo',
	example: 'example, never run',
	restore: 'undo',
} as const;

export function nameOfBlock({ file, purpose }: Pick<Block, 'file' | 'purpose'>): string {
	return file ? 'file' : purposeNames[purpose];
}

/** Names of signals by number, as far as Linux and the BSDs agree on them. */
const signals: Readonly<Record<number, string>> = {
	1: 'HUP',
	2: 'INT',
	3: 'QUIT',
	6: 'ABRT',
	9: 'KILL',
	11: 'SEGV',
	13: 'PIPE',
	14: 'ALRM',
	15: 'TERM',
};

/** `exit 3`, `137 (KILL, or exit 137)`, `stopped`, …: what the shell gave, and no more. */
export function describeOutcome({ outcome, refused }: Execution): string {
	if (!outcome) return 'running';
	switch (outcome.kind) {
		case 'exited': {
			if (refused !== undefined) return `exit ${outcome.status}, but ${refused}`;
			const signal = outcome.status > 128 ? signals[outcome.status - 128] : undefined;
			// No shell can tell the two apart.
			return signal
				? `${outcome.status} (${signal}, or exit ${outcome.status})`
				: `exit ${outcome.status}`;
		}
		case 'timed-out':
			return 'ended: its time was up';
		case 'stopped':
			return 'stopped by the operator';
		case 'never-started':
			return `never began: ${outcome.why}`;
		case 'unknown':
			return `unknown: ${outcome.why}`;
	}
}

/** Milliseconds from its start to its end; undefined while it runs, or when nobody saw the end. */
export function durationOf({ startedAt, endedAt, outcome }: Execution): number | undefined {
	if (endedAt === undefined || outcome?.kind === 'unknown') return undefined;
	return Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}
