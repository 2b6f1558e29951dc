import { describe, expect, it } from 'vitest';
import { neededHosts, neededInputs, secretsOf } from '../../source/run/needs.ts';
import { allVisits } from '../../source/run/outline.ts';
import { judge, knownOf } from '../../source/run/values.ts';
import type { Condition } from '../../source/runbook/types.ts';
import { Trial } from '../helpers/trial.ts';

const needs = (trial: Trial, visit?: string) =>
	neededInputs(
		trial.runbook,
		trial.state,
		visit ? [trial.visit(visit).visit] : allVisits(trial.visits),
	).map(input => input.name);

const inputs = `inputs:
  plain: { prompt: Plain }
  fast: { prompt: Fast, type: boolean, default: false }
  note: { prompt: Note, optional: true }
  size: { prompt: Size, type: integer, default: 3 }
  other: { prompt: Other }
`;

describe('what is asked for', () => {
	it.each<[string, string, readonly string[]]>([
		['what a command holds', '## A\n\n~~~sh\necho {{plain}}\n~~~', ['plain']],
		['what prose holds', '## A\n\nCall {{plain}}.', ['plain']],
		[
			'what prose holds in code, in a list and in a table',
			'## A\n\nRun `{{plain}}`.\n\n- {{other}}',
			['plain', 'other'],
		],
		[
			'what a file and its path and its owner hold',
			'## A\n\n~~~text file=/srv/{{plain}} owner={{other}}\n{{note}}\n~~~',
			['plain', 'note', 'other'],
		],
		[
			'in the order of the declarations',
			'## A\n\n~~~sh\necho {{other}} {{plain}}\n~~~',
			['plain', 'other'],
		],
		['nothing for an example', '## A\n\n~~~sh example\necho {{plain}}\n~~~', []],
		[
			'what an undo holds',
			'## A\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\necho {{plain}}\n~~~',
			['plain'],
		],
		[
			'an optional input that `when=` asks about',
			'## A\n\n~~~sh when=note\necho {{plain}}\n~~~',
			['note'],
		],
		[
			'a defaulted input that `when=` asks about',
			'## A\n\n~~~sh when=!fast\necho {{plain}}\n~~~',
			['fast'],
		],
		[
			'not an ordinary input that `when=` only looks at',
			'## A\n\n- [B](#b)\n- [C](#c)\n\n### B\n\n{{other}}\n\n### C\n\nNo.\n\n## D\n\n~~~sh when=other\necho {{plain}}\n~~~',
			[],
		],
	])('%s', (_, body, expected) => {
		expect(needs(new Trial(body, inputs))).toEqual(expected);
	});

	it('is what a block holds once its conditions are known to hold', () => {
		const trial = new Trial('## A\n\n~~~sh when=note when=fast\necho {{plain}}\n~~~', inputs);
		expect(needs(trial)).toEqual(['note']);
		expect(needs(trial.answer('note', 'x'))).toEqual(['fast']);
		expect(needs(trial.answer('fast', 'true'))).toEqual(['plain']);
		expect(needs(trial.answer('fast', 'false'))).toEqual([]);
	});

	it('is not an optional input again that was left empty', () => {
		const trial = new Trial('## A\n\n~~~sh when=note\necho {{note}}\n~~~', inputs);
		expect(needs(trial.answer('note', null))).toEqual([]);
	});

	it('is nothing by one condition where another already rules the block out', () => {
		const trial = new Trial('## A\n\n~~~sh when=note when=fast\necho {{plain}}\n~~~', inputs);
		expect(needs(trial.answer('fast', 'false'))).toEqual([]);
		expect(needs(trial.answer('fast', 'true'))).toEqual(['note']);
	});

	it('is what a branch needs only when that branch is taken', () => {
		const body =
			'## A\n\n- [B](#b)\n- [C](#c)\n\n### B\n\n~~~sh\necho {{plain}}\n~~~\n\n### C\n\n~~~sh\necho {{other}}\n~~~';
		const trial = new Trial(body, inputs);
		expect(needs(trial)).toEqual([]);
		expect(needs(trial.choose('a', 1))).toEqual(['other']);
	});

	it('is what one step needs, when only that step is looked at', () => {
		const trial = new Trial('## A\n\n{{plain}}\n\n## B\n\n{{other}}', inputs);
		expect(needs(trial, 'b')).toEqual(['other']);
	});
});

