/** One thing that fills the screen and takes the keys: the library, a step, a question. */
import type { Safe } from '../text/safe.ts';
import type { Action, Mode } from './keymap.ts';
import type { Drawing, Size } from './model/drawing.ts';

export type Page = {
	/** Which keys it takes. */
	readonly mode: Mode;
	/** Whether nothing is typed in it yet; asked for where typing is possible. */
	readonly empty?: boolean;
	/** The page as it is now. Changes nothing. */
	draw(size: Size): Drawing;
	act(action: Action): void;
	/** A printable key that stands for itself. */
	type?(text: string): void;
	/** Pasted text. A page without it does not take any: it never confirms anything. */
	paste?(text: string): void;
	/** This drawing of it has reached the terminal. */
	drawn?(drawing: Drawing): void;
};

/** A line for the person: what has just happened, or why nothing did. */
export type Notice = { readonly text: Safe; readonly role: 'plain' | 'good' | 'bad' | 'warning' };

/** What the library is told by what lay on it: a line to show, and the run that was left. */
export type Left = {
	readonly notice?: Notice;
	readonly run?: { readonly id: string; readonly runbook: string };
};

export type Back = (left: Left) => void;
