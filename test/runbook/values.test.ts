import { describe, expect, test } from 'vitest';
import type { Input, InputType } from '../../source/runbook/types.ts';
import { checkAnswer, checkValue } from '../../source/runbook/values.ts';
import { matches } from './read.ts';

const input = (type: InputType, more: Partial<Input> = {}): Input => ({
	name: 'value',
	prompt: 'What',
	type,
	choices: [],
	optional: false,
	many: false,
	dash: false,
	position: { line: 1, column: 1 },
	...more,
});

const check = (type: InputType, value: string, more?: Partial<Input>) =>
	checkValue(input(type, more), value, matches);

const taken: Readonly<Record<Exclude<InputType, 'choice'>, readonly string[]>> = {
	text: ['a', 'two words', 'ünïcödé', '{{x}}', '"; rm -r /'],
	integer: ['0', '7', '128'],
	boolean: ['true', 'false'],
	port: ['1', '22', '65535'],
	host: [
		'localhost',
		'www.example.org',
		'example.org.',
		'192.0.2.1',
		'2001:db8::1',
		'_dmarc.a',
		'a-b',
	],
	ip: [
		'0.0.0.0',
		'255.255.255.255',
		'::',
		'::1',
		'2001:db8::1',
		'::ffff:192.0.2.1',
		'1:2:3:4:5:6:7:8',
		'1::8',
	],
	cidr: ['192.0.2.0/24', '192.0.2.1', '::/0', '2001:db8::/128', '10.0.0.0/0'],
	url: [
		'http://a',
		'https://example.org:8080/a?b=c#d',
		'http://[::1]/',
		'https://user@example.org/%20',
	],
	path: ['/', '/etc/motd', '/a b/c', '/a..b/...'],
	secret: ['a', 'two\nlines', '"quotes'],
};

const refused: Readonly<Record<Exclude<InputType, 'choice'>, readonly string[]>> = {
	text: ['a\nb', 'a\tb', 'a\u001bb', 'a\u202eb', 'a\u200bb', 'a\u2028b', '-a', ''],
	integer: ['1.0', '010', '+1', 'x', ' 1', '1e3', '0x1', '-0', '1234567890123456'],
	boolean: ['yes', 'True', '1'],
	port: ['0', '65536', '080', '99999', 'ssh'],
	host: ['a b', '-a', 'a-', 'a..b', '1.2.3', '300.1.1.1', 'a/b', 'a:b', `${'a'.repeat(64)}.b`, '.'],
	ip: [
		'1.2.3',
		'01.2.3.4',
		'256.1.1.1',
		':::',
		'1:2:3:4:5:6:7',
		'1::2::3',
		'12345::',
		'fe80::1%eth0',
		'1:2:3:4:5:6:7::8',
		':1',
		'192.0.2.1::',
	],
	cidr: ['192.0.2.0/33', '::/129', '192.0.2.0/', '192.0.2.0/1/2', '192.0.2.0/024', 'a/8'],
	url: [
		'example.org',
		'ftp://a',
		'javascript:alert(1)',
		'http://',
		'http:///a',
		'http://a b',
		'http://a\nb',
		'http://[::1/',
	],
	path: ['etc', '/a/../b', '/..', '../a', '/a\nb', '~/a', './a'],
	secret: ['', 'a\0b'],
};

describe.each(Object.keys(taken) as (keyof typeof taken)[])('a value of type %s', type => {
	test.each(taken[type])('may be %j', value => {
		expect(check(type, value)).toBeUndefined();
	});

	test.each(refused[type])('may not be %j', value => {
		expect(check(type, value)).toMatch(/\.$/);
	});
});

describe('a value', () => {
	test('is one of the choices, and the nearest is offered', () => {
		const more = { choices: ['systemd', 'none'] };
		expect(check('choice', 'none', more)).toBeUndefined();
		expect(check('choice', 'sytemd', more)).toBe(
			'`sytemd` is none of `systemd`, `none`; did you mean `systemd`.',
		);
	});

	test('keeps within its bounds', () => {
		const more = { min: 1, max: 128 };
		expect(check('integer', '1', more)).toBeUndefined();
		expect(check('integer', '128', more)).toBeUndefined();
		expect(check('integer', '0', more)).toBe('`0` is less than 1.');
		expect(check('integer', '129', more)).toBe('`129` is more than 128.');
		expect(check('port', '80', { min: 1024 })).toBe('`80` is less than 1024.');
	});

	test('may begin with a dash only where that is allowed', () => {
		expect(check('integer', '-5')).toMatch('would be taken for an option');
		expect(check('integer', '-5', { dash: true })).toBeUndefined();
		expect(check('text', '--help', { dash: true })).toBeUndefined();
	});

	test('matches the whole of its pattern', () => {
		expect(check('text', 'ab', { pattern: 'a|b' })).toBe(
			'`ab` does not fit. It takes `a`, or `b` (pattern: `a|b`).',
		);
		expect(check('text', 'a', { pattern: 'a|b' })).toBeUndefined();
	});

	test('is tried on its pattern only when all else is good, and when it is not long', () => {
		const never = () => {
			throw new Error('tried');
		};
		expect(checkValue(input('port', { pattern: 'x' }), 'ssh', never)).toMatch('is not a port');
		expect(checkValue(input('text', { pattern: 'x' }), 'a'.repeat(5000), never)).toMatch(
			'5000 characters',
		);
	});

	test('that is a secret is never shown', () => {
		expect(check('secret', '-hunter2')).not.toContain('hunter2');
		expect(check('secret', 'hunter2', { pattern: 'x' })).not.toContain('hunter2');
	});
});

describe('an answer', () => {
	test('may be missing only where it is optional', () => {
		expect(checkAnswer(input('text'), [], matches)).toBe('`value` is empty, and needs a value.');
		expect(checkAnswer(input('text', { optional: true }), [], matches)).toBeUndefined();
	});

	test('may have several values only where there may be many, and all are checked', () => {
		expect(checkAnswer(input('port'), ['1', '2'], matches)).toBe('`value` takes one value, not 2.');
		expect(checkAnswer(input('port', { many: true }), ['1', '2'], matches)).toBeUndefined();
		expect(checkAnswer(input('port', { many: true }), ['1', 'x'], matches)).toMatch(
			'`x` is not a port',
		);
	});
});