describe('a capture is asked for', () => {
	const body =
		'## A\n\n~~~sh capture=id\nid\n~~~\n\n## B\n\nIt is {{id}}.\n\n~~~sh\necho {{id}}\n~~~';

	it('not before its command has run, nor when that gave it', () => {
		expect(needs(new Trial(body))).toEqual([]);
		expect(needs(new Trial(body).pass('a#0', '7'))).toEqual([]);
	});

	it.each(['skipped', 'by-hand'] as const)('when its command was %s, also in a later step', how => {
		const trial = new Trial(body).mark('a#0', how);
		expect(needs(trial)).toEqual(['id']);
		expect(needs(trial, 'b')).toEqual(['id']);
		expect(needs(trial, 'a')).toEqual([]);
		expect(needs(trial.answer('id', '7'))).toEqual([]);
	});

	it('when its step was done already, so that its command is passed over', () => {
		const trial = new Trial(
			'## A\n\nNeeded?\n\n~~~sh done\ntrue\n~~~\n\n~~~sh capture=id\nid\n~~~\n\n## B\n\n~~~sh\necho {{id}}\n~~~',
		);
		expect(needs(trial)).toEqual([]);
		expect(needs(trial.pass('a#0'), 'b')).toEqual(['id']);
	});

	it('with its declaration, where it has one', () => {
		const trial = new Trial(body, 'inputs:\n  id: { prompt: Which id, type: integer }');
		trial.mark('a#0', 'skipped');
		const [input] = neededInputs(trial.runbook, trial.state, allVisits(trial.visits));
		expect(input).toMatchObject({ prompt: 'Which id', type: 'integer' });
	});

	it('never in a dry run, where nothing captures anything', () => {
		expect(needs(new Trial(body).mark('a#0', 'would-run'))).toEqual([]);
	});

	it('not by `when=`, which only looks whether it is set', () => {
		const trial = new Trial(
			'## A\n\n~~~sh capture=id\nid\n~~~\n\n~~~sh when=id\necho {{id}}\n~~~',
		).mark('a#0', 'skipped');
		expect(needs(trial)).toEqual([]);
		expect(trial.status('a#1')).toBe('not-needed');
	});
});

describe('a secret', () => {
	const head =
		'inputs:\n  pw: { prompt: Password, type: secret }\n  pwd: { prompt: Other, type: secret }';
	const reads = (text: string) => {
		const trial = new Trial(`## A\n\n~~~sh\n${text}\n~~~`, head);
		return secretsOf(trial.runbook, trial.block('a#0').block);
	};

	it.each<[string, readonly string[]]>([
		['echo "$pw"', ['pw']],
		['echo "${pw}"', ['pw']],
		['echo "${pw:-none}"', ['pw']],
		['echo "${#pw}"', ['pw']],
		['echo "$pwd"', ['pwd']],
		['echo "$pw$pwd"', ['pw', 'pwd']],
		['echo "$pw_old" pw', []],
		['echo "${pwx}"', []],
	])('is read by %s: %j', (text, expected) => {
		expect(reads(text)).toEqual(expected);
	});

	it('is asked for, and known afterwards without its value', () => {
		const trial = new Trial('## A\n\n~~~sh\necho "$pw"\n~~~', head);
		expect(needs(trial)).toEqual(['pw']);
		trial.add({ type: 'answered', name: 'pw', value: null, secret: true });
		expect(needs(trial)).toEqual([]);
		expect(knownOf(trial.state, 'pw')).toEqual({ kind: 'secret' });
	});
});

