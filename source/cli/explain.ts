/** Errors of the rooms below, told to the person; for an unforeseen one see guru.ts. */

import { Held, NoSuchRun, StoreError, UnreadableFile } from '../store/errors.ts';
import { NoSuchRunbook } from '../walk/library-entry.ts';
import { CannotResume } from '../walk/open-walk.ts';
import { exitCodes } from './exit-codes.ts';
import { meditate } from './guru.ts';
import { complain, type Io } from './io.ts';

/** Prints why a command failed, and gives its exit status. */
export function explain(error: unknown, io: Io): number {
	const status = foreseen(error);
	if (status === undefined || !(error instanceof Error)) return meditate(error, io);
	complain(io, `runbook: ${error.message}`);
	return status;
}

/** What a message of its own explains: those errors say what to do. */
function foreseen(error: unknown): number | undefined {
	if (error instanceof NoSuchRunbook || error instanceof NoSuchRun) return exitCodes.usage;
	if (error instanceof UnreadableFile) return exitCodes.invalid;
	if (error instanceof Held || error instanceof CannotResume) return exitCodes.unfinished;
	if (error instanceof StoreError) return exitCodes.internal;
	return undefined;
}
