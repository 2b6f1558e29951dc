import { describe, expect, test } from 'vitest';
import { readCommand } from '../../../source/runbook/command/index.ts';
import type { Language } from '../../../source/runbook/types.ts';
import { read, rules } from './helpers.ts';

describe('a placeholder is accepted', () => {
	const good: readonly (readonly [where: string, text: string, language?: Language])[] = [
		['as an argument', 'show {{x}}'],
		['inside a word', 'show /home/{{x}}/upload'],
		['in `$( … )`', 'show $(show {{x}})'],
		['in `$( … )` that stands in quotes', 'show "$(show {{x}})"'],
		['as the target of a redirection', 'show a > {{x}}'],
		['as the value of a variable', 'y={{x}}; show "$y"'],
		['as a number that is counted with', 'y={{int}}; show $((y))'],
		['as the word of `case`', 'case {{x}} in a) show b;; esac'],
		['as a list after `for … in`', 'for i in {{list}}; do show "$i"; done'],
		['as a list that is an argument', 'show {{list}} end'],
		['at the end of the name of a command', 'php-fpm{{pattern}} -t {{x}}'],
		['beside `=` in a test', '[ {{x}} = a ] && test ! {{y}} != b'],
		['behind a file test', '[ -f {{x}} ]'],
		['as a number in a test', '[ {{int}} -eq 1 ]'],
		['as a number in `[[`', '[[ {{int}} -eq 1 ]]', 'bash'],
		['as a number for `export`', 'export a={{int}}'],
		['on the line that begins a here-document', 'cat <<E {{x}}\nE'],
		['on a continued line', 'show {{x}} \\\n  {{y}}'],
		['as an argument behind `--` of `set`', 'set -- {{list}}; shift; show "$@"'],
		['behind `set` that is no command', 'ip link set {{x}} up'],
		['behind the format of `printf`', "printf '%s\\n' {{x}}"],
		['before a pipe whose reader only passes it on', 'a {{x}} | while read -r l; do b "$l"; done'],
		['in a command that a loop names', 'for t in a b; do $t {{x}}; done'],
		['in the command that another one runs', 'timeout 5 sudo -u {{x}} show {{y}}'],
		[
			'behind the program of `awk` and `sed`',
			"awk -v d={{x}} '{ print }' {{y}}; sed -e p {{list}}",
		],
		['as an argument of a function', 'f() { show "$1"; }; f {{x}}'],
		['beside single quotes with a backslash at the end of a line', "sed 'a\\\nb' {{x}}"],
		['in a process substitution', 'show <(show {{x}})', 'bash'],
	];
	test.each(good.map(([where, text, language]) => ({ where, text, language })))(
		'$where',
		({ text, language = 'sh' }) => {
			expect(rules(text, language)).toEqual([]);
		},
	);
});

