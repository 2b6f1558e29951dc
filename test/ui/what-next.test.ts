/** What the foot and the help say, so that nobody wonders what to press. */
import { describe, expect, it } from 'vitest';
import { flatten } from '../../source/run/progress.ts';
import { showText } from '../../source/text/safe.ts';
import { comingBackNotice } from '../../source/ui/first-visit.ts';
import { keymap } from '../../source/ui/keymap.ts';
import { foot } from '../../source/ui/model/frame.ts';
import { footHeight } from '../../source/ui/model/notice-rows.ts';
import type { Notice } from '../../source/ui/page.ts';
import { type Trial, walkOf, walkScreen } from './helpers.tsx';

const undoable = (title: string) =>
	`## ${title}\n\n~~~sh\ntrue ${title}\n~~~\n\nBack:\n\n~~~sh undo\ntrue back ${title}\n~~~\n\n`;

/** The last row of the screen: what can be pressed. */
const keysOf = (trial: Trial) => trial.frame().trimEnd().split('\n').at(-1) ?? '';

describe('a step that takes others back', () => {
	const filler = Array.from({ length: 12 }, (_, at) => `Line ${at}.`).join('\n\n');
	const body = `${undoable('One')}${undoable('Two')}## Back\n\n1. [Two](#two "undo")\n2. [One](#one "undo")\n\n${filler}\n\nThat was all.`;

	it('says what is still to be taken back wherever one reads in it, until it is', async () => {
		const trial = walkScreen(walkOf(body));
		await trial.sees('true One');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter');
		await trial.sees('❯ · Back', '─ 2 are to be taken back; r takes back the first: Two ─');
		await trial.press('enter', 'enter');
		await trial.sees('That was all.', '2 are to be taken back; r takes back the first: Two');
		await trial.press('enter');
		await trial.sees('Not taken back yet: r takes back Two, d done by hand, s skip.');
		await trial.press('r');
		await trial.sees('One is left, r takes it back: One');
		await trial.press('down');
		await trial.sees('1 is to be taken back; r takes it back: One');
		await trial.press('r');
		await trial.sees('❯ ✓ Back');
		await trial.press('up');
		await trial.sees('↓');
		expect(trial.frame()).not.toContain('to be taken back');
	});

	const gate = 'It must be gone:\n\n~~~sh verify\ntest ! -e gone\n~~~\n\n';
	/** The last undo stands so far above its gate. */
	const gatedAfter = (lines: number) =>
		body.replace(
			filler,
			() =>
				`${Array.from({ length: lines }, (_, at) => `Line ${at}.`).join('\n\n')}\n\n${gate}${filler}`,
		);

	/** Takes the first of two back. */
	async function takenBack(text: string) {
		const trial = walkScreen(walkOf(text));
		await trial.sees('true One');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter', 'r');
		await trial.sees('Taken back. One is left');
		return trial;
	}

	it('has all on the screen that r would run next, where that has room', async () => {
		const trial = await takenBack(gatedAfter(2));
		await trial.sees('Taken back. One is left, r takes it back: One', 'test ! -e gone', 'exit 0');
		expect(keysOf(trial)).toMatch(/^ r run this undo, then the gate /);
		await trial.press('r');
		await trial.sees('❯ ✓ Back');
	});

	it('promises nothing of r where it would only show the rest', async () => {
		const trial = await takenBack(gatedAfter(4));
		await trial.sees('Taken back. One is left, r shows all that it runs: One');
		expect(trial.frame()).not.toContain('test ! -e gone');
		expect(keysOf(trial)).toMatch(/^ r see the rest /);
		await trial.press('r');
		await trial.sees('Line 0.', 'test ! -e gone', 'Now it is: look, then r runs it.');
		expect(keysOf(trial)).toMatch(/^ r run this undo, then the gate /);
		await trial.press('r');
		await trial.sees('❯ ✓ Back');
	});

	it('does not promise it in a dry run', async () => {
		const trial = walkScreen(walkOf(body, { dryRun: true }));
		await trial.sees('true One');
		await trial.press('right', 'right');
		expect(await trial.sees('❯ · Back')).not.toContain('to be taken back');
	});
});

