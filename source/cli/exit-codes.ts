/** What the command ends with. Scripts rely on these; docs/running.md explains them. */
export const exitCodes = {
	done: 0,
	/** A step failed. */
	failed: 1,
	/** Wrong usage, or a value that may not be. */
	usage: 2,
	/** The runbook is not valid. */
	invalid: 3,
	/** It needed an answer that nobody gave. */
	unanswered: 4,
	/** Left unfinished; it can be resumed. */
	unfinished: 5,
	/** Something in the program itself, or in its own files. */
	internal: 70,
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
