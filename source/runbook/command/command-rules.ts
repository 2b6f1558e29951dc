import { type CommandWord, commandWords, isOneOf } from './command-words.ts';
import { counting, evaluating, handing, shells, testing } from './names.ts';
import { type Enclosing, isNumber, type Occurrence } from './occurrence.ts';
import { type Rule, rule } from './rule.ts';
import { runWords } from './runners.ts';
import { isStringTest } from './string-test.ts';

/** A command around a placeholder: its words, and the one that holds the placeholder. */
type Around = { readonly words: readonly CommandWord[]; readonly index: number };

/** All commands around a placeholder, one for each name they may have. */
function around(at: Occurrence): readonly Around[] {
	return at.commands.flatMap(({ command, child }) =>
		(commandWords(at.tree, command) ?? []).map(words => ({
			words,
			index: words.findIndex(({ node }) => node === child),
		})),
	);
}

/** @returns whether some command around the placeholder, having it among its words, is so. */
function some(at: Occurrence, is: (words: readonly CommandWord[], index: number) => boolean) {
	return around(at).some(({ words, index }) => index >= 0 && is(words, index));
}

/** @returns the words from `[` or `test` on, if the command has such a word. */
export function testWords(words: readonly CommandWord[]): readonly CommandWord[] | undefined {
	const index = words.findIndex(({ text }) => text !== undefined && testing.words.has(text));
	return index < 0 ? undefined : words.slice(index);
}

/** @returns whether a word comes before the operand from which on `set` and `printf` take text. */
function beforeText(words: readonly CommandWord[], index: number, name: 'set' | 'printf'): boolean {
	// Only as a command: `ip link set` is no `set`.
	const texts = words.map(({ text }) => text);
	const at = [0, ...runWords(texts)].find(from => texts[from] === name);
	if (at === undefined || at >= index) return false;
	const between = words.slice(at + 1, index).map(({ text }) => text);
	if (name === 'set') return between[0] !== '--';
	return between.length === 0 || between[0] === undefined || /^-/.test(between[0]);
}

/** @returns whether the first operand of `set` or `printf` is one that a value may have become. */
export function hasLooseText(words: readonly CommandWord[], name: 'set' | 'printf'): boolean {
	return words.some(({ text }, index) => text === undefined && beforeText(words, index, name));
}

/** @returns whether a value of plain characters only may stand here. */
export function isPlainOnly(at: Occurrence): boolean {
	return !isNumber(at.kind) && some(at, words => isOneOf(words, shells) || isOneOf(words, handing));
}

const notNumber =
	(is: (words: readonly CommandWord[], index: number) => boolean) => (at: Occurrence) =>
		!isNumber(at.kind) && some(at, is);

const direct = ({ commands, tree }: Occurrence): readonly Enclosing[] =>
	commands.filter(
		({ command, child }) => child !== command.name && commandWords(tree, command) === undefined,
	);

/** Which commands may not have a placeholder in their words. */
export const commandRules: readonly Rule[] = [
	rule(
		'command-not-literal',
		at => direct(at).length > 0,
		'{} stands in a command whose name is only known when it runs.',
		'Write the name of the command out.',
	),
	rule(
		'command-evaluates',
		at => some(at, words => isOneOf(words, evaluating)),
		'{} stands in the words of a command that runs its words as code.',
		'Write the command itself instead.',
	),
	rule(
		'command-counts',
		notNumber(words => isOneOf(words, counting)),
		'{} stands in the words of a command that counts with them, or sets names by them.',
		'Set a variable by itself, `{own}={bare}`, or give the input the type `integer`.',
	),
	rule(
		'test-counts',
		at =>
			!(isNumber(at.kind) && !at.kind.many) &&
			(at.role === 'test' ||
				some(at, words => {
					const test = testWords(words);
					return test !== undefined && !isStringTest(test);
				})),
		'{} stands in a test that may count with it.',
		'Write a test of its own beside `=`, `!=`, `-n`, `-z` or a file test, everything else in it in double quotes: `[ "${own}" = {bare} ]`; join tests with `&&`; to compare numbers give the input the type `integer`.',
	),
	rule(
		'list-in-test',
		at => at.kind.many && some(at, words => testWords(words) !== undefined),
		'{} is a list and stands in a test.',
		'Go through the values: `for {own} in {bare}; do … done`, and test `"${own}"`.',
	),
	rule(
		'names-what-runs',
		at =>
			some(at, (words, index) => {
				const run = runWords(words.map(({ text }) => text));
				// Where a word cannot be told, all behind it may be what runs.
				return run.has(index);
			}),
		'{} stands where a command takes what it is to run.',
		'Write the program, the script or the code out; the value may be one of its arguments.',
	),
	rule(
		'set-options',
		at => some(at, (words, index) => beforeText(words, index, 'set')),
		'{} stands where `set` takes options.',
		'Write `set -- {bare}`.',
	),
	rule(
		'printf-format',
		at => some(at, (words, index) => beforeText(words, index, 'printf')),
		'{} stands where `printf` takes its format.',
		"Write `printf '%s\\n' {bare}`.",
	),
];

/** `printf -v name` sets a name. */
export function hasPrintfVariable(words: readonly CommandWord[]): boolean {
	const at = words.findIndex(({ text }) => text === 'printf');
	return at >= 0 && words.slice(at).some(({ text }) => text?.startsWith('-v'));
}
