/**
 * Being stopped and going on. Ctrl-Z is a key here, but `kill -TSTP` is not: without this the shell got
 * a terminal on the other screen, and the program, continued, one that echoes and takes no keys.
 */
import { setTimeout } from 'node:timers/promises';

/** The part of `process` that is needed here. */
export type Stoppable = {
	on(event: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
	off(event: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
	readonly pid: number;
	kill(pid: number, signal: 'SIGTSTP'): unknown;
};

/** The stop reaches all threads a moment after it was asked for. */
const A_MOMENT = 20;

/**
 * Gives the terminal back before the program is stopped, and takes it anew when it is continued, also
 * after a SIGSTOP, of which nothing tells beforehand. `isLent`: somebody else has the terminal. Gives a
 * function that ends this.
 */
export function giveBackWhenStopped(
	suspend: (use: () => Promise<void>) => Promise<void>,
	isLent: () => boolean,
	self: Stoppable = process,
): () => void {
	let busy = false;
	const halt = async () => {
		// As without a listener: where no shell could continue it, the system does not stop it.
		self.off('SIGTSTP', stop);
		self.kill(self.pid, 'SIGTSTP');
		await setTimeout(A_MOMENT);
		self.on('SIGTSTP', stop);
	};
	const away = async (use: () => Promise<void>) => {
		if (busy) return;
		busy = true;
		try {
			await (isLent() ? use() : suspend(use));
		} finally {
			busy = false;
		}
	};
	const stop = () => void away(halt);
	const goOn = () => void away(async () => {});
	self.on('SIGTSTP', stop);
	self.on('SIGCONT', goOn);
	return () => {
		self.off('SIGTSTP', stop);
		self.off('SIGCONT', goOn);
	};
}
