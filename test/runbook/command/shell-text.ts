import fc from 'fast-check';
import { argument, bare, type Part, type Piece, type Written, word } from './shell-words.ts';

const joined = (...pieces: readonly Piece[]) => ({
	records: pieces.flatMap(({ records }) => records),
	uses: pieces.flatMap(({ uses }) => uses),
	files: pieces.flatMap(({ files }) => files ?? []),
});

const recordOf = (words: readonly Written[]): readonly (readonly Part[])[] =>
	words.map(({ parts }) => parts);

/** What runs before, and then the words as they are. */
const shown = (text: string, words: readonly Written[], ...uses: readonly string[]): Piece => {
	const { records, uses: used } = joined(...words);
	return { text, records: [...records, recordOf(words)], uses: [...used, ...uses] };
};

const words = fc.array(argument, { minLength: 1, maxLength: 3 });
const blank = fc.constantFrom(' ', ' ', ' ', '\t', '  ', ' \\\n', ' \\\n\t');

/** `show` with words, with continuation lines between them. */
const simple = fc
	.tuple(words, blank)
	.map(([list, between]) =>
		shown(
			['show', ...list.map(({ text }) => text)].join(between),
			list,
			...(between.includes('\n') ? ['continuation'] : []),
		),
	);

/** Shell text around a word that is shown as it is; `§` stands for the word. */
const around = (use: string, ...templates: readonly string[]) =>
	fc.tuple(word, fc.constantFrom(...templates)).map(([inner, template]): Piece => {
		const times = template.split('§').length - 1;
		return {
			text: template.replaceAll('§', () => inner.text),
			records: [...Array.from({ length: times }, () => inner.records).flat(), [inner.parts]],
			uses: [...inner.uses, use],
		};
	});

/** Shell text with a placeholder in it; `§` stands for the placeholder, `files` and `records` follow. */
const placed = (use: string, ...templates: readonly string[]) =>
	fc.tuple(bare, fc.constantFrom(...templates)).map(([{ text, parts, uses }, template]): Piece => {
		const [code = '', record] = template.split('\t=>');
		return {
			text: code.replaceAll('§', () => text),
			records:
				record === undefined
					? []
					: [
							record
								.trim()
								.split(' ')
								.map(w => (w === '§' ? parts : [w])),
						],
			uses: [...uses, use],
		};
	});

const fixedPieces = (use: string, ...texts: readonly string[]) =>
	fc.constantFrom(...texts.map((text): Piece => ({ text, records: [], uses: [use] })));

const hereDocument = fc.oneof(
	fixedPieces(
		'here-document',
		': <<E\nit\'s "$(echo a)" `echo b` \\$ # a\nE',
		": <<'E'\n$(marker) `marker` \" ' \\\nE",
		': <<-"E"\n\t$(\n\tE',
		': <<E <<F\n"\nE\n\'\nF',
		'cat <<E | cat\n)}\nE',
		': <<E\n${u:-d} $((1 + 2))\n E\nE',
	),
	around('here-document', 'show § <<E\n"\'`echo a`\nE', "cat <<'E' >/dev/null && show §\n'\nE"),
	placed('here-document', ': <<E\n§\nE', ': <<E\n$(show §)\nE', ": <<'E'\n§\nE", ': <<§\na\n§'),
);

const comment = fc.oneof(
	fixedPieces('comment', "# it's", ': # "$(', ': # \\', '# `', ': #{ <<E', ':;# case a in'),
	around('comment', "show § # it's", '# "\nshow §', "show § \\\n# it's\n"),
	placed('comment', '# §', ': # §'),
);

const caseCommand = fc.oneof(
	around(
		'case',
		'case w in w) show §;; esac',
		'case a in (b) marker;; a|c) show § ;; esac',
		'case a in \')\') marker;; "a") show §; esac',
		'case w§ in b) marker;; *) show §;; esac',
		'case $y in Y)\nshow §\n;; esac',
	),
	placed(
		'case',
		'v=§; case § in "$v") show same;; *) marker;; esac\t=> same',
		'case § in *) show any;; esac\t=> any',
		'case a in §) :;; esac',
	),
);

const compound = fc.oneof(
	around('compound', '( show § )', '{ show §; }', 'if true; then show §; fi', 'false || show §'),
	around('compound', 'for i in 1; do show §; done', 'while :; do show §; break; done'),
	around(
		'compound',
		': | show §',
		'show § | :',
		'true && show §',
		'until false; do show §; break; done',
	),
	around('function', 'f() { show "$@"; }; f §', 'f() { show §; }; f P', 'g() (\nshow §\n); g P'),
	around(
		'assignment',
		'v=§; show "$v"',
		'v=§ env show §',
		'for i in §; do show "$i"; done',
		'( set -- §; show "$1" )',
	),
	around('$(…)', 'v=$(show §); show $v >/dev/null', ': "$(show §)"', ': $( ( show § ) )').map(
		piece => (piece.text.startsWith('v=') ? { ...piece, records: [...piece.records, []] } : piece),
	),
);

const list = { text: '{{list}}', parts: [{ value: 'list' }], records: [], uses: ['list'] };
const lists = fc.constantFrom<Piece>(
	{ text: 'show {{list}} end', records: [[list.parts, ['end']]], uses: ['list'] },
	{ text: '( set -- {{list}}; show "$@" )', records: [[list.parts]], uses: ['list'] },
	{
		text: '( set -- ; for i in {{list}}; do set -- "$@" "$i"; done; show "$@" )',
		records: [[list.parts]],
		uses: ['list'],
	},
	{ text: 'v={{list}}', records: [], uses: ['list'] },
	{ text: 'show a{{list}}', records: [], uses: ['list'] },
);

