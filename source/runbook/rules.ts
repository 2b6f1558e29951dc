/**
 * The name of every rule that the reader itself can report, and how bad it is. Rules about what
 * stands inside a command have names of their own, in `command/`.
 */
import type { Severity } from './types.ts';

export const rules = {
	// The file.
	'too-large': 'error',
	'too-many-lines': 'error',
	'too-intricate': 'error',
	'not-utf-8': 'error',
	'nul-character': 'error',
	'empty-file': 'error',
	'hidden-character': 'error',
	'too-many-mistakes': 'error',
	'reader-failed': 'error',

	// Front matter.
	'no-front-matter': 'error',
	'front-matter-not-closed': 'error',
	'front-matter-too-large': 'error',
	'front-matter-nesting': 'error',
	'front-matter-not-map': 'error',
	'yaml-syntax': 'error',
	'yaml-alias': 'error',
	'yaml-tag': 'error',
	'yaml-directive': 'error',
	'yaml-key': 'error',
	'duplicate-key': 'error',
	'unknown-key': 'error',
	'wrong-value': 'error',
	'no-version': 'error',
	'unknown-version': 'error',
	'no-summary': 'warning',
	'bad-name': 'error',

	// Inputs.
	'no-prompt': 'error',
	'unknown-type': 'error',
	'key-without-type': 'error',
	'bad-range': 'error',
	'bad-choices': 'error',
	'bad-pattern': 'error',
	'bad-default': 'error',
	'bad-suggest': 'error',
	'never-asked': 'error',
	'unused-input': 'warning',
	'unused-host': 'warning',

	// Title, headings and text.
	'no-title': 'error',
	'second-title': 'error',
	'heading-before-title': 'error',
	'text-before-title': 'error',
	'bad-heading': 'error',
	'no-steps': 'error',
	'too-many-steps': 'error',
	'block-in-introduction': 'error',
	'html-not-closed': 'error',

	// Lists of links.
	'broken-link': 'error',
	'ambiguous-link': 'error',
	'link-not-step': 'error',
	'choice-outside': 'error',
	'choices-not-last': 'error',
	'mixed-list': 'error',
	'list-item-content': 'error',
	'list-in-list': 'error',
	'link-title': 'error',
	'link-not-first': 'warning',
	'step-not-reached': 'error',
	circle: 'error',
	'nothing-to-undo': 'warning',
	'ticked-already': 'error',

	// Fences and their words.
	'fence-not-closed': 'error',
	'not-a-fence': 'error',
	'block-in-list': 'error',
	'empty-block': 'error',
	'not-a-shell': 'error',
	'shown-only': 'warning',
	'info-character': 'error',
	'info-quote': 'error',
	'unknown-word': 'error',
	'word-twice': 'error',
	'words-exclude': 'error',
	'word-without-file': 'error',
	'bad-duration': 'error',
	'bad-limit': 'error',
	'bad-mode': 'error',
	'bad-owner': 'error',
	'bad-file-path': 'error',
	'bad-capture': 'error',
	'unknown-host': 'error',
	'unknown-condition': 'error',
	'bad-condition': 'error',

	// The order of blocks.
	'second-done': 'error',
	'done-after-action': 'error',
	'done-without-action': 'warning',
	'undo-without-action': 'error',
	'undo-between-files': 'warning',

	// Placeholders outside of commands.
	'undeclared-placeholder': 'error',
	'placeholder-not-here': 'error',
	'secret-in-text': 'error',
	'optional-without-when': 'error',
	'used-before-capture': 'error',
	'two-lists-in-line': 'error',
	'list-not-here': 'error',
	'file-value-without-pattern': 'warning',

	// Reading well.
	'looks-like-action': 'warning',
	'action-without-host': 'warning',
	'nothing-lasts': 'warning',
	'needs-terminal': 'warning',
	'passes-without-file': 'warning',
} as const satisfies Record<string, Severity>;

export type Rule = keyof typeof rules;
