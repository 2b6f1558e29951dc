/** Times and sizes as authors write them. */

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const LONGEST = 24 * 3600;

/** `30s`, `5m`, `2h` in seconds; undefined for anything else, for nothing and for more than a day. */
export function readDuration(text: string): number | undefined {
	const [, count, unit = ''] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
	const seconds = Number(count) * (SECONDS[unit] ?? 0);
	return seconds > 0 && seconds <= LONGEST ? seconds : undefined;
}

const BYTES: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** `64MiB` in bytes; undefined for anything else, for nothing and for more than 1,024 GiB. */
export function readSize(text: string): number | undefined {
	const [, count, unit = ''] = /^([1-9]\d{0,6})(KiB|MiB|GiB)$/.exec(text) ?? [];
	const bytes = Number(count) * (BYTES[unit] ?? 0);
	return bytes > 0 && bytes <= 1024 ** 4 ? bytes : undefined;
}
