/** Walks a run without the screen: prints each thing, asks where somebody can be asked. */

import { firstLeft } from '../../run/left.ts';
import { visitOf } from '../../run/outline.ts';
import { firstUnfinished, flatten, itemsOf } from '../../run/progress.ts';
import { runningExecution } from '../../run/state.ts';
import { formatTime } from '../../text/duration.ts';
import type { Walk } from '../../walk/walk.ts';
import type { Answers } from '../answers.ts';
import { exitCodes } from '../exit-codes.ts';
import { canAsk, complain, type Io, printLines } from '../io.ts';
import { answerNeeds, recordGiven } from './answer-needs.ts';
import { NoAnswer } from './ask.ts';
import { afterFailure, goOn } from './go-on.ts';
import { printOutput } from './print-output.ts';
import { VisitPrinter } from './print-visit.ts';
import { resumeCommand } from './resume-command.ts';

/** What the plain walk has at hand. */
export type Plain = {
	readonly io: Io;
	readonly walk: Walk;
	readonly answers: Answers;
	readonly printer: VisitPrinter;
	/** What had failed or left no trace when this walk began: `--done` and `--skip` speak of it. */
	readonly stoppedBefore: ReadonlySet<string>;
	/** Whether somebody can be asked. */
	readonly asks: boolean;
	/** Whether somebody has pressed Ctrl-C: then nothing more is asked or begun. */
	readonly isInterrupted: () => boolean;
};

/** Gives the exit status. The run is left resumable wherever it stops. */
export async function walkPlainly(io: Io, walk: Walk, answers: Answers): Promise<number> {
	const printer = new VisitPrinter(io, walk);
	const plain: Plain = {
		io,
		walk,
		answers,
		printer,
		stoppedBefore: new Set(
			flatten(walk.progress())
				.flatMap(itemsOf)
				.filter(({ status }) => status === 'failed' || status === 'unknown')
				.map(({ item }) => item.id),
		),
		asks: canAsk(io),
		isInterrupted: () => interrupted.has(walk),
	};
	const stopListening = listen(plain);
	const stopPrinting = walk.watch(printOutput(io));
	let status: number;
	try {
		status = await walkOn(plain);
	} catch (error) {
		if (!(error instanceof NoAnswer)) throw error;
		status = error.exitCode;
	} finally {
		stopPrinting();
		stopListening();
	}
	if (status === exitCodes.done) {
		walk.finish();
		walk.close();
		if (walk.state.began.dryRun)
			printLines(io, ['', 'The end of the dry run. Nothing was executed.']);
	} else {
		walk.leave();
		printLines(io, ['', `Left unfinished. To go on: ${resumeCommand(plain)}`]);
	}
	return interrupted.has(walk) ? exitCodes.interrupted : status;
}

async function walkOn(plain: Plain): Promise<number> {
	const { walk } = plain;
	let status = await followRunning(plain);
	for (;;) {
		if (plain.isInterrupted()) return exitCodes.interrupted;
		if (status !== undefined) return status;
		recordGiven(plain);
		const next = firstLeft(walk.progress(), walk.state);
		if (!next) {
			plain.printer.leave();
			return exitCodes.done;
		}
		const { visit } = next.visit;
		plain.printer.enter(visit);
		const unanswered = await answerNeeds(plain, visit);
		if (unanswered !== undefined) return unanswered;
		// By its answers it may be another one, or none.
		if (firstLeft(walk.progress(), walk.state)?.view.item.id !== next.view.item.id) continue;
		status = await goOn(plain, visit, next.view);
	}
}

/** The job that an earlier start of the program left running: shows what it has written, and waits. */
async function followRunning(plain: Plain): Promise<number | undefined> {
	const { io, walk, printer } = plain;
	const running = runningExecution(walk.state);
	const visit = flatten(walk.progress()).find(
		({ visit }) => visit.id === visitOf(running?.item ?? ''),
	)?.visit;
	if (!running || !visit) {
		await walk.followRunning();
		return undefined;
	}
	printer.enter(visit);
	const since = formatTime(running.startedAt, -new Date(running.startedAt).getTimezoneOffset());
	printLines(io, ['', `Running since ${since}. What it has written, and writes now:`]);
	const ended = await walk.followRunning();
	const next = firstUnfinished(walk.progress());
	const failed = next?.view.execution?.job === running.job && ended !== undefined;
	return failed ? afterFailure(plain, next.view.item, exitCodes.failed) : undefined;
}

const interrupted = new WeakSet<Walk>();

/** Ctrl-C ends the job, a second one at once; a hang-up, or an output that is gone, leaves it running. */
function listen(plain: Plain): () => void {
	const { io, walk } = plain;
	const interrupt = () => {
		const again = interrupted.has(walk);
		interrupted.add(walk);
		if (!runningExecution(walk.state)) return;
		printLines(io, [
			again ? 'Ending it at once.' : 'Ending the job. Ctrl-C again ends it at once.',
		]);
		void walk.stop(again);
	};
	const hangUp = () => {
		walk.leave();
		process.exit(exitCodes.unfinished);
	};
	const unheard = (error: NodeJS.ErrnoException) => {
		walk.leave();
		const why =
			error.code === 'EPIPE'
				? 'Nobody reads the output any more'
				: `The output cannot be written: ${error.message}`;
		complain(io, `runbook: ${why}. A job that runs goes on. To go on: ${resumeCommand(plain)}`);
		process.exit(exitCodes.unfinished);
	};
	io.stdout.prependListener('error', unheard);
	process.on('SIGINT', interrupt);
	process.on('SIGHUP', hangUp);
	process.on('SIGTERM', hangUp);
	return () => {
		io.stdout.off('error', unheard);
		process.off('SIGINT', interrupt);
		process.off('SIGHUP', hangUp);
		process.off('SIGTERM', hangUp);
	};
}
