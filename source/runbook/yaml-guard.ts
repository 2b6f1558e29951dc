/** What keeps YAML harmless and its messages useful. */
import { Lexer, type YAMLError } from 'yaml';

/** A runbook needs three; the parser needs a stack frame or more for each. */
const DEEPEST = 24;

/**
 * The offset at which lists and maps stand inside each other more than `DEEPEST` times, if they do.
 * The parser calls itself for each level, and a full stack ends the whole process where a regular
 * expression is compiled on it: that cannot be caught, so it must not happen. The lexer is flat.
 */
export function isTooDeep(yaml: string): number | undefined {
	let offset = 0;
	let flow = 0;
	let indicators = 0;
	let indents: number[] = [];
	for (const token of new Lexer().lex(yaml)) {
		// Two marks of the lexer that stand for no character of the source.
		if (token === '\u0002' || token === '\u001f' || token === '\u0018') continue;
		if (token === '[' || token === '{') flow++;
		else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
		else if (token.startsWith('\n')) indicators = 0;
		else if (token === '-' || token === '?' || token === ':') indicators++;
		else if (indicators === 0 && flow === 0 && /^ +$/.test(token)) {
			indents = indents.filter(indent => indent < token.length);
			indents.push(token.length);
		}
		if (Math.max(flow, indicators, indents.length) > DEEPEST) return offset;
		offset += token.length;
	}
	return undefined;
}

/** What to write instead of YAML that cannot be read. */
export function remedyForSyntax(yaml: string, { code, pos }: YAMLError): string {
	const lineStart = yaml.lastIndexOf('\n', pos[0] - 1) + 1;
	const line = yaml.slice(lineStart).split('\n', 1)[0] ?? '';
	const key = /^\s*(?:- )?\s*([A-Za-z_][\w-]*):\s/.exec(line)?.[1];
	switch (code) {
		case 'TAB_AS_INDENT':
			return 'Indent with spaces.';
		case 'MISSING_CHAR':
			return 'Close the quote or bracket.';
		case 'BAD_INDENT':
			return 'Keys of one map begin in the same column.';
		case 'MULTIPLE_DOCS':
			return 'The front matter ends at the first line of `---`.';
		default:
			if (key === undefined) {
				return 'Write `key: value`; a value with `: `, ` #`, quotes or brackets goes into single quotes.';
			}
			return `Write \`${key}: |\`, and the value indented on the next line: a value with \`: \`, \` #\`, quotes or brackets cannot stand bare.`;
	}
}
