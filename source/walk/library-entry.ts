/** What a list of runbooks shows of each, without the runbook itself. */
import type { Diagnostic, InputType, Reading } from '../runbook/types.ts';
import type { Place } from '../store/places.ts';

/** Where runbooks are looked for. */
export type Shelves = {
	/** The folder of the built-in ones. */
	readonly builtIn: string;
	/** The present folder, whose `runbooks/` is one of the places. */
	readonly cwd: string;
};

export type Summary = {
	readonly title: string;
	readonly summary: string;
	readonly tags: readonly string[];
	readonly platforms: readonly string[];
	readonly tested?: readonly string[];
	readonly root: boolean;
	readonly inputs: readonly {
		readonly name: string;
		readonly type: InputType;
		readonly prompt: string;
	}[];
};

/** What the bytes of a file alone decide. */
export type Facts = {
	/** Absent when it is broken; then `problem` says why. */
	readonly runbook?: Summary;
	readonly problem?: string;
	/** What is wrong with a broken one. */
	readonly diagnostics: readonly Diagnostic[];
};

export type LibraryEntry = Facts & {
	readonly name: string;
	readonly file: string;
	readonly place: Place['kind'];
	/** Files of the same name that this one hides, the farthest first. */
	readonly hides: readonly string[];
	readonly trusted: boolean;
	/** It is not trusted as it is now, and was with another text. */
	readonly changed: boolean;
	/** Whether it is for this machine's platform. */
	readonly fits: boolean;
	/** Whether it says where it was tested, and that was not on a system like this one. */
	readonly untested: boolean;
};

export class NoSuchRunbook extends Error {
	override name = 'NoSuchRunbook';
}

/** The reading of a runbook, as a list has it. */
export function factsOf({ runbook, diagnostics }: Reading): Facts {
	if (runbook) {
		const { title, summary, tags, platforms, tested, root } = runbook;
		const inputs = runbook.inputs.map(({ name, type, prompt }) => ({ name, type, prompt }));
		const said = tested === undefined ? {} : { tested };
		return {
			runbook: { title, summary, tags, platforms, ...said, root, inputs },
			diagnostics: [],
		};
	}
	return { problem: problemOf(diagnostics), diagnostics };
}

export function problemOf(diagnostics: readonly Diagnostic[]): string {
	const first = diagnostics.find(diagnostic => diagnostic.severity === 'error');
	return first ? `line ${first.line}: ${first.message}` : 'it cannot be read';
}
