/** An input that only its own `when=` leads to: nobody is asked for it, and its blocks never run. */
import { namesInProse } from '../prose-names.ts';
import { blocksOf } from '../steps.ts';
import type { Block, Input } from '../types.ts';
import type { Checked } from './index.ts';

export function checkAsked({ runbook, steps, names, report }: Checked): void {
	const blocks = steps.flatMap(blocksOf).filter(({ purpose }) => purpose !== 'example');
	const inProse = new Set(steps.flatMap(namesInProse));
	for (const input of runbook.inputs) {
		const { name, optional, position } = input;
		const isAsked = optional || input.default !== undefined || names.captures.has(name);
		if (isAsked || inProse.has(name) || !blocks.some(({ when }) => isIn(when, name))) continue;
		if (blocks.some(block => asks(block, input))) continue;
		report.add(
			'never-asked',
			position,
			`Nobody is asked for \`${name}\`: \`when=\` asks only for what is optional or has a default.`,
			'Give it `optional: true` or a `default`.',
		);
	}
}

/** Whether a block needs the value while it is not there: then its conditions hold without it. */
function asks({ when, content, file }: Block, { name, type }: Input): boolean {
	if (when.some(condition => condition.name === name && condition.test !== 'unset')) return false;
	const placed = [content, file?.path, file?.owner].flatMap(part => part?.placeholders ?? []);
	if (isIn(placed, name)) return true;
	const variable = new RegExp(`\\$(?:\\{#?${name}\\b|${name}(?![A-Za-z0-9_]))`);
	return type === 'secret' && !file && variable.test(content.text);
}

function isIn(places: readonly { readonly name: string }[], name: string): boolean {
	return places.some(place => place.name === name);
}
