/**
 * What this terminal can show. A process has one terminal, and so one answer: it is set before the
 * first frame, and stays, but for the colours that the person turns. All text that somebody else wrote passes through here on its way to the
 * screen; that nothing forgets the locale on that way is why it is not handed from call to call.
 */
import type { Environment } from '../store/home.ts';
import { isUtf8 } from '../terminal/capabilities.ts';
import { type Safe, showText as show } from '../text/safe.ts';

export type Display = {
	/** The locale is not UTF-8: nothing above 0x7e may reach the terminal. */
	readonly ascii: boolean;
	/** The background is light: other colours can be read on it. */
	readonly light: boolean;
	/** What is drawn is read out: no rules, and a word for each sign. */
	readonly spoken: boolean;
};

const usual: Display = { ascii: false, light: false, spoken: false };
let present = usual;

/** What the terminal can show now. */
export function display(): Display {
	return present;
}

/** Sets it; what is not named is as usual. */
export function setDisplay(wanted: Partial<Display>): void {
	present = { ...usual, ...wanted };
}

/** Colours for the other background; gives its name. */
export function turnBackground(): 'light' | 'dark' {
	setDisplay({ ...present, light: !present.light });
	return present.light ? 'light' : 'dark';
}

/** What the environment says of the terminal. Nothing is asked of the terminal itself. */
export function displayOf(environment: Environment): Display {
	return {
		ascii: !isUtf8(environment),
		light: isLight(environment),
		spoken: environment.INK_SCREEN_READER === 'true',
	};
}

/**
 * `RUNBOOK_BACKGROUND=light` says so; else the last number of `COLORFGBG`, which rxvt, Konsole and
 * others set: 7 and 15 are white. Few pass it on over SSH, which is why there is the other one.
 */
function isLight({ RUNBOOK_BACKGROUND, COLORFGBG = '' }: Environment): boolean {
	if (RUNBOOK_BACKGROUND) return RUNBOOK_BACKGROUND === 'light';
	return /;(?:7|15)$/.test(COLORFGBG);
}

const arrows: Readonly<Record<string, string>> = {
	'↑': 'Up',
	'↓': 'Down',
	'←': 'Left',
	'→': 'Right',
};

/** The arrow keys in a text of ours: by their names where `^`, `v` and `>` would be taken for keys. */
export function showArrows(text: Safe): Safe {
	if (!present.ascii) return text;
	return text.replace(/[↑↓←→]+/gu, keys => [...keys].map(key => arrows[key]).join('/')) as Safe;
}

/** Text of others, safe to show on this terminal. */
export function showText(text: string): Safe {
	return show(text, { ascii: present.ascii });
}
