/** Which undo functions a script has, and in which order an undo by link calls them. */
import type { Block } from '../../runbook/types.ts';
import type { Visit } from '../outline.ts';
import { undosFor } from '../undo-groups.ts';
import { functionPart } from './words.ts';

/** One undo block, or the restoring of one file block, of one visit. */
export type UndoFunction = {
	readonly name: string;
	readonly visit: Visit;
	/** The undo block, or the file block that is restored. */
	readonly block: Block;
};

type Entry = UndoFunction & {
	/** The number of the newest action that it takes back, over the script. */
	newest: number | undefined;
	/** Whether such an action is one that the script itself runs. */
	here: boolean;
};

export class UndoFunctions {
	readonly #entries: Entry[] = [];
	#actions = 0;

	/** The function for a block of a visit; the first one who asks gives it its number. */
	of(visit: Visit, block: Block): UndoFunction {
		return this.#entry(visit, block);
	}

	/**
	 * An action comes now; `here` says whether the script runs it.
	 *
	 * @returns its functions, in the order in which they become the newest
	 */
	begin(visit: Visit, action: Block, here: boolean): readonly UndoFunction[] {
		this.#actions++;
		const entries = undosFor(visit.step, action).map(block => this.#entry(visit, block));
		for (const entry of entries) {
			entry.newest = this.#actions;
			entry.here ||= here;
		}
		return entries.sort((a, b) => a.block.index - b.block.index);
	}

	/** What was begun at and below a step so far: newest first, of one visit from last to first. */
	below(slug: string): readonly (UndoFunction & { readonly here: boolean })[] {
		const begun = this.#entries.filter(
			entry => entry.newest !== undefined && entry.visit.within.includes(slug),
		);
		const newest = new Map<string, number>();
		for (const { visit, newest: number = 0 } of begun) {
			newest.set(visit.id, Math.max(newest.get(visit.id) ?? 0, number));
		}
		return begun.sort(
			(a, b) =>
				(newest.get(b.visit.id) ?? 0) - (newest.get(a.visit.id) ?? 0) ||
				b.block.index - a.block.index,
		);
	}

	#entry(visit: Visit, block: Block): Entry {
		const known = this.#entries.find(
			entry => entry.visit.id === visit.id && entry.block.index === block.index,
		);
		if (known) return known;
		const number = this.#entries.length + 1;
		const name = ['undo', number, functionPart(visit.step.slug)].filter(part => part !== '');
		const entry = { name: name.join('_'), visit, block, newest: undefined, here: false };
		this.#entries.push(entry);
		return entry;
	}
}
