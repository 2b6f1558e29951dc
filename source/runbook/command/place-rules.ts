import type { SyntaxNode } from 'unbash';
import { literalStart } from './command-words.ts';
import { isSpecialVariable } from './names.ts';
import { isNumber, type Occurrence } from './occurrence.ts';
import { type Rule, rule } from './rule.ts';

type NodeType = SyntaxNode['type'];

/** @returns whether one of the types is met before a `$( … )`, within which all begins anew. */
function closely({ way }: Occurrence, ...types: readonly NodeType[]): boolean {
	for (const { node } of way) {
		if (types.includes(node.type)) return true;
		if (node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution') return false;
	}
	return false;
}

/** @returns whether one of the types is met on the whole way up. */
function anywhere({ way }: Occurrence, ...types: readonly NodeType[]): boolean {
	return way.some(({ node }) => types.includes(node.type));
}

const before = ({ tree, placeholder }: Occurrence): string =>
	tree.text.charAt(placeholder.start - 1);

const isWholeWord = ({ word, placeholder }: Occurrence): boolean =>
	word?.pos === placeholder.start && word.end === placeholder.end;

/** Nothing but the placeholder stands in the quotes. */
function isWholeString({ tree, placeholder, way }: Occurrence): boolean {
	const type = way.find(({ node }) => quotes.has(node.type))?.node.type;
	const sign = type && quotes.get(type);
	const { start, end } = placeholder;
	return tree.text.charAt(start - 1) === sign && tree.text.charAt(end) === sign;
}

const quotes: ReadonlyMap<NodeType, string> = new Map([
	['SingleQuoted', "'"],
	['AnsiCQuoted', "'"],
	['DoubleQuoted', '"'],
	['LocaleString', '"'],
]);

/** Where in the text a placeholder may not stand, whatever the command. In the order they are said. */
export const placeRules: readonly Rule[] = [
	rule(
		'placeholder-after-backslash',
		at => before(at) === '\\',
		'{} stands directly after a backslash, which would take the first character of the value away.',
		'Take the backslash away; the value needs none.',
	),
	rule(
		'placeholder-after-dollar',
		at => before(at) === '$',
		'{} stands directly after `$`, so its value would be read as the name of a variable.',
		'Take the `$` away: {} is the value itself.',
	),
	rule(
		'placeholder-in-variable-name',
		at => before(at) !== '$' && at.way[0]?.node.type === 'SimpleExpansion',
		'{} stands directly after a variable, so its value would become part of the name.',
		'Write the variable with braces: `${{own}}{bare}`.',
	),
	rule(
		'placeholder-in-quotes',
		at => closely(at, 'SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted', 'LocaleString'),
		'{} stands in quotes, where its value could end them.',
		at =>
			isWholeString(at)
				? 'Take the quotes away: {} alone, for the value is quoted for you.'
				: 'End the quotes before it and begin them again behind it: `"… "{bare}" …"`; the value is quoted for you.',
	),
	rule(
		'placeholder-in-here-document',
		at => anywhere(at, 'HereDoc', 'HereDocBody', 'HereDocDelimiter'),
		'{} stands in a here-document.',
		"Write the text with a `file=` block, or line by line: `printf '%s\\n' {bare}`.",
	),
	rule(
		'placeholder-in-backquotes',
		at => at.way.some(({ node }) => node.type === 'CommandExpansion' && node.text.startsWith('`')),
		'{} stands in backquotes.',
		'Write `$( … )` in place of the backquotes.',
	),
	rule(
		'placeholder-in-arithmetic',
		at =>
			at.way.some(
				({ node }) => node.type.startsWith('Arithmetic') && node.type !== 'ArithmeticFor',
			),
		'{} stands in arithmetic, which runs code that is hidden in a value.',
		'Write `$(expr {bare} + 1)`, or give the input the type `integer` and compare with `[ … -gt … ]`.',
	),
	rule(
		'placeholder-in-expansion',
		at => anywhere(at, 'ParameterExpansion'),
		'{} stands in `${ … }`.',
		'Write it outside: an `if`, or a variable of its own: `{own}={bare}`.',
	),
	rule(
		'placeholder-in-pattern',
		at => anywhere(at, 'Glob', 'ExtendedGlob', 'BraceExpansion'),
		'{} stands in a pattern, so its characters would be matched one by one.',
		'Write the words out, or declare the input with `many: true`.',
	),
	rule(
		'placeholder-in-comment',
		at => at.role === 'comment',
		'{} stands in a comment, where it does nothing.',
		'Write the comment as prose above the block, or take {} out of it.',
	),
	rule(
		'placeholder-as-command',
		at => at.role === 'command' && !(at.kind.pattern && endsCommandWord(at)),
		'{} stands where the name of a command stands.',
		'Write the name out. A value may only end a name, as in `php-fpm{bare}`, if its input has a `pattern`.',
	),
	rule(
		'placeholder-as-name',
		at => at.role === 'name' || beforeEquals(at),
		'{} stands where a name is set.',
		'Write the name of the variable out, and put {} in its value: `{own}={bare}`.',
	),
	rule(
		'placeholder-in-case-pattern',
		at => at.role === 'pattern',
		'{} stands in a pattern of `case`.',
		'Compare with `[ "${own}" = {bare} ]`.',
	),
	rule(
		'placeholder-as-descriptor',
		at => at.role === 'descriptor',
		'{} stands where the number of an open file stands.',
		'Write the number out, or redirect to a file: `> {bare}`.',
	),
	rule(
		'placeholder-in-here-string',
		at => at.role === 'here-string',
		'{} stands after `<<<`.',
		"Write `printf '%s\\n' {bare} |` before the command.",
	),
	rule(
		'placeholder-elsewhere',
		at => at.role === 'other',
		'{} stands in a place that is not known to be safe.',
		'Put it in a word of its own, as an argument of a command; go through several values with `for {own} in {bare}; do … done`.',
	),
	rule(
		'list-in-word',
		at => at.kind.many && !isWholeWord(at),
		'{} is a list and stands in a word with other text, where only its first value would have it.',
		'Go through the values: `for {own} in {bare}; do … done`, and use `"${own}"`.',
	),
	rule(
		'list-in-place-of-value',
		at => at.kind.many && at.role !== 'argument' && at.role !== 'for' && at.role !== 'command',
		'{} is a list and stands where there is room for one value.',
		'Go through the values: `for {own} in {bare}; do … done`, and use `"${own}"`.',
	),
	rule(
		'special-variable',
		at =>
			!isNumber(at.kind) &&
			at.way.some(
				({ node }) =>
					(node.type === 'Assignment' && isSpecialVariable(node.name)) ||
					(node.type === 'For' && isSpecialVariable(node.name.value)),
			),
		'{} is put into a variable that the shell itself counts with, runs or looks for programs by.',
		'Use a variable with another name, in small letters.',
	),
];

function endsCommandWord({ tree, word }: Occurrence): boolean {
	return word !== undefined && literalStart(tree, word) !== undefined;
}

/** `{{x}}=1` as the first word of a command: by itself the parser takes it for an assignment. */
function beforeEquals({ tree, placeholder, way }: Occurrence): boolean {
	return way[0]?.node.type === 'Assignment' && tree.text.charAt(placeholder.end) === '=';
}
