/**
 * What happened in a run, one event after the other. The journal keeps them, and replaying them
 * gives the state; the screen, the plain output and the report are views of the same list.
 */
import type { Language, Purpose, Value } from '../runbook/types.ts';

/** How a job came to its end. */
export type Outcome =
	/** `status` is what the shell gave; above 128 it may stand for a signal. */
	| { readonly kind: 'exited'; readonly status: number }
	| { readonly kind: 'timed-out' }
	/** The operator ended it. */
	| { readonly kind: 'stopped' }
	/** It was announced and never began, and now never will. */
	| { readonly kind: 'never-started'; readonly why: string }
	/** Nobody can tell: see `why`. */
	| { readonly kind: 'unknown'; readonly why: string };

/** The script that takes an execution back, as it was when that execution began. */
export type FrozenUndo = {
	/** The index of the undo block, or of the file block that is restored. */
	readonly position: number;
	readonly kind: 'block' | 'file';
	/** The file that is restored. */
	readonly path?: string;
	/** Absent for a file, and while `waiting` names what it needs: mostly a capture of the very action. */
	readonly script?: string;
	readonly waiting?: readonly string[];
	/** While it waits: the other values of that time, with which it will be made. */
	readonly known?: Readonly<Record<string, Value>>;
	readonly language: Language;
	readonly host?: string;
	readonly tty: boolean;
	readonly root: boolean;
	readonly danger: boolean;
	/** The slugs of the steps that this execution happened at or below. */
	readonly steps: readonly string[];
};

export type MarkKind =
	/** The operator did it without the program. */
	| 'by-hand'
	| 'skipped'
	/** Everything below the target of an undo by link was taken back. */
	| 'taken-back'
	/** Shown in a dry run. */
	| 'would-run'
	/** Taken off again. */
	| 'open';

export type RunEvent =
	| {
			readonly type: 'began';
			readonly id: string;
			readonly runbook: string;
			readonly file: string;
			/** SHA-256 of the frozen text, in hex. */
			readonly sum: string;
			readonly title: string;
			readonly dryRun: boolean;
			readonly host: string;
			readonly namespace?: string;
			readonly user: string;
			readonly root: boolean;
			readonly program: string;
			/** YYYYMMDD in UTC: what `{{run.date}}` gives. */
			readonly date: string;
	  }
	/** `value` is null for an optional input that was left empty, and for a secret, whose value is nowhere. */
	| {
			readonly type: 'answered';
			readonly name: string;
			readonly value: Value | null;
			readonly secret: boolean;
	  }
	/** `here`: blocks of this host run on this machine; otherwise `name` is how it is called. */
	| {
			readonly type: 'host-named';
			readonly host: string;
			readonly here: boolean;
			readonly name: string;
	  }
	| {
			readonly type: 'chose';
			readonly visit: string;
			readonly choice: number;
			readonly target: string;
	  }
	| {
			readonly type: 'job-started';
			readonly job: number;
			/** The item, or for an undo the id of the undo entry. */
			readonly item: string;
			readonly purpose: Purpose | 'restore';
			/** SHA-256 of the script's bytes, in hex. */
			readonly sum: string;
			readonly language: Language;
			readonly edited: boolean;
			readonly tty: boolean;
			/** The boot in which it was announced. */
			readonly boot: string;
			/** The name that its output becomes. */
			readonly capture?: string;
			readonly undo: readonly FrozenUndo[];
			/** Set when this job takes an undo entry back. */
			readonly undoes?: string;
			/** The undo by link that ordered it; nothing where the person chose it from the list of undos. */
			readonly by?: string;
	  }
	| {
			readonly type: 'job-ended';
			readonly job: number;
			readonly outcome: Outcome;
			/** When it ended by itself, which may be long before anybody looked. ISO 8601, UTC. */
			readonly endedAt?: string;
			readonly outputBytes: number;
			readonly truncated: boolean;
			readonly stillWriting: boolean;
			/** Of a capture that is valid by its type. */
			readonly value?: string;
			/** Why the output of a capture could not become a value. */
			readonly refused?: string;
			/** Of a job that was to write a file: it left everything as it was. */
			readonly unchanged?: true;
	  }
	| {
			readonly type: 'marked';
			readonly item: string;
			readonly how: MarkKind;
			readonly reason?: string;
			readonly undo: readonly FrozenUndo[];
	  }
	/** All items of a visit are open again: it is run once more. */
	| { readonly type: 'reopened'; readonly visit: string }
	/** An undo entry was done by hand, or will not be done. */
	| {
			readonly type: 'settled';
			readonly undo: string;
			readonly how: 'by-hand' | 'skipped';
			readonly reason?: string;
	  }
	| { readonly type: 'noted'; readonly visit: string; readonly text: string }
	| { readonly type: 'resumed'; readonly program: string }
	| { readonly type: 'left' }
	| { readonly type: 'finished' };

/** An event with its place in the journal; `time` is UTC, ISO 8601. */
export type RecordedEvent = {
	readonly seq: number;
	readonly time: string;
	readonly event: RunEvent;
};