describe('hosts are asked for', () => {
	const head = 'hosts:\n  first: The first\n  second: The second';
	const hosts = (body: string) => {
		const trial = new Trial(body, `${head}`);
		return neededHosts(trial.runbook, allVisits(trial.visits));
	};

	it.each<[string, string, readonly string[]]>([
		['where a block runs there', '## A\n\nThere:\n\n~~~sh host=second\ntrue\n~~~', ['second']],
		['where a command names one', '## A\n\n~~~sh\nping {{host.first}}\n~~~', ['first']],
		['where a file names one', '## A\n\n~~~text file=/srv/x\n{{host.first}}\n~~~', ['first']],
		[
			'where the path of a file names one',
			'## A\n\n~~~text file=/srv/{{host.first}}\nx\n~~~',
			['first'],
		],
		[
			'in their order',
			'## A\n\nThere:\n\n~~~sh host=second\nping {{host.first}}\n~~~',
			['first', 'second'],
		],
		['never for an example', '## A\n\n~~~sh example host=first\ntrue\n~~~', []],
	])('%s', (_, body, expected) => {
		expect(hosts(body)).toEqual(expected);
	});
});

describe('a value', () => {
	it.each([
		['run.id', 'abcdefghijkl'],
		['run.date', '20261122'],
		['host.first', 'here.example.org'],
		['host.second', 'there'],
	])('`%s` is %s', (name, value) => {
		const trial = new Trial('## A\n\nBy hand.', 'hosts:\n  first: One\n  second: Two');
		trial.host('first', true).host('second', false);
		expect(knownOf(trial.state, name)).toEqual({ kind: 'value', value });
	});

	it('is missing before anybody gave it', () => {
		const trial = new Trial('## A\n\nBy hand.', `${inputs}hosts:\n  first: One`);
		expect(knownOf(trial.state, 'plain').kind).toBe('missing');
		expect(knownOf(trial.state, 'host.first').kind).toBe('missing');
		expect(knownOf(trial.answer('note', null).state, 'note').kind).toBe('empty');
	});

	it('of a capture is void from the moment on that its command runs again', () => {
		const trial = new Trial('## A\n\n~~~sh capture=id\nid\n~~~').pass('a#0', '7');
		expect(knownOf(trial.state, 'id')).toEqual({ kind: 'value', value: '7' });
		expect(knownOf(trial.start('a#0').state, 'id').kind).toBe('missing');
	});
});

describe('a condition', () => {
	const judged = (
		name: string,
		test: Condition['test'],
		given?: string | readonly string[] | null,
	) => {
		const trial = new Trial('## A\n\nBy hand.', inputs);
		if (given !== undefined) trial.answer(name, given);
		const condition = test === 'equals' ? { name, test, value: 'x' } : { name, test };
		const verdict = judge(trial.runbook, trial.state, condition);
		return verdict === 'unknown' ? verdict : verdict.holds;
	};

	it.each<
		[string, Condition['test'], string | readonly string[] | null | undefined, boolean | 'unknown']
	>([
		['plain', 'set', undefined, false],
		['plain', 'unset', undefined, true],
		['plain', 'equals', undefined, false],
		['plain', 'set', 'x', true],
		['plain', 'equals', 'x', true],
		['plain', 'equals', 'y', false],
		['fast', 'set', undefined, 'unknown'],
		['fast', 'set', 'true', true],
		['fast', 'set', 'false', false],
		['fast', 'unset', 'false', true],
		['note', 'unset', undefined, 'unknown'],
		['note', 'set', null, false],
		['note', 'unset', null, true],
		['note', 'equals', null, false],
		['plain', 'set', ['x', 'y'], true],
		['plain', 'equals', ['x'], false],
	])('about `%s`, %s, when it is %j: %s', (name, test, given, holds) => {
		expect(judged(name, test, given)).toBe(holds);
	});
});
