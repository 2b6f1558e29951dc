/** A pattern taken apart, as far as it can be said in words. */

/** Some characters, of which one stands at a place. */
export type Characters = {
	readonly has: (character: string) => boolean;
	/** Each a kind of characters: a range (`a-z`) or a single one. */
	readonly kinds: readonly string[];
	readonly negated: boolean;
};

export type Part = (
	| { readonly kind: 'characters'; readonly characters: Characters }
	| { readonly kind: 'group'; readonly ways: readonly (readonly Part[])[] }
) & { readonly min: number; readonly max: number };

type Bare = Pick<Characters, 'has' | 'kinds' | 'negated'> | { ways: readonly (readonly Part[])[] };

/** The ways that it allows, each a sequence; undefined for what is more than characters and groups. */
export function partsOf(pattern: string): readonly (readonly Part[])[] | undefined {
	const reader = new Reader(pattern);
	const ways = reader.ways();
	return reader.isWhole ? ways : undefined;
}

/** Escapes that stand for several characters. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
	d: ['0-9'],
	w: ['a-z', 'A-Z', '0-9', '_'],
	s: [' '],
};

class Reader {
	readonly #characters: readonly string[];
	#at = 0;
	#failed = false;

	constructor(pattern: string) {
		this.#characters = [...pattern];
	}

	get isWhole(): boolean {
		return !this.#failed && this.#at === this.#characters.length;
	}

	ways(): readonly (readonly Part[])[] {
		const ways = [this.#sequence()];
		while (this.#take('|')) ways.push(this.#sequence());
		return ways;
	}

	#sequence(): readonly Part[] {
		const parts: Part[] = [];
		for (let bare = this.#bare(); bare !== undefined; bare = this.#bare()) {
			const times = this.#times();
			parts.push(
				'ways' in bare
					? { kind: 'group', ways: bare.ways, ...times }
					: { kind: 'characters', characters: bare, ...times },
			);
		}
		return parts;
	}

	#bare(): Bare | undefined {
		const next = this.#characters[this.#at];
		if (this.#failed || next === undefined || next === '|' || next === ')') return undefined;
		this.#at += 1;
		if (next === '(') {
			if (this.#take('?') && !this.#take(':')) return this.#fail();
			const ways = this.ways();
			return this.#take(')') ? { ways } : this.#fail();
		}
		if (next === '[') return this.#class();
		if (next === '.') return anyOf([], true);
		if ('^$*+?{}]'.includes(next)) return this.#fail();
		const kinds = next === '\\' ? this.#escape() : [next];
		return kinds && anyOf(kinds);
	}

	#class(): Bare | undefined {
		const negated = this.#take('^');
		const kinds: string[] = [];
		while (!this.#take(']')) {
			const from = this.#member();
			if (from === undefined) return this.#fail();
			const isRange = this.#characters[this.#at] === '-' && this.#characters[this.#at + 1] !== ']';
			if (!isRange) {
				kinds.push(...from);
				continue;
			}
			this.#at += 1;
			const to = this.#member();
			if (to?.length !== 1 || from.length !== 1) return this.#fail();
			kinds.push(`${from[0]}-${to[0]}`);
		}
		return anyOf(kinds, negated);
	}

	#member(): readonly string[] | undefined {
		const next = this.#characters[this.#at];
		this.#at += 1;
		return next === '\\' ? this.#escape() : next === undefined ? undefined : [next];
	}

	#escape(): readonly string[] | undefined {
		const next = this.#characters[this.#at];
		this.#at += 1;
		if (next !== undefined && /[^a-zA-Z0-9]/.test(next)) return [next];
		return CLASSES[next ?? ''] ?? this.#fail();
	}

	#times(): { min: number; max: number } {
		const rest = this.#characters.slice(this.#at, this.#at + 12).join('');
		const [text = '', sign, least = '', comma, most] =
			/^(?:([*+?])|\{(\d{1,4})(,)?(\d{1,4})?\})/.exec(rest) ?? [];
		this.#at += text.length;
		// Lazy is the same for a whole value.
		if (text !== '') this.#take('?');
		if (text === '') return { min: 1, max: 1 };
		if (sign !== undefined) {
			return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
		}
		const min = Number(least);
		return { min, max: comma === undefined ? min : most ? Number(most) : Number.POSITIVE_INFINITY };
	}

	#take(character: string): boolean {
		if (this.#characters[this.#at] !== character) return false;
		this.#at += 1;
		return true;
	}

	#fail(): undefined {
		this.#failed = true;
		return undefined;
	}
}

function anyOf(kinds: readonly string[], negated = false): Characters {
	const code = (character: string) => character.codePointAt(0) ?? 0;
	const inside = (character: string) =>
		kinds.some(kind => {
			const [from = '', , to = from] = [...kind];
			return code(from) <= code(character) && code(character) <= code(to);
		});
	return { has: character => inside(character) !== negated, kinds, negated };
}
