/** What a key means, by the one table of keys. */
import type { Action } from './bindings.ts';
import { keymap, type Mode } from './keymap.ts';
import type { KeyPress } from './keys.ts';

/** Modes in which a printable key that is not in the table is text. */
const typed: ReadonlySet<Mode> = new Set(['library', 'form', 'text', 'word', 'editor']);

export type Resolved =
	| { readonly kind: 'action'; readonly action: Action }
	| { readonly kind: 'text'; readonly text: string };

/** What a key means. `empty` says that nothing is typed yet where typing is possible. */
export function resolve(mode: Mode, press: KeyPress, empty = false): Resolved | undefined {
	const binding = keymap[mode].find(
		other => other.keys.includes(press.name) && (empty || !other.whenEmpty),
	);
	if (binding) return { kind: 'action', action: binding.action };
	return press.text !== undefined && typed.has(mode)
		? { kind: 'text', text: press.text }
		: undefined;
}
