/** Gates that pass because a file is missing, as far as that can be seen. */
import type { Command, Pipeline, Word } from 'unbash';
import { staticText, type Tree } from '../command/tree.ts';

type Reader = {
	/** How many of its words come before the files. */
	readonly before: number;
	/** Options whose next word, or the rest of their own, is theirs. */
	readonly taking: string;
	/** Those of them that stand for the words before the files. */
	readonly instead?: string;
};

const GREP: Reader = { before: 1, taking: 'efmABCdD', instead: 'ef' };

/** Commands that read files. */
const READERS: ReadonlyMap<string, Reader> = new Map([
	['grep', GREP],
	['egrep', GREP],
	['fgrep', GREP],
	['zgrep', GREP],
	['awk', { before: 1, taking: 'vFf', instead: 'f' }],
	['sed', { before: 1, taking: 'efl', instead: 'ef' }],
	['cat', { before: 0, taking: '' }],
	['head', { before: 0, taking: 'nc' }],
	['tail', { before: 0, taking: 'nc' }],
	['cut', { before: 0, taking: 'bcdf' }],
	['sort', { before: 0, taking: 'ktoST' }],
	['cmp', { before: 0, taking: 'in' }],
	['diff', { before: 0, taking: 'UCxXIWLF' }],
]);

/** The file that a negated pipeline reads, where nothing before it asks whether it is there. */
export function fileThatMayBeMissing(
	tree: Tree,
): { readonly file: string; readonly pos: number } | undefined {
	for (const { node } of tree.visits) {
		if (node.type !== 'Pipeline' || !node.prefixes.some(({ type }) => type === 'Negation'))
			continue;
		const file = fileOf(node, tree);
		if (file && !isAskedFor(file, node.pos, tree)) return { file, pos: node.pos };
	}
	return undefined;
}

function fileOf({ commands }: Pipeline, tree: Tree): string | undefined {
	for (const command of commands) {
		if (command.type !== 'Command') continue;
		const files = [...filesRead(command, tree), ...inputsOf(command)];
		const [file] = files;
		if (file) return file.text;
	}
	return undefined;
}

function inputsOf({ redirects }: Command): readonly Word[] {
	return redirects
		.flatMap(redirect =>
			redirect.type === 'Redirect' && redirect.operator === '<' && redirect.target
				? [redirect.target]
				: [],
		)
		.filter(({ text }) => text !== '/dev/null');
}

function filesRead({ name, args }: Command, tree: Tree): readonly Word[] {
	const reader = READERS.get((name && staticText(tree, name)) ?? '');
	if (reader === undefined) return [];
	const words: Word[] = [];
	let { before } = reader;
	let options = true;
	for (let index = 0; index < args.length; index++) {
		const word = args[index];
		if (word?.type !== 'Word') continue;
		if (options && word.text === '--') options = false;
		else if (options && word.text.startsWith('-') && word.text !== '-') {
			const { takesNext, isInstead } = optionOf(word.text, reader);
			if (isInstead) before = 0;
			if (takesNext) index++;
		} else words.push(word);
	}
	return words.slice(before).filter(({ text }) => text !== '-');
}

const LONG_INSTEAD = /^--(?:regexp|expression|file)(=|$)/;

/** `-e x`, `-ex`, `-ve x`: the first letter that takes something takes what is left. */
function optionOf(
	text: string,
	{ taking, instead = '' }: Reader,
): { readonly takesNext: boolean; readonly isInstead: boolean } {
	if (text.startsWith('--')) {
		const long = instead === '' ? null : LONG_INSTEAD.exec(text);
		return { takesNext: long?.[1] === '', isInstead: long !== null };
	}
	const at = [...text].findIndex((letter, index) => index > 0 && taking.includes(letter));
	return {
		takesNext: at === text.length - 1,
		isInstead: at !== -1 && instead.includes(text.charAt(at)),
	};
}

/** `test -s FILE`, `[ -r FILE ]`, or a command that fails by itself without it. */
function isAskedFor(file: string, pos: number, tree: Tree): boolean {
	return tree.visits.some(({ node }) => {
		if (node.type !== 'Command' || node.pos >= pos) return false;
		const name = node.name && staticText(tree, node.name);
		const words = node.args.map(({ text }) => text);
		if (name === 'test' || name === '[') {
			return words.some((word, index) => /^-[defrsxL]$/.test(word) && words[index + 1] === file);
		}
		return (name === 'ls' || name === 'stat' || name === 'cat') && words.includes(file);
	});
}
