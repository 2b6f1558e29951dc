/** The screen read out: `INK_SCREEN_READER=true`. */

import { PassThrough, Writable } from 'node:stream';
import { render } from 'ink';
import { expect, it, onTestFinished } from 'vitest';
import { displayOf, setDisplay } from '../../source/ui/display.ts';
import { Root } from '../../source/ui/open-screen.tsx';
import { until, walkOf, walkScreen } from './helpers.tsx';

function readOut(): void {
	setDisplay(displayOf({ INK_SCREEN_READER: 'true', LC_ALL: 'C.UTF-8' }));
	onTestFinished(() => setDisplay({}));
}

const drawn = /[─│▌❘✓✗▶○•↶↳┬┴├❯»↓↑]/u;

it('has a word for each sign, no rules and no empty rows, and every blank of a command', async () => {
	readOut();
	const trial = walkScreen(
		walkOf(
			"## One\n\nProse.\n\n~~~sh\nprintf '%s\\n'   'three   blanks'; exit 3\n~~~\n\n## Two\n\nLook.",
		),
		{ columns: 120, rows: 40 },
	);
	const before = await trial.sees('here: One', "printf '%s\\n'   'three   blanks'; exit 3");
	expect(before).not.toMatch(drawn);
	await trial.press('r');
	const after = await trial.sees('failed', 'exit 3', 'three   blanks', 'Not passed: exit 3.');
	expect(after).not.toMatch(drawn);
	const { head, body, foot } = trial.app.draw();
	const rows = [...head, ...body, ...foot].map(line => line.map(({ text }) => text).join(''));
	expect(rows.filter(text => text.trim() === '')).toEqual([]);
});

it('says in words what a question, a form and a list are about', async () => {
	readOut();
	const trial = walkScreen(
		walkOf(
			'## Which\n\n- [Tea](#tea)\n- [Coffee](#coffee)\n\n### Tea\n\nPour.\n\n### Coffee\n\nBrew.',
		),
	);
	const frame = await trial.sees('( ) Tea', '( ) Coffee', 'up and down move');
	expect(frame).toMatch(/here: \( \) Tea/);
	await trial.press('down');
	await trial.sees('here: ( ) Coffee');
	await trial.press('?');
	expect(await trial.sees('Keys of the walk')).not.toMatch(/[─│❯]/u);
});

it('is drawn by Ink in its own mode for screen readers', async () => {
	readOut();
	const trial = walkScreen(walkOf('## One\n\n~~~sh\ntrue a\n~~~'));
	await trial.sees('true a');
	let text = '';
	const stdout = Object.assign(
		new Writable({
			write(chunk, _encoding, done) {
				text += chunk;
				done();
			},
		}),
		{ columns: 80, rows: 24, isTTY: true },
	);
	const ink = render(<Root app={trial.app} />, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: new Keys() as unknown as NodeJS.ReadStream,
		isScreenReaderEnabled: true,
		patchConsole: false,
		exitOnCtrlC: false,
		interactive: true,
	});
	onTestFinished(() => ink.unmount());
	await until(
		() => `the step in ${JSON.stringify(text)}`,
		() => (text.includes('here: One') && text.includes('true a')) || undefined,
	);
	expect(text).not.toMatch(drawn);
});

/** Keys that never come. */
class Keys extends PassThrough {
	readonly isTTY = true;
	setRawMode = () => this;
	ref = () => this;
	unref = () => this;
}
