/** `runbook run`: walks a runbook without the screen. */
import { beginWalk } from '../../walk/open-walk.ts';
import { type AnswerOptions, readAnswers, requireWords } from '../answers.ts';
import { draftRun } from '../draft-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { canAsk, complain, type Io, say } from '../io.ts';
import { openFor, requireTrusted, requireValid } from '../opening.ts';
import { explainOpen } from '../plain/explain-open.ts';
import { walkPlainly } from '../plain/walk-plainly.ts';
import { sessionFor } from '../sessions.ts';

/** Without a terminal everything is looked at first: with an answer missing, nothing starts. */
export async function run(io: Io, name: string, options: AnswerOptions): Promise<number> {
	const session = sessionFor(io);
	const opened = openFor(io, session, name);
	const runbook = requireValid(opened);
	const dryRun = options.dryRun === true;
	if (!dryRun) requireTrusted(session, opened);
	const answers = readAnswers(io, runbook, options);
	requireWords(session.host, options);
	if (!canAsk(io)) {
		const { state, open } = draftRun(session, opened.file, runbook, answers.given, dryRun);
		const missing = [
			...explainOpen(runbook, state, open, answers, { secrets: !dryRun, confirmations: !dryRun }),
			...(answers.yes || dryRun
				? []
				: ['Nobody can be asked before each action. To answer yes to that: --yes']),
		];
		if (missing.length > 0) {
			complain(
				io,
				`runbook: Nothing has started. These answers are missing:\n${missing.join('\n')}`,
			);
			return exitCodes.unanswered;
		}
	}
	const walk = beginWalk(session, runbook, { file: opened.file, dryRun });
	say(io, [
		`${runbook.title} · run ${walk.run.id}${dryRun ? ' · DRY RUN: nothing is executed' : ''}`,
	]);
	return walkPlainly(io, walk, answers);
}
