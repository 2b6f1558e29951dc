/** Tries the pattern of an input, which may come from a stranger's file and never come to an end. */
import { createContext, Script } from 'node:vm';
import type { PatternMatcher } from '../runbook/types.ts';

const longest = 4096;
/** Milliseconds. `^(a+)+$` on 28 characters took 17.7 s. */
const limit = 100;
// First alone: `a)|(b` is no pattern, but would be one between the anchors, and get out of them.
const script = new Script(
	'new RegExp(pattern, "u"); new RegExp(`^(?:${pattern})$`, "u").test(value)',
);

/**
 * Whether `pattern` matches the whole of `value`. A pattern that is none, that is longer than 4,096
 * characters or stands against such a value, or that has no answer after 100 ms, does not match.
 */
export const matchPattern: PatternMatcher = (pattern, value) => {
	if (pattern.length > longest || value.length > longest) return false;
	// Without prototype, so that nothing in there leads back out.
	const names = Object.assign(Object.create(null), { pattern, value });
	try {
		return script.runInContext(createContext(names), { timeout: limit }) === true;
	} catch {
		return false;
	}
};
