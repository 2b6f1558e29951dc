import { describe, expect, it } from 'vitest';
import { walkOf, walkScreen } from './helpers.tsx';

describe('what there is to read of a step', () => {
	it('says that Enter reads on where a step that is done has more, and goes on from its end', async () => {
		const prose = Array.from({ length: 30 }, (_, at) => `Line ${at + 1}.`).join('\n\n');
		const walk = walkOf(`## One\n\n~~~sh\necho a\n~~~\n\n${prose}\n\n## Two\n\nBy hand.`);
		const trial = walkScreen(walk);
		await trial.sees('echo a');
		await trial.press('r');
		await trial.sees('This step is done. Enter reads on; there is more below.');
		for (let page = 0; page < 10 && !trial.frame().includes('Line 30.'); page++) {
			await trial.press('enter');
		}
		await trial.sees('Line 30.', 'This step is done. Enter goes on: Two');
		await trial.press('g');
		await trial.sees('Line 1.');
		await trial.press('enter');
		await trial.sees('❯ · Two');
	});

	it('shows of what is not needed the reason, and nothing to read', async () => {
		const head = 'inputs:\n  proxy:\n    prompt: A proxy\n    type: host\n    optional: true\n';
		const walk = walkOf(
			'## One\n\n~~~sh when=proxy\necho through {{proxy}}\n~~~\n\n~~~sh\necho without\n~~~',
			{ head },
		);
		walk.answer('proxy', null);
		const trial = walkScreen(walk);
		const screen = await trial.sees('– not needed', '`proxy` is not set', '▌ echo without');
		expect(screen).not.toContain('echo through');
		await trial.press('r');
		await trial.sees('Done. Enter goes on to the end.');
		expect(walk.state.executions).toHaveLength(1);
	});

	it('shows all of what a choice says, however long', async () => {
		const reason = 'because of this and of that, '.repeat(5);
		const walk = walkOf(
			`## Which?\n\n- [One](#one): ${reason}in short.\n- [Two](#two): the other\n\n### One\n\nBy hand.\n\n### Two\n\nBy hand.`,
		);
		const trial = walkScreen(walk);
		const screen = await trial.sees('❯ ( ) One: because', 'in short.', '( ) Two: the other');
		expect(screen).not.toContain('…');
		await trial.press('down', 'enter');
		await trial.sees('❯   · Two');
	});
});
