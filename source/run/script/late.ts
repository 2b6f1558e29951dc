/**
 * What a script knows only when it runs: captures, which become variables of the shell, and secrets,
 * which come from the environment.
 */
import type { Block, Condition, Input, Runbook, Step } from '../../runbook/types.ts';
import { allItems, outline } from '../outline.ts';
import { isHere } from '../plan.ts';
import type { RunState } from '../state.ts';
import { blocksOf } from '../undo-groups.ts';
import { captureNames, declarationOf, firstAgainst, knownOf } from '../values.ts';

/** A capture whose value this script has in a variable. */
export type Late = {
	readonly name: string;
	/** Its own name, unless a block uses that for something of its own. */
	readonly variable: string;
	readonly input: Input;
	/** Whether some block of the walk gives it; without one, `when=` finds it not set. */
	readonly given: boolean;
};

export type LateNames = ReadonlyMap<string, Late>;

/**
 * The runbook as a script has to see it when it asks what must be answered: a condition on what is
 * not known yet may hold, so what stands behind it is needed. `draft` takes this, too, so that
 * what was given for such blocks is not passed over.
 */
export function withoutLateConditions(runbook: Runbook): Runbook {
	const late = captureNames(runbook);
	const isLate = ({ name }: Condition) => late.has(name) || isSecret(runbook, name);
	const open = (step: Step): Step => ({
		...step,
		parts: step.parts.map(part =>
			part.kind === 'block'
				? { ...part, when: part.when.filter(condition => !isLate(condition)) }
				: part,
		),
		steps: step.steps.map(open),
	});
	return { ...runbook, steps: runbook.steps.map(open) };
}

export function isSecret(runbook: Runbook, name: string): boolean {
	return runbook.inputs.some(input => input.name === name && input.type === 'secret');
}

/** The captures that no answer stands for, or that a block of this machine will give anew. */
export function lateNames(runbook: Runbook, state: RunState): LateNames {
	const captures = captureNames(runbook);
	const notLate = (block: Block): Block => ({
		...block,
		when: block.when.filter(({ name }) => !captures.has(name) && !isSecret(runbook, name)),
	});
	const walked = allItems(outline(runbook, state.choices)).flatMap(item =>
		item.kind === 'block' && !firstAgainst(runbook, state, notLate(item.block).when)
			? [item.block]
			: [],
	);
	const names = new Map<string, Late>();
	for (const name of captures) {
		const givers = walked.filter(block => block.capture === name);
		const here = givers.some(block => isHere(state, block.host));
		const input = declarationOf(runbook, name);
		if (!input || (!here && knownOf(state, name).kind !== 'missing')) continue;
		names.set(name, {
			name,
			variable: variableFor(name, runbook),
			input,
			given: givers.length > 0,
		});
	}
	return names;
}

/** What the scripts of file blocks use. */
const frameVariables = ['file', 'owner', 'folder', 'new', 'job'];

/**
 * A variable of the script is seen by every block, and a block may set one of that name itself: then
 * `"$name"` would be the block's. So where the word occurs at all, another one is taken.
 */
function variableFor(name: string, runbook: Runbook): string {
	const texts = runbook.steps
		.flatMap(allBlocks)
		.flatMap(block => (block.file ? [] : [bare(block)]));
	const isTaken = (word: string) =>
		frameVariables.includes(word) ||
		runbook.inputs.some(input => input.name === word && word !== name) ||
		texts.some(text => asVariable(word).test(text));
	let variable = name;
	while (isTaken(variable)) variable = `captured_${variable}`;
	return variable;
}

/** Part of a path or of a file's name is nothing that a shell counts with or sets. */
function asVariable(word: string): RegExp {
	return new RegExp(`(?:\\$\\{?[#!]?|(?<![A-Za-z0-9_./]))${word}(?![A-Za-z0-9_])`);
}

function allBlocks(step: Step): readonly Block[] {
	return [...blocksOf(step), ...step.steps.flatMap(allBlocks)];
}

/** The text of a block without its placeholders. */
function bare({ content }: Block): string {
	let text = '';
	let at = 0;
	for (const { start, end } of content.placeholders) {
		text += `${content.text.slice(at, start)}{}`;
		at = end;
	}
	return text + content.text.slice(at);
}
