import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { OutputLines } from '../../source/text/output.ts';
import { showText } from '../../source/text/safe.ts';
import { pad, truncate, width } from '../../source/text/width.ts';
import { hostile } from './hostile.ts';

const COLUMNS = 40;

/** What a terminal shows after `lines` were written to it. */
async function screen(lines: readonly string[]): Promise<string[]> {
	const terminal = new xterm.Terminal({
		cols: COLUMNS + 10,
		rows: lines.length + 2,
		allowProposedApi: true,
	});
	let answered = '';
	terminal.onData(data => {
		answered += data;
	});
	let title = '';
	terminal.onTitleChange(to => {
		title = to;
	});
	await new Promise<void>(done => terminal.write(lines.join('\r\n'), done));
	expect({ answered, title }).toEqual({ answered: '', title: '' });
	const { active } = terminal.buffer;
	return lines.map((_, row) => active.getLine(row)?.translateToString(true) ?? '');
}

/** Text that a terminal may draw narrower than it is measured, never wider. */
const NARROWER = /[\u1160-\u11ff]|\p{Mc}/u;

test('a frame around hostile text stays where it is', async () => {
	const texts = Object.entries(hostile).flatMap(([name, text]) => {
		const output = new OutputLines({ keep: 1 });
		output.push(Buffer.from(text));
		const shown = [showText(text), ...output.lines];
		return shown.map(line => ({ name, line: truncate(line, COLUMNS) }));
	});
	const rows = await screen(texts.map(({ line }) => `|${pad(line, COLUMNS)}|`));
	for (const [index, row] of rows.entries()) {
		const { name, line } = texts[index] ?? { name: '', line: showText('') };
		expect(row, name).toContain(line.trimEnd());
		expect(row.endsWith('|'), name).toBe(true);
		if (!NARROWER.test(line)) expect(width(row), name).toBe(COLUMNS + 2);
	}
});

test('the cursor of a terminal is never behind where the width says', async () => {
	for (const [name, text] of Object.entries(hostile)) {
		const line = truncate(showText(text), COLUMNS);
		const terminal = new xterm.Terminal({ cols: COLUMNS + 10, rows: 3, allowProposedApi: true });
		await new Promise<void>(done => terminal.write(line, done));
		expect(terminal.buffer.active.cursorX, name).toBeLessThanOrEqual(width(line));
		terminal.dispose();
	}
});
