import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatTime } from '../../source/text/duration.ts';

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