describe('a placeholder is refused', () => {
	const bad: readonly (readonly [rule: string, text: string, language?: Language])[] = [
		['placeholder-after-backslash', 'show \\{{x}}'],
		['placeholder-after-dollar', 'show ${{x}}'],
		['placeholder-in-variable-name', 'show $dir{{x}}'],
		['placeholder-in-quotes', 'show "{{x}}"'],
		['placeholder-in-quotes', "show '{{x}}'"],
		['placeholder-in-quotes', "show $'{{x}}'", 'bash'],
		['placeholder-in-quotes', 'show "$(show "{{x}}")"'],
		['placeholder-in-here-document', 'cat <<E\n{{x}}\nE'],
		['placeholder-in-here-document', 'cat <<E\n$(show {{x}})\nE'],
		['placeholder-in-backquotes', 'show `show {{x}}`'],
		['placeholder-in-backquotes', 'show $(show `show {{x}}`)'],
		['placeholder-in-arithmetic', 'show $(( {{x}} ))'],
		['placeholder-in-arithmetic', 'show $(( $(show {{x}}) ))'],
		['placeholder-in-expansion', 'show ${y:-{{x}}}'],
		['placeholder-in-expansion', 'show ${y:-$(show {{x}})}'],
		['placeholder-in-pattern', 'show [{{x}}]'],
		['placeholder-in-pattern', 'show {a,{{x}}}', 'bash'],
		['placeholder-in-comment', 'show # {{x}}'],
		['placeholder-as-command', '{{x}} a'],
		['placeholder-as-command', 'e{{pattern}} a'],
		['placeholder-as-command', 'php-fpm{{x}} a'],
		['placeholder-as-name', '{{x}}=1 show'],
		['placeholder-as-name', 'for {{x}} in a; do show; done'],
		['placeholder-as-name', '{{x}}() { show; }'],
		['placeholder-elsewhere', 'a=({{x}})', 'bash'],
		['placeholder-in-case-pattern', 'case a in {{x}}) show b;; esac'],
		['placeholder-as-descriptor', 'show a >&{{x}}'],
		['placeholder-in-here-string', 'cat <<< {{x}}', 'bash'],
		['list-in-word', 'show a{{list}}'],
		['list-in-place-of-value', 'y={{list}}'],
		['list-in-place-of-value', 'show > {{list}}'],
		['list-in-test', '[ -n {{list}} ]'],
		['special-variable', 'RANDOM={{x}}'],
		['command-not-literal', '$command {{x}}'],
		['command-evaluates', 'eval {{x}}'],
		['command-evaluates', 'command e\\val {{x}}'],
		['command-evaluates', 'show "$(eval echo $(show {{x}}))"'],
		['command-evaluates', '. {{x}}'],
		['command-counts', 'read {{x}}'],
		['command-counts', 'export a={{x}}'],
		['printf-format', "printf -v {{x}} '%s' a", 'bash'],
		['test-counts', '[ {{x}} -eq 1 ]'],
		['test-counts', '[ a = b -a {{x}} = c ]'],
		['test-counts', '[[ {{x}} = a ]]', 'bash'],
		['names-what-runs', 'sh -c {{x}}'],
		['names-what-runs', 'sh {{x}}'],
		['names-what-runs', 'env A=b {{x}}'],
		['names-what-runs', 'timeout -k 1 5 {{x}}'],
		['names-what-runs', 'find . -exec {{x}} \\;'],
		['names-what-runs', 'ssh host {{x}}'],
		['names-what-runs', 'su user -c {{x}}'],
		['names-what-runs', 'sed s/a/{{x}}/ file'],
		['set-options', 'set {{x}}'],
		['printf-format', 'printf {{x}}'],
		['alias-in-block', 'alias a=b\nshow {{x}}'],
		['piped-into-shell', "printf '%s' {{x}} | sh"],
		['shell-code-evaluates', 'sh -c \'eval "$1"\' sh {{x}}'],
		['shell-code-evaluates', 'sh -c "$code" sh {{x}}'],
		['block-evaluates-variables', 'y={{x}}; show $((y))'],
		['block-evaluates-variables', 'y={{x}}; $y'],
		['block-evaluates-variables', 'y={{x}}; [ $y = a ]'],
		['block-evaluates-variables', 'f() { eval "$1"; }; f {{x}}'],
		['block-evaluates-variables', 'a {{x}} | while read -r l; do b $((l)); done'],
		['control-character', 'show a\r\nshow {{x}}'],
		['continued-word', 'show {{x}}; show "a\\\nb"'],
		['continued-word', 'show a\\\n{{x}}'],
		['odd-end-word', 'cat <<E\\ F {{x}}\nE F'],
		['double-parenthesis', 'show $((a);(b)) {{x}}'],
		['quote-in-expansion', "show ${y#'a'} {{x}}"],
		['undeclared-placeholder', 'show {{undeclared}}'],
		['secret-in-text', 'show {{secret}}'],
	];
	test.each(bad.map(([rule, text, language]) => ({ rule, text, language })))(
		'by $rule: $text',
		({ rule, text, language = 'sh' }) => {
			const { command, problems } = read(text, language);
			expect(problems.map(problem => problem.rule)).toEqual([rule]);
			expect(problems[0]?.remedy).not.toBe('');
			expect(command).toBeUndefined();
		},
	);
});

test('a problem is found where its placeholder begins', () => {
	expect(read('show a\nshow "{{x}}"').problems[0]?.offset).toBe(13);
});

test('a value goes into `su`, `ssh`, `xargs`, `-exec` and shells only if it is plain', () => {
	const plainOnly = (text: string) => read(text).command?.slots.map(slot => slot.plainOnly);
	expect(plainOnly('su {{x}} -c id')).toEqual([true]);
	expect(plainOnly('ssh -p {{int}} {{x}}@{{y}} id')).toEqual([false, true, true]);
	expect(plainOnly('xargs -n 1 show {{x}}')).toEqual([true]);
	expect(plainOnly('find . -exec show {{x}} \\;')).toEqual([true]);
	expect(plainOnly('sh -c \'show "$1"\' sh {{x}}')).toEqual([true]);
	expect(plainOnly('ssh host "ls $(show {{x}})"')).toEqual(undefined);
	expect(plainOnly('show {{x}}')).toEqual([false]);
});

test('other braces are left alone', () => {
	expect(read('show "{{.Name}}" {{ x }}').command?.slots).toEqual([]);
});

test('a block whose placeholders are not listed is `raw`: its braces stay', () => {
	const { command } = readCommand(
		{ text: 'show "{{x}}"', placeholders: [] },
		'sh',
		() => undefined,
	);
	expect(command?.slots).toEqual([]);
});

describe('what to write instead', () => {
	const remedy = (text: string, language: Language = 'sh') =>
		read(text, language).problems[0]?.remedy;

	test('is the placeholder without quotes where nothing else stands in them', () => {
		for (const text of ['show "{{x}}"', "show '{{x}}'", 'show "$(show "{{x}}")"']) {
			expect(remedy(text)).toBe(
				'Take the quotes away: `{{x}}` alone, for the value is quoted for you.',
			);
		}
		expect(remedy("show $'{{x}}'", 'bash')).toContain('Take the quotes away');
	});

	test('ends the quotes and begins them again where there is more in them', () => {
		for (const text of [
			'show "a {{x}}"',
			'show "{{x}} a"',
			'show "{{x}}{{y}}"',
			`show '"{{x}}"'`,
		]) {
			expect(remedy(text)).toContain('`"… "{{x}}" …"`');
		}
	});

	test('has no variable with the name of the placeholder', () => {
		expect(remedy('show a{{list}}')).toContain('`for value in {{list}}; do … done`');
		expect(remedy('cat <<< {{value}}; case a in {{value}}) show b;; esac', 'bash')).not.toContain(
			'$value',
		);
		expect(remedy('case a in {{value}}) show b;; esac')).toBe(
			'Compare with `[ "$item" = {{value}} ]`.',
		);
	});
});
