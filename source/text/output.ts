/** The output of commands: bytes as they come, lines as they are shown. */

import type { Safe } from './safe.ts';
import { safe, showText } from './safe.ts';
import { dropSequences } from './sequences.ts';
import { truncate } from './width.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Bytes of one line that are kept; a program that never ends its line shall not fill the memory. */
const LINE_LIMIT = 16 * 1024;

export type OutputOptions = {
	/** How many lines are kept: the last ones. */
	readonly keep: number;
	/** Columns at which a line is cut, with `…`. */
	readonly width?: number;
	/** The locale is not UTF-8: bytes above 0x7f are shown as `\xNN`. */
	readonly ascii?: boolean;
};

type Line = { readonly bytes: Uint8Array; readonly cut: number; shown?: Safe };

/**
 * Takes the chunks of an output and gives its last lines. Escape sequences of ordinary tools are
 * dropped quietly, colours too. A carriage return starts the line over, so that of a progress bar
 * the last state is seen; a backspace is left out; every other control character is made visible.
 *
 * Bytes are only split at line feeds, which are neither part of a UTF-8 character nor of an escape
 * sequence that is dropped; decoding waits until somebody looks. So a flood costs one scan for
 * line feeds, whatever it holds.
 */
export class OutputLines {
	readonly #keep: number;
	readonly #width: number;
	readonly #ascii: boolean;
	/** A ring: finished line number n is at n modulo #keep. */
	readonly #ring: Line[] = [];
	#finished = 0;
	#parts: Uint8Array[] = [];
	#size = 0;
	#cut = 0;
	#began = false;
	#returned = false;
	#shown: readonly Safe[] | undefined;

	constructor(options: OutputOptions) {
		this.#keep = Math.max(1, Math.floor(options.keep));
		this.#width = options.width ?? Number.POSITIVE_INFINITY;
		this.#ascii = options.ascii === true;
	}

	/** Takes the next bytes. The chunk may be used again by the caller. */
	push(chunk: Uint8Array): void {
		if (chunk.length === 0) return;
		this.#shown = undefined;
		let ends = 0;
		for (let at = 0; at < chunk.length; at++) if (chunk[at] === LINE_FEED) ends++;
		let start = 0;
		if (ends > this.#keep) {
			// Lines that others of this very chunk will push out are counted only.
			start = chunk.length;
			for (let left = this.#keep + 1; left > 0; start--) if (chunk[start - 1] === LINE_FEED) left--;
			start += 1;
			this.#take();
			this.#finished += ends - this.#keep;
			ends = this.#keep;
		}
		for (; ends > 0; ends--) {
			const end = chunk.indexOf(LINE_FEED, start);
			this.#append(chunk.subarray(start, end));
			this.#ring[this.#finished % this.#keep] = this.#take();
			this.#finished += 1;
			start = end + 1;
		}
		if (start < chunk.length) {
			this.#append(chunk.subarray(start));
			this.#began = true;
		}
	}

	/** The output has ended; a last line without a line feed is a line. */
	end(): void {
		if (!this.#began) return;
		this.#shown = undefined;
		this.#ring[this.#finished % this.#keep] = this.#take();
		this.#finished += 1;
	}

	/** The last lines, the unfinished one included; the same array until more comes. */
	get lines(): readonly Safe[] {
		this.#shown ??= this.#show();
		return this.#shown;
	}

	/** How many lines there were in all, the unfinished one included. */
	get total(): number {
		return this.#finished + (this.#began ? 1 : 0);
	}

	#append(part: Uint8Array): void {
		let end = part.length;
		while (end > 0 && part[end - 1] === CARRIAGE_RETURN) end -= 1;
		if (end > 0) {
			const restart = part.lastIndexOf(CARRIAGE_RETURN, end - 1);
			if (restart >= 0 || this.#returned) this.#startOver();
			const text = part.subarray(restart + 1, end);
			// A copy; a Buffer's own `slice` would be a view of what the caller may use again.
			const kept = new Uint8Array(text.subarray(0, LINE_LIMIT - this.#size));
			if (kept.length > 0) this.#parts.push(kept);
			this.#size += kept.length;
			this.#cut += text.length - kept.length;
			this.#returned = false;
		}
		// What follows decides whether it starts the line over or belongs to the line's end.
		if (end < part.length) this.#returned = true;
	}

	#startOver(): void {
		this.#parts = [];
		this.#size = 0;
		this.#cut = 0;
	}

	/** The line so far; the next one begins empty. */
	#take(): Line {
		const line = this.#line();
		this.#startOver();
		this.#began = false;
		this.#returned = false;
		return line;
	}

	#line(): Line {
		if (this.#parts.length > 1) this.#parts = [joinBytes(this.#parts, this.#size)];
		return { bytes: this.#parts[0] ?? new Uint8Array(), cut: this.#cut };
	}

	#show(): readonly Safe[] {
		const shown: Safe[] = [];
		const pending = this.#began ? 1 : 0;
		for (let n = Math.max(0, this.total - this.#keep); n < this.total - pending; n++) {
			const line = this.#ring[n % this.#keep];
			if (line === undefined) continue;
			line.shown ??= this.#showLine(line);
			shown.push(line.shown);
		}
		if (pending) shown.push(this.#showLine(this.#line()));
		return shown;
	}

	#showLine(line: Line): Safe {
		const options = { ascii: this.#ascii };
		const text = dropSequences(this.#ascii ? bytesAsText(line.bytes) : decode(line.bytes));
		const shown = showText(this.#ascii ? text.replace(/[\x80-\xff]/g, byteNumber) : text, options);
		const more = this.#ascii ? safe` ... +${line.cut} B` : safe` … +${line.cut} B`;
		const all = line.cut > 0 ? safe`${shown}${more}` : shown;
		return truncate(all, this.#width, options);
	}
}

/** One line of output, without its line feed, as `OutputLines` shows it. */
export function showOutputLine(bytes: Uint8Array, options: Omit<OutputOptions, 'keep'> = {}): Safe {
	const output = new OutputLines({ ...options, keep: 1 });
	output.push(bytes);
	return output.lines[0] ?? safe``;
}

function joinBytes(parts: readonly Uint8Array[], size: number): Uint8Array {
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** An unfinished character at the end, of a line that goes on or was cut, is left out. */
function decode(bytes: Uint8Array): string {
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

function bytesAsText(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
}

const byteNumber = (character: string) => `\\x${character.charCodeAt(0).toString(16)}`;
