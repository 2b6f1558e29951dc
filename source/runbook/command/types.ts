import type { InputType, Language, Severity, Value } from '../types.ts';

/** What the reader must know of a name. */
export type ValueKind = {
	readonly type: InputType;
	readonly many: boolean;
	/** Whether the input has a `pattern`. */
	readonly pattern: boolean;
};

/** One thing that is wrong with a block, and what to write instead. */
export type CommandProblem = {
	/** Where, in the block's text; counts UTF-16 units from 0. */
	readonly offset: number;
	readonly severity: Severity;
	/** The name of the rule, in kebab case. */
	readonly rule: string;
	readonly message: string;
	readonly remedy: string;
};

/** What the renderer must know of a place beside its offsets. */
export type Place = {
	/** The shell word that it is part of; offsets in the text, half open. */
	readonly word: { readonly start: number; readonly end: number };
	/** What stands around it does not bear a bare value: it is always put in single quotes. */
	readonly quoted: boolean;
	/** Only digits, with a sign, may be put in: something counts with the value. */
	readonly number: boolean;
	/** It ends the name of a command, so that a `/` would name another program. */
	readonly commandWord: boolean;
};

/** A placeholder in a good place. */
export type Slot = {
	readonly name: string;
	/** Offsets of the braces in the text, half open. */
	readonly start: number;
	readonly end: number;
	/** Only a value of plain characters may be put in (`su`, `ssh`, `xargs`, `-exec`, a shell). */
	readonly plainOnly: boolean;
	readonly place: Place;
};

/** A block whose placeholders all stand in good places. */
export type Command = {
	readonly text: string;
	readonly language: Language;
	/** In the order of the text. */
	readonly slots: readonly Slot[];
};

/** What reading gives. With an error among the problems there is no command. */
export type CommandReading = {
	readonly command?: Command;
	readonly problems: readonly CommandProblem[];
};

/**
 * What is put in: a value, or the shell's own variable (only `script` does that, for captures).
 * `plain` says that the script itself makes sure, before it uses the variable, that its value is of
 * plain characters (`isPlain`) and does not begin with `-`; without it a variable is refused where
 * only such a value may stand.
 */
export type Filling =
	| { readonly value: Value }
	| { readonly variable: string; readonly plain?: boolean };

export type Rendering =
	| { readonly text: string }
	| { readonly refused: { readonly name: string; readonly reason: string } };
