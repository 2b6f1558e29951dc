/** `runbook report`: what was done in a run, as Markdown. */
import { readRun } from '../../walk/open-walk.ts';
import { reportText } from '../../walk/write-report.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireRun } from '../find-run.ts';
import { complain, type Io, printLines } from '../io.ts';
import { sessionFor } from '../sessions.ts';

export function report(io: Io, id: string | undefined): number {
	const session = sessionFor(io);
	const run = requireRun(session, id, [() => true], 'There are no runs yet.');
	const { state, runbook, events, damage } = readRun(run);
	if (damage)
		complain(io, `runbook: The journal is damaged at ${damage}. What stands before is reported.`);
	printLines(io, reportText(run, runbook, state, events).replace(/\n$/, '').split('\n'));
	return exitCodes.done;
}
