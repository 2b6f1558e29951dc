/** From offsets in a text to lines and columns. */
import type { Position } from './types.ts';

export class Lines {
	readonly #text: string;
	readonly #starts: number[] = [0];

	/** `text` has `\n` as its only line end. */
	constructor(text: string) {
		this.#text = text;
		for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
			this.#starts.push(at + 1);
		}
	}

	/** Where `offset` is; one outside the text is taken to its nearest end. */
	position(offset: number): Position {
		const at = Math.max(0, Math.min(offset, this.#text.length));
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= at) low = middle;
			else high = middle - 1;
		}
		return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
	}

	/** The text of a line, counted from 1, without its end; `` where there is none. */
	line(line: number): string {
		const start = this.#starts[line - 1];
		if (start === undefined) return '';
		const next = this.#starts[line];
		return this.#text.slice(start, next === undefined ? undefined : next - 1);
	}
}
