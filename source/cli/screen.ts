/** Opens the screen, and leaves two or three lines of it in the scrollback. */
import type { ScreenOptions } from '../ui/open-screen.tsx';
import type { Session } from '../walk/session.ts';
import { exitCodes } from './exit-codes.ts';
import { type Io, printLines } from './io.ts';
import { ready } from './layout-ready.ts';

export async function openScreenFor(
	io: Io,
	session: Session,
	start: ScreenOptions['start'],
	dryRun: boolean,
): Promise<number> {
	await ready;
	const { openScreen } = await import('../ui/open-screen.tsx');
	const lines = await openScreen({
		session,
		shelves: { builtIn: io.builtIn, cwd: io.cwd },
		dryRun,
		start,
		stdin: io.stdin,
		stdout: io.stdout,
	});
	printLines(io, lines);
	return exitCodes.done;
}
