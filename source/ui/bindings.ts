/** What a key may mean, and the keys that several modes have in common. For the table itself: `keymap.ts`. */

/** What the keys of the screen are about at a time. */
export type Mode =
	| 'library'
	| 'brief'
	| 'trust'
	| 'form'
	| 'walk'
	| 'decision'
	| 'running'
	| 'undo'
	| 'output'
	| 'copy'
	| 'copies'
	| 'links'
	| 'text'
	| 'word'
	| 'question'
	| 'editor'
	| 'help'
	| 'end';

export type Action =
	| 'up'
	| 'down'
	| 'page-up'
	| 'page-down'
	| 'top'
	| 'bottom'
	| 'left'
	| 'right'
	| 'open'
	| 'back'
	| 'clear'
	| 'focus-next'
	| 'focus-back'
	| 'run'
	| 'copy'
	| 'copy-more'
	| 'bare'
	| 'file'
	| 'unfold'
	| 'search'
	| 'find-next'
	| 'find-back'
	| 'edit'
	| 'by-hand'
	| 'skip'
	| 'verify'
	| 'undo'
	| 'output'
	| 'note'
	| 'answer'
	| 'stop'
	| 'dry-run'
	| 'background'
	| 'trust'
	| 'follow'
	| 'yes'
	| 'no'
	| 'suggest'
	| 'erase'
	| 'delete'
	| 'line-start'
	| 'line-end'
	| 'erase-word'
	| 'erase-line'
	| 'new-line'
	| 'keep'
	| 'help'
	| 'quit'
	| 'interrupt';

export type Binding = {
	readonly action: Action;
	/** Names of keys as `keys.ts` gives them. */
	readonly keys: readonly string[];
	/** For the footer; without one it stands in the help only. */
	readonly name?: string;
	readonly help: string;
	/** Works only while nothing is typed yet: elsewhere the key is a letter. */
	readonly whenEmpty?: true;
};

export const look: readonly Binding[] = [
	{ action: 'up', keys: ['up', 'k'], help: 'a line up' },
	{ action: 'down', keys: ['down', 'j'], help: 'a line down' },
	{ action: 'page-up', keys: ['pageup'], help: 'a page up' },
	{ action: 'page-down', keys: ['pagedown', 'space'], help: 'a page down' },
	{ action: 'top', keys: ['home', 'g'], help: 'to the beginning' },
	{ action: 'bottom', keys: ['end', 'G'], help: 'to the end' },
];

export const background: Binding = {
	action: 'background',
	keys: ['ctrl-t'],
	help: 'colours for a light background, or for a dark one; kept for the next time',
};

export const stepOrRun: Binding = {
	action: 'undo',
	keys: ['u'],
	name: 'step or run',
	help: 'what can be taken back of the whole run, and of the step alone again',
};
export const help: Binding = { action: 'help', keys: ['?'], name: 'help', help: 'this help' };

export const leave: Binding = {
	action: 'quit',
	keys: ['q', 'ctrl-c'],
	name: 'quit',
	help: 'leave the program; what was begun is kept and can be resumed',
};

/** In a run Ctrl-C is the key that stops a command, and may come when that has ended already. */
export const leaveRun: readonly Binding[] = [
	{ ...leave, keys: ['q'] },
	{
		action: 'interrupt',
		keys: ['ctrl-c'],
		help: 'leave the program, too; a moment after a command has ended it asks first',
	},
];

export const copy: Binding = {
	action: 'copy',
	keys: ['c'],
	name: 'copy',
	help: 'send the marked block to your own clipboard; once more: show it bare, for the mouse',
};

export const copyMore: Binding = {
	action: 'copy-more',
	keys: ['C'],
	help: 'copy more: the step, the rest of the procedure; also into a file',
};

export const follow: Binding = {
	action: 'follow',
	keys: ['f'],
	name: 'links',
	help: 'open another runbook that is named here; nothing runs by that',
};

export const unfold: Binding = {
	action: 'unfold',
	keys: ['x'],
	help: 'of a file: the script that writes it, and its change again',
};

