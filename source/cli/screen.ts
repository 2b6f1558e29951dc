/** Opens the screen, and leaves two or three lines of it in the scrollback. */

import { Settings } from '../store/settings.ts';
import { rememberedOf, type SettingsValues, withBegun } from '../store/settings-values.ts';
import type { ScreenOptions } from '../ui/open-screen.tsx';
import type { Session } from '../walk/session.ts';
import { exitCodes } from './exit-codes.ts';
import { complain, type Io, printLines } from './io.ts';
import { ready } from './layout-ready.ts';

export async function openScreenFor(
	io: Io,
	session: Session,
	start: ScreenOptions['start'],
	dryRun: boolean,
): Promise<number> {
	const settings = new Settings(io.environment);
	await ready;
	const { openScreen } = await import('../ui/open-screen.tsx');
	const lines = await openScreen({
		session: { ...session, environment: withBackground(session.environment, settings.values) },
		shelves: { builtIn: io.builtIn, cwd: io.cwd },
		dryRun,
		start,
		remembered: (runbook, input) => rememberedOf(settings.values, runbook, input),
		keep: (runbook, answers) => settings.change(values => withBegun(values, runbook, answers)),
		recent: () => settings.values.recent,
		keepBackground: background => settings.change(values => ({ ...values, background })),
		stdin: io.stdin,
		stdout: io.stdout,
	});
	printLines(io, lines);
	await settings.settled();
	if (settings.warning !== undefined) complain(io, `runbook: ${settings.warning}`);
	return exitCodes.done;
}

function withBackground(environment: Io['environment'], { background }: SettingsValues) {
	return { ...(background ? { RUNBOOK_BACKGROUND: background } : {}), ...environment };
}
