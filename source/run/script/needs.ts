/** What a script asks of its surroundings, gathered while it is written. */
export class Needs {
	/** Variables of the environment that are asked for before anything runs. */
	readonly secrets = new Set<string>();
	/** Those that are only passed on if they are set. */
	readonly optionalSecrets = new Set<string>();
	/** Variables that are asked for when their turn comes, with what they are. */
	readonly values = new Map<string, string>();
	/** What the script leaves to the operator. */
	readonly byHand: string[] = [];
	root = false;
	bash = false;
	/** Something stands below `RUNBOOK_JOBS`. */
	jobs = false;
	/** Something has a time limit, which the script does not keep. */
	limits = false;
}
