/** Errors of the rooms below, told to the person; an unforeseen one says where to look. */

import { Held, NoSuchRun, StoreError, UnreadableFile } from '../store/errors.ts';
import { NoSuchRunbook } from '../walk/library.ts';
import { CannotResume } from '../walk/open-walk.ts';
import { exitCodes } from './exit-codes.ts';
import { complain, type Io } from './io.ts';

/** Prints why a command failed, and gives its exit status. */
export function explain(error: unknown, io: Io): number {
	if (!(error instanceof Error)) {
		complain(io, `runbook: ${String(error)}`);
		return exitCodes.internal;
	}
	complain(io, `runbook: ${error.message}`);
	if (error instanceof NoSuchRunbook || error instanceof NoSuchRun) return exitCodes.usage;
	if (error instanceof UnreadableFile) return exitCodes.invalid;
	if (error instanceof Held || error instanceof CannotResume) return exitCodes.unfinished;
	if (error instanceof StoreError) return exitCodes.internal;
	complain(
		io,
		`This is a fault of the program itself. Nothing was lost: what has run is in the journal, and a job that runs goes on. Details:\n${error.stack ?? ''}`,
	);
	return exitCodes.internal;
}
