/** Where every command ends: its exit status, or what is said instead of one. */
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/** Never throws. */
export async function reported(io: Io, command: (io: Io) => Promise<number>): Promise<number> {
	try {
		return await command(io);
	} catch (error) {
		if (error instanceof Failure) {
			const { complain } = await import('./io.ts');
			complain(io, `runbook: ${error.message}`);
			return error.exitCode;
		}
		const { explain } = await import('./explain.ts');
		return explain(error, io);
	}
}
