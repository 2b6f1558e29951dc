/** What became of an execution, and the last lines that it printed. Pure. */
import { describeOutcome } from '../../run/describe.ts';
import { type Execution, succeeded } from '../../run/state.ts';
import { formatBytes, formatDuration } from '../../text/duration.ts';
import { joinSafe, type Safe, safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import { fitLine, type Line, line, span } from './line.ts';
import { goingOn, type LongRow, rowsDown } from './long-text.ts';
import type { Row } from './rows.ts';

/**
 * The end of an output. `total` counts all lines, as far as they were read; of a flood, whose lines
 * nobody counts, `bytes` is how much came.
 */
export type Tail =
	| { readonly lines: readonly Safe[]; readonly total: number }
	| { readonly lines: readonly Safe[]; readonly bytes: number };

const LINES = { running: 6, failed: 8, passed: 4 };

/** Long lines of a failure are wrapped, for the reason stands at their end as often as not. */
const MOST_ROWS = 12;

export function outcomeRows(
	execution: Execution,
	tail: Tail | undefined,
	now: number,
	columns: number,
): readonly Row[] {
	const { outcome } = execution;
	const ended = execution.endedAt === undefined ? now : Date.parse(execution.endedAt);
	const time = formatDuration(ended - Date.parse(execution.startedAt));
	if (!outcome) {
		const head: Line = [span(safe`   ▶ running `, 'accent'), span(safe`for ${time}`, 'faint')];
		return [
			...asRows([head], columns),
			...tailRows(tail, LINES.running, columns, { isRunning: true }),
		];
	}
	const isGood = succeeded(execution) && execution.refused === undefined;
	const isSaidNo = execution.purpose === 'done' && outcome.kind === 'exited' && !isGood;
	const [sign, role] = isGood
		? [safe`✓`, 'good' as const]
		: isSaidNo
			? [safe`–`, 'faint' as const]
			: outcome.kind === 'unknown'
				? [safe`?`, 'warning' as const]
				: [safe`✗`, 'bad' as const];
	const facts = [
		describeOutcome(execution),
		time,
		...(isSaidNo ? ['not done yet'] : []),
		...(execution.edited ? ['edited'] : []),
		...(execution.value === undefined ? [] : [`${execution.capture} = ${execution.value}`]),
		...(execution.truncated ? ['output cut off'] : []),
		...(execution.stillWriting ? ['a background process still writes'] : []),
	];
	const head: Line = [
		span(safe`   ${sign} `, role),
		span(showText(facts[0] ?? ''), role),
		span(safe` · ${joinSafe(facts.slice(1).map(showText), ' · ')}`, 'faint'),
	];
	const count = isGood ? LINES.passed : LINES.failed;
	return [...asRows([head], columns), ...tailRows(tail, count, columns, { wraps: !isGood })];
}

function tailRows(
	tail: Tail | undefined,
	count: number,
	columns: number,
	{ isRunning = false, wraps = false },
): readonly Row[] {
	const lines = tail?.lines ?? [];
	if (lines.length === 0) {
		return isRunning
			? asRows(
					[
						line(
							safe`     no output yet (many programs write at the end when not on a terminal)`,
							'faint',
						),
					],
					columns,
				)
			: [];
	}
	const shown = lines.slice(-count);
	const wrapped = shown.flatMap(text =>
		wraps ? rowsDown([text], 0, columns - 5, MOST_ROWS * 100) : [{ text, goesOn: false }],
	);
	const rows = wrapped.slice(-MOST_ROWS);
	const o = span(safe`o`, 'key');
	const above = tail && whatIsAbove(tail, shown.length);
	const more = above
		? [[span(safe`     ↑ ${above}: `, 'faint'), o]]
		: rows.length < wrapped.length
			? [[span(safe`     ↑ more of it: `, 'faint'), o]]
			: [];
	return asRows([...more, ...rows.map(tailRow)], columns);
}

function whatIsAbove(tail: Tail, shown: number): Safe | undefined {
	if ('bytes' in tail) return safe`the end of ${formatBytes(tail.bytes)}`;
	const above = tail.total - shown;
	return above > 0 ? safe`${above} more ${above === 1 ? safe`line` : safe`lines`}` : undefined;
}

function tailRow({ text, goesOn }: LongRow): Line {
	return goesOn ? [span(safe`     ${goingOn}`, 'faint'), span(text)] : line(safe`     ${text}`);
}

function asRows(lines: readonly Line[], columns: number): readonly Row[] {
	return lines.map(text => ({ line: fitLine(text, columns) }));
}
