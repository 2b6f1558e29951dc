/** Tries the pattern of an input, which may come from a stranger's file and never come to an end. */
import { createContext, Script } from 'node:vm';
import type { PatternMatcher } from '../runbook/types.ts';

const longest = 4096;
/** Milliseconds. `^(a+)+$` on 28 characters took 17.7 s. */
const limit = 100;
// First alone: `a)|(b` is no pattern, but would be one between the anchors, and get out of them.
const text = 'new RegExp(pattern, "u"); new RegExp(`^(?:${pattern})$`, "u").test(value)';
/** Made when there is something to match: to have the module of Node takes longer than a script. */
let script: Script | undefined;

/**
 * Whether `pattern` matches the whole of `value`. A pattern that is none, that is longer than 4,096
 * characters or stands against such a value, or that has no answer after 100 ms, does not match.
 */
export const matchPattern: PatternMatcher = (pattern, value) => {
	if (pattern.length > longest || value.length > longest) return false;
	return answerWithin(limit, milliseconds => {
		// Without prototype, so that nothing in there leads back out.
		const names = Object.assign(Object.create(null), { pattern, value });
		try {
			script ??= new Script(text);
			return script.runInContext(createContext(names), { timeout: milliseconds }) === true;
		} catch (error) {
			return isTimeout(error) ? 'no answer' : false;
		}
	});
};

/**
 * A busy machine may keep the program waiting for longer than the limit, and no value may be refused
 * for that. So what counts is the time in which it did run, over as many attempts as that takes.
 */
export function answerWithin(
	milliseconds: number,
	attempt: (milliseconds: number) => boolean | 'no answer',
	spent = spentByProcess,
): boolean {
	const before = spent();
	for (let attempts = 0; attempts < 100; attempts++) {
		const answer = attempt(milliseconds);
		if (answer !== 'no answer') return answer;
		if (spent() - before >= milliseconds * 0.9) return false;
	}
	return false;
}

function spentByProcess(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** The error comes from the other context, whose `Error` is not ours. */
function isTimeout(error: unknown): boolean {
	return Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
