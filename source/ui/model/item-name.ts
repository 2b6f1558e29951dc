/** How a thing of a step is called in a sentence. Pure. */
import type { Item } from '../../run/outline.ts';
import { purposeNames } from './block-head.ts';

/** In a word, and with the beginning of its text. */
export function nameOfItem(item: Item): string {
	switch (item.kind) {
		case 'block': {
			const [first = '', ...others] = item.block.content.text.trim().split('\n');
			const name = item.block.file ? 'file' : purposeNames[item.block.purpose];
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
