/** A picture for being read out: no rules, no blank rows, and no sign that is drawn only. Pure. */
import type { Safe } from '../../text/safe.ts';
import type { Drawing } from './drawing.ts';
import { type Line, line } from './line.ts';

/** Words stand beside the signs of states already; those that stand alone get one. */
const words: readonly (readonly [RegExp, string])[] = [
	[/[─│▌❘✓✗▶○•↶↳┬┴├]+/gu, ''],
	[/❯/gu, 'here:'],
	[/»/gu, 'unfinished:'],
	[/[↓↑] (?=\d+ (?:below|above))/gu, ''],
	[/↓ (?=\d)/gu, 'below: '],
	[/↑ (?=\d)/gu, 'above: '],
	[/↑↓/gu, 'up and down'],
	[/←→/gu, 'left and right'],
	[/ · /gu, ', '],
	[/·/gu, ''],
];

export function spokenDrawing(drawing: Drawing): Drawing {
	return {
		...drawing,
		head: spokenLines(drawing.head),
		body: spokenLines(drawing.body),
		foot: spokenLines(drawing.foot),
	};
}

/** Commands keep every one of their blanks: only what stands around them is made shorter. */
function spokenLines(lines: readonly Line[]): readonly Line[] {
	return lines.flatMap(spans => {
		const [first] = spans;
		const isFramed = first !== undefined && /^ [│▌]/.test(first.text);
		if (isFramed) return [spans.slice(1)];
		const text = spans.map(part => part.text).join('');
		const said = words
			.reduce((all, [sign, word]) => all.replace(sign, word), text)
			.replace(/ {3,}/g, ', ')
			.replace(/^[, ]+|[, ]+$/g, '')
			.replace(/^here:[, ]+/, 'here: ');
		return said === '' ? [] : [line(said as Safe)];
	});
}
