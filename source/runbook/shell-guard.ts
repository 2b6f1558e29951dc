/** Blocks that the parser of shell text would take too long for, or too deep a stack. */

const LONGEST = 64 * 1024;
/** Each is looked at together with all that stands around it: 500 take two seconds. */
const MOST_PLACEHOLDERS = 100;

/** In all blocks of a file. */
export const MOST_PLACEHOLDERS_IN_ALL = 1500;

/** The parser of blocks calls itself for every substitution inside another. */
const MOST_SUBSTITUTIONS = 200;

/** What there is too much of in a command, if anything, to follow "holds". */
export function tooMuchInCommand(text: string): string | undefined {
	if (text.length > LONGEST) return 'more than 64 KiB';
	if ((text.match(/[$<>]\(|`/g)?.length ?? 0) > MOST_SUBSTITUTIONS) {
		return `more than ${MOST_SUBSTITUTIONS} substitutions`;
	}
	return (text.match(/\{\{/g)?.length ?? 0) > MOST_PLACEHOLDERS
		? `more than ${MOST_PLACEHOLDERS} pairs of braces`
		: undefined;
}
