/** What this terminal can show, from what it and the locale say. Nothing is asked of it. */

export type Environment = Readonly<Record<string, string | undefined>>;

export type ColourDepth = 'none' | '16' | '256' | 'true';

/** Whether the locale's characters are UTF-8. `LC_ALL` counts before `LC_CTYPE` before `LANG`. */
export function isUtf8(environment: Environment): boolean {
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return /(?:^|\.)utf-?8(?:@|$)/i.test(locale);
}

/** How many colours there are. `NO_COLOR`, with any value but the empty one, means none. */
export function colourDepth(environment: Environment, isTTY: boolean): ColourDepth {
	const terminal = environment.TERM ?? '';
	if (!isTTY || environment.NO_COLOR || terminal === '' || terminal === 'dumb') return 'none';
	// vt100 and its like are monochrome.
	if (/^vt\d|-m$|-mono$/.test(terminal)) return 'none';
	// GNU screen passes COLORTERM of the terminal around it on, and has no such colours itself.
	const claims = /^(?:truecolor|24bit)$/i.test(environment.COLORTERM ?? '');
	if ((claims && !environment.STY) || /-direct\d*$/.test(terminal)) return 'true';
	return claims || terminal.includes('256') ? '256' : '16';
}

/**
 * Whether there is a terminal for a screen: both ends are one, and it is not `dumb`. A build
 * server's `CI` is no obstacle, because only a terminal decides.
 */
export function hasTerminal(
	stdin: { readonly isTTY?: boolean },
	stdout: { readonly isTTY?: boolean },
	environment: Environment,
): boolean {
	const terminal = environment.TERM ?? '';
	return stdin.isTTY === true && stdout.isTTY === true && terminal !== '' && terminal !== 'dumb';
}
