/** One key after the other out of what the terminal delivers. Pure. */

/** What Ink says of a chunk; only what is looked at here. */
export type InkKey = {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageUp: boolean;
	readonly pageDown: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly tab: boolean;
	readonly shift: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly ctrl: boolean;
	readonly meta: boolean;
};

/** `name` is what the keymap knows; `text` is what typing it writes, for printable keys. */
export type KeyPress = { readonly name: string; readonly text?: string };

const named = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['backspace', 'backspace'],
	['delete', 'delete'],
] as const;

/**
 * The single keys of a chunk. A slow line delivers several at once, `jj` or `y` and Enter, and Ink
 * gives them as one text in which the Enter is a carriage return.
 */
export function splitKeys(input: string, key: InkKey): readonly KeyPress[] {
	for (const [flag, name] of named) {
		if (key[flag]) return [{ name: key.ctrl ? `ctrl-${name}` : name }];
	}
	if (key.tab) return [{ name: key.shift ? 'shift-tab' : 'tab' }];
	if (key.escape) return [{ name: 'escape' }];
	if (key.ctrl) return input === '' ? [] : [{ name: `ctrl-${input}` }];
	// Alt and a letter is not the letter.
	if (key.meta) return [];
	return [...input].map(pressOf);
}

function pressOf(character: string): KeyPress {
	const code = character.codePointAt(0) ?? 0;
	if (character === '\r' || character === '\n') return { name: 'enter' };
	if (character === '\t') return { name: 'tab' };
	if (character === '\x1b') return { name: 'escape' };
	if (character === '\x7f' || character === '\b') return { name: 'backspace' };
	if (code < 0x20) return { name: `ctrl-${String.fromCharCode(code + 0x60)}` };
	return { name: character === ' ' ? 'space' : character, text: character };
}

/**
 * Whether a chunk is rather a paste than typing: without bracketed paste the terminal delivers it
 * as if it were typed, and its letters would be taken for keys.
 */
export function looksPasted(presses: readonly KeyPress[]): boolean {
	return presses.length > 8;
}
