/** Prints what jobs write, as they write it, safe to show and a little to the right. */

import { executionOf } from '../../run/state.ts';
import { isUtf8 } from '../../terminal/capabilities.ts';
import { OutputLines } from '../../text/output.ts';
import type { Watcher } from '../../walk/recorder.ts';
import { type Io, printLines } from '../io.ts';
import { printResult } from './print-visit.ts';

/** Lines of a job that are kept between two pieces of its output. */
const kept = 10_000;

export function printOutput(io: Io): Watcher {
	let lines: OutputLines | undefined;
	let printed = 0;
	const print = (all: boolean) => {
		if (!lines) return;
		// The last line may still grow.
		const ready = all ? lines.total : lines.total - 1;
		const fresh = ready - printed;
		if (fresh <= 0) return;
		const held = all ? lines.lines : lines.lines.slice(0, -1);
		const missed = fresh - held.length;
		printLines(io, [
			...(missed > 0 ? [`  … ${missed} lines are only in the file`] : []),
			...held.slice(-fresh).map(line => `  ${line}`),
		]);
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
				print(true);
				lines = undefined;
				const execution = executionOf(state, event.job);
				if (execution) printResult(io, execution);
			}
		},
		output: (_job, chunk) => {
			lines?.push(chunk);
			print(false);
		},
	};
}
