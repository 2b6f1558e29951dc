/** What every page has in common: its head with the badges, and its foot with notice and keys. */
import { type Safe, safe } from '../../text/safe.ts';
import { width } from '../../text/width.ts';
import { showArrows, showText } from '../display.ts';
import { type Action, type Binding, keymap, type Mode } from '../keymap.ts';
import type { Notice } from '../page.ts';
import type { Drawing } from './drawing.ts';
import {
	blanks,
	fitLine,
	type Line,
	line,
	lineWidth,
	rule,
	type Span,
	span,
	spread,
} from './line.ts';
import { footHeight, isInRule, noticeRows } from './notice-rows.ts';

/** Title on the left; on the right where and who one is, and the badge of a dry run. */
export function head(
	title: Safe,
	facts: readonly Safe[],
	dryRun: boolean,
	columns: number,
): readonly Line[] {
	const badge = dryRun ? [span(safe` DRY RUN: nothing runs `, 'badge'), span(safe` `)] : [];
	const right = facts.flatMap((fact, index) => [
		...(index > 0 ? [span(safe` · `, 'faint')] : []),
		span(fact, 'faint'),
	]);
	return [
		spread([span(safe` `), span(title, 'title')], [...badge, ...right, span(safe` `)], columns),
		rule(columns),
	];
}

/** What stands in a foot besides the keys of its mode. */
export type FootOptions = {
	readonly notice?: Notice | undefined;
	/** What is to be said on the right of the rule. */
	readonly right?: Safe | undefined;
	/** Keys that have nothing to do with what is shown. */
	readonly hide?: ReadonlySet<Action>;
	/** Keys that can do nothing now, and why. */
	readonly blocked?: ReadonlyMap<Action, Safe>;
	/** What keys are called here, where that is not what they are called elsewhere. */
	readonly names?: ReadonlyMap<Action, string> | undefined;
	/** What a person who does not know what to do next would best press. */
	readonly first?: Action | undefined;
};

/** The rows of `head`. */
const HEAD = 2;

/** The rows between head and foot. */
export function bodyHeight(rows: number, notice: Notice | undefined, columns: number): number {
	return Math.max(1, rows - HEAD - footHeight(notice, columns));
}

/** A rule with the notice in it or below it, and with what is to be said on the right; then the keys. */
export function foot(mode: Mode, columns: number, options: FootOptions): readonly Line[] {
	const { notice, right } = options;
	const rows = notice ? noticeRows(notice, columns) : [];
	const [only] = isInRule(rows) ? rows : [];
	const below = only === undefined ? rows : [];
	const mark: Line = right === undefined ? [] : [span(safe` ${right} `, 'warning')];
	// A mark stands beside the notice where there is room, else beside the keys: it is never lost.
	const hasRoom = only === undefined || width(only) <= columns - lineWidth(mark) - 6;
	const leftSide: Line =
		only === undefined || !notice
			? []
			: [span(safe`─ `, 'faint'), span(only, notice.role), span(safe` `)];
	const rightSide = hasRoom ? mark : [];
	const gap = rule(columns - lineWidth(leftSide) - lineWidth(rightSide));
	const keys = keyLine(mode, columns - (hasRoom ? 0 : lineWidth(mark)), options);
	return [
		[...leftSide, ...gap, ...rightSide],
		...below.map(text => line(safe`  ${text}`, notice?.role)),
		hasRoom ? keys : spread(keys, mark, columns),
	];
}

/** The keys that are always there: the ways out, and where all the others stand. */
function isAlways(mode: Mode, action: Action): boolean {
	// From the undo `b` leads back to the step, and its own keys need the room.
	return action === 'back' || action === 'help' || (action === 'quit' && mode !== 'undo');
}

/** As many keys as fit: what can be done, what cannot with the reason, back, help and quit always. */
function keyLine(mode: Mode, columns: number, options: FootOptions): Line {
	const wide = keysApart(mode, columns, options, 3);
	// Closer together more of them fit.
	const keys = wide.isAll ? wide : keysApart(mode, columns, options, 2);
	return fitLine(keys.spans, columns);
}

