/** What a name gives in a run: inputs, captures, `run.id`, `run.date`, `host.NAME`. */
import type { ValueKind } from '../runbook/command/index.ts';
import type { Condition, Input, Runbook, Step, Value } from '../runbook/types.ts';
import type { RunState } from './state.ts';
import { blocksOf } from './undo-groups.ts';

/** `missing`: nobody has answered yet. `empty`: an optional input that was left empty. */
export type Known =
	| { readonly kind: 'value'; readonly value: Value }
	| { readonly kind: 'empty' }
	| { readonly kind: 'secret' }
	| { readonly kind: 'missing' };

/** What an undeclared capture is: one line of text. */
export function captureInput(name: string): Input {
	return {
		name,
		prompt: `The value of ${name}`,
		type: 'text',
		choices: [],
		optional: false,
		many: false,
		dash: false,
		position: { line: 1, column: 1 },
	};
}

/** The names that blocks capture. */
export function captureNames(runbook: Runbook): ReadonlySet<string> {
	const names = new Set<string>();
	const visit = (step: Step) => {
		for (const block of blocksOf(step)) if (block.capture) names.add(block.capture);
		step.steps.forEach(visit);
	};
	runbook.steps.forEach(visit);
	return names;
}

/** The declaration of a name: an input, or a capture as text; undefined for any other. */
export function declarationOf(runbook: Runbook, name: string): Input | undefined {
	return (
		runbook.inputs.find(input => input.name === name) ??
		(captureNames(runbook).has(name) ? captureInput(name) : undefined)
	);
}

/** What the reader of commands must know of a name. */
export function kindOf(runbook: Runbook, name: string): ValueKind | undefined {
	if (name === 'run.id') return { type: 'text', many: false, pattern: true };
	if (name === 'run.date') return { type: 'integer', many: false, pattern: true };
	if (name.startsWith('host.')) {
		return runbook.hosts.some(host => `host.${host.name}` === name)
			? { type: 'host', many: false, pattern: false }
			: undefined;
	}
	const input = declarationOf(runbook, name);
	return input && { type: input.type, many: input.many, pattern: input.pattern !== undefined };
}

export function knownOf(state: RunState, name: string): Known {
	if (name === 'run.id') return { kind: 'value', value: state.began.id };
	if (name === 'run.date') return { kind: 'value', value: state.began.date };
	if (name.startsWith('host.')) {
		const host = state.hosts.get(name.slice('host.'.length));
		if (!host) return { kind: 'missing' };
		return { kind: 'value', value: host.here ? state.began.host : host.name };
	}
	return state.answers.get(name) ?? { kind: 'missing' };
}

/** How a condition stands: `unknown` while its name waits for an answer. */
export type Verdict = { readonly holds: boolean; readonly because: string } | 'unknown';

/**
 * `false` counts as not set. A name that is missing is not set, unless it is one that `when=` asks
 * for: an input that is optional or has a default.
 */
export function judge(runbook: Runbook, state: RunState, condition: Condition): Verdict {
	const { name, test } = condition;
	const known = knownOf(state, name);
	if (known.kind === 'missing' && isAskedForByWhen(runbook, name)) return 'unknown';
	const value = known.kind === 'value' ? known.value : undefined;
	const isSet =
		known.kind === 'secret' ||
		(value !== undefined && value !== 'false' && value !== '' && value.length > 0);
	const shown = value === undefined ? 'not set' : `\`${[value].flat().join(', ')}\``;
	switch (test) {
		case 'set':
			return { holds: isSet, because: `\`${name}\` is ${shown}` };
		case 'unset':
			return { holds: !isSet, because: `\`${name}\` is ${shown}` };
		case 'equals':
			return {
				holds: value === condition.value,
				because: `\`${name}\` is ${shown}, not \`${condition.value}\``,
			};
	}
}

export type Against = { readonly condition: Condition; readonly verdict: Verdict };

/**
 * The condition that is against it, or, if none is for certain, the first that waits; undefined when
 * all hold. What is `toCome` waits, whatever is known of it.
 */
export function firstAgainst(
	runbook: Runbook,
	state: RunState,
	conditions: readonly Condition[],
	toCome: ReadonlySet<string> = new Set(),
): Against | undefined {
	const judged = conditions.map(condition => ({
		condition,
		verdict: toCome.has(condition.name) ? ('unknown' as const) : judge(runbook, state, condition),
	}));
	return (
		judged.find(({ verdict }) => verdict !== 'unknown' && !verdict.holds) ??
		judged.find(({ verdict }) => verdict === 'unknown')
	);
}

export function isAskedForByWhen(runbook: Runbook, name: string): boolean {
	const input = runbook.inputs.find(other => other.name === name);
	if (!input || captureNames(runbook).has(name)) return false;
	return input.optional || input.default !== undefined;
}
