/** Prints what jobs write, as they write it, safe to show and a little to the right. */

import { executionOf } from '../../run/state.ts';
import { isUtf8 } from '../../terminal/capabilities.ts';
import { OutputLines } from '../../text/output.ts';
import type { Watcher } from '../../walk/recorder.ts';
import { type Io, printLines, say } from '../io.ts';
import { printResult } from './print-visit.ts';

/** Lines of a job that are kept between two pieces of its output. */
const kept = 10_000;
const lineFeed = 0x0a;

export function printOutput(io: Io): Watcher {
	let lines: OutputLines | undefined;
	let printed = 0;
	/** `grows`: the last line may have more to come, and is kept back. */
	const print = (grows: boolean) => {
		if (!lines) return;
		const ready = grows ? lines.total - 1 : lines.total;
		const fresh = ready - printed;
		if (fresh <= 0) return;
		const held = grows ? lines.lines.slice(0, -1) : lines.lines;
		const missed = fresh - held.length;
		if (missed > 0) say(io, [`  … ${missed} lines are only in the file`]);
		printLines(
			io,
			held.slice(-fresh).map(line => `  ${line}`),
		);
		printed = ready;
	};
	return {
		changed: (state, { event }) => {
			if (event.type === 'job-started') {
				lines = new OutputLines({ keep: kept, ascii: !isUtf8(io.environment) });
				printed = 0;
			}
			if (event.type === 'job-ended') {
				lines?.end();
				print(false);
				lines = undefined;
				printed = 0;
				const execution = executionOf(state, event.job);
				if (execution) printResult(io, execution);
			}
		},
		output: (_job, chunk) => {
			// Of a job that an earlier start of the program began.
			lines ??= new OutputLines({ keep: kept, ascii: !isUtf8(io.environment) });
			lines.push(chunk);
			print(chunk.at(-1) !== lineFeed);
		},
	};
}
