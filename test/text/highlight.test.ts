import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlightShell } from '../../source/text/highlight.ts';
import { showText } from '../../source/text/safe.ts';
import { hostile } from './hostile.ts';
import { costs } from './visible.ts';

/** `token:text` for everything that is not plain. */
const marks = (line: string) =>
	highlightShell(showText(line))
		.filter(span => span.token !== 'plain')
		.map(span => `${span.token}:${span.text}`);

const shell = fc
	.array(
		fc.constantFrom(
			...' |\'|"|$|{|}|(|)|`|\\|#|;|&|<|>|=|!|$x|${|$((|2>&1|<<EOF|if|for|in|do|done|a|A=|-rf|\\"'.split(
				'|',
			),
			'|',
			'||',
			...Object.values(hostile),
		),
	)
	.map(parts => showText(parts.join('')));

describe('highlightShell', () => {
	test('never changes the text', () => {
		fc.assert(
			fc.property(shell, line => {
				expect(
					highlightShell(line)
						.map(span => span.text)
						.join(''),
				).toBe(line);
			}),
			{ numRuns: 2000 },
		);
	});

	test('knows commands, words and operators', () => {
		expect(marks('systemctl reload apache2 && a2query -m')).toEqual([
			'command:systemctl',
			'operator:&&',
			'command:a2query',
		]);
		expect(marks('echo done >> /tmp/x 2>&1; exit 1')).toEqual([
			'command:echo',
			'operator:>>',
			'operator:2>&',
			'operator:;',
			'command:exit',
		]);
	});

	test('knows keywords where they are ones', () => {
		expect(marks('for f in *; do rm -- "$f"; done')).toEqual([
			'keyword:for',
			'keyword:in',
			'operator:;',
			'keyword:do',
			'command:rm',
			'string:"',
			'variable:$f',
			'string:"',
			'operator:;',
			'keyword:done',
		]);
		expect(marks('if ! test -f x; then echo if; fi')).toEqual([
			'keyword:if',
			'keyword:!',
			'command:test',
			'operator:;',
			'keyword:then',
			'command:echo',
			'operator:;',
			'keyword:fi',
		]);
	});

	test('knows assignments, strings, variables and comments', () => {
		expect(marks('A=1 B=\'x y\' make "${all}" $1 a#b # why')).toEqual([
			'variable:A=',
			'variable:B=',
			"string:'x y'",
			'command:make',
			'string:"',
			'variable:${all}',
			'string:"',
			'variable:$1',
			'comment:# why',
		]);
		expect(marks('x=$(id -u)')).toEqual(['variable:x=', 'operator:$(', 'command:id', 'operator:)']);
	});

	test('an unfinished string goes to the end of the line', () => {
		expect(marks("echo 'a b | c")).toEqual(['command:echo', "string:'a b | c"]);
		expect(marks('echo "a b | c')).toEqual(['command:echo', 'string:"a b | c']);
	});

	test('a long line takes linear time', () => {
		const size = 2 ** 17;
		for (const piece of [
			"'",
			'"',
			'${',
			'$(',
			'\\',
			'#',
			'<',
			'a',
			'1',
			' ',
			'$',
			'`',
			'A=',
			'$"',
		]) {
			const line = showText(piece.repeat(size / piece.length));
			expect(
				costs(size, () => highlightShell(line)),
				piece,
			).toBeLessThan(100);
		}
	});
});
