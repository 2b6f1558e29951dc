/**
 * What can go wrong with what stays on disk, by what the person can do about it. Each message
 * says what failed with the value, why, and what to do now; values are shown between backticks.
 */

/** The root of them all, for the one printer at the top. */
export class StoreError extends Error {
	/** What to do now; it is the last part of `message`, too. */
	readonly remedy: string;

	constructor(what: string, why: string, remedy: string, cause?: unknown) {
		super(`${what}: ${why}. ${remedy}`, cause === undefined ? undefined : { cause });
		this.name = new.target.name;
		this.remedy = remedy;
	}
}

/** An event could not be made durable. What it announces must not happen. */
export class JournalNotWritten extends StoreError {
	constructor(file: string, why: string, cause?: unknown) {
		super(
			`The journal \`${file}\` could not be written`,
			why,
			'Nothing more is executed in this run. Put that right and resume the run, or start another with its state elsewhere: `XDG_STATE_HOME=/run runbook …` (a reboot loses it).',
			cause,
		);
	}
}

/** The journal is there and must not be written: owner, modes, version or damage. */
export class JournalRefused extends StoreError {
	constructor(file: string, why: string, remedy: string, cause?: unknown) {
		super(`The journal \`${file}\` is not written to`, why, remedy, cause);
	}
}

/** A folder or file of ours could not be made, or is not safely ours. */
export class StateRefused extends StoreError {
	constructor(path: string, why: string, remedy?: string, cause?: unknown) {
		super(
			`\`${path}\` cannot be used to keep runs`,
			why,
			remedy ??
				'Put that right, or keep the state elsewhere: `XDG_STATE_HOME=/run runbook …` (a reboot loses it).',
			cause,
		);
	}
}

/** Who holds a run. Where it is not known, `pid` is 0 and the texts are empty. */
export type Holder = {
	readonly pid: number;
	readonly user: string;
	readonly host: string;
	/** UTC, as `2026-11-22T12:00:00.000Z`. */
	readonly since: string;
};

/** Another live process has the lock. */
export class Held extends StoreError {
	readonly holder: Holder;

	/** `record` is the file to remove where it cannot be told from here whether the holder lives. */
	constructor(folder: string, holder: Holder, record?: string) {
		super(
			`The run in \`${folder}\` is in use`,
			holder.pid === 0
				? 'another process holds it, and has not said which one it is'
				: `process ${holder.pid} of \`${holder.user}\` on \`${holder.host}\` holds it since ${holder.since}`,
			record === undefined
				? 'Go on there, or leave it there first.'
				: `Whether that process lives cannot be seen from here: go on there, or, if it is surely gone, remove \`${record}\`.`,
		);
		this.holder = holder;
	}
}

/** No run, or more than one, has this id. */
export class NoSuchRun extends StoreError {
	/** The ids that may have been meant. */
	readonly candidates: readonly string[];

	constructor(asked: string, why: string, candidates: readonly string[]) {
		const list = candidates.map(id => `\`${id}\``).join(', ');
		super(
			`There is no run \`${asked}\``,
			why,
			candidates.length === 0
				? 'See `runbook runs` for those that are there.'
				: `Did you mean ${list}?`,
		);
		this.candidates = candidates;
	}
}

/** A file cannot be read as a runbook or journal. `reason` is the short form, for lists. */
export class UnreadableFile extends StoreError {
	readonly file: string;
	readonly reason: string;

	constructor(file: string, reason: string, remedy: string, cause?: unknown) {
		super(`\`${file}\` cannot be read`, reason, remedy, cause);
		this.file = file;
		this.reason = reason;
	}
}
