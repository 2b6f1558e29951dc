/** Gates that pass because a file is missing, as far as that can be seen. */
import type { Command, Pipeline, Word } from 'unbash';
import { staticText, type Tree } from '../command/tree.ts';

/** Commands that read files, and how many of their words come before the files. */
const READERS: ReadonlyMap<string, number> = new Map([
	['grep', 1],
	['egrep', 1],
	['fgrep', 1],
	['zgrep', 1],
	['awk', 1],
	['sed', 1],
	['cat', 0],
	['head', 0],
	['tail', 0],
	['cut', 0],
	['sort', 0],
	['cmp', 0],
	['diff', 0],
]);

/** Options of these commands whose next word is theirs. */
const TAKING = /^-(?:[A-Za-z]*[efmABCdkvFn])$/;

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
	const before = READERS.get((name && staticText(tree, name)) ?? '');
	if (before === undefined) return [];
	const words: Word[] = [];
	let given = 0;
	for (let index = 0; index < args.length; index++) {
		const word = args[index];
		if (word?.type !== 'Word') continue;
		if (word.text.startsWith('-') && word.text !== '-') {
			// With `-e` or `-f` the first word is a file already.
			if (/^-[A-Za-z]*[ef]$/.test(word.text) && before === 1) given = 1;
			if (TAKING.test(word.text)) index++;
			continue;
		}
		words.push(word);
	}
	return words.slice(Math.max(0, before - given)).filter(({ text }) => text !== '-');
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
