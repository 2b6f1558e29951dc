/** Values in prose: for reading only, never for anything that runs. */
import { findPlaceholders } from '../runbook/command/index.ts';
import type { RunState } from './state.ts';
import { knownOf } from './values.ts';

/** Prose with the values that are known; the others stay as they are written. */
export function putValues(state: RunState, text: string): string {
	let result = '';
	let at = 0;
	for (const { name, start, end } of findPlaceholders(text)) {
		const known = knownOf(state, name);
		result += text.slice(at, start);
		result += known.kind === 'value' ? [known.value].flat().join(', ') : text.slice(start, end);
		at = end;
	}
	return result + text.slice(at);
}
