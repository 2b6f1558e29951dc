import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { posixPattern } from '../../../source/run/script/posix-pattern.ts';

const translated: readonly (readonly [string, readonly string[], readonly string[]])[] = [
	['[a-z_][a-z0-9_-]{0,30}', ['a', '_x-9'], ['A', '9a', '']],
	['ssh-ed25519 [A-Za-z0-9+/]+=*', ['ssh-ed25519 AAAA=='], ['ssh-rsa AAAA', 'ssh-ed25519 ']],
	['(?:ro|rw)', ['ro', 'rw'], ['r', 'row']],
	['\\d+\\.\\d+', ['8.2'], ['8', '8x2']],
	['(~/|/)[\\w./\\-]+', ['/a-b', '~/x'], ['a', '/a b']],
	['a{2,3}?b*', ['aa', 'aaabb'], ['a', 'aaaa']],
	['[^<>&]+', ['a b'], ['a<b']],
	["it's \\$5", ["it's $5"], ["it's 5"]],
];

describe.each(translated)('`%s`', (pattern, good, bad) => {
	test('means to grep -E what it means to JavaScript', () => {
		const expression = posixPattern(pattern);
		expect(expression).toBeDefined();
		for (const value of [...good, ...bad]) {
			const matches = new RegExp(`^(?:${pattern})$`, 'u').test(value);
			const { status } = spawnSync('grep', ['-Eqx', '-e', expression ?? ''], {
				input: `${value}\n`,
				env: { ...process.env, LC_ALL: 'C' },
			});
			expect([value, status === 0]).toEqual([value, matches]);
			expect(good.includes(value)).toBe(matches);
		}
	});
});

test.each([
	'(?=a)b',
	'\\bword',
	'\\p{L}+',
	'(a)\\1',
	'(a|)',
	'|a',
	'()',
	'[a\\]]',
	'[[:alpha:]]',
	'a{300}',
	'ä+',
	'^a',
	'[\\d\\s]',
])('`%s` has no certain counterpart, and is not translated', pattern => {
	expect(posixPattern(pattern)).toBeUndefined();
});
