/** Walks a run without the screen: prints each thing, asks where somebody can be asked. */

import { firstUnfinished } from '../../run/progress.ts';
import type { Walk } from '../../walk/walk.ts';
import type { Answers } from '../answers.ts';
import { exitCodes } from '../exit-codes.ts';
import { canAsk, complain, type Io, printLines } from '../io.ts';
import { answerNeeds } from './answer-needs.ts';
import { goOn } from './go-on.ts';
import { printOutput } from './print-output.ts';
import { VisitPrinter } from './print-visit.ts';

/** What the plain walk has at hand. */
export type Plain = {
	readonly io: Io;
	readonly walk: Walk;
	readonly answers: Answers;
	readonly printer: VisitPrinter;
	/** Whether somebody can be asked. */
	readonly asks: boolean;
};

/** Gives the exit status. The run is left resumable wherever it stops. */
export async function walkPlainly(io: Io, walk: Walk, answers: Answers): Promise<number> {
	const printer = new VisitPrinter(io, walk);
	const plain: Plain = { io, walk, answers, printer, asks: canAsk(io) };
	const stopListening = listen(plain);
	const stopPrinting = walk.watch(printOutput(io));
	let status: number;
	try {
		status = await walkOn(plain);
	} finally {
		stopPrinting();
		stopListening();
	}
	if (status === exitCodes.done) {
		walk.finish();
		walk.close();
	} else {
		walk.leave();
		printLines(io, ['', `Left unfinished. To go on: runbook resume ${walk.run.id}`]);
	}
	return interrupted.has(walk) ? exitCodes.interrupted : status;
}

async function walkOn(plain: Plain): Promise<number> {
	const { walk } = plain;
	if (await walk.followRunning()) printLines(plain.io, ['The job that was running has ended.']);
	for (;;) {
		if (interrupted.has(walk)) return exitCodes.interrupted;
		const next = firstUnfinished(walk.progress());
		if (!next) {
			plain.printer.leave();
			return exitCodes.done;
		}
		const { visit } = next.visit;
		plain.printer.enter(visit);
		const unanswered = await answerNeeds(plain, visit);
		if (unanswered !== undefined) return unanswered;
		const status = await goOn(plain, visit, next.view);
		if (status !== undefined) return status;
	}
}

const interrupted = new WeakSet<Walk>();

/** Ctrl-C ends the job, a second one at once; a hang-up, or an output that is gone, leaves it running. */
function listen({ io, walk }: Plain): () => void {
	const interrupt = () => {
		const again = interrupted.has(walk);
		interrupted.add(walk);
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
		complain(
			io,
			`runbook: ${why}. A job that runs goes on. To go on: runbook resume ${walk.run.id}`,
		);
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
