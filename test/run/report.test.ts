import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../../source/run/describe.ts';
import type { Outcome, RecordedEvent } from '../../source/run/events.ts';
import { fileScript } from '../../source/run/file-script.ts';
import { putValues } from '../../source/run/put-values.ts';
import { type JobRecord, writeReport } from '../../source/run/report.ts';
import { exited, Trial } from '../helpers/trial.ts';

const job: JobRecord = { script: 'true', output: [], linesBefore: 0 };
const report = (
	trial: Trial,
	record: Partial<JobRecord> = {},
	events: readonly RecordedEvent[] = [],
) =>
	writeReport(trial.runbook, trial.state, {
		events,
		jobOf: () => ({ ...job, ...record }),
		formatTime: iso => iso.slice(11, 19),
	});

const body =
	'## A\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\nback\n~~~\n\n## B\n\n- [ ] Look\n\n## C\n\nBy hand.';

describe('a report says', () => {
	it('what was run, and how it went', () => {
		const text = report(new Trial(body).pass('a#0'), { output: ['fine'], linesBefore: 3 });
		expect(text).toContain('## A: done');
		expect(text).toContain('action, 12:00:01, 1.0 s: **exit 0**');
		expect(text).toContain('```sh\ntrue\n```');
		expect(text).toContain('(3 lines before these are only in the job');
		expect(text).toContain('```\nfine\n```');
	});

	it('of a file that was refused the content, and not the script around it', () => {
		const page = '## A\n\n~~~text file=/etc/trial/conf\nport 80\nEND\n~~~';
		const script = fileScript({ path: '/etc/trial/conf', content: 'port 80\nEND\n' }, 'run1');
		const text = report(new Trial(page).fail('a#0').fail('a#0'), { script });
		expect(text).toContain(
			'Nothing was written. The content would have been that of `/etc/trial/conf`:\n\n```\nport 80\nEND\n```',
		);
		expect(text).not.toContain('RUNBOOK_JOB');
		// An edited one may be another script altogether, and is shown as it ran.
		expect(report(new Trial(page).fail('a#0'), { script: 'echo no' })).toContain('echo no');
	});

	it('what ran on a way that was left for another, and everything in its order', () => {
		const trial = new Trial(
			'## Which\n\n- [Tea](#tea)\n- [Coffee](#coffee)\n\n### Tea\n\n~~~sh\ntea\n~~~\n\n### Coffee\n\n~~~sh\ncoffee\n~~~',
		);
		trial.choose('which', 0).pass('which/tea#0').choose('which', 1);
		const text = report(trial, {}, trial.events);
		expect(text).toContain('## Tea: left for another way');
		expect(text).toMatch(/## In order\n\n- .*: began\n- .*: decided in "Which": .*\n/);
		expect(text).toContain('action of "Tea" started (job 1)');
	});

	it('in its head how the steps stand, what was edited, and what can be undone', () => {
		const trial = new Trial(body).start('a#0', { edited: true }).end(exited(0));
		const text = report(trial.mark('b#tick-1', 'skipped', 'no time'));
		expect(text).toContain('| Steps | 1 not done, 1 done, 1 skipped |');
		expect(text).toContain('| Edited | 1 of the commands that ran |');
		expect(text).toContain('| Can be undone | 1 |');
		expect(text).toContain('In the runbook it is:\n\n```sh\ntrue\n```');
		expect(report(new Trial(body))).not.toMatch(/Edited|Can be undone/);
	});

	it('that the run is taken back, or that taking a step back did not work', () => {
		expect(report(new Trial(body).pass('a#0'))).toContain('| State | not finished |');
		expect(report(new Trial(body).pass('a#0').undo())).toContain('| State | taken back |');
		const failed = report(new Trial(body).pass('a#0').undo(exited(1)));
		expect(failed).toContain('| State | not finished |');
		expect(failed).toContain('## A: done, undo FAILED');
	});

	it('when a job ended that nobody saw, and not what rounding to seconds makes', () => {
		const trial = new Trial(body).start('a#0').end(exited(0));
		const told = (endedAt: string, time?: string) =>
			report(
				trial,
				{},
				trial.events.map(event =>
					event.event.type === 'job-ended'
						? { ...event, time: time ?? event.time, event: { ...event.event, endedAt } }
						: event,
				),
			);
		expect(told('2026-01-01T11:30:00.000Z')).toContain(
			'exit 0, at 11:30:00 already, as was seen now',
		);
		expect(told('2026-01-01T11:30:00.990Z', '2026-01-01T11:30:01.020Z')).not.toContain('seen now');
		expect(report(trial, {}, trial.events)).not.toContain('as was seen now');
	});

	it('its own words in signs that every locale has', () => {
		const trial = new Trial(body).start('a#0').end(exited(0)).mark('b#tick-1', 'skipped', 'ü');
		expect(report(trial).replaceAll('ü', '')).toMatch(/^[\n\x20-\x7e]*$/);
	});

	it('nothing of what was not begun', () => {
		expect(report(new Trial(body))).not.toContain('## A');
	});

	it.each<[Outcome, string]>([
		[exited(3), 'FAILED'],
		[{ kind: 'unknown', why: 'restarted' }, 'UNKNOWN'],
		[{ kind: 'timed-out' }, 'FAILED'],
	])('for a job that ended with %j: %s', (outcome, word) => {
		expect(report(new Trial(body).start('a#0').end(outcome))).toContain(`## A: ${word}`);
	});

	it('what was done by hand or skipped, and why', () => {
		const trial = new Trial(body).mark('b#tick-1', 'by-hand').mark('c#hand', 'skipped', 'no time');
		expect(report(trial)).toContain('Look: done by hand');
		expect(report(trial)).toContain('By hand: skipped (no time)');
	});

	it('that a block was skipped after it had failed, and why', () => {
		const text = report(new Trial(body).fail('a#0').mark('a#0', 'skipped', 'known fault'));
		expect(text).toContain('**exit 1**');
		expect(text).toContain('action: skipped (known fault)');
	});

	it('that a dry run executed nothing', () => {
		const trial = new Trial(body, '', { dryRun: true }).mark('a#0', 'would-run');
		expect(report(trial)).toContain('nothing was executed');
		expect(report(trial)).toContain('shown (dry run)');
	});

	it('what was undone, what was not, and what will not be', () => {
		expect(report(new Trial(body))).not.toContain('## Undo');
		expect(report(new Trial(body).pass('a#0'))).toContain('Not undone: `a`.');
		expect(report(new Trial(body).pass('a#0').undo())).toContain('Nothing is left to undo.');
		const trial = new Trial(body).pass('a#0');
		trial.add({ type: 'settled', undo: 'a#1@1', how: 'skipped', reason: 'kept' });
		expect(report(trial)).toContain('undo skipped (kept)');
	});

	it('the answers as they were given, and of a secret only that there is one', () => {
		const trial = new Trial(
			body,
			'inputs:\n  x: { prompt: "The *x*" }\n  s: { prompt: S, type: secret }\n  o: { prompt: O, optional: true }\nhosts:\n  first: One\n  second: Two',
		);
		trial.answer('x', ['a|b', 'c`d']).answer('o', null).host('first', true).host('second', false);
		trial.add({ type: 'answered', name: 's', value: null, secret: true });
		const text = report(trial);
		expect(text).toContain('- The \\*x\\* (`x`): `a|b`, `` c`d ``');
		expect(text).toContain('- O (`o`): (left empty)');
		expect(text).toContain('- S (`s`): (a secret)');
		expect(text).toContain('- host `first`: this machine');
		expect(text).toContain('- host `second`: `there`');
	});

	it('which way was taken, and what was noted there', () => {
		const trial = new Trial(
			'## A\n\n- [B, at once](#b)\n- [No](#c)\n\n### B\n\nBy hand.\n\n## C\n\nBy hand.',
		);
		trial.choose('a', 0).add({ type: 'noted', visit: 'a', text: 'as told' });
		expect(report(trial)).toContain('Decision: B, at once');
		expect(report(trial)).toContain('> 12:00:02: as told');
	});

	it('where a step was done from', () => {
		const trial = new Trial(`${body}\n\n## D\n\n1. [A](#a)`).pass('d/1.a#0');
		expect(report(trial)).toContain('(done from `d/1.a`)');
	});
});

/** Everything that a person or a machine may have put into a run. */
function hostileTrial(text: string): Trial {
	const trial = new Trial(body, 'inputs:\n  x: { prompt: X }', {
		title: text,
		file: text,
		host: text,
		user: text,
		runbook: text,
	});
	trial.answer('x', text).fail('a#0').mark('a#0', 'skipped', text);
	trial.start('a#0').end(exited(0), { refused: text });
	trial.start('a#0').end({ kind: 'unknown', why: text });
	trial.add({ type: 'noted', visit: 'a', text });
	trial.add({ type: 'settled', undo: 'a#1@1', how: 'skipped', reason: text });
	return trial.mark('c#hand', 'skipped', text);
}

describe('nothing that is shown is taken for markup', () => {
	const hostile = [
		'<script>alert(1)</script>',
		'&lt;b&gt;',
		'[link](javascript:alert(1))',
		'![image](http://example.org/x.png)',
		'**bold** _it_ ~~gone~~',
		'`code` ``more``',
		'# heading',
		'one\n\n# heading\n\n<b>',
		'one\n---\ntwo',
		'| a | b |',
		'\\*',
		'-->\n<!--',
		'<http://example.org>',
		'[x]: http://example.org',
	];

	/** What a page holds besides its text. */
	function kinds(markdown: string): string[] {
		const found: string[] = [];
		const visit = (node: { type: string; children?: unknown[] }): void => {
			found.push(node.type);
			for (const child of node.children ?? []) visit(child as typeof node);
		};
		visit(fromMarkdown(markdown) as never);
		return found;
	}

	const harmless = kinds(report(hostileTrial('x')));

	it.each(hostile)('%j', text => {
		const page = report(hostileTrial(text));
		expect(kinds(page)).toEqual(harmless);
		const shown = textOf(fromMarkdown(page)).replace(/\s+/g, ' ');
		// The title, the reason of the mark, the refused value, the cause, the note and two more.
		expect(shown.split(text.replace(/\s+/g, ' ')).length - 1).toBeGreaterThanOrEqual(7);
	});

	it.each(['~~~', '```', '    ```', '````', '-', '1.', '+', '='])('a box called %j', label => {
		const trial = new Trial(`## A\n\n- [ ] Look\n\n## B\n\nBy hand.`);
		const page = (words: string) => {
			const item = trial.item('a#tick-1');
			if (item.kind === 'tick') Object.assign(item.tick, { label: words });
			return report(trial.mark('a#tick-1', 'by-hand').mark('b#hand', 'by-hand'));
		};
		expect(kinds(page(`${label} Look`))).toEqual(kinds(page('Look')));
	});

	it.each(['```', '~~~', '````sh', '   ```', '``````'])(
		'a script or an output that holds %j',
		line => {
			const page = report(new Trial(body).pass('a#0').mark('c#hand', 'by-hand'), {
				script: `one\n${line}\n# two`,
				output: ['one', line, '# two'],
			});
			const code = kinds(page).filter(kind => kind === 'code');
			expect(code).toHaveLength(2);
			expect(kinds(page).filter(kind => kind === 'heading')).toHaveLength(4);
		},
	);
});

describe('an outcome in words', () => {
	it.each<[Outcome, string]>([
		[exited(0), 'exit 0'],
		[exited(3), 'exit 3'],
		[exited(128), 'exit 128'],
		[exited(129), '129 (HUP, or exit 129)'],
		[exited(137), '137 (KILL, or exit 137)'],
		[exited(143), '143 (TERM, or exit 143)'],
		[exited(255), 'exit 255'],
		[{ kind: 'timed-out' }, 'ended: its time was up'],
		[{ kind: 'stopped' }, 'stopped by the operator'],
		[{ kind: 'never-started', why: 'x' }, 'never began: x'],
		[{ kind: 'unknown', why: 'x' }, 'unknown: x'],
	])('%j: %s', (outcome, words) => {
		const [execution] = new Trial(body).start('a#0').end(outcome).state.executions;
		expect(execution && describeOutcome(execution)).toBe(words);
	});

	it('says that it runs, and why a capture was refused', () => {
		const [running] = new Trial(body).start('a#0').state.executions;
		expect(running && describeOutcome(running)).toBe('running');
		const trial = new Trial(body).start('a#0').end(exited(0), { refused: 'it printed nothing' });
		const [refused] = trial.state.executions;
		expect(refused && describeOutcome(refused)).toBe('exit 0, but it printed nothing');
	});
});

it('prose shows the values that are known, and the others as they are written', () => {
	const { state } = new Trial(body, 'inputs:\n  x: { prompt: X }\n  y: { prompt: Y }').answer('x', [
		'1',
		'{{y}}',
	]);
	expect(putValues(state, 'Of {{x}}, {{y}}, {{z}} and {{run.date}}.')).toBe(
		'Of 1, {{y}}, {{y}}, {{z}} and 20261122.',
	);
});
