/** docs/proof.md against the runbooks as they are, and the table that it is made of. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import { runbookOf } from '../helpers/runbooks.ts';
import { branchesOf } from '../proof/branches.ts';
import { pageOf, withoutVersions } from '../proof/page.ts';
import { type Noticed, type Passed, refusedBy, sumOf } from '../proof/record.ts';
import { makeTable } from '../proof/table.ts';

const trial = runbookOf(
	`## Look

~~~sh verify
true
~~~

## Which?

- [This](#this)
- [That](#that)
- [That, too](#that)
- [None](#end)

### This

~~~sh when=init=systemd
true
~~~

~~~sh when=init=none
true
~~~

### That

~~~sh when=more
true
~~~

#### Deeper

- [One](#one)
- [Two](#two)

##### One

~~~sh verify
true
~~~

##### Two

~~~sh
true
~~~

## End

~~~sh
true
~~~`,
	`inputs:
  init: { prompt: Init, type: choice, choices: [systemd, none], default: none }
  more: { prompt: More, type: text, optional: true, pattern: '[a-z]+' }`,
);

const taken = (...targets: string[]) => {
	const [first = '', second] = targets;
	return [
		{ visit: 'which', target: first },
		...(second ? [{ visit: 'which/that/deeper', target: second }] : []),
	];
};

const walked = {
	runbook: 'trial',
	sum: sumOf(trial),
	answers: { url: 'a' },
	software: 'x 1.0',
} as const;

const passed = (proof: Partial<Passed>): Passed => ({
	kind: 'passed',
	taken: [],
	blocks: [],
	held: [],
	...walked,
	...proof,
});

const noticed = (proof: Partial<Noticed>): Noticed => ({
	kind: 'noticed',
	taken: [],
	blocks: [],
	held: [],
	broken: 'it',
	instead: [],
	gate: 'end#0',
	said: 'no',
	...walked,
	...proof,
});

test('branches are decisions that are taken, and values that tell blocks apart', () => {
	expect(branchesOf(trial).map(({ title }) => title)).toEqual([
		'Which? → This, with init = systemd',
		'Which? → This, with init = none',
		'Which? → That, with more',
		'Which? → That → One',
		'Which? → That → Two',
		'Which? → None',
	]);
});

describe('the table', () => {
	const none = { condition: 'init = systemd', reason: 'there is none' };
	const all = [
		passed({ taken: taken('this'), held: ['init = none'], blocks: ['which/this#1'] }),
		passed({ taken: taken('that', 'one'), held: ['more'], blocks: ['which/that#0'] }),
		passed({ taken: taken('that', 'two') }),
		passed({ taken: taken('skip') }),
		noticed({ taken: taken('this'), held: ['init = none'], gate: 'which/this#1' }),
		noticed({ taken: taken('that'), held: ['more'], gate: 'which/that#0', broken: 'more' }),
		noticed({ taken: taken('that', 'one'), gate: 'which/that/deeper/one#0' }),
		noticed({ taken: taken('that', 'two'), gate: 'end#0' }),
		noticed({ taken: taken('skip'), gate: 'end#0', broken: 'all' }),
	];
	const make = (proofs: readonly (Passed | Noticed)[], notRun = [none]) =>
		makeTable(new Map([['trial', trial]]), proofs, notRun);

	test('has a row for each branch, with the line of the block that noticed', () => {
		const { rows, faults } = make(all);
		expect(faults).toEqual([]);
		const line = (id: string) => Number(id.split(':')[1]?.split(' ')[0]);
		const lines = trial.text.split('\n');
		for (const row of rows.get('trial') ?? []) {
			if (row['Noticed at'] === 'not run') continue;
			expect(lines[line(row['Noticed at']) - 1]).toMatch(/^```sh/);
		}
		expect(rows.get('trial')?.map(row => row.Branch)).toEqual(
			branchesOf(trial).map(({ title }) => title),
		);
	});

	test.each([
		['a branch that was not walked', all.slice(1), '“Which? → This, with init = none”'],
		['a branch without a sabotage', all.slice(0, -1), 'nothing was broken in “Which? → None”'],
		[
			'a sabotage of another walk',
			[...all, noticed({ taken: taken('skip'), answers: { url: 'b' } })],
			'no walk has passed with url = b',
		],
		[
			'a walk of what is said not to be run',
			[
				...all,
				passed({ taken: taken('this'), held: ['init = systemd'], blocks: ['which/this#0'] }),
			],
			'was walked, and is said not to be',
		],
		['a runbook that has changed', [...all, passed({ sum: 'other' })], 'has changed'],
		[
			'a gate that says nothing',
			[...all, noticed({ taken: taken('skip'), said: '(nothing; exit 1)' })],
			'without a word',
		],
	])('has a fault for %s', (_, proofs, fault) => {
		expect(make(proofs).faults.join('\n')).toContain(fault);
	});

	test('lets a sabotage be an answer, where it says so', () => {
		const other = noticed({ taken: taken('skip'), answers: { url: 'b' }, instead: ['url'] });
		expect(make([...all, other]).faults).toEqual([]);
	});

	test('shows an answer that is refused with the line of its input', () => {
		const answers = { url: 'a', more: '1' };
		const refusal = { broken: 'a digit', input: 'more', answers, output: '`1` does not fit\n' };
		const { rows, faults } = make([...all, refusedBy(trial, refusal, 'x 1.0')]);
		expect(faults).toEqual([]);
		const row = rows.get('trial')?.find(row => row['What was broken'] === 'a digit');
		const at = trial.text.split('\n').findIndex(line => line.trim().startsWith('more:')) + 1;
		expect(row).toMatchObject({
			Branch: 'Every way',
			'Noticed at': `runbooks/trial.md:${at} (answer)`,
			'It said': '`1` does not fit',
		});
	});

	test('is the same page on a machine with other versions, and another one with anything else', () => {
		const page = pageOf(make(all));
		const versions = all.map(proof => ({ ...proof, software: 'x 2.0' }));
		expect(pageOf(make(versions))).not.toBe(page);
		expect(withoutVersions(pageOf(make(versions)))).toBe(withoutVersions(page));
		const other = all.map(proof => ({ ...proof, ...('said' in proof ? { said: 'yes' } : {}) }));
		expect(withoutVersions(pageOf(make(other)))).not.toBe(withoutVersions(page));
	});
});

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('docs/proof.md', () => {
	const page = readFileSync(`${root}docs/proof.md`, 'utf8');
	const names = readdirSync(`${root}runbooks`).map(file => file.replace('.md', ''));

	test.each(names)('has every branch of %s, and lines at which blocks and inputs begin', name => {
		const bytes = readFileSync(`${root}runbooks/${name}.md`);
		const { runbook } = readRunbook(name, bytes, matchPattern);
		const part = page.split('\n## ').find(text => text.startsWith(`${name}\n`)) ?? '';
		for (const { title } of runbook ? branchesOf(runbook) : [])
			expect(part).toContain(`| ${title} |`);
		const lines = bytes.toString('utf8').split('\n');
		const noticedAt = Array.from(part.matchAll(/\| `runbooks\/[a-z-]+\.md:(\d+)/g), ([, at]) => at);
		expect(noticedAt).not.toEqual([]);
		for (const at of noticedAt) {
			expect([at, lines[Number(at) - 1]], 'to make it anew: npm run proof').toEqual([
				at,
				expect.stringMatching(/^```|^ {2}[a-z][a-z0-9_]*:/),
			]);
		}
	});
});
