/**
 * The document: what a Markdown file says once it is read. Nothing here knows how a run goes.
 * The rules are in docs/format.md; `reader.ts` makes these values, and nothing changes them afterwards.
 */
import type { RootContent } from 'mdast';

/** A place in the file, both counted from 1; `column` counts UTF-16 units, as editors do. */
export type Position = { readonly line: number; readonly column: number };

export type Severity = 'error' | 'warning';

/** One thing that is wrong with a file, and what to write instead. */
export type Diagnostic = Position & {
	readonly severity: Severity;
	/** The name of the rule, in kebab case: `placeholder-in-quotes`. */
	readonly rule: string;
	/** What is wrong, with the value, as one sentence. */
	readonly message: string;
	/** What to write instead. */
	readonly remedy: string;
};

export type InputType =
	| 'text'
	| 'integer'
	| 'boolean'
	| 'choice'
	| 'port'
	| 'host'
	| 'ip'
	| 'cidr'
	| 'url'
	| 'path'
	| 'secret';

/** A value that the operator gives. Everything is text: `1.10` stays `1.10`. */
export type Input = {
	readonly name: string;
	readonly prompt: string;
	readonly help?: string;
	readonly type: InputType;
	/** One value, or with `many` at least one. */
	readonly default?: readonly string[];
	/** For `choice`. */
	readonly choices: readonly string[];
	/** A read-only command whose lines are offered on Tab. */
	readonly suggest?: string;
	/** A JavaScript regular expression that must match the whole value. */
	readonly pattern?: string;
	readonly min?: number;
	readonly max?: number;
	readonly optional: boolean;
	readonly many: boolean;
	/** Whether a value may begin with `-`. */
	readonly dash: boolean;
	readonly position: Position;
};

/** A name for a machine. */
export type Host = {
	readonly name: string;
	readonly description: string;
	readonly position: Position;
};

export type Language = 'sh' | 'bash';

/** What a block is for. A file block is an action, too: see `file`. */
export type Purpose = 'action' | 'done' | 'verify' | 'undo' | 'example';

/** One condition of `when=`: the value is set, not set, or equal to `value`. */
export type Condition = {
	readonly name: string;
	readonly test: 'set' | 'unset' | 'equals';
	readonly value?: string;
};

/** A place where `{{name}}` stands. Offsets are in `Template.text`, half open. */
export type Placeholder = { readonly name: string; readonly start: number; readonly end: number };

/** Text with its placeholders. With `raw` there are none. */
export type Template = { readonly text: string; readonly placeholders: readonly Placeholder[] };

/** The target of a `file=` block. */
export type FileTarget = {
	readonly path: Template;
	/** Four octal digits. Absent: the old file's, or 0644. */
	readonly mode?: string;
	/** `user:group` or `user`. Absent: the old file's, or who runs it. */
	readonly owner?: Template;
};

export type Block = {
	readonly kind: 'block';
	/** Its number among the blocks of its step, from 0. */
	readonly index: number;
	readonly purpose: Purpose;
	/** The first word of the info string as written: `sh`, `apache`, `` for none. */
	readonly infoLanguage: string;
	/** The shell that runs it. For file blocks always `sh`. */
	readonly language: Language;
	/** The bytes between the fences, without the last newline. */
	readonly content: Template;
	readonly file?: FileTarget;
	readonly tty: boolean;
	readonly danger: boolean;
	/** Whether it needs root: by its own word, or the front matter's for blocks without `host=`. */
	readonly root: boolean;
	/** The name of the machine; absent means this machine. */
	readonly host?: string;
	readonly when: readonly Condition[];
	/** The name that its output becomes. */
	readonly capture?: string;
	/** Seconds that a gate keeps trying. */
	readonly within?: number;
	/** Seconds after which it is ended. */
	readonly timeout?: number;
	/** Bytes of output that are kept. */
	readonly limit?: number;
	/** Where the fence begins. */
	readonly position: Position;
	/** The line of the first line of its content. */
	readonly contentLine: number;
};

export type Prose = { readonly kind: 'prose'; readonly nodes: readonly RootContent[] };

/** One bullet of a decision. */
export type Choice = {
	/** From 0, in document order over all the lists of the decision. */
	readonly index: number;
	/** The words of the item, as plain text: link text and what follows it. */
	readonly label: string;
	/** The slug of the sub-step, or `skip` for the step that follows the decision. */
	readonly target: string;
	/** The slug of the step that the item links to, also where that skips. */
	readonly link: string;
	readonly skips: boolean;
	readonly position: Position;
};

export type Choices = { readonly kind: 'choices'; readonly items: readonly Choice[] };

/** One number of a numbered list: a step to do there, or to take back. */
export type Link = {
	/** From 0, in document order over all the numbered lists of the step. */
	readonly index: number;
	readonly label: string;
	/** The slug of the step. */
	readonly target: string;
	readonly undo: boolean;
	readonly position: Position;
};

export type Links = { readonly kind: 'links'; readonly items: readonly Link[] };

/** One `- [ ] text`. */
export type Tick = { readonly index: number; readonly label: string; readonly position: Position };

export type Ticks = { readonly kind: 'ticks'; readonly items: readonly Tick[] };

/** One thing of a step's own content, in document order. */
export type Part = Prose | Block | Choices | Links | Ticks;

export type Step = {
	/** github-slugger's, unique in the file. */
	readonly slug: string;
	/** The slugs from the top to here, joined by `/`. */
	readonly path: string;
	readonly title: string;
	/** 2 to 6. */
	readonly depth: number;
	readonly parts: readonly Part[];
	readonly steps: readonly Step[];
	readonly position: Position;
};

/** What a runbook says of itself at its top. */
export type Settings = {
	readonly summary: string;
	readonly tags: readonly string[];
	readonly platforms: readonly string[];
	/** Systems that it was tested on; absent where nothing is said of that. */
	readonly tested?: readonly string[];
	readonly root: boolean;
	readonly hosts: readonly Host[];
	/** Declared inputs, in their order; captures that are not declared are not among them. */
	readonly inputs: readonly Input[];
};

export type Runbook = Settings & {
	/** The file's name without `.md`. */
	readonly name: string;
	readonly title: string;
	readonly introduction: readonly RootContent[];
	readonly steps: readonly Step[];
	/** The file as it was read: without byte-order mark, with `\n` only. */
	readonly text: string;
};

/** What reading gives. With an error among the diagnostics there is no runbook. */
export type Reading = {
	readonly runbook?: Runbook;
	readonly diagnostics: readonly Diagnostic[];
};

/**
 * Whether `value` matches the whole of `pattern`. Passed in, because only a caller with a
 * clock can end a pattern that never comes to an end; such a one counts as no match.
 */
export type PatternMatcher = (pattern: string, value: string) => boolean;

/** The value of an input: one text, or several for `many`. */
export type Value = string | readonly string[];
