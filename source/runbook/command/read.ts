import type { Language, Placeholder, Template } from '../types.ts';
import { blockRules } from './block-rules.ts';
import { commandRules, isPlainOnly } from './command-rules.ts';
import { isNumber, type Occurrence, occurrence } from './occurrence.ts';
import { placeRules } from './place-rules.ts';
import { needsQuotes } from './surroundings.ts';
import { checkSyntax } from './syntax.ts';
import { textRules } from './text-rules.ts';
import { parseBlock, type Tree } from './tree.ts';
import type { CommandProblem, CommandReading, Slot, ValueKind } from './types.ts';

const rules = [...placeRules, ...commandRules, ...blockRules];

/** The names of all rules that `readWithout` can take away. */
export const ruleNames: readonly string[] = [
	...[...rules, ...textRules].map(({ name }) => name),
	'plain-only',
	'number-only',
];

/**
 * Reads a shell block: whether its shell can read it, and whether its placeholders stand where any
 * value is safe.
 *
 * @param content the block's text and its placeholders
 * @param language the shell of the block
 * @param kindOf what a name stands for; nothing for a name that is not declared
 * @returns the command, unless there is an error among the problems
 */
export function readCommand(
	content: Template,
	language: Language,
	kindOf: (name: string) => ValueKind | undefined,
): CommandReading {
	return readWithout(content, language, kindOf);
}

/** As `readCommand`, with one rule taken away: it shows in tests what the rule is there for. */
export function readWithout(
	content: Template,
	language: Language,
	kindOf: (name: string) => ValueKind | undefined,
	without?: string,
): CommandReading {
	const tree = parseBlock(content);
	const problems = [...checkSyntax(tree, language)].filter(({ rule }) => rule !== without);
	const slots: Slot[] = [];
	// Where the block cannot be read, nothing is known of its places.
	if (problems.some(({ rule }) => rule === 'shell-syntax')) return { problems };
	if (content.placeholders.length > 0) problems.push(...checkText(tree, without));
	for (const placeholder of content.placeholders) {
		const kind = kindOf(placeholder.name);
		const problem = checkName(placeholder, kind);
		if (problem || !kind) {
			if (problem) problems.push(problem);
			continue;
		}
		const at = occurrence(tree, placeholder, kind);
		const refused = refuse(at, without);
		if (refused) problems.push(refused);
		else slots.push(slotAt(at, without));
	}
	if (problems.some(({ severity }) => severity === 'error')) return { problems };
	return { command: { text: content.text, language, slots }, problems };
}

function checkText(tree: Tree, without: string | undefined): CommandProblem[] {
	return textRules.flatMap(({ name, find, message, remedy }): CommandProblem[] => {
		const offset = name === without ? undefined : find(tree);
		if (offset === undefined) return [];
		return [{ offset, severity: 'error', rule: name, message, remedy }];
	});
}

function checkName(
	{ name, start }: Placeholder,
	kind: ValueKind | undefined,
): CommandProblem | undefined {
	if (!kind) {
		return {
			offset: start,
			severity: 'error',
			rule: 'undeclared-placeholder',
			message: `\`{{${name}}}\` is not declared.`,
			remedy: `Declare \`${name}\` under \`inputs\`, or mark the block \`raw\` if the braces are meant as they are.`,
		};
	}
	if (kind.type !== 'secret') return undefined;
	return {
		offset: start,
		severity: 'error',
		rule: 'secret-in-text',
		message: `\`{{${name}}}\` is a secret, and a secret is never part of a text.`,
		remedy: `Write \`"$${name}"\`: it is in the environment of the command.`,
	};
}

function refuse(at: Occurrence, without: string | undefined): CommandProblem | undefined {
	for (const { name, refuses } of rules) {
		if (name === without) continue;
		const refusal = refuses(at);
		if (!refusal) continue;
		return { offset: at.placeholder.start, severity: 'error', rule: name, ...refusal };
	}
	return undefined;
}

function slotAt(at: Occurrence, without: string | undefined): Slot {
	const { name, start, end } = at.placeholder;
	const word = at.word ? { start: at.word.pos, end: at.word.end } : { start, end };
	return {
		name,
		start,
		end,
		plainOnly: without !== 'plain-only' && isPlainOnly(at),
		place: {
			word,
			quoted: needsQuotes(at.tree, { start, end }, word, without),
			number: without !== 'number-only' && isNumber(at.kind),
			commandWord: at.role === 'command',
		},
	};
}
