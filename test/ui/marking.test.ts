/** What goes on the record by a key alone, and what is asked about first. */
import { describe, expect, it } from 'vitest';
import { walkOf, walkScreen } from './helpers.tsx';

const records = (walk: ReturnType<typeof walkOf>) =>
	[...walk.state.records].map(([item, record]) => [
		item,
		record.kind === 'mark' ? record.how : 'job',
	]);

describe('done by hand', () => {
	it('is asked about where a command stands here, and no is no', async () => {
		const walk = walkOf('## One\n\n~~~sh\necho a\necho b\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('echo b');
		await trial.press('d');
		await trial.sees('Done by hand?', 'action: echo a …', 'It has not run here.');
		await trial.press('d', 'enter');
		await trial.sees('❯ · One');
		expect(records(walk)).toEqual([]);
		await trial.press('d', 'y');
		await trial.sees('✓ by hand');
		expect(records(walk)).toEqual([['one#0', 'by-hand']]);
	});

	it('says of a command that failed that it has not passed', async () => {
		const walk = walkOf('## One\n\n~~~sh\nexit 3\n~~~');
		const trial = walkScreen(walk);
		await trial.sees('exit 3');
		await trial.press('r');
		await trial.sees('✗ exit 3');
		await trial.press('d');
		await trial.sees('It has not passed here.');
		await trial.press('y');
		await trial.sees('✓ by hand');
	});

	it('is asked about for an undo by link that could run', async () => {
		const walk = walkOf(
			'## One\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\ntrue back\n~~~\n\n## Back\n\n1. [Take it away](#one "undo")',
		);
		const trial = walkScreen(walk);
		await trial.sees('true back');
		await trial.press('r');
		await trial.sees('Enter goes on: Back');
		await trial.press('enter', 'd');
		await trial.sees('undo: Take it away');
		await trial.press('escape');
		await trial.sees('❯ · Back');
		expect(walk.undos()).toHaveLength(1);
		await trial.press('d', 'y');
		await trial.sees('Done. Enter goes on to the end.');
		expect(walk.undos()).toHaveLength(0);
	});

	it('is not asked about where there is nothing that the program could run', async () => {
		const walk = walkOf('## One\n\nLook.\n\n## Two\n\n~~~sh host=other\necho a\n~~~', {
			head: 'hosts: { other: The other one }\n',
		});
		walk.nameHost('other', false, 'fw2');
		const trial = walkScreen(walk);
		await trial.sees('Look.');
		await trial.press('d', 'enter', 'd');
		await trial.sees('✓ Two');
		expect(records(walk).map(([, how]) => how)).toEqual(['by-hand', 'by-hand']);
	});
});

describe('skipping', () => {
	const two = '## One\n\n~~~sh verify\ntest -e /x\n~~~\n\n~~~sh\necho a\n~~~\n\n## Two\n\nLook.';

	it('is about what comes next, and names it', async () => {
		const walk = walkOf(two);
		const trial = walkScreen(walk);
		await trial.sees('echo a');
		await trial.press('s');
		await trial.sees('Why is this skipped? The gate: test -e /x', 'Tab: Why is the whole step');
		await trial.press('n', 'o', 'enter');
		await trial.sees('– skipped: no', '» One');
		expect(records(walk)).toEqual([['one#0', 'skipped']]);
	});

	it('is about the whole step after Tab', async () => {
		const walk = walkOf(two);
		const trial = walkScreen(walk);
		await trial.sees('echo a');
		await trial.press('s', 'tab');
		await trial.sees('whole step skipped? 2 things are left in it.');
		await trial.press('n', 'o', 'enter');
		await trial.sees('– One');
		expect(records(walk)).toEqual([
			['one#0', 'skipped'],
			['one#1', 'skipped'],
		]);
	});
});

describe('the word before what is dangerous', () => {
	const open = (name: string) => `## ${name}\n\nLook.\n\n`;
	const danger = '## Cut it\n\n~~~sh danger\ntrue cut\n~~~\n\n## After\n\nLook.';

	async function asked(body: string): Promise<string> {
		const trial = walkScreen(walkOf(body));
		await trial.sees('❯');
		while (!trial.frame().includes('true cut')) await trial.press('right');
		await trial.press('r');
		const frame = await trial.sees('type its name, fw1');
		return frame.replace(/\s+/g, ' ');
	}

	it('names the steps before it that are not done', async () => {
		const some = ['Alpha', 'Beta'].map(open).join('');
		expect(await asked(some + danger)).toContain('Not done yet, before it: Alpha, Beta. To run');
		const many = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'].map(open).join('');
		expect(await asked(many + danger)).toContain('before it: Alpha, Beta, Gamma and 2 more.');
	});

	it('names nothing where all of them are done, and none that comes later', async () => {
		expect(await asked(danger)).not.toContain('Not done yet');
	});
});
