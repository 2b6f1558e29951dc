/** What a command will capture that has not run yet is neither set nor not set. */
import { describe, expect, it } from 'vitest';
import type { BlockItem } from '../../source/run/outline.ts';
import { planBlock } from '../../source/run/plan.ts';
import { Trial } from '../helpers/trial.ts';

const body = `
## Look

~~~sh done when=spared
test -e /x
~~~

~~~sh capture=init
echo systemd
~~~

## Start

~~~sh when=init=systemd
systemctl start x
~~~

~~~sh when=init=none
x
~~~
`;

const head = 'inputs:\n  spared: { prompt: Spared, type: boolean, default: false }';
const plan = (trial: Trial, id: string) =>
	planBlock(trial.runbook, trial.state, (trial.item(id) as BlockItem).block);
const statuses = (trial: Trial) => ['start#0', 'start#1'].map(id => trial.status(id));

describe('a block that asks for what is still to be captured', () => {
	it('is open, and waits, as long as nobody can know', () => {
		const trial = new Trial(body, head).answer('spared', 'false');
		expect(statuses(trial)).toEqual(['open', 'open']);
		expect(trial.status('start')).toBe('open');
		expect(plan(trial, 'start#0')).toEqual({
			kind: 'waiting',
			names: ['init'],
			onlyIf: '`init` is `systemd`',
		});
		trial.start('look#1');
		expect(statuses(trial)).toEqual(['open', 'open']);
		trial.end({ kind: 'exited', status: 3 });
		expect(statuses(trial)).toEqual(['open', 'open']);
	});

	it('is needed or not once it is captured', () => {
		const trial = new Trial(body, head).answer('spared', 'false').pass('look#1', 'systemd');
		expect(statuses(trial)).toEqual(['open', 'not-needed']);
		expect(plan(trial, 'start#0').kind).toBe('ready');
	});

	it.each<[string, (trial: Trial) => unknown]>([
		['was skipped', trial => trial.mark('look#1', 'skipped', 'no time')],
		['was done by hand', trial => trial.mark('look#1', 'by-hand')],
		['is passed over', trial => trial.answer('spared', 'true').pass('look#0')],
	])('is not needed when the command that captures it %s', (_, act) => {
		const trial = new Trial(body, head).answer('spared', 'false');
		act(trial);
		expect(statuses(trial)).toEqual(['not-needed', 'not-needed']);
	});

	it('is not needed where something else is against it for certain', () => {
		const trial = new Trial(
			'## A\n\n~~~sh capture=b when=a\necho\n~~~\n\n~~~sh capture=c when=b\necho\n~~~\n\n~~~sh when=c\nx\n~~~\n\n~~~sh when=c when=a\nx\n~~~',
			'inputs:\n  a: { prompt: A, type: boolean, default: true }',
		);
		const all = () => [0, 1, 2, 3].map(at => trial.status(`a#${at}`));
		expect(all()).toEqual(['open', 'open', 'open', 'open']);
		trial.answer('a', 'false');
		expect(all()).toEqual(['not-needed', 'not-needed', 'not-needed', 'not-needed']);
	});

	it('stays open in a dry run, which captures nothing', () => {
		const trial = new Trial(body, head, { dryRun: true }).answer('spared', 'false');
		trial.mark('look#0', 'would-run').mark('look#1', 'would-run');
		expect(statuses(trial)).toEqual(['open', 'open']);
	});
});
