/** What a document is written on: how wide it is, and which characters it has. */
import type { RootContent } from 'mdast';
import { isUtf8 } from '../../terminal/capabilities.ts';
import { plainLines, proseLines } from '../../text/prose.ts';
import { width, wrapWords } from '../../text/width.ts';
import { columns, type Io, shown, worded } from '../io.ts';

/** Wider lines are hard to read. */
const widest = 100;

export class Paper {
	readonly room: number;
	readonly #io: Io;

	constructor(io: Io) {
		this.#io = io;
		this.room = Math.min(columns(io), widest);
	}

	prose(nodes: readonly RootContent[]): readonly string[] {
		const ascii = !isUtf8(this.#io.environment);
		return plainLines(proseLines([...nodes], this.room, { ascii }));
	}

	/** Text of ours behind `indent` blanks; `first` stands there instead on its first line. */
	text(text: string, indent = 0, first = ' '.repeat(indent)): readonly string[] {
		const blanks = ' '.repeat(indent);
		const words = shown(this.#io, worded(this.#io, text));
		const lines = wrapWords(words, Math.max(1, this.room - indent));
		return lines.map((line, index) => (index === 0 ? first : blanks) + line);
	}

	/** A word on the left and, beside it where there is room for that, what it means. */
	meaning(label: string, text: string, indent: number): readonly string[] {
		const word = shown(this.#io, worded(this.#io, `  ${label}`));
		const blanks = indent - width(word);
		const isBeside = blanks >= 2 && this.room >= 3 * indent;
		return isBeside
			? this.text(text, indent, word + ' '.repeat(blanks))
			: [word, ...this.text(text, 4)];
	}
}
