import { describe, expect, test } from 'vitest';
import { quoteWord, renderCommand } from '../../../source/runbook/command/index.ts';
import { fillWith, read } from './helpers.ts';

/** Reads a block that must be good, and puts values in. */
function render(text: string, values: Readonly<Record<string, string | readonly string[]>>) {
	const { command, problems } = read(text);
	if (!command) throw new Error(JSON.stringify(problems));
	const rendering = renderCommand(command, fillWith(values));
	return 'text' in rendering ? rendering.text : rendering.refused;
}

describe('a value goes in', () => {
	test.each([
		['show {{x}}', 'alice', 'show alice'],
		['show {{x}}', "it's $(a)", "show 'it'\\''s $(a)'"],
		['show {{x}}', 'grün', "show 'grün'"],
		['show {{x}}', '~', "show '~'"],
		['show {{x}}', 'done', "show 'done'"],
		['show d{{x}}e', 'on', "show d'on'e"],
		['show /srv/{{x}}/a', 'b-c.d', 'show /srv/b-c.d/a'],
		['show /srv/{{x}}/a', 'b c', "show /srv/'b c'/a"],
		['show "$(show {{x}})"', 'alice', 'show "$(show alice)"'],
		['show ${y}{{x}}', 'alice', "show ${y}'alice'"],
		['show $1{{x}}', '2', 'show $12'],
		['show {{x}}>file', '2', "show '2'>file"],
		['show {{x}}2>file', '1', "show '1'2>file"],
		['show {a-{{x}}-b}', 'c,d', "show {a-'c,d'-b}"],
		['show ~a{{x}}', 'b', "show ~a'b'"],
		['show {{x}}; show {{x}}\nshow {{x}}', 'alice', 'show alice; show alice\nshow alice'],
	])('%s with %s: %s', (text, x, expected) => {
		expect(render(text, { x })).toBe(expected);
	});

	test('as several words if it is a list', () => {
		expect(render('show {{list}} end', { list: ['a', 'b c', 'if'] })).toBe("show a 'b c' 'if' end");
	});

	test('as a variable in double quotes where the script asks for that', () => {
		const { command } = read('show a{{x}} {{y}}');
		if (!command) throw new Error('must be good');
		const fill = (name: string) => (name === 'x' ? { variable: 'x' } : { value: 'b' });
		expect(renderCommand(command, fill)).toEqual({ text: 'show a"$x" b' });
	});
});

describe('a value is refused', () => {
	test.each([
		['show {{x}}', ''],
		['show {{x}}', 'a\nb'],
		['show {{x}}', 'a\u0000b'],
		['show {{x}}', '\ud800'],
		['show {{list}}', []],
		['ssh {{x}} id', 'a;b'],
		['ssh {{x}} id', '-oProxyCommand'],
		['[ {{int}} -eq 1 ]', 'a[0]'],
		['php-fpm{{pattern}}', '/../sh'],
	])('%s with %j', (text, value) => {
		const name = /\{\{(\w+)/.exec(text)?.[1] ?? '';
		expect(render(text, { [name]: value })).toMatchObject({ name });
	});

	test('if it is a variable where only plain characters may stand, unless those are made sure of', () => {
		const { command } = read('ssh {{x}} id');
		if (!command) throw new Error('must be good');
		expect(renderCommand(command, () => ({ variable: 'x' }))).toHaveProperty('refused');
		expect(renderCommand(command, () => ({ variable: 'x', plain: true }))).toEqual({
			text: 'ssh "$x" id',
		});
	});
});

test.each([
	['alice', 'alice'],
	['', "''"],
	['a b', "'a b'"],
	["'", "''\\'''"],
	['if', "'if'"],
])('quoteWord makes one word of %j: %s', (value, word) => {
	expect(quoteWord(value)).toBe(word);
});
