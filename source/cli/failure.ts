/** Why a command ends early: a sentence for the person, and an exit status for scripts. */
import { type ExitCode, exitCodes } from './exit-codes.ts';

export class Failure extends Error {
	override name = 'Failure';
	readonly exitCode: ExitCode;

	/** `message` says what failed, with the value; why; and what to do now. */
	constructor(message: string, exitCode: ExitCode) {
		super(message);
		this.exitCode = exitCode;
	}
}

export function usageFailure(message: string): Failure {
	return new Failure(message, exitCodes.usage);
}
