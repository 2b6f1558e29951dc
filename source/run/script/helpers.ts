/** The functions that a script brings along: those of `helpers.sh` that are called in it. */
import text from './helpers.sh';

const [, ...helpers] = text.trim().split('\n\n');

/** @returns the helpers that these lines call, and what those call themselves, in their order. */
export function helpersFor(lines: readonly string[]): readonly string[] {
	const wanted = new Set<string>();
	const search = (caller: string): void => {
		for (const [name] of caller.matchAll(/\brunbook_[a-z_]+/g)) {
			const helper = helpers.find(other => other.includes(`${name}() {`));
			if (!helper || wanted.has(helper)) continue;
			wanted.add(helper);
			search(helper);
		}
	};
	lines.forEach(search);
	return helpers
		.filter(helper => wanted.has(helper))
		.flatMap(helper => ['', ...helper.split('\n')]);
}
