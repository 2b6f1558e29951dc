/** What every page has in common: its head with the badges, and its foot with notice and keys. */
import { type Safe, safe, showText } from '../../text/safe.ts';
import { width } from '../../text/width.ts';
import { type Binding, keymap, type Mode } from '../keymap.ts';
import type { Notice } from '../page.ts';
import { fitLine, type Line, lineWidth, rule, type Span, span, spread } from './line.ts';

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

/** A notice, or a rule, with what is to be said on the right; below it the keys. */
export function foot(
	mode: Mode,
	columns: number,
	options: {
		readonly notice?: Notice | undefined;
		readonly right?: Safe | undefined;
		readonly hide?: ReadonlySet<string>;
	},
): readonly Line[] {
	const { notice } = options;
	// A notice is of more use than what else could stand there, if there is no room for both.
	const fits = !notice || width(notice.text) + width(options.right ?? '') + 4 <= columns;
	const right = fits ? options.right : undefined;
	const rightSide: Line = right === undefined ? [] : [span(safe` ${right} `, 'warning')];
	const room = columns - lineWidth(rightSide);
	const left: Line = notice
		? fitLine([span(safe` `), span(notice.text, notice.role)], room)
		: rule(right === undefined ? room : room - 1);
	return [spread(left, rightSide, columns), keyLine(mode, columns, options.hide)];
}

/** As many keys as fit; help is always among them. */
function keyLine(mode: Mode, columns: number, hide: ReadonlySet<string> = new Set()): Line {
	const bindings = keymap[mode].filter(
		({ name, action }) => name !== undefined && !hide.has(action),
	);
	const always = bindings.filter(({ action }) => action === 'help');
	const spans: Span[] = [span(safe` `)];
	let left = columns - 1 - always.reduce((sum, binding) => sum + keySize(binding), 0);
	for (const binding of bindings) {
		const isHelp = binding.action === 'help';
		if (!isHelp && keySize(binding) > left) continue;
		if (!isHelp) left -= keySize(binding);
		const key = keyName(binding);
		const gap = key === '' ? safe`` : safe` `;
		spans.push(span(key, 'key'), span(safe`${gap}${showText(binding.name ?? '')}   `, 'faint'));
	}
	return fitLine(spans, columns);
}

function keySize(binding: Binding): number {
	return width(keyName(binding)) + width(binding.name ?? '') + 4;
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
	if (known !== undefined) return showText(known);
	return showText(name.startsWith('ctrl-') ? `Ctrl-${name.slice(5).toUpperCase()}` : name);
}

/** A name that is itself a sign of keys, `↑↓ move`, stands without another one. */
function keyName(binding: Binding): Safe {
	if (/^[↑←]/.test(binding.name ?? '')) return safe``;
	return showKey(binding.keys[0] ?? '');
}
