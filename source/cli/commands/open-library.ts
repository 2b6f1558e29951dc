/** `runbook`: the screen with the library. */
import { exitCodes } from '../exit-codes.ts';
import { canAsk, complain, type Io } from '../io.ts';
import { openScreenFor } from '../screen.ts';
import { sessionFor } from '../sessions.ts';

export async function openLibrary(io: Io, dryRun: boolean): Promise<number> {
	const session = sessionFor(io);
	return hasScreen(io) ? openScreenFor(io, session, { kind: 'library' }, dryRun) : exitCodes.usage;
}

/** Whether there is a terminal for it; says so, if not. */
export function hasScreen(io: Io): boolean {
	if (canAsk(io) && io.environment.TERM !== 'dumb') return true;
	complain(
		io,
		'runbook: The screen needs a terminal. Without one: `runbook list`, `runbook show NAME`, `runbook run NAME`; `runbook --help` names the rest.',
	);
	return false;
}
