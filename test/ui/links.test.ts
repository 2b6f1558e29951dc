/** Links from one runbook to another: followed from the brief and from a step, and back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRuns } from '../../source/store/runs.ts';
import { openNamed } from '../../source/walk/library.ts';
import { readRun } from '../../source/walk/open-walk.ts';
import { libraryScreen, sessionIn, shelvesWith, temporaryFolder } from './helpers.tsx';

const look = '## One\n\nLook.';

function screen(runbooks: Readonly<Record<string, string>>, rows = 24) {
	const session = sessionIn(temporaryFolder());
	const shelves = shelvesWith(runbooks);
	const trial = libraryScreen({ session, shelves, rows });
	const only = () => {
		const [run, ...others] = listRuns(session.home);
		if (!run || others.length > 0) throw new Error(`${others.length} other runs`);
		return readRun(run);
	};
	return { trial, session, shelves, only, runs: () => listRuns(session.home) };
}

describe('in the brief', () => {
	it('are opened by a key in their own brief, and `b` comes back', async () => {
		const { trial, runs } = screen({
			alpha: `See [the beta](beta.md) first.\n\n${look}`,
			beta: `See [the alpha](alpha.md#one).\n\n${look}`,
		});
		await trial.press('enter');
		await trial.sees('The alpha', 'f links');
		await trial.press('f');
		await trial.sees('The beta', 'Enter begin');
		await trial.press('f');
		await trial.sees('The alpha');
		await trial.press('b');
		await trial.sees('The beta', 'See the alpha');
		await trial.press('b');
		await trial.sees('The alpha', 'See the beta');
		expect(runs()).toEqual([]);
	});

	it('are not offered where there are none, and the key says so', async () => {
		const { trial } = screen({ alpha: `A [page](https://example.org/a.md).\n\n${look}` });
		await trial.press('enter');
		expect(await trial.sees('The alpha')).not.toContain('f links');
		await trial.press('f');
		await trial.sees('No other runbook is named on this page.');
	});

	it('lead to the one of that name in the library, and else say what is missing', async () => {
		const { trial, shelves } = screen({ alpha: look });
		const away = join(temporaryFolder(), 'away.md');
		const text = readFileSync(join(shelves.builtIn, 'alpha.md'), 'utf8');
		const links = 'Or [one][a], [two](gone.md).\n\n[a]: alpha.md\n\n## One';
		writeFileSync(away, text.replace('# The alpha', '# Away').replace('## One', links));
		const { BriefPage } = await import('../../source/ui/pages/brief-page.ts');
		const opened = openNamed(trial.app.session, shelves, away);
		trial.app.open(new BriefPage(trial.app, opened, () => {}));
		await trial.sees('Away', 'f links');
		await trial.press('f');
		await trial.sees('Other runbooks', '❯ one', 'alpha.md', 'two', 'gone.md');
		await trial.press('down', 'enter');
		await trial.sees('There is no runbook `gone.md`, neither beside');
		await trial.press('up', 'enter');
		await trial.sees('The alpha');
		await trial.press('b');
		await trial.sees('Other runbooks');
	});
});

describe('in a step', () => {
	const runbooks = {
		alpha: '## One\n\nRead [the beta](beta.md), then look.\n\n~~~sh\ntrue\n~~~\n\n## Two\n\nLook.',
		beta: `Then [the gamma](gamma.md).\n\n${look}`,
		gamma: look,
	};
	const toStep = async (trial: ReturnType<typeof screen>['trial']) => {
		await trial.sees('The alpha');
		await trial.press('enter', 'enter');
		await trial.sees('❯ · One', 'f links');
		await trial.press('f');
		await trial.sees('The beta', 'Then the gamma');
	};

	it('open in their brief, and `b` leads back to the step, in the run that is open', async () => {
		const { trial, only } = screen(runbooks);
		await toStep(trial);
		await trial.press('b');
		await trial.sees('❯ · One');
		await trial.press('r');
		await trial.sees('✓ exit 0');
		expect(only().state.executions).toHaveLength(1);
	});

	it('are walked only after the open run was left, and that is asked', async () => {
		const { trial, only, runs } = screen(runbooks);
		await toStep(trial);
		await trial.press('enter');
		await trial.sees('Leave this run?', 'The run of "The alpha" is open', 'y leave it');
		await trial.press('enter');
		await trial.sees('The beta', 'Then the gamma');
		expect(only().events.at(-1)?.event.type).toBe('began');
		await trial.press('enter', 'y');
		await trial.sees('The beta', 'Kept: The alpha. To go on with it: runbook resume');
		expect(only().events.at(-1)?.event.type).toBe('left');
		await trial.press('enter');
		await trial.sees('❯ · One', 'Look.');
		expect(runs()).toHaveLength(2);
		await trial.press('b');
		await trial.sees('» The alpha', '» The beta');
	});

	it('ask it as well from a brief that was reached through another', async () => {
		const { trial, only } = screen(runbooks);
		await toStep(trial);
		await trial.press('f');
		await trial.sees('The gamma', 'Enter begin');
		await trial.press('D');
		await trial.sees('keeps its mode');
		await trial.press('enter');
		await trial.sees('go on with "The gamma"?');
		await trial.press('y');
		await trial.sees('The gamma', 'Kept: The alpha.');
		expect(only().events.at(-1)?.event.type).toBe('left');
	});

	it('leave the run as `q` does there, when the program is left from the other brief', async () => {
		const { trial, only } = screen(runbooks);
		await toStep(trial);
		await trial.press('q');
		expect(trial.left()?.join('\n')).toMatch(/The alpha: 0 of 2 steps done.*\n.*resume /);
		expect(only().events.at(-1)?.event.type).toBe('left');
	});

	it('are not followed while a command runs', async () => {
		const go = join(temporaryFolder(), 'go');
		const { trial } = screen({
			...runbooks,
			alpha: `## One\n\nRead [the beta](beta.md).\n\n~~~sh\nuntil test -e ${go}; do sleep 0.02; done\n~~~\n`,
		});
		await trial.sees('The alpha');
		await trial.press('enter', 'enter');
		await trial.sees('❯ · One', 'f links');
		await trial.press('r');
		expect(await trial.sees('Ctrl-C stop it')).not.toContain('f links');
		await trial.press('f');
		expect(trial.app.page?.mode).toBe('running');
		writeFileSync(go, '');
		await trial.sees('✓ exit 0', 'f links');
	});
});
