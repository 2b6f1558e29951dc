// Commands that read more in their words than text. Most are sought in every word of a command,
// since that finds `command eval …` and `env sh …` whatever the options between.

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** What makes a command special: these words, wherever they stand, or these names of the command. */
export type Names = { readonly words: ReadonlySet<string>; readonly commands: ReadonlySet<string> };

const none: ReadonlySet<string> = new Set();

/** They run what they are given as shell text, or keep it to be run later. */
export const evaluating: Names = {
	words: set('eval source trap alias'),
	// `systemctl enable {{unit}}` is too common to be lost to bash's `enable`.
	commands: set('. fc compgen complete bind enable mapfile readarray jobs history'),
};

/** They count with what they are given, or assign to it: `a[$(code)]` runs the code. */
export const counting: Names = {
	words: set('let export readonly declare typeset local read unset shift getopts ulimit'),
	commands: set('integer nameref global'),
};

/** The test commands: harmless beside some operators, counting beside others. */
export const testing: Names = { words: set('[ test'), commands: none };

/** Shells: they run the text after `-c`, their standard input, or a file. */
export const shells: Names = {
	words: set('sh bash dash ash ksh mksh oksh lksh zsh yash posh fish csh tcsh'),
	commands: none,
};

/** They hand their words to a shell, here or elsewhere, or take them apart at blanks. */
export const handing: Names = {
	words: set('su runuser ssh xargs -exec -execdir -ok -okdir'),
	commands: set('autossh mosh rsh parallel watch script at batch tmux screen scp rsync'),
};

/** Variables that shells count with, run, or look for programs and code by. */
export function isSpecialVariable(name: string): boolean {
	return (
		/^(PATH|IFS|ENV|CDPATH|FPATH|PROMPT_COMMAND|PS\d|MAILPATH|EXECSHELL|SHELLOPTS|_)$/.test(name) ||
		/^(BASH|LD_|DYLD_|KSH|HIST|EPOCH|GROUPS|DIRSTACK|FUNCNAME|COMP_|PIPESTATUS)/.test(name) ||
		/^(RANDOM|SRANDOM|SECONDS|OPTIND|LINENO|COLUMNS|LINES|TMOUT|PPID|PGRP|E?[UG]ID|USER_ID)$/.test(
			name,
		)
	);
}

/** @returns a program's name without folder and version: `sh` of `/bin/sh`, `python` of `python3.11`. */
export function programName(word: string): string {
	const base = word.slice(word.lastIndexOf('/') + 1);
	return base.replace(/(?<=[a-z])-?\d[\d.]*$/, '');
}
