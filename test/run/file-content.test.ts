import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillFile, fillLine, templateLines } from '../../source/run/file-content.ts';
import { hereDocument } from '../../source/run/file-script.ts';
import type { Known } from '../../source/run/values.ts';
import { findPlaceholders } from '../../source/runbook/command/index.ts';
import type { Block, Value } from '../../source/runbook/types.ts';
import { runbookOf } from '../helpers/runbooks.ts';

const values: Record<string, Known> = {
	name: { kind: 'value', value: 'one' },
	other: { kind: 'value', value: '{{name}}' },
	list: { kind: 'value', value: ['a', 'b', 'c'] },
	empty: { kind: 'empty' },
};
const look = (name: string): Known => values[name] ?? { kind: 'missing' };

const template = (text: string) => ({ text, placeholders: findPlaceholders(text) });
const fill = (text: string) => templateLines(template(text)).flatMap(line => fillLine(line, look));

describe('a line of a file', () => {
	it.each<[string, string, readonly string[]]>([
		['stands there as it is', 'plain', ['plain']],
		['takes its values', 'x {{name}} y {{name}}', ['x one y one']],
		['takes values as they are: what looks like one is none', '{{other}}', ['{{name}}']],
		['stands there once for each value of a list', '- {{list}};', ['- a;', '- b;', '- c;']],
		['may hold other values beside a list', '{{name}} {{list}}', ['one a', 'one b', 'one c']],
		['is left out when its optional value is empty', 'x\n{{empty}}\ny', ['x', 'y']],
		['is left out with all that is in it', 'x {{name}} {{empty}}', []],
		['may be empty', 'x\n\ny', ['x', '', 'y']],
		['keeps other braces', '{{ name }} {name} {x}}', ['{{ name }} {name} {x}}']],
	])('%s', (_, text, expected) => {
		expect(fill(text)).toEqual(expected);
	});

	it('loses nothing of a text without placeholders', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '{', '\\') }), text => {
				const lines = templateLines({ text, placeholders: [] });
				const content = lines.map(line => `${line.text}\n`).join('');
				expect(content).toBe(text === '' || text.endsWith('\n') ? text : `${text}\n`);
			}),
		);
	});
});

describe('the path of a file', () => {
	const block = (info: string) =>
		runbookOf(
			`## A\n\n~~~text ${info}\ntext\n~~~`,
			'inputs:\n  p: { prompt: P, type: path }\n  x: { prompt: X }\n  m: { prompt: M, many: true }\n  o: { prompt: O }',
		).steps[0]?.parts[0] as Block;
	const isPath = (name: string) => name === 'p';
	const filled = (info: string, value: Value) =>
		fillFile(block(info), () => ({ kind: 'value', value }), isPath);

	it.each<[string, string, string]>([
		['file=/srv/{{x}}.conf', 'a b', '/srv/a b.conf'],
		['file=/srv/{{x}}/{{x}}', 'a', '/srv/a/a'],
		['file=/srv/{{x}}', '...', '/srv/...'],
		['file={{p}}', '/srv/a/b', '/srv/a/b'],
		['file={{p}}/x', '/srv/a', '/srv/a/x'],
	])('%s with %j is %s', (info, value, path) => {
		expect(filled(info, value)).toMatchObject({ kind: 'ready', file: { path } });
	});

	it.each<[string, Value]>([
		['file=/srv/{{x}}', '..'],
		['file=/srv/{{x}}', '../etc/passwd'],
		['file=/srv/{{x}}', 'a/b'],
		['file=/srv/{{x}}', '/etc/passwd'],
		['file=/srv/x{{x}}', '/../../etc/passwd'],
		['file={{p}}', '/srv/../etc/passwd'],
		['file={{p}}/{{x}}', 'a/b'],
		['file=/srv/{{x}}', 'a\nb'],
		['file=/srv/{{x}}{{x}}/y', '.'],
		['file=/srv/{{x}}', ['a', 'b']],
	])('%s refuses %j', (info, value) => {
		expect(filled(info, value).kind).toBe('refused');
	});

	it('refuses an empty value, and waits for one that is missing', () => {
		expect(fillFile(block('file=/srv/{{x}}'), () => ({ kind: 'empty' }), isPath)).toMatchObject({
			kind: 'refused',
			name: 'x',
		});
		expect(
			fillFile(block('file=/srv/{{x}} owner={{o}}'), () => ({ kind: 'missing' }), isPath),
		).toEqual({
			kind: 'waiting',
			names: ['x', 'o'],
		});
	});

	it('refuses an owner that is empty, a list, or more than a name', () => {
		const owner = (value: Value | undefined) =>
			fillFile(
				block('file=/srv/x owner={{o}}'),
				() => (value === undefined ? { kind: 'empty' } : { kind: 'value', value }),
				isPath,
			).kind;
		expect(['www', 'www:adm', '12:34', 'a.b-c_d$'].map(owner)).toEqual(Array(4).fill('ready'));
		expect(
			['-R', '--reference=/x', 'a b', 'a:b:c', ':', '', ['a', 'b'], undefined].map(owner),
		).toEqual(Array(8).fill('refused'));
	});
});

it('the end word of a here-document stands nowhere in it', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('END', 'END_1', 'END_', '1', '2', '\n', ' ')), parts => {
			const content = `${parts.join('')}\n`;
			const [, end = ''] = /^<<'(\w+)'\n/.exec(hereDocument(content)) ?? [];
			expect(content).not.toContain(end);
			expect(hereDocument(content)).toBe(`<<'${end}'\n${content}${end}`);
		}),
	);
});
