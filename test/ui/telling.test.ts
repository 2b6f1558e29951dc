/** What a step, the list and the last page tell of what happened. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { resumeWalk } from '../../source/walk/open-walk.ts';
import { libraryScreen, shelvesWith, walkOf, walkScreen } from './helpers.tsx';

const failing = '## One\n\n~~~sh\necho so not; exit 3\n~~~\n\n## Two\n\nLook.';

describe('after a failure', () => {
	it('the end of what was printed is seen, and so is that there is more below', async () => {
		const prose = Array.from({ length: 12 }, (_, at) => `Line ${at + 1}.`).join('\n\n');
		const walk = walkOf(
			`## One\n\n${prose}\n\n~~~sh\nfor n in 1 2 3 4 5; do echo out-$n; done; exit 3\n~~~\n\n${prose.replaceAll('Line', 'Then')}`,
		);
		for (const columns of [80, 60]) {
			const trial = walkScreen(walk, { columns });
			await trial.sees('❯');
			for (const _ of [1, 2, 3, 4]) await trial.press('r');
			await trial.sees('✗ exit 3', columns === 80 ? 'Not passed' : 'Failed again', '     out-5');
			expect(trial.frame()).toMatch(/↓ \d+ more/);
			// With the notice gone, too.
			await trial.press('tab');
			await trial.sees('     out-5');
			expect(trial.frame()).toMatch(/↓ \d+ more/);
		}
	});

	it('skipping keeps what the try has shown, and does not call it done', async () => {
		const trial = walkScreen(walkOf(failing));
		await trial.sees('exit 3');
		await trial.press('r');
		await trial.sees('✗ exit 3');
		await trial.press('s', 'n', 'o', 'enter');
		await trial.sees(
			'– skipped: no',
			'tried before that:',
			'✗ exit 3',
			'     so not',
			'This step is skipped. Enter goes on: Two',
		);
	});

	it('done by hand keeps it, too', async () => {
		const trial = walkScreen(walkOf(failing));
		await trial.sees('exit 3');
		await trial.press('r');
		await trial.sees('✗ exit 3');
		await trial.press('d', 'y');
		await trial.sees('✓ by hand', 'tried before that:', '     so not', 'This step is done.');
	});
});

it('says that another choice takes nothing back', async () => {
	const walk = walkOf(
		'## Which\n\n- [X](#x)\n- [Y](#y)\n\n### X\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~\n\n### Y\n\nThat.',
	);
	const trial = walkScreen(walk);
	await trial.press('enter');
	await trial.sees('❯   · X');
	await trial.press('b', 'down', 'enter');
	expect(await trial.sees('❯   · Y')).not.toContain('stands');
	await trial.press('b', 'up', 'enter', 'r');
	await trial.sees('❯   ✓ X');
	await trial.press('b', 'down', 'enter');
	await trial.sees('❯   · Y', 'What ran on the other way stands: u');
});

it('warns of an edit that no shell can read', async () => {
	const trial = walkScreen(walkOf('## One\n\n~~~sh\necho a\n~~~'));
	await trial.sees('echo a');
	await trial.press('e', ...'if x; then ', 'ctrl-s');
	await trial.sees('EDITED', 'Changed, and not run. Mind: The shell cannot read this');
	await trial.press('e', '\x05', ...'; fi', 'ctrl-s');
	await trial.sees('Changed, and not run: look at it');
});

it('marks a dangerous step in the list until it is done', async () => {
	const walk = walkOf('## One\n\n~~~sh danger\ntrue\n~~~\n\n## Two\n\nLook.');
	const trial = walkScreen(walk);
	await trial.sees('❯ · One  DANGER');
	await trial.press('r', 'f', 'w', '1', 'enter');
	expect(await trial.sees('❯ ✓ One')).not.toContain('One  DANGER');
});

it('opens a finished run at its end, with its notes and their steps', async () => {
	const walk = walkOf('## One\n\nLook.\n\n## Two\n\nLook again.');
	const first = walkScreen(walk);
	await first.sees('Look.');
	await first.press('n', 'h', 'i', 'enter', 'd', 'enter', 'd', 'enter');
	await first.sees('Nothing is left to be done.', 'One: hi');
	walk.leave();
	const again = resumeWalk(walk.session, walk.run);
	onTestFinished(() => again.close());
	const trial = walkScreen(again);
	await trial.sees('Nothing is left to be done.', 'One: hi');
	await trial.press('b');
	await trial.sees('❯ ✓ Two');
});

it('counts the steps in the brief as the walk does, and says what a decision adds', async () => {
	const steps =
		'## Which\n\n- [X](#x)\n- [Y](#y)\n\n### X\n\nThis.\n\n### Y\n\nThat.\n\n## Last\n\nLook.';
	const trial = libraryScreen({ shelves: shelvesWith({ alpha: steps }) });
	await trial.press('enter');
	await trial.sees('2 or more steps, 1 decision');
	await trial.press('enter');
	await trial.sees('1 of 2 or more');
	await trial.press('enter');
	expect(await trial.sees('2 of 3')).not.toContain('or more');
});

it('writes the help without the marks of Markdown', async () => {
	const trial = walkScreen(walkOf('## One\n\nLook.'));
	await trial.press('?');
	expect(await trial.sees('Keys of the walk', 'commands; r runs')).not.toContain('`');
});
