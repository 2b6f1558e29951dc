/** What an input takes, in paragraphs for somebody who reads the runbook. */
import { enumerate } from '../text/enumerate.ts';
import { patternInWords } from './pattern-words.ts';
import type { Input } from './types.ts';

/** Behind its question: its help; then what it takes, and what it is unless somebody changes it. */
export function inputInWords(input: Input): readonly string[] {
	const { help, optional, suggest } = input;
	const byDefault = input.default?.map(value => `\`${value}\``).join(', ');
	const facts = [
		...answerInSentences(
			input,
			whatItTakes(input),
			optional ? 'Several, if you like.' : 'One or several.',
		),
		...(byDefault === undefined ? [] : [`Unless you change it: ${byDefault}.`]),
		...(suggest === undefined ? [] : ['Tab offers some.']),
	];
	return [...(help === undefined ? [] : [help]), ...(facts.length > 0 ? [facts.join(' ')] : [])];
}

/** What can be answered: what it `takes`, of which nothing may be said; `several` is said of a list. */
export function answerInSentences(
	{ type, many, optional }: Input,
	takes: string | undefined,
	several: string,
): readonly string[] {
	return [
		...(takes === undefined ? [] : [`${takes}.`]),
		...(type === 'secret' ? ['Never shown, and kept nowhere.'] : []),
		...(many ? [several] : []),
		...(optional ? ['May stay empty.'] : []),
	];
}

/**
 * What fits, without a full stop; nothing for text that may be anything. The pattern itself only where
 * neither its own words nor the author's say what fits.
 */
export function whatItTakes(input: Input): string | undefined {
	const { pattern, help } = input;
	const type = typeInWords(input);
	if (pattern === undefined) return type;
	const words = patternInWords(pattern);
	if (words !== undefined) return type === undefined ? capital(words) : `${type}: ${words}`;
	if (help !== undefined) return type;
	const fits = `that matches the pattern \`${pattern}\``;
	return type === undefined ? `Text ${fits}` : `${type} ${fits}`;
}

function typeInWords({ type, choices, pattern, min, max }: Input): string | undefined {
	switch (type) {
		case 'text':
		case 'secret':
			return undefined;
		case 'integer':
			return `A whole number${rangeInWords(min, max)}`;
		case 'port':
			return `A port,${rangeInWords(min ?? 1, max ?? 65535)}`;
		case 'boolean':
			return '`true` or `false`';
		case 'choice':
			return enumerate(
				choices.map(choice => `\`${choice}\``),
				'or',
			);
		case 'host':
			return 'The name or address of a machine';
		case 'ip':
			return 'An IP address';
		case 'cidr':
			return 'An IP address, or a network such as `192.0.2.0/24`';
		case 'url':
			return 'An address that begins with `http://` or `https://`';
		case 'path':
			return pattern === undefined ? 'A path that begins with `/`' : 'A path';
	}
}

function rangeInWords(min: number | undefined, max: number | undefined): string {
	if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
	if (min !== undefined) return `, at least ${min}`;
	return max === undefined ? '' : `, at most ${max}`;
}

function capital(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
