/** Runs a block on the terminal itself: an editor, a password, anything that asks. */

import { bootIdentity } from './boot.ts';
import { findJob, type JobEnd } from './find-job.ts';
import { type JobSpec, layOut, notStartable } from './job.ts';
import { startProcess } from './start-process.ts';

/**
 * Runs a script on the streams of this program, and waits for it. The screen is suspended by the
 * caller. Nothing of its output is kept, and it ends with the terminal. Raises `JobNotStarted`.
 */
export async function runOnTerminal(spec: JobSpec): Promise<JobEnd> {
	const wrapped = layOut({ ...spec, timeout: 0, within: 0 }, 'terminal');
	// Ctrl-C is for the command; without a listener it would end this program, too.
	const ignore = () => {};
	process.on('SIGINT', ignore);
	process.on('SIGQUIT', ignore);
	try {
		const { child, end } = await startProcess({
			...wrapped,
			environment: { ...spec.environment, TERM: process.env.TERM || 'dumb' },
			detached: false,
			streams: 'inherit',
		});
		if (child?.pid === undefined) throw notStartable((await end).failure);
		await end;
	} finally {
		process.off('SIGINT', ignore);
		process.off('SIGQUIT', ignore);
	}
	const finding = findJob(spec.folder, bootIdentity());
	if (finding.state === 'not-started') throw notStartable(undefined);
	if (finding.state === 'ended') return finding.end;
	return { timedOut: false, stopped: false, truncated: false, outputBytes: 0, stillWriting: false };
}
