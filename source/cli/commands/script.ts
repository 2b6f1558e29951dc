/** `runbook script`: the whole procedure, for these answers, as one POSIX shell script. */
import { withoutLateConditions } from '../../run/script/late.ts';
import { writeScript } from '../../run/script/write-script.ts';
import type { AnswerOptions, Answers } from '../answers.ts';
import { readAnswers } from '../answers.ts';
import { draftRun } from '../draft-run.ts';
import { exitCodes } from '../exit-codes.ts';
import { complain, type Io, printLines } from '../io.ts';
import { openFor, requireValid } from '../opening.ts';
import { explainOpen } from '../plain/explain-open.ts';
import { lookingSession } from '../sessions.ts';
import { version } from '../version.ts';

/** With anything unanswered it prints nothing, names what is missing, and gives 4. */
export function script(io: Io, name: string, options: AnswerOptions): number {
	const session = lookingSession(io);
	const opened = openFor(io, session, name);
	const runbook = requireValid(opened);
	const answers: Answers = readAnswers(io, runbook, options);
	// What hangs on a captured value may come, so its answers are needed, too.
	const all = withoutLateConditions(runbook);
	const { state, open } = draftRun(session, opened.file, all, answers.given, false);
	const missing = explainOpen(runbook, state, open, answers, {
		secrets: false,
		confirmations: false,
	});
	if (missing.length > 0) {
		complain(io, `runbook: No script without these answers:\n${missing.join('\n')}`);
		return exitCodes.unanswered;
	}
	const result = writeScript(runbook, state, {
		program: version,
		time: session.now().toISOString(),
	});
	if (result.kind === 'unanswered') {
		const names = [
			...result.inputs.map(input => input.name),
			...result.decisions.map(decision => decision.visit),
			...result.hosts,
		];
		complain(io, `runbook: No script without these answers: ${names.join(', ')}`);
		return exitCodes.unanswered;
	}
	if (result.kind === 'refused') {
		complain(
			io,
			`runbook: ${opened.file}:${result.line}: the value of \`${result.name}\` may not stand here: ${result.because}`,
		);
		return exitCodes.usage;
	}
	// Its exact bytes into a file or a pipe; what a terminal gets is for reading.
	if (io.stdout.isTTY) printLines(io, result.text.replace(/\n$/, '').split('\n'));
	else io.stdout.write(result.text);
	return exitCodes.done;
}
