/** `runbook resume`: goes on with a run where it was left. */
import { isOver } from '../../run/taken-back.ts';
import { readRun, resumeWalk } from '../../walk/open-walk.ts';
import { type AnswerOptions, readAnswers, requireWords } from '../answers.ts';
import { usageFailure } from '../failure.ts';
import { requireRun } from '../find-run.ts';
import { canAsk, type Io, say } from '../io.ts';
import { walkPlainly } from '../plain/walk-plainly.ts';
import { sessionFor } from '../sessions.ts';

export async function resume(
	io: Io,
	id: string | undefined,
	options: AnswerOptions & { readonly plain?: boolean },
): Promise<number> {
	const session = sessionFor(io);
	const run = requireRun(
		session,
		id,
		// What was only looked at is not what somebody comes back for.
		[
			({ runbook, state, damage }) => !damage && !state.began.dryRun && !isOver(runbook, state),
			({ runbook, state, damage }) => !damage && !isOver(runbook, state),
		],
		'There is no unfinished run. `runbook runs` shows all that there were, and `runbook list` names the runbooks that can be started.',
	);
	if (options.dryRun && !readRun(run).state.began.dryRun) {
		throw usageFailure(
			`Run \`${run.id}\` is no dry run, and a run keeps its mode. Start a dry run of its own: runbook run NAME --dry-run`,
		);
	}
	requireWords(session.host, options);
	const walk = resumeWalk(session, run);
	try {
		const answers = readAnswers(io, walk.runbook, options);
		if (canAsk(io) && !isForPlain(options) && io.environment.TERM !== 'dumb') {
			const { openScreenFor } = await import('../screen.ts');
			return await openScreenFor(io, session, { kind: 'walk', walk }, walk.state.began.dryRun);
		}
		const { title, dryRun } = walk.state.began;
		say(io, [`${title} · run ${run.id}${dryRun ? ' · DRY RUN: nothing is executed' : ''}`]);
		return await walkPlainly(io, walk, answers);
	} catch (error) {
		walk.close();
		throw error;
	}
}

/** The screen takes no answers beforehand: with one on the command line it would be lost there. */
function isForPlain(options: AnswerOptions & { readonly plain?: boolean }): boolean {
	const { plain, yes, ...given } = options;
	return plain === true || yes === true || Object.values(given).some(Array.isArray);
}
