/** `runbook show`: the document, rendered. */
import { headLines } from '../document/heads.ts';
import { legendLines } from '../document/legend.ts';
import { Paper } from '../document/paper.ts';
import { stepLines } from '../document/steps.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Io, printLines } from '../io.ts';
import { openFor, requireValid } from '../opening.ts';
import { lookingSession } from '../sessions.ts';

export function show(io: Io, name: string): number {
	const runbook = requireValid(openFor(io, lookingSession(io), name));
	const paper = new Paper(io);
	printLines(io, [
		runbook.title,
		'='.repeat(Math.min(paper.room, runbook.title.length)),
		...(runbook.summary ? ['', ...paper.text(runbook.summary)] : []),
		'',
		...paper.prose(runbook.introduction),
		...headLines(runbook, paper),
		...legendLines(runbook, paper),
		...runbook.steps.flatMap(step => stepLines(runbook, step, paper)),
	]);
	return exitCodes.done;
}
