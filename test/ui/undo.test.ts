import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resumeWalk } from '../../source/walk/open-walk.ts';
import { inFolder, until, walkOf, walkScreen } from './helpers.tsx';

describe('undoing', () => {
	it('shows the exact script, runs it on `r`, and lets the step be done once more', async () => {
		const { folder, body } = inFolder(
			'## One\n\n~~~sh\nmkdir FOLDER/made\n~~~\n\nBack:\n\n~~~sh undo\nrmdir FOLDER/made\n~~~',
		);
		const trial = walkScreen(walkOf(body));
		await trial.sees(`mkdir ${folder}/made`);
		await trial.press('r');
		await trial.sees('✓ exit 0');
		await trial.press('u');
		await trial.sees('what can be taken back of this step, newest first', `▌ rmdir ${folder}/made`);
		await trial.press('r');
		await trial.sees('Taken back: One.', '❯ ↶ One', 'r open it again');
		// One `r` too many does nothing.
		await trial.press('r');
		await trial.sees(
			'Open it again?',
			'This step was taken back.',
			'y open it again   n or Enter: no',
		);
		await trial.press('r', 'enter');
		await trial.sees('❯ ↶ One', `▌ mkdir ${folder}/made`);
		expect(readdirSync(folder)).toEqual([]);
		await trial.press('r', 'y');
		await trial.sees('❯ · One', 'Open again, and nothing has run. r runs it.');
		expect(readdirSync(folder)).toEqual([]);
		await trial.press('r');
		await trial.sees('❯ ✓ One');
		expect(readdirSync(folder)).toEqual(['made']);
	});

	it('runs a file and its gate once more in one go, where all of it was on the screen', async () => {
		const { folder, body } = inFolder(
			'## File\n\n~~~text file=FOLDER/conf\nnew line\n~~~\n\nA gate:\n\n~~~sh verify\ntest -e FOLDER/conf\n~~~',
		);
		const walk = walkOf(body);
		const first = walkScreen(walk);
		await first.sees('+ new line');
		await first.press('r');
		await first.sees('Done. Enter');
		await first.press('u', 'r');
		await first.sees('Taken back: File.');
		walk.leave();
		const again = resumeWalk(walk.session, walk.run);
		onTestFinished(() => again.close());
		const trial = walkScreen(again);
		// What would be written is shown, and not what was.
		await trial.sees('❯ ↶ File', 'a new file', '+ new line', 'r open it again');
		await trial.press('r', 'y', 'r');
		await trial.sees('❯ ✓ File');
		expect(readdirSync(folder)).toEqual(['conf']);
	});

	it('shows what an undo by link would run before `r` does it', async () => {
		const { folder, body } = inFolder(
			'## One\n\n~~~sh\nmkdir FOLDER/made\n~~~\n\nBack:\n\n~~~sh undo\nrmdir FOLDER/made\n~~~\n\n## Back\n\n1. [Take it away](#one "undo")',
		);
		const trial = walkScreen(walkOf(body));
		await trial.sees(`mkdir ${folder}/made`);
		await trial.press('r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter');
		await trial.sees('1. undo Take it away', `▌ rmdir ${folder}/made`);
		await trial.press('r');
		await trial.sees('Done. Enter goes on to the end.', '↶ One');
	});

	it('counts what a list of undos has left, and says when `r` runs the gate, too', async () => {
		const { body } = inFolder(
			['one', 'two', 'three']
				.map(
					name =>
						`## ${name}\n\n~~~sh\ntrue ${name}\n~~~\n\nBack:\n\n~~~sh undo\ntrue un${name}\n~~~`,
				)
				.join('\n\n')
				.concat(
					'\n\n## Back\n\n1. [A](#three "undo")\n2. [B](#two "undo")\n3. [C](#one "undo")\n\nLook:\n\n~~~sh verify\ntrue\n~~~\n\nThe very last words.',
				),
		);
		const trial = walkScreen(walkOf(body));
		await trial.sees('true one');
		await trial.press('r');
		await trial.sees('Enter goes on: two');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: three');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter');
		await trial.sees('r run this undo: three ');
		await trial.press('r');
		await trial.sees('2 are left, r takes back the next: two', 'r run this undo: two ');
		await trial.press('r');
		await trial.sees('One is left, r takes it back: one', 'r run this undo, then the gate');
		await trial.press('r');
		// However much of it was on the screen before all had run.
		await trial.sees('❯ ✓ Back', 'Enter reads on', 'Enter read on');
		await trial.press('enter');
		await trial.sees('The very last words.', 'Enter to the end');
		await trial.press('enter');
		await trial.sees('Finished. Nothing is left to be done.');
		await trial.press('q');
		expect(trial.left()?.[0]).toBe('Trial: finished, 1 step done, 3 taken back.');
	});

	it('takes back by each `r` one thing of an undo by link, and shows how each went', async () => {
		const { folder, body } = inFolder(
			['one', 'two']
				.map(
					name =>
						`## ${name}\n\n~~~sh\nmkdir FOLDER/${name}\n~~~\n\nBack:\n\n~~~sh undo\nrmdir FOLDER/${name}; echo un${name}\n~~~`,
				)
				.join('\n\n')
				.replace('## two', '### two')
				.concat('\n\n## Back\n\n1. [Take it away](#one "undo")'),
		);
		const trial = walkScreen(walkOf(body), { rows: 30 });
		await trial.sees('mkdir');
		await trial.press('r');
		await trial.sees('Enter goes on: two');
		await trial.press('enter', 'r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter');
		await trial.sees('2 things are left to be taken back', '▌ rmdir', 'r run this undo');
		await trial.press('r');
		await trial.sees('↶ undo of two', '     untwo', 'One is left, r takes it back: one');
		expect(readdirSync(folder)).toEqual(['one']);
		await trial.press('r');
		await trial.sees('↶ undo of two', '     untwo', '↶ undo of one', '     unone', '❯ ✓ Back');
		expect(readdirSync(folder)).toEqual([]);
	});

	it('takes back the whole run from any step, newest first', async () => {
		const { folder, body } = inFolder(
			['one', 'two']
				.map(
					name =>
						`## ${name}\n\n~~~sh\nmkdir FOLDER/${name}\n~~~\n\nBack:\n\n~~~sh undo\nrmdir FOLDER/${name}\n~~~`,
				)
				.join('\n\n')
				.concat('\n\n## Three\n\nBy hand.'),
		);
		const walk = walkOf(body);
		const trial = walkScreen(walk);
		await trial.sees('mkdir');
		await trial.press('u');
		await trial.sees('Nothing is there to be taken back.');
		await trial.press('r');
		await trial.sees('Enter goes on: two');
		await trial.press('enter');
		await trial.sees(`mkdir ${folder}/two`);
		await trial.press('r');
		await trial.sees('Enter goes on: Three');
		await trial.press('u');
		await trial.sees('taken back of this step, newest first', `rmdir ${folder}/two`);
		expect(trial.frame()).not.toContain('/one');
		await trial.press('u');
		await trial.sees('taken back of the whole run, newest first', `rmdir ${folder}/one`);
		await trial.press('u');
		await trial.sees('taken back of this step');
		await trial.press('b');
		await trial.sees('❯ ✓ two');
		await trial.press('enter');
		await trial.sees('❯ · Three');
		// It has nothing of its own.
		await trial.press('u');
		await trial.sees('of the whole run', `rmdir ${folder}/two`, `rmdir ${folder}/one`);
		await trial.press('r');
		await trial.sees('Taken back: two.');
		expect(trial.frame()).not.toContain('/two');
		await trial.press('r');
		await trial.sees('❯ · Three', 'Taken back: one.', '↶ two');
		expect(readdirSync(folder)).toEqual([]);
	});

	it('shows what restoring a file changes', async () => {
		const { folder, body } = inFolder('## File\n\n~~~text file=FOLDER/conf\nnew line\n~~~');
		const trial = walkScreen(walkOf(body));
		await trial.sees(`writes ${folder}/conf`, 'a new file', '+ new line');
		await trial.press('r');
		await trial.sees('✓ exit 0');
		await trial.press('u');
		await trial.sees(`removes ${folder}/conf`, '- new line');
		await trial.press('r');
		await trial.sees('Taken back: File.');
	});

	describe('a file that somebody has changed since', () => {
		const body = '## File\n\n~~~text file=FOLDER/conf\nnew line\n~~~';

		async function changed(text: string | undefined) {
			const made = inFolder(body);
			const conf = `${made.folder}/conf`;
			writeFileSync(conf, 'old line\n');
			const trial = walkScreen(walkOf(made.body), { columns: 100 });
			await trial.sees('+ new line');
			await trial.press('r');
			await trial.sees('✓ exit 0');
			if (text === undefined) rmSync(conf);
			else writeFileSync(conf, text);
			await trial.press('u');
			return { trial, conf };
		}

		it('says that it will be refused, what was changed, and what can be done', async () => {
			const { trial, conf } = await changed('new line\ntheirs\n');
			const frame = await trial.sees(`${conf} was changed since`, '+ theirs', ' s skip');
			const said = frame.replace(/[│▌↳\s]+/g, ' ');
			expect(said).toContain('this will be refused, and nothing is touched. Leave it so: s.');
			expect(frame).not.toMatch(/puts| r run/);
			await trial.press('r');
			await trial.sees('Not taken back: exit 1.', 'is no longer what this run wrote');
			expect(readFileSync(conf, 'utf8')).toBe('new line\ntheirs\n');
		});

		it('says so of one that is gone, and no more when it was put right', async () => {
			const { trial, conf } = await changed(undefined);
			await trial.sees('conf is gone: this will be refused');
			writeFileSync(conf, 'new line\n');
			await trial.press('down');
			await trial.sees(`puts ${conf} back as it was before`, '+ old line');
			await trial.press('r');
			await trial.sees('Taken back: File.');
		});

		it('says of one that is as it was before that nothing is put back', async () => {
			const { trial } = await changed('old line\n');
			await trial.sees('is as it was before already: nothing is put back');
		});
	});

	it('shows of a file that was written twice what each restoring will find', async () => {
		const { folder, body } = inFolder('## File\n\n~~~text file=FOLDER/conf\n{{word}}\n~~~');
		const walk = walkOf(body, { head: 'inputs:\n  word: { prompt: Which word }\n' });
		walk.answer('word', 'one');
		const yes = { approve: () => true };
		await walk.runOn('file', yes);
		walk.reopen('file');
		walk.answer('word', 'two');
		await walk.runOn('file', yes);
		const trial = walkScreen(walk);
		await trial.sees('✓ File');
		await trial.press('u');
		const frame = await trial.sees(`puts ${folder}/conf back`, '- two', `removes ${folder}/conf`);
		expect(frame).toContain('- one');
		expect(frame).not.toContain('refused');
		await trial.press('r');
		await trial.sees('Taken back: File.');
		await trial.press('r');
		await until('the file to be gone', () => readdirSync(folder).length === 0 || undefined);
	});
});
