import { describe, expect, test } from 'vitest';
import { ruleNames } from '../../source/runbook/command/read.ts';
import { surroundingNames } from '../../source/runbook/command/surroundings.ts';
import { shells, titleOf } from '../helpers/shells.ts';
import { runAll } from '../runbook/command/batch.ts';
import { accept, explain } from '../runbook/command/cases.ts';
import { type Witness, witnesses } from '../runbook/command/witnesses.ts';

const caseOf = ({ text, values, language, shown }: Witness) => ({
	piece: { text, records: (shown ?? []).map(words => words.map(word => [word])), uses: [] },
	values: { pattern: 'val', ...values },
	language: language ?? 'sh',
});

test('there is a block for each rule that may be taken away', () => {
	const named = new Set(witnesses.map(({ rule }) => rule));
	expect([...ruleNames, ...surroundingNames].filter(rule => !named.has(rule))).toEqual([]);
});

const tried = shells.filter(({ name }) => witnesses.some(({ shell }) => shell === name));

describe.each(tried.map(shell => ({ shell, title: titleOf(shell) })))('in $title', ({ shell }) => {
	const own = witnesses.filter(witness => witness.shell === shell.name);
	test.skipIf(!shell.present).for(own)('without $rule this goes wrong: $text', async witness => {
		const given = caseOf(witness);
		const guarded = accept(given);
		const loose = accept(given, witness.rule);
		expect(loose, 'it is still refused').toBeDefined();
		const [before, after] = await runAll(shell, [guarded?.script ?? '', loose?.script ?? '']);
		if (guarded && before) expect(explain(given, before)).toBeUndefined();
		expect(after && explain(given, after), loose?.script).toBeDefined();
	});
});
