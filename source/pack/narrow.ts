/**
 * Text whose width and whose parts are plain to see: characters of one column each, of which none
 * joins another. Nearly all of a screen is made of them. To have Node's segmenter and the patterns for
 * emoji takes longer than all else that is drawn first, so the built command does without, as long as
 * it can.
 */

const NARROW =
	' -~\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2400-\u2426\u2500-\u25f7\u2713\u2717\u2758\u276f';
const TEXT = new RegExp(`^[${NARROW}]*$`);
const STYLED = new RegExp(`^[${NARROW}\\n\\x1b]*$`);
const STYLES = /\x1b\[[\d;]*m/g;

type Options = { readonly ambiguousIsNarrow?: boolean; readonly countAnsiEscapeCodes?: boolean };

/** What string-width says of this text; undefined where it has to be asked. */
export function narrowWidth(text: unknown, options: Options = {}): number | undefined {
	if (typeof text !== 'string' || options.ambiguousIsNarrow === false) return undefined;
	const bare = options.countAnsiEscapeCodes ? text : text.replace(STYLES, '');
	return TEXT.test(bare) ? bare.length : undefined;
}

/** An `Intl.Segmenter` that is made when there is something for it. */
export class Segmenter {
	#own: Intl.Segmenter | undefined;

	segment(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
		if (STYLED.test(text)) return Array.from(text, (segment, index) => ({ segment, index }));
		this.#own ??= new Intl.Segmenter();
		return this.#own.segment(text);
	}
}
