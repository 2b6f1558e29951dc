import { describe, test } from 'vitest';
import { shells, titleOf } from '../helpers/shells.ts';
import { accept, makeCases, run } from '../runbook/command/cases.ts';

const total = 10_000;
const leastAccepted = 3_000;
const leastOfEach = 100;

/** What must stand in the cases, each in at least `leastOfEach`. */
const constructs = [
	'quotes',
	'quotes in quotes',
	'here-document',
	'comment',
	'backquotes',
	'$(…)',
	'${x:-…}',
	'arithmetic',
	'case',
	'continuation',
	'evaluating',
	'list',
	'redirection',
	'function',
	'assignment',
];

/** Set it to look at other cases: the seed that a failure names gives the same ones again. */
const seed = Number(process.env.RUNBOOK_SEED ?? 20_261_101);

describe.concurrent.each(shells.map((shell, index) => ({ shell, index })))(
	'$shell.name',
	({ shell, index }) => {
		test.skipIf(!shell.present)(
			`wherever a place is accepted, any value comes out of ${titleOf(shell)} as it is, and nothing else runs`,
			async ({ expect }) => {
				const cases =
					shell.name === 'bash'
						? [...makeCases('sh', total / 2, seed + index), ...makeCases('bash', total / 2, -seed)]
						: makeCases('sh', total, seed + index);
				const accepted = cases.flatMap(one => accept(one) ?? []);
				const counts = Object.fromEntries(
					constructs.map(name => [
						name,
						[cases, accepted].map(
							some => some.filter(({ piece }) => piece.uses.includes(name)).length,
						),
					]),
				);
				const filled = accepted.filter(({ piece }) => piece.text.includes('{{'));
				console.info(
					`${shell.name}, seed ${seed}: ${cases.length} cases, ${accepted.length} accepted, ` +
						`${filled.length} of them with a placeholder; with each construct (of them accepted): ` +
						Object.entries(counts)
							.map(([name, [all, good]]) => `${name} ${all} (${good})`)
							.join(', '),
				);
				expect(cases).toHaveLength(total);
				expect(filled.length).toBeGreaterThanOrEqual(leastAccepted);
				for (const name of constructs) {
					expect(counts[name]?.[0], name).toBeGreaterThanOrEqual(leastOfEach);
				}
				const wrong = await run(shell, filled);
				expect(wrong.slice(0, 3).join('\n\n'), `${wrong.length} cases`).toBe('');
			},
		);
	},
);
