import type { Language } from '../../../source/runbook/types.ts';
import type { Shell } from '../../helpers/shells.ts';
import type { Values } from './hostile-values.ts';

/** A block that one rule alone keeps from going wrong, in one shell at least. */
export type Witness = {
	readonly rule: string;
	readonly text: string;
	readonly values: Values;
	readonly language?: Language;
	/** A shell in which it goes wrong. */
	readonly shell: Shell['name'];
	/** What `show` would have to note if all were well. */
	readonly shown?: readonly (readonly string[])[];
};

const code = '$(marker)';
const index = 'a[$(marker)]';

const inEvery = (rule: string, text: string, x: string, ...shown: readonly string[]): Witness => ({
	rule,
	text,
	values: { x },
	shell: 'dash',
	shown: shown.length > 0 ? [shown] : [],
});

const inBash = (rule: string, text: string, x: string, ...shown: readonly string[]): Witness => ({
	...inEvery(rule, text, x, ...shown),
	shell: 'bash',
	language: 'bash',
});

const inMksh = (rule: string, text: string, x: string, ...shown: readonly string[]): Witness => ({
	...inEvery(rule, text, x, ...shown),
	shell: 'mksh',
});

/** One for each rule of the reader and of the renderer, or several. */
export const witnesses: readonly Witness[] = [
	inEvery('placeholder-after-backslash', 'show \\{{x}}', "';marker;'", "';marker;'"),
	inBash('placeholder-after-dollar', 'show ${{x}}', '\\t', '$\\t'),
	inEvery('placeholder-in-variable-name', 'show $y{{x}}', 'a', 'Ya'),
	inEvery('placeholder-in-quotes', 'show "{{x}}"', code, code),
	inEvery('placeholder-in-quotes', "show '{{x}}'", ';marker;', ';marker;'),
	inEvery('placeholder-in-here-document', 'cat <<E\n{{x}}\nE', code),
	inEvery('placeholder-in-backquotes', 'v=`show {{x}}`', '`marker`', '`marker`'),
	inMksh('placeholder-in-arithmetic', ': $(({{x}}))', index),
	inBash('placeholder-in-arithmetic', ': $(({{x}}))', index),
	inBash('placeholder-in-expansion', ': ${y[{{x}}]}', index),
	inEvery('placeholder-in-pattern', 'show [a{{x}}]a', 'a', '[aa]a'),
	inEvery('placeholder-in-comment', 'show # {{x}}', 'a', 'a'),
	inEvery('placeholder-as-command', '{{x}}', 'marker'),
	inEvery('placeholder-as-command', 'e{{pattern}} marker', ''),
	inEvery('placeholder-as-name', 'for {{x}} in a; do show b; done', 'a b', 'b'),
	inEvery('placeholder-in-case-pattern', 'case aa in {{x}}) marker;; *) show b;; esac', 'aa', 'b'),
	inEvery('placeholder-as-descriptor', 'show a 3>&{{x}}', 'a', 'a'),
	inBash('placeholder-in-here-string', 'bash <<< {{x}}', 'marker'),
	inBash('placeholder-elsewhere', 'select i in {{x}}; do show "$i"; break; done', 'a', 'a'),
	inEvery('special-variable', 'IFS={{x}}; set -- $y; show "$1"', 'Y', 'Y'),
	inMksh('special-variable', 'RANDOM={{x}}', index),
	inEvery('command-not-literal', 'v=eval; v=$v; $v {{x}}', 'marker'),
	inEvery('command-evaluates', 'eval {{x}}', 'marker'),
	inEvery('command-evaluates', 'command eval {{x}}', 'marker'),
	inEvery('command-evaluates', 'trap {{x}} 0', 'marker'),
	inMksh('command-counts', 'let {{x}} || :', index),
	inBash('command-counts', 'let {{x}} || :', index),
	inMksh('command-counts', 'ulimit {{x}} || :', index),
	inMksh('command-counts', 'shift {{x}} || :', index),
	inMksh('test-counts', '[ {{x}} -eq 1 ] || :', index),
	inBash('test-counts', '[[ {{x}} -eq 1 ]] || :', index),
	inEvery('names-what-runs', 'env {{x}}', 'marker'),
	inEvery('names-what-runs', 'timeout 5 {{x}}', 'marker'),
	inEvery('names-what-runs', 'command {{x}}', 'marker'),
	inEvery('names-what-runs', 'echo | sed {{x}}', '1emarker'),
	{ ...inEvery('set-options', 'set {{int}}; show "$1"', '', '-5'), values: { int: '-5' } },
	inEvery('printf-format', 'show "$(printf {{x}})"', '%s', '%s'),
	inBash('printf-format', "printf -v {{x}} '%s' a", index),
	inEvery('alias-in-block', 'alias w=marker\nalias a="w "\na {{x}}', 'w'),
	inEvery('piped-into-shell', 'echo {{x}} | sh', 'marker'),
	inEvery('shell-code-evaluates', "sh -c '$1' sh {{x}}", 'marker'),
	inEvery('block-evaluates-variables', 'v={{x}}; eval "$v"', 'marker'),
	inEvery('block-evaluates-variables', 'v={{x}}; $v', 'marker'),
	inEvery('block-evaluates-variables', 'f() { eval "$1"; }; f {{x}}', 'marker'),
	inEvery('block-evaluates-variables', 'echo {{x}} | { read -r v; eval "$v"; }', 'marker'),
	inMksh('block-evaluates-variables', 'v={{x}}; : $((v))', index),
	inBash('block-evaluates-variables', 'v={{x}}; : $((v))', index),
	inMksh('block-evaluates-variables', 'v={{x}}; [ $v = a ]', `${index} -eq 1 -o b`),
	inEvery('control-character', 'show {{x}}\r', 'a', 'a'),
	inEvery('continued-word', 'v=$(\\\n(show {{x}}))', code, code),
	inEvery('odd-end-word', "cat <<$'E'\nE\nshow {{x}}\n$E", 'a', 'a'),
	inEvery('double-parenthesis', 'v=$((show {{x}}); (:))', code, code),
	inEvery('quote-in-expansion', `show "\${u:-'}"'}" {{x}} "'" # "`, ';marker;', '\'}" ;marker; "'),
	{
		...inEvery('list-in-word', 'show w{{list}}', ''),
		values: { list: ['a', 'b'] },
		shown: [['wa', 'wb']],
	},
	{
		...inEvery('list-in-place-of-value', 'v={{list}}', ''),
		values: { list: ['a', 'marker'] },
		shown: [],
	},
	{
		...inEvery('list-in-test', 'test {{list}} = b || :', ''),
		values: { list: [index, '-eq', '1', '-o', 'x'] },
		shell: 'mksh',
	},
	// The renderer.
	{ ...inMksh('number-only', '[ {{int}} -eq 1 ] || :', ''), values: { int: index } },
	inEvery('plain-only', 'ssh host show {{x}}', code, code),
	inEvery('plain-characters', 'show {{x}}', code, code),
	{ ...inEvery('reserved-word', 'don{{pattern}}', '', 'done'), values: { pattern: 'e' } },
	inEvery('no-control-characters', 'show {{x}}', 'a\u0000b', 'a\u0000b'),
	inEvery('character-before', 'show ~{{x}}', 'root', '~root'),
	inEvery('character-after', 'show {{x}}>/dev/null', '2', '2'),
	inBash('redirection-after', 'show {{x}}2>/dev/null', '1', '12'),
	inBash('brace-in-word', 'show {a-{{x}}-b}', 'c,d', '{a-c,d-b}'),
	inEvery('tilde-in-word', 'show ~ro{{x}}', 'ot', '~root'),
];
