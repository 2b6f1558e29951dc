/** `runbook NAME`: the screen with that runbook. */
import { nearest } from '../../runbook/nearest.ts';
import { NoSuchRunbook, type Opened } from '../../walk/library.ts';
import type { Session } from '../../walk/session.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { openFor } from '../opening.ts';
import { sessionFor } from '../sessions.ts';
import { hasScreen, openLibrary } from './open-library.ts';

export async function open(
	io: Io,
	name: string | undefined,
	dryRun: boolean,
	subcommands: readonly string[],
): Promise<number> {
	if (name === undefined) return openLibrary(io, dryRun);
	const session = sessionFor(io);
	const opened = openOrOffer(io, session, name, subcommands);
	if (!hasScreen(io)) return exitCodes.usage;
	const { openScreenFor } = await import('../screen.ts');
	return openScreenFor(io, session, { kind: 'runbook', opened }, dryRun);
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
