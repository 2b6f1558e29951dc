import { describe, expect, test } from 'vitest';
import { read, rules } from './helpers.ts';

describe('a block without placeholders', () => {
	test.each([
		['echo "a', 'shell-syntax'],
		['echo $(if a; then)', 'shell-syntax'],
		['echo `if a; then`', 'shell-syntax'],
		['cat <<END\ntext', 'unclosed-here-document'],
		['[[ a = b ]]', 'bash-syntax-in-sh'],
		['echo $([[ a = b ]])', 'bash-syntax-in-sh'],
		['echo {a,b}', 'bash-syntax-in-sh'],
		["echo $'a'", 'bash-syntax-in-sh'],
		['echo "${a/b/c}"', 'bash-syntax-in-sh'],
		['a=(b c)', 'bash-syntax-in-sh'],
		['a+=b', 'bash-syntax-in-sh'],
		['cat <<< a', 'bash-syntax-in-sh'],
		['cat <(a)', 'bash-syntax-in-sh'],
		['a &> b', 'bash-syntax-in-sh'],
		['a >& b', 'bash-syntax-in-sh'],
		['a |& b', 'bash-syntax-in-sh'],
		['function f { a; }', 'bash-syntax-in-sh'],
		['for ((;;)); do a; done', 'bash-syntax-in-sh'],
		['case a in a) b;& c) d;; esac', 'bash-syntax-in-sh'],
		['! a\nb', 'lost-negation'],
		['a && ! b\nc', 'lost-negation'],
		['{ ! a; }\nb', 'lost-negation'],
		['if a; then ! b; fi\nc', 'lost-negation'],
		['for i in a b; do ! c; done', 'lost-negation'],
		['echo $(! a; b)', 'lost-negation'],
	])('%s is an error: %s', (text, rule) => {
		expect(rules(text)).toEqual([rule]);
	});

	test.each([
		'! a',
		'b\n! a',
		'! a || exit 1\nb',
		'( ! a )\nb',
		'if ! a; then b; fi\nc',
		'while ! a; do b; done\nc',
		'f() { ! a; }\nf',
		'a > b 2>&1 <&-; c "${d:-e}" "${f%g}" $((1 + 2))',
		'a 2>&1 >&3 3>&"$x"',
		"cat <<'END'\n$(a [[\nEND",
		"awk '{ print $1, $2 }' {} \\;",
	])('%s is good', text => {
		expect(rules(text)).toEqual([]);
		expect(read(text).command?.text).toBe(text);
	});

	test('bash reads its own syntax', () => {
		expect(rules('[[ a = b ]] && echo {a,b} <(c) &> d', 'bash')).toEqual([]);
	});
});
