import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freeBytes } from '../../source/execute/free-space.ts';
import { answerWithin, matchPattern } from '../../source/execute/match-pattern.ts';
import { isRoot, smallDisk } from '../helpers/wrapper-shells.ts';

test.each([
	['[a-z]+', 'abc', true],
	['[a-z]+', 'abc1', false],
	['a|b', 'ab', false],
	['a|b', 'b', true],
	['a', 'a\n', false],
	['.', '💥', true],
	['(', 'x', false],
	['a)(b', 'ab', false],
	['a)|(b', 'xb', false],
	['x', 'x'.repeat(4097), false],
	['x+', 'x'.repeat(4096), true],
])('pattern %s against %.9j gives %s', (pattern, value, expected) => {
	expect(matchPattern(pattern, value)).toBe(expected);
});

test.each(['(a+)+', '(a|a)*', '(.*a){20}', '([a-z]+)*\\d'])('%s comes to an end', pattern => {
	const before = performance.now();
	expect(matchPattern(pattern, `${'a'.repeat(60)}!`)).toBe(false);
	expect(performance.now() - before).toBeLessThan(2000);
});

test('a machine that is too busy to answer in time is asked again', () => {
	let attempts = 0;
	const busy = () => (++attempts < 5 ? 'no answer' : true);
	expect(answerWithin(100, busy, () => attempts)).toBe(true);
	expect(attempts).toBe(5);
});

test('a value that fits is not refused where the program is stopped now and then', async () => {
	const stopping = spawn('/bin/sh', [
		'-c',
		`for i in 1 2 3 4 5 6 7 8; do kill -STOP ${process.pid}; sleep 0.15; kill -CONT ${process.pid}; sleep 0.05; done`,
	]);
	const ended = once(stopping, 'exit');
	while (stopping.exitCode === null) {
		expect(matchPattern('[a-z]+', 'abc')).toBe(true);
		await setImmediate();
	}
	await ended;
});

test('an answer that takes too much of the processor is none', () => {
	let attempts = 0;
	const endless = () => {
		attempts++;
		return 'no answer' as const;
	};
	expect(answerWithin(100, endless, () => attempts * 50)).toBe(false);
	expect(attempts).toBe(2);
});

test('a pattern that is too big for its engine does not match', () => {
	for (const pattern of [
		'('.repeat(2000) + ')'.repeat(2000),
		`${'(?:'.repeat(400)}a${'){9}'.repeat(400)}`,
	]) {
		expect(matchPattern(pattern, 'a')).toBe(false);
	}
});

test('patterns leave nothing behind', () => {
	expect(matchPattern('(?<__proto__>a)', 'a')).toBe(true);
	expect(Object.keys(Object.prototype)).toEqual([]);
});

test.skipIf(!isRoot)('the free bytes are those of the file system of the folder (for root)', () => {
	const free = freeBytes(smallDisk(256));
	expect(free).toBeGreaterThan(128 * 1024);
	expect(free).toBeLessThanOrEqual(256 * 1024);
});
