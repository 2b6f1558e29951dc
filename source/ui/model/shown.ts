/**
 * Which scripts a person has been shown in full. What is approved is what was on the screen: a
 * script counts from its beginning, without a gap.
 */

/** A row's part of a script: the offsets count the characters as they are shown. */
export type ScriptPart = {
	/** SHA-256 of the script's bytes. */
	readonly sum: string;
	/** Which look of it this is. */
	readonly as: 'script' | 'change';
	readonly from: number;
	readonly to: number;
	readonly total: number;
};

export class Shown {
	readonly #reached = new Map<string, number>();
	readonly #whole = new Set<string>();

	/** These parts were on the screen, in their order. */
	see(parts: readonly ScriptPart[]): void {
		for (const part of parts) {
			const { sum, from, to, total } = part;
			const key = keyOf(part);
			const reached = this.#reached.get(key) ?? 0;
			if (from <= reached && to > reached) this.#reached.set(key, to);
			if (from <= reached && to >= total) this.#whole.add(sum);
		}
	}

	isWhole(sum: string): boolean {
		return this.#whole.has(sum);
	}

	/** Whether this part was on the screen, or all of its script. */
	has(part: ScriptPart): boolean {
		return this.#whole.has(part.sum) || part.to <= (this.#reached.get(keyOf(part)) ?? 0);
	}
}

/** A file is shown as its change or as its script: half of one and half of the other is not all. */
function keyOf({ sum, as, total }: ScriptPart): string {
	return `${sum} ${as} ${total}`;
}
