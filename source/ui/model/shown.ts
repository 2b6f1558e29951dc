/**
 * Which scripts a person has been shown in full. What is approved is what was on the screen: a
 * script counts from its beginning, without a gap.
 */

/** A row's part of a script: the offsets count the characters as they are shown. */
export type ScriptPart = {
	/** SHA-256 of the script's bytes. */
	readonly sum: string;
	readonly from: number;
	readonly to: number;
	readonly total: number;
};

export class Shown {
	readonly #reached = new Map<string, number>();
	readonly #whole = new Set<string>();

	/** These parts were on the screen, in their order. */
	see(parts: readonly ScriptPart[]): void {
		for (const { sum, from, to, total } of parts) {
			const reached = this.#reached.get(sum) ?? 0;
			if (from <= reached && to > reached) this.#reached.set(sum, to);
			if (from <= reached && to >= total) this.#whole.add(sum);
		}
	}

	isWhole(sum: string): boolean {
		return this.#whole.has(sum);
	}

	/** Whether this part was on the screen, or all of its script. */
	has({ sum, to }: ScriptPart): boolean {
		return this.#whole.has(sum) || to <= (this.#reached.get(sum) ?? 0);
	}
}
