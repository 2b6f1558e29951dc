import { afterEach, describe, expect, it } from 'vitest';
import { setDisplay } from '../../source/ui/display.ts';
import { keymap, type Mode } from '../../source/ui/keymap.ts';
import { asciiDrawing } from '../../source/ui/model/ascii.ts';
import { foot } from '../../source/ui/model/frame.ts';
import { helpLines } from '../../source/ui/model/help.ts';
import type { Line } from '../../source/ui/model/line.ts';

afterEach(() => setDisplay({}));

const modes = Object.keys(keymap) as Mode[];

function shown(lines: readonly Line[]): string {
	const { body } = asciiDrawing({ head: [], body: lines, foot: [] });
	return body.map(spans => spans.map(({ text }) => text).join('')).join('\n');
}

describe('where the locale is not UTF-8', () => {
	it.each(modes)(
		'the arrows of %s are called by their names, in the footer and in the help',
		mode => {
			setDisplay({ ascii: true });
			const text = shown([...foot(mode, 200, {}), ...helpLines(mode, 200)]);
			expect(text).not.toMatch(/[^\x20-\x7e\n]/);
			// They would be read as keys.
			expect(text).not.toMatch(/(?:^| )(?:\^v|[\^<>]+)(?: |$)/m);
			const hasArrows = keymap[mode].some(({ keys }) => keys.includes('up'));
			expect(text.includes('Up')).toBe(hasArrows);
		},
	);

	it('no sign of ours is a letter that is a key', () => {
		const signs = [...'─│❘▌┬┴├❯»▶↳✓✗○•·–…×↑↓←→'];
		const keys = new Set(modes.flatMap(mode => keymap[mode].flatMap(({ keys: names }) => names)));
		for (const sign of signs) {
			const [line = ''] = shown([[{ text: sign as never, role: 'plain' }]]).split('\n');
			expect(line, sign).toHaveLength(1);
			if (!'✗×○'.includes(sign)) expect(keys.has(line), `${sign} is drawn as ${line}`).toBe(false);
		}
	});
});