describe('a step that was taken back', () => {
	it('has opening it again before going on, as its notice has', async () => {
		const trial = walkScreen(walkOf(`${undoable('One')}${undoable('Two')}`));
		await trial.sees('true One');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('u', 'r');
		await trial.sees('❯ ↶ One', 'Everything is taken back. r opens this step again, Enter');
		expect(keysOf(trial)).toMatch(/^ r open it again +Enter next /);
	});

	it('has it so too where others still stand', async () => {
		const trial = walkScreen(walkOf(`${undoable('One')}${undoable('Two')}${undoable('Three')}`));
		await trial.sees('true One');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Three');
		await trial.press('u', 'r');
		await trial.sees('Taken back: Two. r opens this step again, Enter goes on');
		expect(keysOf(trial)).toMatch(/^ r open it again +Enter next /);
	});
});

describe('coming back to what ended meanwhile', () => {
	it('says where to see how it went', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho it went well\n~~~');
		await walk.runOn('one', { approve: () => true });
		const [view] = flatten(walk.progress());
		if (!view) throw new Error('no step');
		expect(comingBackNotice(view, true)?.text).toBe(
			'This ended while you were away: see above how it went. Enter goes on.',
		);
	});
});

describe('the key that is to be pressed next', () => {
	it.each([
		[80, 'run this undo, then the gate'],
		[40, 'run'],
	])('is in the foot of %i columns, by a shorter name if need be', (columns, name) => {
		const [, keys] = foot('walk', columns, {
			first: 'run',
			names: new Map([['run', 'run this undo, then the gate']]),
		});
		expect(keys?.map(({ text }) => text).join('')).toMatch(new RegExp(`^ r ${name} `));
	});
});

describe('a notice', () => {
	const rowsOf = (text: string, columns: number, right?: string) => {
		const notice: Notice = { text: showText(text), role: 'plain' };
		const lines = foot('walk', columns, {
			notice,
			...(right === undefined ? {} : { right: showText(right) }),
		}).map(spans => spans.map(span => span.text).join(''));
		expect(lines).toHaveLength(footHeight(notice, columns));
		return lines;
	};
	const command = '`tmux set -s set-clipboard on`';
	const long = `Sent to your terminal. If nothing arrives, tmux lets it go through after ${command}. c again.`;

	it('of one row stands in the rule', () => {
		expect(rowsOf('Done.', 80)[0]).toMatch(/^─ Done\. ─+$/);
		expect(rowsOf('Done.', 80, '3 more')[0]).toMatch(/^─ Done\. ─+ 3 more $/);
	});

	it.each([60, 80])('of more rows stands below the rule, at %d columns', columns => {
		const [rule, ...rows] = rowsOf(long, columns, '3 more');
		expect(rule).toMatch(/^─+ 3 more $/);
		expect(rows.slice(0, -1).join('\n')).not.toContain('─');
		expect(rows.slice(0, -1).join(' ').replace(/ +/g, ' ').trim()).toBe(long);
	});

	it.each([60, 66, 72, 80, 100])('never breaks a command, at %d columns', columns => {
		expect(rowsOf(long, columns).join('\n')).toContain(command);
	});
});

describe('the way out', () => {
	it.each(['walk', 'decision', 'running', 'end', 'brief'] as const)('stands below %s', mode => {
		for (const columns of [60, 80, 100]) {
			const keys = foot(mode, columns, {})
				.at(-1)
				?.map(({ text }) => text)
				.join('');
			const { name } = keymap[mode].find(({ action }) => action === 'quit') ?? {};
			expect(keys).toMatch(new RegExp(`\\bq ${name}\\b`));
		}
	});

	it('stands below a gate that can be checked again, and below what takes back', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh verify\ntrue\n~~~\n\n## Two\n\nLook.'));
		await trial.sees('gate');
		await trial.press('r');
		await trial.sees('Enter goes on: Two');
		expect(keysOf(trial)).toMatch(/v check again .*q quit$/);
	});
});

describe('the signs of the steps', () => {
	it('are told by the help, on the first screen of it', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh\ntrue\n~~~'));
		await trial.sees('true');
		await trial.press('?');
		const frame = await trial.sees('Signs of the steps:', '· to be done', '✓ done', '✗ failed');
		expect(frame).toContain('↶ undone');
		expect(frame).toContain('– skipped, or not needed');
	});
});

describe('the output', () => {
	it('offers the other commands only where there are others', async () => {
		const trial = walkScreen(walkOf('## One\n\n~~~sh\necho 1\n~~~\n\n~~~sh\necho 2\n~~~'));
		await trial.sees('echo 1');
		await trial.press('r');
		await trial.sees('Done so far');
		await trial.press('o');
		expect(await trial.sees('Output of command 1 of 1')).not.toContain('other command');
		await trial.press('b', 'r');
		await trial.sees('Done. Enter goes on', 'o output');
		await trial.press('o');
		await trial.sees('Output of command 2 of 2', '←→ other command');
	});
});
