/**
 * The one table of keys: what they do, what the footer calls them, what the help says. Footer and
 * help are made from it, and `resolve` looks in it; a key that is not here does nothing.
 */
import {
	type Action,
	type Binding,
	background,
	cancel,
	choosing,
	copy,
	editing,
	follow,
	help,
	leave,
	leaveRun,
	look,
	type Mode,
	note,
	output,
	stepOrRun,
	typing,
	unfold,
	walking,
} from './bindings.ts';
import type { KeyPress } from './keys.ts';

export type { Action, Binding, Mode } from './bindings.ts';

/** Of two bindings for one key the first counts. */
export const keymap: Readonly<Record<Mode, readonly Binding[]>> = {
	library: [
		{ action: 'open', keys: ['enter'], name: 'open', help: 'open it; nothing runs by that' },
		{ action: 'up', keys: ['up', 'shift-tab'], name: '↑↓ move', help: 'the one above' },
		{ action: 'down', keys: ['down', 'tab'], help: 'the one below' },
		{ action: 'page-up', keys: ['pageup'], help: 'a page up' },
		{ action: 'page-down', keys: ['pagedown'], help: 'a page down' },
		{ action: 'top', keys: ['home'], help: 'to the first' },
		{ action: 'bottom', keys: ['end'], help: 'to the last' },
		{
			action: 'dry-run',
			keys: ['ctrl-d'],
			name: 'dry run',
			help: 'dry run on or off: with it nothing can run',
		},
		background,
		{ action: 'clear', keys: ['escape'], help: 'clear the filter' },
		{ action: 'erase', keys: ['backspace', 'ctrl-h'], help: 'erase the last letter of the filter' },
		{ action: 'erase-line', keys: ['ctrl-u'], help: 'clear the filter' },
		{ ...help, whenEmpty: true },
		{ action: 'quit', keys: ['ctrl-c'], name: 'leave', help: 'leave the program' },
	],
	brief: [
		{
			action: 'open',
			keys: ['enter'],
			name: 'go on',
			help: 'read on, then answer what it asks, and walk it; nothing runs by that',
		},
		{
			action: 'dry-run',
			keys: ['D'],
			name: 'dry run',
			help: 'dry run on or off: with it nothing can run',
		},
		{
			action: 'trust',
			keys: ['T'],
			name: 'trust',
			help: 'trust this file, where it is not trusted yet',
		},
		follow,
		{
			action: 'back',
			keys: ['b', 'escape'],
			name: 'back',
			help: 'back to the library, or to where one came from',
		},
		...look,
		help,
		leave,
	],
	trust: [
		{
			action: 'trust',
			keys: ['T'],
			name: 'trust this file',
			help: 'let this very text run from now on',
		},
		{ action: 'back', keys: ['b', 'escape'], name: 'back', help: 'back; it stays untrusted' },
		...look,
		help,
		leave,
	],
	form: [
		{
			action: 'open',
			keys: ['enter'],
			name: 'next',
			help: 'to the next field; on the last one, go on',
		},
		{ action: 'up', keys: ['up', 'shift-tab'], name: '↑↓ move', help: 'the field above' },
		{ action: 'down', keys: ['down'], help: 'the field below' },
		{
			action: 'suggest',
			keys: ['tab'],
			name: 'suggestions',
			help: 'the field below; where there is a command that suggests values, run it',
		},
		...typing.map(binding =>
			binding.action === 'erase-line' ? { ...binding, name: 'clear' } : binding,
		),
		cancel,
		{ ...help, keys: ['ctrl-g'] },
	],
	walk: [
		...walking.slice(0, 1),
		{
			action: 'open',
			keys: ['enter'],
			name: 'next',
			help: 'read on, then to the next step; nothing runs by that',
		},
		...walking.slice(1),
		...look,
		help,
		...leaveRun,
	],
	decision: [
		{
			action: 'open',
			keys: ['enter'],
			name: 'choose',
			help: 'take this way; nothing runs by that',
		},
		{ action: 'up', keys: ['up', 'k'], name: '↑↓ move', help: 'the choice above' },
		{ action: 'down', keys: ['down', 'j'], help: 'the choice below' },
		...walking,
		...look.slice(2),
		help,
		...leaveRun,
	],
	running: [
		{
			action: 'stop',
			keys: ['ctrl-c'],
			name: 'stop it',
			help: 'end it: asks it first, and after five seconds makes it; a second time at once',
		},
		output,
		note,
		copy,
		{ action: 'quit', keys: ['q'], name: 'leave', help: 'leave; the command goes on by itself' },
		...look,
		help,
	],
	undo: [
		{ action: 'run', keys: ['r'], name: 'run this undo', help: 'run what is shown' },
		{
			action: 'by-hand',
			keys: ['d'],
			name: 'done by hand',
			help: 'say that you took it back yourself',
		},
		{ action: 'skip', keys: ['s'], name: 'skip', help: 'do not take it back, with a reason' },
		{ action: 'back', keys: ['b', 'escape'], name: 'back', help: 'back to the step' },
		stepOrRun,
		copy,
		output,
		unfold,
		note,
		...look,
		help,
		...leaveRun,
	],
	output: [
		{
			action: 'search',
			keys: ['/'],
			name: 'search',
			help: 'search in it; upper and lower case are one',
		},
		{
			action: 'find-next',
			keys: ['f'],
			name: 'next',
			help: 'to the next place that was searched for',
		},
		{ action: 'find-back', keys: ['F'], help: 'to the place before' },
		...look,
		{
			action: 'left',
			keys: ['left', 'h'],
			name: '←→ other command',
			help: 'the output of the command before',
		},
		{ action: 'right', keys: ['right', 'l'], help: 'the output of the command after' },
		{ action: 'back', keys: ['b', 'escape', 'o', 'enter'], name: 'back', help: 'back to the step' },
		note,
		{ action: 'stop', keys: ['ctrl-c'], help: 'stop the command, if it still runs' },
		help,
	],
	copy: [
		...look,
		{
			action: 'back',
			keys: ['b', 'escape', 'c', 'enter', 'q', 'ctrl-c'],
			name: 'back',
			help: 'back',
		},
	],
	copies: [
		{
			action: 'open',
			keys: ['enter', 'c'],
			name: 'copy it',
			help: 'send it to your own clipboard; nothing runs by that',
		},
		{
			action: 'bare',
			keys: ['m'],
			name: 'bare, for the mouse',
			help: 'show it without anything else, to be selected with the mouse',
		},
		{
			action: 'file',
			keys: ['f'],
			name: 'into a file',
			help: 'write it into a file in the folder of the run',
		},
		{ action: 'up', keys: ['up', 'k'], help: 'the one above' },
		{ action: 'down', keys: ['down', 'j', 'tab'], help: 'the one below' },
		{
			action: 'back',
			keys: ['b', 'escape', 'q', 'ctrl-c'],
			name: 'back',
			help: 'back to the step',
		},
		help,
	],
	links: choosing,
	text: [
		{ action: 'open', keys: ['enter'], name: 'keep', help: 'keep it' },
		{ action: 'suggest', keys: ['tab'], help: 'another meaning, where it is offered' },
		...typing,
		cancel,
	],
	word: [
		{
			action: 'open',
			keys: ['enter'],
			name: 'run it, if the word stands there',
			help: 'run the dangerous block, if its word stands there in full',
		},
		{ action: 'page-up', keys: ['pageup', 'up'], help: 'up in the script' },
		{ action: 'page-down', keys: ['pagedown', 'down'], help: 'down in the script' },
		...typing,
		cancel,
	],
	question: [
		{ action: 'yes', keys: ['y'], name: 'yes', help: 'yes' },
		{ action: 'no', keys: ['n', 'enter', 'escape', 'b', 'ctrl-c'], name: 'no', help: 'no' },
	],
	editor: editing,
	help: [
		...look,
		{
			action: 'back',
			keys: ['b', 'escape', '?', 'enter', 'q', 'ctrl-c'],
			name: 'back',
			help: 'back',
		},
	],
	end: [
		{ action: 'open', keys: ['enter'], name: 'library', help: 'to the library' },
		{ action: 'undo', keys: ['u'], name: 'undo', help: 'take back what can still be taken back' },
		note,
		{ action: 'back', keys: ['b', 'escape'], name: 'back', help: 'back to the steps' },
		...look,
		help,
		...leaveRun,
	],
};

/** Modes in which a printable key that is not in the table is text. */
const typed: ReadonlySet<Mode> = new Set(['library', 'form', 'text', 'word', 'editor']);

export type Resolved =
	| { readonly kind: 'action'; readonly action: Action }
	| { readonly kind: 'text'; readonly text: string };

/** What a key means. `empty` says that nothing is typed yet where typing is possible. */
export function resolve(mode: Mode, press: KeyPress, empty = false): Resolved | undefined {
	const binding = keymap[mode].find(
		other => other.keys.includes(press.name) && (empty || !other.whenEmpty),
	);
	if (binding) return { kind: 'action', action: binding.action };
	return press.text !== undefined && typed.has(mode)
		? { kind: 'text', text: press.text }
		: undefined;
}
