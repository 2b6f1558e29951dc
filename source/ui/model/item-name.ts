/** How a thing of a step is called in a sentence. Pure. */
import { nameOfBlock } from '../../run/describe.ts';
import type { Item } from '../../run/outline.ts';
import { planBlock } from '../../run/plan.ts';
import type { RunState } from '../../run/state.ts';
import type { Block, Runbook } from '../../runbook/types.ts';

export type NameContext = { readonly runbook: Runbook; readonly state: RunState };

/** In a word, and with the beginning of its text, as far as its values are known. */
export function nameOfItem(item: Item, context: NameContext): string {
	switch (item.kind) {
		case 'block': {
			const [first = '', ...others] = textOf(item.block, context).trim().split('\n');
			const name = nameOfBlock(item.block);
			return `${name}: ${first}${others.length > 0 ? ' …' : ''}`;
		}
		case 'take-back':
			return `undo: ${item.link.label}`;
		case 'tick':
			return `point: ${item.tick.label}`;
		case 'hand':
		case 'choice':
			return 'step';
	}
}

function textOf(block: Block, { runbook, state }: NameContext): string {
	const plan = planBlock(runbook, state, block);
	if (plan.kind !== 'ready') return block.content.text;
	return plan.script.file?.content ?? plan.script.text;
}