const file: readonly Part[] = ['f', { value: 'file' }];
const redirection = fc.constantFrom<Piece>(
	{ text: ': >"$D"/f{{file}}', records: [], uses: ['redirection'], files: [file] },
	{
		text: 'cd "$D"; : > f{{file}}; cd - >/dev/null',
		records: [],
		uses: ['redirection'],
		files: [file],
	},
	{ text: 'show {{x}}2>&1', records: [[[{ value: 'x' }, '2']]], uses: ['redirection'] },
	{ text: 'show {{x}}2>/dev/null', records: [[[{ value: 'x' }, '2']]], uses: ['redirection'] },
	{ text: ': >&{{x}}', records: [], uses: ['redirection'] },
);

/** Commands that evaluate their words: some places in them are good. */
const evaluating = fc.oneof(
	placed(
		'evaluating',
		'[ § = a ] || :',
		'v=§; [ "$v" = § ] && show same\t=> same',
		'test ! § != § && show same\t=> same',
		'[ -n § ] && show set\t=> set',
		'test -f /§ || show none\t=> none',
		'[ § -eq 1 ] || :',
		'[ a = b -a § = c ] || :',
		'test § || :',
		'eval § || :',
		'eval : §',
		'command eval § || :',
		'export v=§; show "$v"',
		'unset § || :',
		'let § || :',
		'. § || :',
		'trap § 0',
		'readonly v=§',
		'v=§; eval "show $v"',
		'v=§; $v || :',
		'v=§; [ $v = a ] || :',
		'v=§; : $((v))',
		'printf §',
		'f() { eval "$1"; }; f §',
		'echo § | sh',
		'echo § | { read -r v; : $((v)); }',
		'( set §; show "$1" )',
		'env § || :',
		'§ a || :',
		'a§=b || :',
	),
	around(
		'evaluating',
		'eval "show a" >/dev/null; show §',
		'unset v; show §',
		'export v=1; show §',
		'[ 1 -eq 1 ] && show §',
		'test "$((1))" -gt 0 && show §',
		'env show §',
		'env A=b show §',
		'nohup show § 2>/dev/null',
	).map(piece =>
		piece.text.startsWith('eval') ? { ...piece, records: [[['a']], ...piece.records] } : piece,
	),
	fc.constantFrom<Piece>(
		...(
			[
				['[ {{int}} -le 99 ] && show ok', [['ok']]],
				['export v={{int}}; show "$v"', [[{ value: 'int' }]]],
				['v={{int}}; show $((v - v))', [['0']]],
				['if [ {{int}} -eq {{int}} ]; then show same; fi', [['same']]],
				['sh -c \'show "$1"\' sh {{plain}}', [[{ value: 'plain' }]]],
				['echo a | xargs env show {{plain}}', [[{ value: 'plain' }], ['a']]],
				['find bb -exec show {{plain}} {} \\;', [[{ value: 'plain' }], ['bb']]],
				['ssh host show {{plain}}', [[{ value: 'plain' }]]],
				["su root -c 'show a' && show {{plain}}", [[{ value: 'plain' }]]],
				['sh -c {{plain}}', undefined],
				['sh {{plain}} || :', undefined],
				['ssh host {{plain}}', undefined],
				['find . -exec {{plain}} \\;', undefined],
				["sh -c '$1' sh {{plain}}", undefined],
			] as const
		).map(
			([text, record]): Piece => ({
				text,
				records: text.startsWith('su ')
					? [[['a']], [[{ value: 'plain' }]]]
					: record
						? [record.map(part => (Array.isArray(part) ? part : [part]) as readonly Part[])]
						: [],
				uses: ['evaluating'],
			}),
		),
	),
);

const bashOnly = fc.oneof(
	around('bash', '[[ a = a ]] && show §', 'cat <(show §)', 'v=(a b); show §', "v=$'\\'' ; show §"),
	placed(
		'bash',
		'[[ § = a ]] || :',
		'[[ -v § ]] || :',
		'v=(§)',
		'cat <<< §',
		'declare v=§',
		'((§)) || :',
	),
	around(
		'bash',
		'function f { show §; }; f P',
		'show § |& cat',
		'for ((i = 0; i < 1; i++)); do show §; done',
	),
);

const statement = (bash: boolean) =>
	fc.oneof(
		{ weight: 6, arbitrary: simple },
		{ weight: 2, arbitrary: hereDocument },
		{ weight: 2, arbitrary: comment },
		{ weight: 2, arbitrary: caseCommand },
		{ weight: 4, arbitrary: compound },
		{ weight: 1, arbitrary: lists },
		{ weight: 1, arbitrary: redirection },
		{ weight: 2, arbitrary: evaluating },
		...(bash ? [{ weight: 3, arbitrary: bashOnly }] : []),
	);

/** A block of up to three statements. */
export const block = (bash: boolean): fc.Arbitrary<Piece> =>
	fc.array(statement(bash), { minLength: 1, maxLength: 3 }).map(pieces => ({
		...joined(...pieces),
		text: pieces.map(({ text }) => text).join('\n'),
	}));