export const note: Binding = {
	action: 'note',
	keys: ['n'],
	name: 'note',
	help: 'keep a note with the run',
};

export const output: Binding = {
	action: 'output',
	keys: ['o'],
	name: 'output',
	help: 'the whole output of the commands of this step',
};

export const typing: readonly Binding[] = [
	{ action: 'erase', keys: ['backspace', 'ctrl-h'], help: 'erase the character before' },
	{ action: 'delete', keys: ['delete', 'ctrl-d'], help: 'erase the character here' },
	{ action: 'left', keys: ['left', 'ctrl-b'], help: 'a character to the left' },
	{ action: 'right', keys: ['right', 'ctrl-f'], help: 'a character to the right' },
	{ action: 'line-start', keys: ['home', 'ctrl-a'], help: 'to the beginning of the line' },
	{ action: 'line-end', keys: ['end', 'ctrl-e'], help: 'to the end of the line' },
	{ action: 'erase-word', keys: ['ctrl-w'], help: 'erase the word before' },
	{ action: 'erase-line', keys: ['ctrl-u'], help: 'erase all that stands before' },
];

export const cancel: Binding = {
	action: 'back',
	keys: ['escape', 'ctrl-c'],
	name: 'cancel',
	help: 'back, and nothing has happened',
};

export const walking: readonly Binding[] = [
	{
		action: 'run',
		keys: ['r'],
		name: 'run',
		help: 'run what is shown, as far as the next action; scrolls on first if lines were not seen yet',
	},
	{
		action: 'answer',
		keys: ['i'],
		name: 'answer',
		help: 'change what was answered for this step',
	},
	copy,
	copyMore,
	unfold,
	{ action: 'edit', keys: ['e'], name: 'edit', help: 'change the commands before they run' },
	{
		action: 'by-hand',
		keys: ['d'],
		name: 'done by hand',
		help: 'say that you did what comes next yourself',
	},
	{ action: 'skip', keys: ['s'], name: 'skip', help: 'skip it, with a reason' },
	{
		action: 'undo',
		keys: ['u'],
		name: 'undo',
		help: 'see what can be taken back, of this step or of the whole run',
	},
	follow,
	output,
	note,
	{ action: 'verify', keys: ['v'], name: 'check again', help: 'run the gates of this step again' },
	{
		action: 'back',
		keys: ['b', 'escape'],
		name: 'back',
		help: 'the step before; from the first one to the library',
	},
	{ action: 'right', keys: ['right', 'l'], help: 'look at the next step' },
	{ action: 'left', keys: ['left', 'h'], help: 'look at the step before' },
	{ action: 'focus-next', keys: ['tab'], help: 'mark the next block (for copying)' },
	{ action: 'focus-back', keys: ['shift-tab'], help: 'mark the block before' },
];

/** One of several is picked. */
export const choosing: readonly Binding[] = [
	{
		action: 'open',
		keys: ['enter'],
		name: 'open',
		help: 'open it; nothing runs by that',
	},
	{ action: 'up', keys: ['up', 'k', 'shift-tab'], name: '↑↓ move', help: 'the one above' },
	{ action: 'down', keys: ['down', 'j', 'tab'], help: 'the one below' },
	{ action: 'back', keys: ['b', 'escape', 'f', 'q', 'ctrl-c'], name: 'back', help: 'back' },
];

export const editing: readonly Binding[] = [
	{
		action: 'keep',
		keys: ['ctrl-s', 'ctrl-x'],
		name: 'keep the change',
		help: 'back to the step with the change; `r` there runs it',
	},
	{ action: 'new-line', keys: ['enter'], help: 'a new line' },
	{ action: 'up', keys: ['up'], help: 'a line up' },
	{ action: 'down', keys: ['down'], help: 'a line down' },
	{ action: 'page-up', keys: ['pageup'], help: 'a page up' },
	{ action: 'page-down', keys: ['pagedown'], help: 'a page down' },
	{ action: 'suggest', keys: ['tab'], help: 'two blanks' },
	...typing,
	cancel,
];
