import fc from 'fast-check';

/** What a word is once the shell has read it: texts, and names of values. */
export type Part = string | { readonly value: string };

/** Shell text, and what `show` must note for it. */
export type Piece = {
	readonly text: string;
	/** The words of each `show`, in the order they run. */
	readonly records: readonly (readonly (readonly Part[])[])[];
	/** The constructs in it that are counted. */
	readonly uses: readonly string[];
	/** Names of files that must be there afterwards. */
	readonly files?: readonly (readonly Part[])[];
};

/** One word, what it is afterwards, and what runs before it is known. */
export type Written = Piece & { readonly parts: readonly Part[] };

const fixed = (text: string, is: string, ...uses: string[]): Written => ({
	text,
	parts: [is],
	records: [],
	uses,
});

const one = (...choices: readonly Written[]) => fc.constantFrom(...choices);

const letters = one(
	...['a', 'B/', '_', 'x-', '.', '+', '@', ':', 'c=', '%', ',', '/'].map(text => fixed(text, text)),
	...['{a-', '-b}', '}', 'q*q', 'q?', '[q', 'ü'].map(text => fixed(text, text)),
	...['$', "'", '"', '\\', ' ', '*', '`', '{', '#', '!'].map(c => fixed(`\\${c}`, c, 'escape')),
);

const quoted = one(
	...['', ' ', '"', '$(marker', '`', '# ', '\\', '<<E', '}', ')', ';;'].map(text =>
		fixed(`'${text}'`, text, 'quotes'),
	),
	fixed(`"a'b"`, "a'b", 'quotes in quotes'),
	fixed(`"'a' \\"b\\""`, `'a' "b"`, 'quotes in quotes'),
	fixed(`"it's \${y}"`, "it's Y", 'quotes in quotes'),
	fixed(`'"'"'"'"'`, `"'"`, 'quotes in quotes'),
	fixed(`"$(echo "a b")"`, 'a b', 'quotes in quotes', '$(…)'),
	fixed(`"$(echo 'a"b')"`, 'a"b', 'quotes in quotes', '$(…)'),
	fixed('"\\$(marker)"', '$(marker)', 'quotes'),
);

const expanded = one(
	fixed('${y}', 'Y', '${…}'),
	fixed('"$y"', 'Y', 'quotes'),
	fixed('$1', 'P', '${…}'),
	fixed('${u:-d}', 'd', '${x:-…}'),
	fixed('"${u:-d e}"', 'd e', '${x:-…}'),
	fixed('${u:-"d e"}', 'd e', '${x:-…}', 'quotes in quotes'),
	fixed('"${u:-it}"', 'it', '${x:-…}'),
	fixed('${y#Y}', '', '${x:-…}'),
	fixed('$(echo z)', 'z', '$(…)'),
	fixed('$( (echo z) )', 'z', '$(…)'),
	fixed("$(echo z # it's )\n)", 'z', '$(…)', 'comment'),
	fixed('$(case a in (a) echo z;; esac)', 'z', '$(…)', 'case'),
	fixed('$(case a in a) echo z;; esac)', 'z', '$(…)', 'case'),
	fixed('$(cat <<E\nit)\nE\n)', 'it)', '$(…)', 'here-document'),
	fixed('`echo z`', 'z', 'backquotes'),
	fixed('"`echo z`"', 'z', 'backquotes', 'quotes in quotes'),
	fixed('`echo "z"`', 'z', 'backquotes', 'quotes in quotes'),
	fixed('`echo \\`echo z\\``', 'z', 'backquotes'),
	fixed('$((1 + 2))', '3', 'arithmetic'),
	fixed('"$(( (4-1) * 2 ))"', '6', 'arithmetic'),
	fixed('$(( 1 << 2 ))', '4', 'arithmetic'),
);

const value = (name: string): Written => ({
	text: `{{${name}}}`,
	parts: [{ value: name }],
	records: [],
	uses: ['placeholder'],
});

/** A placeholder that stands bare. */
export const bare = fc.constantFrom(value('x'), value('x'), value('z'), value('file'));

/** A placeholder where most shells would read its value as more than text. */
const odd = fc
	.tuple(
		bare,
		fc.constantFrom<readonly [string, string, string]>(
			['"', '"', 'quotes'],
			["'", "'", 'quotes'],
			['"$(echo "', '")"', 'quotes in quotes'],
			['`echo ', '`', 'backquotes'],
			['$(echo `echo ', '`)', 'backquotes'],
			['${u:-', '}', '${x:-…}'],
			['"${u:-', '}"', '${x:-…}'],
			['$((', '))', 'arithmetic'],
			['$(( $(echo ', ') ))', 'arithmetic'],
			['\\', '', 'escape'],
			['$', '', '${…}'],
			['$y', '', '${…}'],
			['$y\\\n', '', 'continuation'],
			['a\\\n', '', 'continuation'],
			['$(cat <<E\n', '\nE\n)', 'here-document'],
			['[', ']', 'quotes'],
		),
	)
	.map(([{ text, parts }, [before, after, use]]): Written => {
		return { text: before + text + after, parts, records: [], uses: [use, 'placeholder'] };
	});

/** A placeholder in the words of a `show` within `$( … )`, in quotes or not. */
const nested = fc
	.tuple(
		bare,
		letters,
		fc.constantFrom(['$(', ')'], ['"$(', ')"'], ['"$( ', '; : )"'], ['$(\n', '\n)']),
	)
	.map(
		([inner, end, [open, close]]): Written => ({
			text: `${open}show ${inner.text}${end.text}${close}`,
			parts: [],
			records: [[[...inner.parts, ...end.parts]]],
			uses: ['$(…)', 'placeholder', ...end.uses],
		}),
	);

const part = fc.oneof(
	{ weight: 8, arbitrary: letters },
	{ weight: 3, arbitrary: quoted },
	{ weight: 3, arbitrary: expanded },
	{ weight: 9, arbitrary: bare },
	{ weight: 2, arbitrary: nested },
	{ weight: 1, arbitrary: odd },
);

/** A word of several parts: text, quotes, expansions, placeholders. */
export const word: fc.Arbitrary<Written> = fc.array(part, { minLength: 1, maxLength: 4 }).map(
	(parts): Written => ({
		// A letter first: `#`, `~` and nothing at all would be other things than words.
		text: `w${parts.map(({ text }) => text).join('')}`,
		parts: ['w', ...parts.flatMap(({ parts }) => parts)],
		records: parts.flatMap(({ records }) => records),
		uses: parts.flatMap(({ uses }) => uses),
	}),
);

/** A word, or a placeholder alone. */
export const argument: fc.Arbitrary<Written> = fc.oneof(
	word,
	bare,
	fc.constant({ ...value('list') }),
);