/** `gap`: the blanks between two of them. */
function keysApart(
	mode: Mode,
	columns: number,
	options: FootOptions,
	gap: number,
): { readonly spans: Line; readonly isAll: boolean } {
	const { hide, blocked = new Map<Action, Safe>(), first, names } = options;
	const offered = keymap[mode].filter(
		({ name, action }) => name !== undefined && !hide?.has(action),
	);
	const named = offered.map(binding => ({
		...binding,
		name: names?.get(binding.action) ?? binding.name ?? '',
	}));
	const isBlocked = ({ action }: Binding) => blocked.has(action);
	const order = [
		...named.filter(binding => binding.action === first),
		...named.filter(binding => !isBlocked(binding) && binding.action !== first),
		...named.filter(binding => isBlocked(binding) && binding.action !== first),
	];
	const size = (binding: Binding) => {
		const why = blocked.get(binding.action);
		return width(labelOf(binding)) + (why === undefined ? 0 : width(why) + 3) + gap;
	};
	const kept = named.filter(({ action }) => isAlways(mode, action));
	let isAll = true;
	let left = columns - 1 + gap - kept.reduce((sum, binding) => sum + size(binding), 0);
	const spans: Span[] = [span(safe` `)];
	for (const given of order) {
		// What is to be pressed next stands there by its usual name, if there is no room for the other one.
		const usual = given.action === first && size(given) > left;
		const binding = usual ? (offered.find(({ action }) => action === first) ?? given) : given;
		if (!isAlways(mode, binding.action)) {
			if (size(binding) > left) {
				isAll = false;
				continue;
			}
			left -= size(binding);
		}
		if (spans.length > 1) spans.push(span(blanks(gap)));
		spans.push(...keySpans(binding, blocked.get(binding.action), binding.action === first));
	}
	return { spans, isAll };
}

function keySpans(binding: Binding, why: Safe | undefined, isFirst: boolean): readonly Span[] {
	const name = nameOf(binding);
	if (why !== undefined) return [span(safe`${labelOf(binding)} (${why})`, 'faint')];
	const key = keyName(binding);
	return [
		span(key, isFirst ? 'accent' : 'key'),
		span(key === '' ? name : safe` ${name}`, isFirst ? 'accent' : 'plain'),
	];
}

function labelOf(binding: Binding): Safe {
	const key = keyName(binding);
	return key === '' ? nameOf(binding) : safe`${key} ${nameOf(binding)}`;
}

/** How a key is written. */
export function showKey(name: string): Safe {
	const names: Readonly<Record<string, string>> = {
		up: '↑',
		down: '↓',
		left: '←',
		right: '→',
		enter: 'Enter',
		escape: 'Esc',
		tab: 'Tab',
		'shift-tab': 'Shift-Tab',
		space: 'Space',
		pageup: 'PgUp',
		pagedown: 'PgDn',
		home: 'Home',
		end: 'End',
		backspace: 'Backspace',
		delete: 'Del',
	};
	const known = names[name];
	if (known !== undefined) return showArrows(known as Safe);
	return showText(name.startsWith('ctrl-') ? `Ctrl-${name.slice(5).toUpperCase()}` : name);
}

/** The names in the table are our own. */
function nameOf({ name = '' }: Binding): Safe {
	return showArrows(name as Safe);
}

/** A name that is itself a sign of keys, `↑↓ move`, stands without another one. */
function keyName(binding: Binding): Safe {
	if (/^[↑←]/.test(binding.name ?? '')) return safe``;
	return showKey(binding.keys[0] ?? '');
}

const tooSoon: Notice = {
	text: safe`That key came too soon, and did nothing. Press it again.`,
	role: 'warning',
};

/** A picture that says so of the last key: where the notices stand, or above, where there is one. */
export function sayTooSoon(drawing: Drawing, columns: number): Drawing {
	const { head: top, foot: bottom } = drawing;
	const said = foot('help', columns, { notice: tooSoon })[0] ?? [];
	const isFree = bottom.at(-2)?.every(({ text }) => /^[─-]*$/.test(text));
	return isFree
		? { ...drawing, foot: [...bottom.slice(0, -2), said, ...bottom.slice(-1)] }
		: { ...drawing, head: [...top.slice(0, 1), said, ...top.slice(2)] };
}
