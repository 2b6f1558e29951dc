/** What nobody has given yet, a line each, with the option that gives it. */

import { firstInTheWay } from '../../run/conditions.ts';
import type { Open } from '../../run/draft.ts';
import { allVisits, outline } from '../../run/outline.ts';
import type { RunState } from '../../run/state.ts';
import { blocksOf } from '../../run/undo-groups.ts';
import { captureNames } from '../../run/values.ts';
import type { Runbook } from '../../runbook/types.ts';
import type { Answers } from '../answers.ts';
import { missingText } from './answer-needs.ts';

export function explainOpen(
	runbook: Runbook,
	state: RunState,
	open: Open,
	answers: Answers,
	asks: { readonly secrets: boolean; readonly confirmations: boolean },
): readonly string[] {
	const captures = captureNames(runbook);
	return [
		...open.inputs
			.filter(input => (asks.secrets || input.type !== 'secret') && !captures.has(input.name))
			.map(missingText),
		...open.choices.map(({ visit, choices }) => {
			const targets = [...new Set(choices.map(choice => choice.target))].join(' | ');
			return `The decision \`${visit}\` is not taken. Give it: --choose ${visit}=(${targets})`;
		}),
		...(asks.confirmations ? unconfirmed(runbook, state, answers) : []),
	];
}

function unconfirmed(runbook: Runbook, state: RunState, answers: Answers): readonly string[] {
	return allVisits(outline(runbook, state.choices))
		.filter(
			visit =>
				blocksOf(visit.step).some(
					block =>
						block.danger &&
						block.purpose === 'action' &&
						(block.host === undefined || state.hosts.get(block.host)?.here === true) &&
						!isRuledOut(runbook, state, block.when),
				) && answers.confirmed(visit.id, visit.step) === undefined,
		)
		.map(
			visit =>
				`The step \`${visit.id}\` is dangerous. Confirm it: --confirm ${visit.id}=${state.began.host.split('.')[0]}`,
		);
}

function isRuledOut(
	runbook: Runbook,
	state: RunState,
	conditions: Parameters<typeof firstInTheWay>[2],
): boolean {
	const against = firstInTheWay(runbook, state, conditions);
	return against !== undefined && against.verdict !== 'unknown';
}
