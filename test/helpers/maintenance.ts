/** Walks `maintenance-mode` through, and runs what it shows for other machines there. */
import { expect } from 'vitest';
import type { Machines } from './network.ts';
import type { Outcome } from './sandbox.ts';
import { shownFor, type Walker } from './walk-on.ts';

export const maintenanceOn = (network: Machines, walker: Walker, given: readonly string[]) => {
	const on = (host: 'me' | 'visitor', outcome: Outcome) => {
		expect(outcome.status, outcome.output).toBe(5);
		const machines = { me: network.admin, visitor: network.visitor };
		const { status, output } = machines[host].run('/bin/sh', '-e', '-c', shownFor(host, outcome));
		return { passes: status === 0, output };
	};
	const resume = (...done: string[]) =>
		walker.resume(...given, ...done.flatMap(step => ['--done', step]));
	return {
		/** Until the first thing that is wrong, or that another machine has to do. */
		begin: (...more: string[]) =>
			walker.runbook('run', 'maintenance-mode', '--yes', ...given, ...more),
		on,
		resume,
		noticed: walker.noticed,
		/** Until the site is closed and seen so from both sides; by cookie, nobody's address counts. */
		close: (byAddress = true) => {
			let outcome = walker.runbook('run', 'maintenance-mode', '--yes', ...given);
			if (byAddress) {
				expect(on('me', outcome)).toMatchObject({ passes: true });
				outcome = resume('see-that-you-still-see-the-site');
			}
			expect(on('visitor', outcome)).toMatchObject({ passes: true });
			const { status, output } = resume('see-the-page-as-a-visitor');
			expect(status, output).toBe(5);
			expect(output).toContain('do-your-work');
		},
		/** From there until it is open again. */
		open: () => {
			expect(on('visitor', resume('do-your-work'))).toMatchObject({ passes: true });
			const { status, output } = resume('open-the-site-again');
			expect(status, output).toBe(0);
		},
	};
};
