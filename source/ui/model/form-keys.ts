/** What the keys of a form are called where one is, and what is said of one that does nothing there. Pure. */
import { safe } from '../../text/safe.ts';
import { showArrows, showText } from '../display.ts';
import type { Action } from '../keymap.ts';
import type { Notice } from '../page.ts';
import { type Entry, tabOf } from './form.ts';
import type { FootOptions } from './frame.ts';

type Options = {
	/** What Enter does on the button. */
	readonly verb?: string;
	readonly suggests: boolean;
};

/**
 * On the button, which is no entry, Enter is another thing than in a field; Tab is named where it does
 * not only go on, and clearing where there is something to be cleared.
 */
export function formKeys(
	entry: Entry | undefined,
	{ verb = 'go on', suggests }: Options,
): Pick<FootOptions, 'names' | 'hide'> {
	if (!entry) {
		return { names: new Map([['open', verb]]), hide: new Set(['suggest', 'erase-line']) };
	}
	const tab = tabOf(entry, suggests);
	return {
		names: new Map([['suggest', tab === 'complete' ? 'complete' : 'suggestions']]),
		hide: new Set<Action>([
			...(tab === 'next' ? ['suggest' as const] : []),
			...(entry.field.text === '' ? ['erase-line' as const] : []),
		]),
	};
}

/** Of a letter on the button, which is no field: also `q`, for in a form it is a letter. */
export function nothingTyped(text: string, { verb = 'go on' }: Options): Notice {
	return {
		text: showArrows(
			safe`${showText(text)} does nothing here. Enter: ${showText(verb)}; ↑: to the fields; Esc: leave the form.`,
		),
		role: 'plain',
	};
}
