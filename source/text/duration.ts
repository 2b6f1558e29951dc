/** Spans of time, sizes and points in time, as they are shown. */
import type { Safe } from './safe.ts';
import { showText } from './safe.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `120 ms`, `4.2 s`, `42 s`, `3 min 5 s`, `2 h 5 min`, `1 d 3 h`. Less than nothing is `0 ms`. */
export function formatDuration(milliseconds: number): Safe {
	const ms = Math.max(0, Math.round(milliseconds)) || 0;
	if (ms < SECOND) return `${ms} ms` as Safe;
	// 9.97 s must not become "10.0 s", nor 59.7 s "60 s".
	const tenths = Math.round(ms / 100) / 10;
	if (tenths < 10) return `${tenths.toFixed(1)} s` as Safe;
	const seconds = Math.round(ms / SECOND);
	if (seconds < 60) return `${seconds} s` as Safe;
	const two = (large: number, small: number, largeName: string, smallName: string) =>
		(small === 0 ? `${large} ${largeName}` : `${large} ${largeName} ${small} ${smallName}`) as Safe;
	if (seconds * SECOND < HOUR) return two(Math.floor(seconds / 60), seconds % 60, 'min', 's');
	const minutes = Math.round(ms / MINUTE);
	if (minutes * MINUTE < DAY) return two(Math.floor(minutes / 60), minutes % 60, 'h', 'min');
	const hours = Math.round(ms / HOUR);
	return two(Math.floor(hours / 24), hours % 24, 'd', 'h');
}

/** `512 B`, `4.2 KiB`, `1.0 GiB`. */
export function formatBytes(bytes: number): Safe {
	if (bytes < 1024) return `${Math.max(0, Math.round(bytes)) || 0} B` as Safe;
	const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
	let size = bytes / 1024;
	let unit = 0;
	// 1023.96 would be shown as "1024.0".
	while (size >= 1023.95 && unit < units.length - 1) {
		size /= 1024;
		unit += 1;
	}
	return `${size.toFixed(1)} ${units[unit]}` as Safe;
}

/**
 * An ISO time as local time with its offset: `2026-11-22 14:05:07 +01:00`. `offsetMinutes` is
 * positive east of Greenwich (the negative of `Date.getTimezoneOffset()`). What is not a time is
 * shown as it is.
 */
export function formatTime(iso: string, offsetMinutes: number): Safe {
	const local = new Date(Date.parse(iso) + offsetMinutes * MINUTE);
	if (Number.isNaN(local.getTime())) return showText(iso);
	const minutes = Math.abs(offsetMinutes);
	const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
	const offset = `${offsetMinutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
	return `${local.toISOString().slice(0, 19).replace('T', ' ')} ${offset}` as Safe;
}

/** The time of day alone: `14:05:07`. */
export function formatClock(iso: string, offsetMinutes: number): Safe {
	const local = new Date(Date.parse(iso) + offsetMinutes * MINUTE);
	return Number.isNaN(local.getTime())
		? showText(iso)
		: (local.toISOString().slice(11, 19) as Safe);
}

/** `just now`, `3 min ago`, `5 h ago`; from a day on the local date, with its time. */
export function formatAgo(iso: string, now: number, offsetMinutes: number): Safe {
	const ago = now - Date.parse(iso);
	if (Number.isNaN(ago) || ago >= DAY) return formatTime(iso, offsetMinutes).slice(0, 16) as Safe;
	if (ago < MINUTE) return 'just now' as Safe;
	const [size, name] = ago < HOUR ? [MINUTE, 'min'] : [HOUR, 'h'];
	return `${Math.floor(ago / size)} ${name} ago` as Safe;
}
