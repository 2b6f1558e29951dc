/** `runbook` and `runbook NAME`: the screen. */
import { nearest } from '../../runbook/nearest.ts';
import { NoSuchRunbook, type Opened } from '../../walk/library.ts';
import type { Session } from '../../walk/session.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { canAsk, complain, type Io } from '../io.ts';
import { openFor, sessionFor } from '../opening.ts';

export async function open(
	io: Io,
	name: string | undefined,
	dryRun: boolean,
	subcommands: readonly string[],
): Promise<number> {
	const session = sessionFor(io);
	const opened = name === undefined ? undefined : openOrOffer(io, session, name, subcommands);
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

/** A word that is no runbook may be a mistyped subcommand. */
function openOrOffer(
	io: Io,
	session: Session,
	name: string,
	subcommands: readonly string[],
): Opened {
	try {
		return openFor(io, session, name);
	} catch (error) {
		const near = error instanceof NoSuchRunbook ? nearest(name, subcommands) : undefined;
		if (near === undefined) throw error;
		throw usageFailure(
			`There is no runbook and no subcommand \`${name}\`. Did you mean \`runbook ${near}\`?`,
		);
	}
}
