/**
 * A small, forgiving highlighter of shell lines, for previews. It looks at one line at a time and
 * guesses where a line continues a string or a here-document; it never changes the text.
 */
import type { Safe } from './safe.ts';

export type Token =
	| 'plain'
	| 'comment'
	| 'string'
	| 'variable'
	| 'keyword'
	| 'operator'
	| 'command';

export type HighlightedSpan = { readonly text: Safe; readonly token: Token };

const KEYWORDS = new Set(
	'if then elif else fi for in while until do done case esac function { } ! [['.split(' '),
);

/** Behind these a command begins; behind `for`, `in`, `case`, `esac` and the like, a word. */
const BEFORE_COMMAND = new Set('if then elif else while until do { !'.split(' '));

/*
 * Every closing sign is optional, so that each alternative takes what it has looked at: a line of
 * a million `${` stays linear.
 */
const BLANKS = /[ ]+/y;
const COMMENT = /#.*/y;
const SINGLE = /\$?'[^']*'?/y;
const VARIABLE = /\$(?:\{[^}]*\}?|\w+|[@*#?$!-])/y;
const SUBSTITUTION = /\$\(\(?|`/y;
const OPERATOR = /\d*(?:<<-|<<<|<<|<&|<>|>>|>&|>\||<|>)|\|\||&&|;;|[|&;()]/y;
const ASSIGNMENT = /[A-Za-z_]\w*\+?=/y;
const WORD = /(?:\\.|[^\s"'$`|&;()<>\\]|\\$|\$(?![\w{(@*#?$!'-]))+/y;
const IN_QUOTES = /(?:\\.|[^"\\$`]|\\$|\$(?![\w{(@*#?$!-]))+/y;

/** Splits a line into spans; joined, their texts are `line`. */
export function highlightShell(line: Safe): readonly HighlightedSpan[] {
	const spans: { text: Safe; token: Token }[] = [];
	let at = 0;
	let commandNext = true;
	let wordStart = true;
	let quoted = false;

	const take = (pattern: RegExp): string | undefined => {
		pattern.lastIndex = at;
		return pattern.exec(line)?.[0];
	};
	const put = (text: string, token: Token) => {
		at += text.length;
		const last = spans.at(-1);
		if (last?.token === token) last.text = (last.text + text) as Safe;
		else spans.push({ text: text as Safe, token });
	};
	/** A quotation or variable belongs to a word: if it is the first of a command, to its name. */
	const wordGoesOn = () => {
		if (wordStart) commandNext = false;
		wordStart = false;
	};
	/** One token of unquoted text; `undefined` if none begins here. */
	const unquoted = (): true | undefined => {
		let text = take(BLANKS);
		if (text) {
			put(text, 'plain');
			wordStart = true;
			return true;
		}
		text = wordStart ? take(COMMENT) : undefined;
		if (text) {
			put(text, 'comment');
			return true;
		}
		text = wordStart || !/\d/.test(line[at] ?? '') ? take(OPERATOR) : undefined;
		if (text) {
			put(text, 'operator');
			// Behind a redirection comes the name of a file.
			if (!/[<>]/.test(text)) commandNext = true;
			wordStart = true;
			return true;
		}
		text = take(SINGLE);
		if (text) {
			put(text, 'string');
			wordGoesOn();
			return true;
		}
		text = wordStart && commandNext ? take(ASSIGNMENT) : undefined;
		if (text) {
			put(text, 'variable');
			// The value follows, then still a command.
			wordStart = false;
			return true;
		}
		text = take(WORD);
		if (text === undefined) return undefined;
		if (!wordStart) put(text, spans.at(-1)?.token === 'command' ? 'command' : 'plain');
		else if (KEYWORDS.has(text) && (commandNext || text === 'in' || text === 'do')) {
			put(text, 'keyword');
			commandNext = BEFORE_COMMAND.has(text);
		} else {
			put(text, commandNext ? 'command' : 'plain');
			commandNext = false;
		}
		wordStart = false;
		return true;
	};

	while (at < line.length) {
		const text = take(VARIABLE) ?? take(SUBSTITUTION);
		if (text) {
			const variable = !text.startsWith('$(') && text !== '`';
			put(text, variable ? 'variable' : 'operator');
			if (!variable && !quoted) wordStart = commandNext = true;
			else wordGoesOn();
		} else if (line[at] === '"') {
			quoted = !quoted;
			put('"', 'string');
			wordGoesOn();
		} else if (quoted) {
			put(take(IN_QUOTES) ?? line.charAt(at), 'string');
		} else if (!unquoted()) {
			put(line.charAt(at), 'plain');
		}
	}
	return spans;
}
