/** Opening, moving, typing, pasting and Enter execute nothing, wherever one is. */
import { describe, expect, it } from 'vitest';
import { listRuns } from '../../source/store/runs.ts';
import { LibraryPage } from '../../source/ui/pages/library-page.ts';
import { WalkPage } from '../../source/ui/pages/walk-page.ts';
import { readRun } from '../../source/walk/open-walk.ts';
import type { Session } from '../../source/walk/session.ts';
import {
	libraryScreen,
	sessionIn,
	shelvesWith,
	type Trial,
	temporaryFolder,
	walkOf,
	walkScreen,
} from './helpers.tsx';

const steps = `
## First

Prose.

~~~sh danger
touch FOLDER/ran
~~~

~~~sh undo
touch FOLDER/undone
~~~

## Second

~~~sh verify
touch FOLDER/verified
~~~

- [Yes](#yes)
- [No](#no)

### Yes

~~~sh done
touch FOLDER/asked
~~~

~~~sh
touch FOLDER/acted
~~~

### No

By hand.
`;

const printable = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at));
const named = ['enter', 'escape', 'tab', 'up', 'down', 'left', 'right', 'pagedown', 'backspace'];

/** What was executed in all runs of a session. */
function executions(session: Session): readonly string[] {
	return listRuns(session.home).flatMap(run =>
		readRun(run).state.executions.map(({ item }) => item),
	);
}

/** Goes back to the page that the test is about. */
async function backTo(trial: Trial, kind: new (...args: never[]) => object): Promise<void> {
	for (let tries = 0; tries < 6 && !(trial.app.page instanceof kind); tries++) {
		await trial.press('escape');
		await drop(trial);
	}
}

/** Typed text is not lost by Esc alone. */
async function drop(trial: Trial): Promise<void> {
	if (trial.frame().includes('Drop ')) await trial.press('y');
}

describe('nothing is executed', () => {
	it('by any key in the library, the brief and the form', async () => {
		const session = sessionIn(temporaryFolder());
		const trial = libraryScreen({ session, shelves: shelvesWith({ alpha: steps, beta: steps }) });
		for (const key of [...named, ...printable]) await trial.press(key);
		await backTo(trial, LibraryPage);
		await trial.press('escape', 'enter');
		await trial.sees('The alpha');
		for (const key of [...printable, ...named].filter(key => key !== 'q')) {
			await trial.press(key);
			if (trial.app.page instanceof WalkPage) break;
		}
		expect(executions(session)).toEqual([]);
	});

	it('by any key in the walk but `r` and `v`', async () => {
		const walk = walkOf(steps);
		const trial = walkScreen(walk);
		const page = trial.app.page;
		for (let round = 0; round < 2; round++) {
			for (const key of [...printable, ...named]) {
				if (['r', 'v', 'q'].includes(key)) continue;
				await trial.press(key);
				await trial.press('enter');
				while (trial.app.page !== page && trial.app.page) {
					const before = trial.app.page;
					await trial.press('escape');
					await drop(trial);
					if (trial.app.page === before) await trial.press('n');
				}
				if (!trial.app.page) return;
			}
		}
		expect(walk.state.executions).toEqual([]);
	});

	it('by pasting, also where `r` would run', async () => {
		const walk = walkOf(steps);
		const trial = walkScreen(walk);
		await trial.sees('touch FOLDER/ran');
		await trial.paste('r\rfw1\r');
		await trial.chunk('rm -rf /tmp/something\r');
		expect(walk.state.executions).toEqual([]);
		expect(trial.app.page?.mode).toBe('walk');
	});

	it('by the confirmation of a dangerous block without its whole word, typed', async () => {
		const walk = walkOf(steps);
		const trial = walkScreen(walk);
		await trial.sees('touch FOLDER/ran');
		await trial.press('r');
		await trial.sees('type its name, fw1');
		await trial.press('enter');
		await trial.press('f', 'w', 'enter');
		await trial.paste('fw1');
		await trial.press('enter', 'y', 'enter');
		expect(walk.state.executions).toEqual([]);
		expect(trial.app.page?.mode).toBe('word');
		await trial.press('escape');
		await trial.sees('Not confirmed, and not run');
		expect(walk.state.executions).toEqual([]);
	});

	it('in a dry run, by any key', async () => {
		const walk = walkOf(steps, { dryRun: true });
		const trial = walkScreen(walk, { dryRun: true });
		await trial.sees('DRY RUN: nothing runs');
		const page = trial.app.page;
		for (const key of ['r', 'r', 'v', 'u', 'enter', 'r', 'enter', 'r', 'v']) {
			await trial.press(key);
			if (trial.app.page !== page) await trial.press('escape');
		}
		expect(walk.state.executions).toEqual([]);
		expect(walk.state.records.size).toBeGreaterThan(0);
	});

	it('of a real run that is looked at in a dry run', async () => {
		const walk = walkOf(steps);
		const trial = walkScreen(walk, { dryRun: true });
		await trial.sees('DRY RUN');
		await trial.press('r');
		await trial.sees('nothing runs.');
		await trial.press('v', 'u');
		expect(walk.state.executions).toEqual([]);
	});
});
