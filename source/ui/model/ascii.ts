/** Our own signs where the locale is not UTF-8: each has one of the same width. Pure. */
import type { Safe } from '../../text/safe.ts';
import type { Drawing } from './drawing.ts';
import type { Line } from './line.ts';

const signs: Readonly<Record<string, string>> = {
	'─': '-',
	'│': ':',
	'❘': '|',
	'▌': '|',
	'┬': '-',
	'┴': '-',
	'├': '|',
	'❯': '>',
	'»': '=',
	'▶': '=',
	'↳': '>',
	'✓': '*',
	'✗': 'x',
	'○': 'o',
	'•': '*',
	'↶': 'u',
	'·': '.',
	'–': '-',
	'…': '~',
	'×': 'x',
	'↑': '^',
	'↓': '+',
	'←': '<',
	'→': '>',
};

/** Text of others holds none of these any more: `showText` has written its numbers. */
export function asciiText(text: string): Safe {
	return text.replace(/[^\x20-\x7e]/gu, sign => signs[sign] ?? '?') as Safe;
}

export function asciiDrawing(drawing: Drawing): Drawing {
	const lines = (from: readonly Line[]): readonly Line[] =>
		from.map(spans => spans.map(({ text, role }) => ({ text: asciiText(text), role })));
	return {
		...drawing,
		head: lines(drawing.head),
		body: lines(drawing.body),
		foot: lines(drawing.foot),
	};
}
