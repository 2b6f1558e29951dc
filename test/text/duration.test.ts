import { expect, test } from 'vitest';
import { formatAgo, formatBytes, formatDuration, formatTime } from '../../source/text/duration.ts';

test('formatDuration gives two units at most', () => {
	const cases: [number, string][] = [
		[0, '0 ms'],
		[-5, '0 ms'],
		[Number.NaN, '0 ms'],
		[120.4, '120 ms'],
		[999.6, '1.0 s'],
		[4200, '4.2 s'],
		[9940, '9.9 s'],
		[9970, '10 s'],
		[42_400, '42 s'],
		[59_700, '1 min'],
		[185_000, '3 min 5 s'],
		[3_599_700, '1 h'],
		[7_500_000, '2 h 5 min'],
		[86_399_000, '1 d'],
		[97_200_000, '1 d 3 h'],
	];
	for (const [milliseconds, text] of cases) expect(formatDuration(milliseconds)).toBe(text);
});

test('formatBytes gives binary units', () => {
	const cases: [number, string][] = [
		[0, '0 B'],
		[1023, '1023 B'],
		[1024, '1.0 KiB'],
		[4300, '4.2 KiB'],
		[1_048_575, '1.0 MiB'],
		[2 ** 30, '1.0 GiB'],
		[2 ** 60, '1024.0 PiB'],
	];
	for (const [bytes, text] of cases) expect(formatBytes(bytes)).toBe(text);
});

test('formatTime gives local time with its offset', () => {
	const iso = '2026-11-22T23:05:07.123Z';
	expect(formatTime(iso, 0)).toBe('2026-11-22 23:05:07 +00:00');
	expect(formatTime(iso, 60)).toBe('2026-11-23 00:05:07 +01:00');
	expect(formatTime(iso, -210)).toBe('2026-11-22 19:35:07 -03:30');
	expect(formatTime('\x1b', 0)).toBe('␛');
});

test.each([
	[0, 'just now'],
	[-5000, 'just now'],
	[59_999, 'just now'],
	[60_000, '1 min ago'],
	[3_599_999, '59 min ago'],
	[3_600_000, '1 h ago'],
	[86_399_999, '23 h ago'],
	[86_400_000, '2026-11-22 14:05'],
])('formatAgo: %d ms later it is `%s`', (later, expected) => {
	const iso = '2026-11-22T13:05:07.000Z';
	expect(formatAgo(iso, Date.parse(iso) + later, 60)).toBe(expected);
});

test('formatAgo shows what is no time as it is', () => {
	expect(formatAgo('soon', 0, 0)).toBe('soon');
});
