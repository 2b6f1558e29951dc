import { describe, expect, test } from 'vitest';
import { choicesOf, linksOf } from '../../source/runbook/steps.ts';
import type { Choice, Link } from '../../source/runbook/types.ts';
import { fence, good, page } from './read.ts';

const choices = (body: string): readonly Choice[] => choicesOf(good(page(body)).steps[0] as never);

const links = (body: string, at = 0): readonly Link[] =>
	linksOf(good(page(body)).steps[at] as never);

describe('a decision', () => {
	test('has the words of its items, counted over all of its lists', () => {
		const body = `## Which?

- [**One**, or
  so](#one): the first

Or:

- [Another](#two)
- **[Two](#two)**

### One

### Two
`;
		expect(choices(body)).toEqual([
			{
				index: 0,
				label: 'One, or so: the first',
				target: 'one',
				link: 'one',
				skips: false,
				position: { line: 10, column: 1 },
			},
			{
				index: 1,
				label: 'Another',
				target: 'two',
				link: 'two',
				skips: false,
				position: { line: 15, column: 1 },
			},
			{
				index: 2,
				label: 'Two',
				target: 'two',
				link: 'two',
				skips: false,
				position: { line: 16, column: 1 },
			},
		]);
	});

	test('skips with an item that leads to the step behind it and its sub-steps', () => {
		const [, skip] = choices('## Which?\n\n- [One](#one)\n- [None](#next)\n\n### One\n\n## Next\n');
		expect(skip).toMatchObject({ target: 'skip', skips: true });
	});

	test('at the end of a branch skips to what follows the decision above', () => {
		const body =
			'## Which?\n\n- [A](#a)\n- [B](#b)\n\n### A\n\n- [C](#c)\n- [On](#next)\n\n#### C\n\n### B\n\n## Next\n';
		const [, skip] = choicesOf(good(page(body)).steps[0]?.steps[0] as never);
		expect(skip?.skips).toBe(true);
	});

	test('may have its addresses elsewhere', () => {
		const [yes] = choices('## Which?\n\n- [Yes][y]\n\n### Oui\n\n[y]: #oui\n');
		expect(yes?.target).toBe('oui');
	});

	test('finds a sub-step with letters other than English ones', () => {
		expect(
			choices('## Which?\n\n- [Ja](#größe)\n- [Ja](#gr%C3%B6%C3%9Fe)\n\n### Größe\n').map(
				({ target }) => target,
			),
		).toEqual(['größe', 'größe']);
	});

	test('may have sentences behind it', () => {
		expect(choices('## Which?\n\n- [One](#one)\n\nIf in doubt, ask.\n\n### One\n')).toHaveLength(1);
	});
});

describe('a numbered list', () => {
	test('does steps and takes them back', () => {
		const body = `## One\n\n${fence('sh')}\nBack:\n\n${fence('sh undo')}\n## Two\n\n1. [Do one](#one)\n2. [Take it back](#one "undo"), all of it\n`;
		expect(links(body, 1)).toEqual([
			{ index: 0, label: 'Do one', target: 'one', undo: false, position: { line: 22, column: 1 } },
			{
				index: 1,
				label: 'Take it back, all of it',
				target: 'one',
				undo: true,
				position: { line: 23, column: 1 },
			},
		]);
	});

	test('may take back a step that it stands below', () => {
		const body = `## One\n\n${fence('text file=/etc/motd')}\n### Two\n\n1. [Back](#one "undo")\n`;
		expect(good(page(body)).steps).toHaveLength(1);
	});

	test('reaches the sub-steps of its own step and of others', () => {
		const body = '## One\n\n1. [A](#a)\n\n### A\n\n### B\n\n## Two\n\n1. [B](#b)\n2. [A](#a)\n';
		expect(good(page(body)).steps).toHaveLength(2);
	});

	test('without links to steps is prose', () => {
		const body =
			'## One\n\n1. Open [it](https://example.org/).\n2. [Another runbook](other.md)\n\n- a\n- b\n';
		expect(good(page(body)).steps[0]?.parts.map(({ kind }) => kind)).toEqual(['prose']);
	});

	test('may lead to 5,000 steps in all, and to no more', () => {
		// Two of their own, and 51 or 52 times the second step with its 97.
		const body = (count: number) =>
			`## One\n\n${'1. [Two](#two)\n'.repeat(count)}\n## Two\n\n${'1. [Three](#three)\n'.repeat(97)}\n## Three\n`;
		expect(good(page(body(50))).steps).toHaveLength(3);
		expect(() => good(page(body(51)))).toThrow('more than 5000 steps');
	});
});

test('boxes are counted over all lists of their step', () => {
	const { steps } = good(page('## One\n\n- [ ] Look **at** it\n\nThen:\n\n1. [ ] Listen\n'));
	expect(steps[0]?.parts.flatMap(part => (part.kind === 'ticks' ? part.items : []))).toEqual([
		{ index: 0, label: 'Look at it', position: { line: 10, column: 1 } },
		{ index: 1, label: 'Listen', position: { line: 14, column: 1 } },
	]);
});
