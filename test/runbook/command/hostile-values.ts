import fc from 'fast-check';

/** Texts that mean something to some shell, somewhere. `marker` leaves a mark when it runs. */
const meaningful = [
	'$(marker)',
	'`marker`',
	'a[$(marker)]',
	'a[`marker`]',
	'; marker;',
	'& marker &',
	'| marker',
	"';marker;'",
	'";marker;"',
	')marker(',
	'$((a[$(marker)]))',
	'${a:=$(marker)}',
	'${y}',
	'$y',
	'$',
	'$1',
	'$@',
	"'",
	'"',
	"'\\''",
	'\\',
	'\\\\',
	'`',
	'!',
	'!!',
	'*',
	'?',
	'[ab]',
	'[',
	']',
	'~',
	'~root',
	'=',
	'a=b',
	'-',
	'-n',
	'-e',
	'--',
	'-v',
	'-eq',
	'-c',
	'+',
	'#',
	'#a',
	' ',
	'  a  b  ',
	'{',
	'}',
	'{a,b}',
	'a,b',
	'1..3',
	'(',
	')',
	'<',
	'>a',
	'2',
	'&',
	'|',
	'%s',
	'\\n',
	'\\c',
	'^',
	'@(a)',
	'ü',
	'日本',
	'𝒳',
	'\u00a0',
	'\u0081',
	'\u0088',
	'marker',
	'show',
	'eval',
	...'if then else fi for in do done case esac while until function select time coproc'.split(' '),
];

/** Any text of one line that is not empty. */
export const text = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...meaningful) },
	{
		weight: 3,
		arbitrary: fc
			.array(fc.constantFrom(...meaningful), { minLength: 2, maxLength: 4 })
			.map(texts => texts.join('')),
	},
	{ weight: 1, arbitrary: fc.stringMatching(/^[ -~]{1,8}$/) },
	{ weight: 1, arbitrary: fc.stringMatching(/^[a-z0-9_.,:@%/+-]{1,6}$/) },
);

/** A text that may be the name of a file. */
export const fileName = text.map(value => value.replaceAll('/', '_'));

/** A text that commands which read their words again may be given. */
export const plain = fc
	.oneof(
		fc.constantFrom('marker', 'eval', 'if', 'done', 'in', 'a,b', '1..3', '2', '/bin/marker', '@a'),
		fc.stringMatching(/^[A-Za-z0-9_.,:@%/+][A-Za-z0-9_.,:@%/+-]{0,5}$/),
	)
	.filter(value => value !== '');

export const integer = fc.integer({ min: -99, max: 99 }).map(String);

/** A value for each name that `shell-text.ts` uses. */
export const values = fc.record({
	x: text,
	z: text,
	file: fileName,
	plain,
	int: integer,
	list: fc.array(text, { minLength: 1, maxLength: 3 }),
});

export type Values = Readonly<Record<string, string | readonly string[]>>;
