/** How a thing of a step is called in a sentence. Pure. */
import { nameOfBlock } from '../../run/describe.ts';
import type { Item } from '../../run/outline.ts';

/** In a word, and with the beginning of its text. */
export function nameOfItem(item: Item): string {
	switch (item.kind) {
		case 'block': {
			const [first = '', ...others] = item.block.content.text.trim().split('\n');
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
