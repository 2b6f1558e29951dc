/** Reading a runbook: what the build has read already is not read again. */
import { matchPattern } from '../execute/match-pattern.ts';
import { readRunbook } from '../runbook/reader.ts';
import type { Reading } from '../runbook/types.ts';
import { type Catalogue, catalogue } from './catalogue.ts';

/**
 * What the bytes of a file say; `name` is its name without `.md`. Wherever a file lies: what was read
 * before counts for exactly the same bytes, and those say the same.
 */
export function readBytes(name: string, bytes: Uint8Array, known: Catalogue = catalogue): Reading {
	const builtIn = known.get(`${name}.md`);
	return builtIn?.isOf(bytes) ? builtIn.reading() : readRunbook(name, bytes, matchPattern);
}
