/** `runbook` and `runbook NAME`: the screen. */
import { exitCodes } from '../exit-codes.ts';
import { canAsk, complain, type Io } from '../io.ts';
import { openFor, sessionFor } from '../opening.ts';

export async function open(io: Io, name: string | undefined, dryRun: boolean): Promise<number> {
	const session = sessionFor(io);
	const opened = name === undefined ? undefined : openFor(io, session, name);
	if (!canAsk(io) || io.environment.TERM === 'dumb') {
		complain(
			io,
			'runbook: The screen needs a terminal. Without one: `runbook list`, `runbook show NAME`, `runbook run NAME`; `runbook --help` names the rest.',
		);
		return exitCodes.usage;
	}
	const { openScreenFor } = await import('../screen.ts');
	return openScreenFor(
		io,
		session,
		opened ? { kind: 'runbook', opened } : { kind: 'library' },
		dryRun,
	);
}
