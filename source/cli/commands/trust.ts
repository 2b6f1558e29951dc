/** `runbook trust`: lets a runbook that is not built-in run, until it changes. */

import { trustAsRead } from '../../walk/trust-as-read.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { canAsk, type Io, printLines } from '../io.ts';
import { howItChanged, openFor, requireValid } from '../opening.ts';
import { ask, isYes, NoAnswer } from '../plain/ask.ts';
import { sessionFor } from '../sessions.ts';

export async function trust(io: Io, name: string, yes: boolean): Promise<number> {
	const session = sessionFor(io);
	const opened = openFor(io, session, name);
	requireValid(opened);
	if (opened.trusted) {
		printLines(io, [`\`${opened.file}\` is trusted already.`]);
		return exitCodes.done;
	}
	if (!yes) {
		if (!canAsk(io)) {
			throw new Failure(
				`Whether \`${opened.file}\` may run is a person's to say. With nobody to ask, \`--yes\` says it.`,
				exitCodes.unanswered,
			);
		}
		printLines(io, [
			`${opened.file}`,
			...(opened.changed
				? [`It has changed since you trusted it. ${howItChanged(session, opened)}`]
				: []),
			'Its commands will be offered for running, as you, with these very bytes. Any change asks again.',
		]);
		const refused = await refuses(io);
		if (refused !== undefined) {
			printLines(io, ['Not trusted. Nothing has changed.']);
			return refused;
		}
	}
	if (!trustAsRead(session, opened)) {
		throw new Failure(
			`\`${opened.file}\` has changed since it was opened, and is not trusted. Read it again first.`,
			exitCodes.unfinished,
		);
	}
	printLines(io, [`\`${opened.file}\` is trusted as it is now.`]);
	return exitCodes.done;
}

/** Gives an exit status for every answer but yes. */
async function refuses(io: Io): Promise<number | undefined> {
	try {
		const answer = await ask(io, 'Have you read it, and shall it be trusted? [y/N] ');
		return isYes(answer) ? undefined : exitCodes.unfinished;
	} catch (error) {
		if (error instanceof NoAnswer) return error.exitCode;
		throw error;
	}
}
