/** Which inputs have to be answered before a visit can go on, in the order of their declaration. */

import { namesInProse } from '../runbook/prose-names.ts';
import type { Block, Input, Runbook } from '../runbook/types.ts';
import type { Visit } from './outline.ts';
import { flatten, type ItemStatus, itemsOf, progress } from './progress.ts';
import type { RunState } from './state.ts';
import { blocksOf } from './undo-groups.ts';
import { captureNames, declarationOf, firstAgainst, isAskedForByWhen, knownOf } from './values.ts';

/** The inputs that these visits need and nobody has answered. */
export function neededInputs(
	runbook: Runbook,
	state: RunState,
	visits: readonly Visit[],
): readonly Input[] {
	const names = new Set<string>();
	const captures = captureNames(runbook);
	for (const visit of visits) {
		for (const block of blocksOf(visit.step)) {
			if (block.purpose === 'example') continue;
			for (const name of namesOfBlock(runbook, state, block)) {
				if (!captures.has(name) || gaveNothing(runbook, state, name)) names.add(name);
			}
		}
		for (const name of namesInProse(visit.step)) {
			if (runbook.inputs.some(input => input.name === name) && !captures.has(name)) names.add(name);
		}
	}
	const missing = [...names].filter(name => knownOf(state, name).kind === 'missing');
	const declared = runbook.inputs.filter(input => missing.includes(input.name));
	const undeclared = missing
		.filter(name => !declared.some(input => input.name === name))
		.flatMap(name => declarationOf(runbook, name) ?? []);
	return [...declared, ...undeclared];
}

/** The names that a block needs, as far as its conditions are known to hold. */
export function namesOfBlock(runbook: Runbook, state: RunState, block: Block): readonly string[] {
	const against = firstAgainst(runbook, state, block.when);
	if (against && against.verdict !== 'unknown') return [];
	const asked = block.when
		.slice(0, against ? block.when.indexOf(against.condition) + 1 : undefined)
		.map(condition => condition.name)
		.filter(name => isAskedForByWhen(runbook, name));
	if (against) return asked;
	const templates = [block.content, block.file?.path, block.file?.owner];
	const placed = templates.flatMap(template =>
		template ? template.placeholders.map(placeholder => placeholder.name) : [],
	);
	return [...asked, ...placed, ...secretsOf(runbook, block)];
}

/** The secrets that a block reads as `$name` from its environment. */
export function secretsOf(runbook: Runbook, block: Block): readonly string[] {
	return block.file ? [] : secretsIn(runbook, block.content.text);
}

/** The secrets that a script reads as `$name` or `${name…}`. */
export function secretsIn(runbook: Runbook, script: string): readonly string[] {
	return runbook.inputs
		.filter(input => input.type === 'secret')
		.map(input => input.name)
		.filter(name => new RegExp(`\\$(?:\\{#?${name}\\b|${name}(?![A-Za-z0-9_]))`).test(script));
}

/** The hosts that blocks of these visits run on, or that they name. */
export function neededHosts(runbook: Runbook, visits: readonly Visit[]): readonly string[] {
	const used = new Set<string>();
	for (const visit of visits) {
		for (const block of blocksOf(visit.step)) {
			if (block.purpose === 'example') continue;
			if (block.host) used.add(block.host);
			for (const template of [block.content, block.file?.path, block.file?.owner]) {
				for (const { name } of template?.placeholders ?? []) {
					if (name.startsWith('host.')) used.add(name.slice('host.'.length));
				}
			}
		}
	}
	return runbook.hosts.map(host => host.name).filter(name => used.has(name));
}

/** States of a command that has not run and is not to be run any more. */
const withoutRunning: ReadonlySet<ItemStatus> = new Set(['by-hand', 'skipped', 'done-already']);

/** Whether a command that captures this name, anywhere in the walk, was passed over: only a person knows it then. */
export function gaveNothing(runbook: Runbook, state: RunState, name: string): boolean {
	return flatten(progress(runbook, state))
		.flatMap(itemsOf)
		.some(
			({ item, status }) =>
				item.kind === 'block' && item.block.capture === name && withoutRunning.has(status),
		);
}
