import { expect, test } from 'vitest';
import { colourDepth, hasTerminal, isUtf8 } from '../../source/terminal/capabilities.ts';

test('isUtf8 looks at LC_ALL, LC_CTYPE and LANG, in this order', () => {
	expect(isUtf8({ LANG: 'de_DE.UTF-8' })).toBe(true);
	expect(isUtf8({ LANG: 'C.utf8' })).toBe(true);
	expect(isUtf8({ LANG: 'de_DE.UTF-8@euro' })).toBe(true);
	expect(isUtf8({ LC_CTYPE: 'UTF-8' })).toBe(true);
	expect(isUtf8({ LANG: 'de_DE.UTF-8', LC_CTYPE: 'C' })).toBe(false);
	expect(isUtf8({ LANG: 'C', LC_ALL: 'en_GB.UTF-8' })).toBe(true);
	expect(isUtf8({ LANG: 'de_DE.UTF-8', LC_ALL: '' })).toBe(true);
	expect(isUtf8({ LANG: 'de_DE.ISO-8859-1' })).toBe(false);
	expect(isUtf8({})).toBe(false);
});

test('colourDepth respects NO_COLOR and believes TERM and COLORTERM', () => {
	expect(colourDepth({ TERM: 'xterm' }, true)).toBe('16');
	expect(colourDepth({ TERM: 'xterm-256color' }, true)).toBe('256');
	expect(colourDepth({ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, true)).toBe('true');
	expect(colourDepth({ TERM: 'xterm-direct' }, true)).toBe('true');
	expect(colourDepth({ TERM: 'screen', COLORTERM: 'truecolor', STY: '1.pts' }, true)).toBe('256');
	expect(colourDepth({ TERM: 'xterm', NO_COLOR: '1' }, true)).toBe('none');
	expect(colourDepth({ TERM: 'xterm', NO_COLOR: '' }, true)).toBe('16');
	expect(colourDepth({ TERM: 'xterm' }, false)).toBe('none');
	expect(colourDepth({ TERM: 'dumb' }, true)).toBe('none');
	expect(colourDepth({ TERM: 'vt220' }, true)).toBe('none');
	expect(colourDepth({}, true)).toBe('none');
});

test('hasTerminal wants a terminal at both ends, and CI is no obstacle', () => {
	const tty = { isTTY: true };
	expect(hasTerminal(tty, tty, { TERM: 'xterm', CI: 'true' })).toBe(true);
	expect(hasTerminal(tty, {}, { TERM: 'xterm' })).toBe(false);
	expect(hasTerminal({}, tty, { TERM: 'xterm' })).toBe(false);
	expect(hasTerminal(tty, tty, { TERM: 'dumb' })).toBe(false);
	expect(hasTerminal(tty, tty, {})).toBe(false);
});
