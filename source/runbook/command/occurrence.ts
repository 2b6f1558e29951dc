import type { Command, SyntaxNode, Word } from 'unbash';
import type { Placeholder } from '../types.ts';
import { innermost, type Tree, upward, type Visit } from './tree.ts';
import type { ValueKind } from './types.ts';

/** What the word of a placeholder is for the shell; the last ones are never good. */
export type Role =
	| 'argument'
	| 'redirection'
	| 'assignment'
	| 'case'
	| 'for'
	| 'test'
	| 'command'
	| 'name'
	| 'expansion'
	| 'pattern'
	| 'descriptor'
	| 'here-string'
	| 'here-document'
	| 'comment'
	| 'other';

/** A command around a placeholder, and by which of its children one comes to the placeholder. */
export type Enclosing = { readonly command: Command; readonly child: SyntaxNode };

/** A placeholder with all that is known of where it stands. */
export type Occurrence = {
	readonly tree: Tree;
	readonly placeholder: Placeholder;
	readonly kind: ValueKind;
	/** From the innermost node up to the block. */
	readonly way: readonly Visit[];
	/** The innermost word. */
	readonly word: Word | undefined;
	readonly role: Role;
	/** The commands that have it in their words, innermost first; not those that redirect to it. */
	readonly commands: readonly Enclosing[];
};

/** @returns whether values of this kind can only be numbers. */
export function isNumber(kind: ValueKind): boolean {
	return kind.type === 'integer' || kind.type === 'port';
}

/** Looks where a placeholder stands. */
export function occurrence(tree: Tree, placeholder: Placeholder, kind: ValueKind): Occurrence {
	const way = upward(innermost(tree, placeholder.start, placeholder.end));
	const index = way.findIndex(({ node }) => node.type === 'Word');
	const word = index < 0 ? undefined : (way[index]?.node as Word);
	return {
		tree,
		placeholder,
		kind,
		way,
		word,
		role: word ? roleOf(word, way.slice(index + 1)) : wordless(way),
		commands: way.flatMap(({ node }, at) => {
			const child = way[at - 1]?.node;
			if (node.type !== 'Command' || !child || isRedirection(child)) return [];
			return [{ command: node, child }];
		}),
	};
}

function isRedirection({ type }: SyntaxNode): boolean {
	return type === 'Redirect' || type === 'HereString' || type === 'HereDoc';
}

function wordless(way: readonly Visit[]): Role {
	if (way.some(({ node }) => node.type.startsWith('HereDoc'))) return 'here-document';
	const type = way[0]?.node.type;
	if (type === 'Assignment') return 'name';
	// Between commands there is nothing but blanks and comments.
	return type === 'ArrayValue' || type?.startsWith('Arithmetic') ? 'other' : 'comment';
}

function roleOf(word: Word, above: readonly Visit[]): Role {
	const parent = above[0]?.node;
	switch (parent?.type) {
		case 'Command':
			return parent.name === word ? 'command' : 'argument';
		case 'Redirect':
			return parent.operator === '>&' || parent.operator === '<&' ? 'descriptor' : 'redirection';
		case 'HereString':
			return 'here-string';
		case 'Assignment':
			return parent.value === word ? 'assignment' : 'name';
		case 'Case':
			return 'case';
		case 'CaseItem':
			return 'pattern';
		case 'For':
			return parent.name === word ? 'name' : 'for';
		case 'Function':
		case 'Coproc':
			return 'name';
		case 'TestUnary':
		case 'TestBinary':
			return 'test';
		case 'ParameterExpansion':
		case 'Default':
		case 'Remove':
		case 'Replace':
		case 'Slice':
		case 'CaseModification':
		case 'Transform':
			return 'expansion';
		default:
			return 'other';
	}
}
