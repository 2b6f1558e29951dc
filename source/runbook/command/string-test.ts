import type { Word } from 'unbash';
import type { CommandWord } from './command-words.ts';

const unary = new Set('-n -z -e -f -d -r -w -x -s -L -h -b -c -p -S -g -u -k -O -G'.split(' '));
const binary = new Set('= != -nt -ot -ef'.split(' '));

/**
 * Decides whether a test only compares text or looks at a file. It must have one of the shapes that
 * POSIX defines whatever the operands are; with `-a` and `-o` an operand may become an operator.
 *
 * @param words the words of the command from `[` or `test` on
 */
export function isStringTest(words: readonly CommandWord[]): boolean {
	let operands = words.slice(1);
	if (words[0]?.text === '[') operands = operands.slice(0, -1);
	if (operands[0]?.text === '!') operands = operands.slice(1);
	const operator = operands.length === 2 ? operands[0]?.text : operands[1]?.text;
	const known = operands.length === 2 ? unary : binary;
	return (
		(operands.length === 2 || operands.length === 3) &&
		operator !== undefined &&
		known.has(operator) &&
		operands.every(({ node }) => node.type === 'Word' && isOneWord(node))
	);
}

/** @returns whether the shell makes exactly one word of it: no expansion stands outside quotes. */
function isOneWord(word: Word): boolean {
	return (word.parts ?? []).every(part => {
		if (part.type === 'DoubleQuoted') return !part.parts.some(({ text }) => /^\$\{?@/.test(text));
		return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
	});
}
