/** The whole procedure, for the given answers, as one POSIX shell script. */
import type { Input, Runbook } from '../../runbook/types.ts';
import { whatIsOpen } from '../draft.ts';
import { allVisits, outline } from '../outline.ts';
import type { RunState } from '../state.ts';
import { type About, headLines } from './head.ts';
import { lateNames, withoutLateConditions } from './late.ts';
import { Refused } from './render.ts';
import { writeVisit } from './write-visit.ts';
import { Writing } from './writing.ts';

export type ScriptResult =
	| { readonly kind: 'script'; readonly text: string }
	/** With a decision or an input unanswered nothing is printed. Secrets are never asked for here. */
	| {
			readonly kind: 'unanswered';
			readonly inputs: readonly Input[];
			readonly decisions: readonly Decision[];
			readonly hosts: readonly string[];
	  }
	/** A value may not stand where it would stand; `line` is that of the block in the file. */
	| {
			readonly kind: 'refused';
			readonly name: string;
			readonly because: string;
			readonly line: number;
	  };

/** A decision that nobody has taken; `choices` are what `--choose` takes for it. */
export type Decision = {
	readonly visit: string;
	readonly title: string;
	readonly choices: readonly string[];
};

/**
 * @param state answers, hosts and choices only: what blocks capture is not known yet. `draft` makes
 * it, best from `withoutLateConditions(runbook)`, which sees all that a script needs.
 */
export function writeScript(runbook: Runbook, state: RunState, about: About): ScriptResult {
	const open = unanswered(runbook, state);
	if (open) return open;
	const writing = new Writing(runbook, state, lateNames(runbook, state));
	try {
		for (const visit of outline(runbook, state.choices)) writeVisit(writing, visit);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const { message, input, block } = error;
		return { kind: 'refused', name: input, because: message, line: block.position.line };
	}
	const lines = [...headLines(writing, about), ...writing.lines];
	return { kind: 'script', text: `${lines.join('\n')}\n` };
}

function unanswered(runbook: Runbook, state: RunState) {
	const open = whatIsOpen(withoutLateConditions(runbook), state);
	const inputs = open.inputs.filter(input => input.type !== 'secret');
	const titles = new Map(
		allVisits(outline(runbook, state.choices)).map(visit => [visit.id, visit.step.title]),
	);
	const decisions = open.choices.map(({ visit, choices }) => ({
		visit,
		title: titles.get(visit) ?? visit,
		choices: [...new Set(choices.map(({ target }) => target))],
	}));
	if (inputs.length + decisions.length + open.hosts.length === 0) return undefined;
	return { kind: 'unanswered' as const, inputs, decisions, hosts: open.hosts };
}
