/** `when=` in a script: decided when it is written as far as that can be, and by `if` otherwise. */
import { quoteWord } from '../../runbook/command/index.ts';
import type { Block, Condition, Runbook } from '../../runbook/types.ts';
import type { RunState } from '../state.ts';
import { firstAgainst, knownOf } from '../values.ts';
import { isSecret, type LateNames } from './late.ts';

export type When =
	| { readonly kind: 'not-needed'; readonly because: string }
	/** Shell tests that all have to hold; none if it runs in any case. */
	| { readonly kind: 'needed'; readonly tests: readonly string[] };

export function whenOf(
	runbook: Runbook,
	state: RunState,
	late: LateNames,
	conditions: readonly Condition[],
): When {
	const variable = (name: string): string | undefined => {
		const capture = late.get(name);
		if (capture) return capture.given ? capture.variable : undefined;
		// A secret is not seen before the script runs.
		return isSecret(runbook, name) && knownOf(state, name).kind === 'missing' ? name : undefined;
	};
	const known = conditions.filter(({ name }) => variable(name) === undefined);
	const against = firstAgainst(runbook, state, known);
	if (against && against.verdict !== 'unknown') {
		return { kind: 'not-needed', because: against.verdict.because };
	}
	const tests = conditions.flatMap(condition => {
		const name = variable(condition.name);
		return name === undefined ? [] : [testOf(name, condition)];
	});
	return { kind: 'needed', tests };
}

/** @returns the block as it is once its tests have been made. */
export function withoutConditions(block: Block): Block {
	return { ...block, when: [] };
}

/** `false` counts as not set. */
function testOf(variable: string, { test, value }: Condition): string {
	const word = `"\${${variable}-}"`;
	switch (test) {
		case 'set':
			return `[ -n ${word} ] && [ ${word} != false ]`;
		case 'unset':
			return `{ [ -z ${word} ] || [ ${word} = false ]; }`;
		case 'equals':
			return `[ ${word} = ${quoteWord(value ?? '')} ]`;
	}
}
