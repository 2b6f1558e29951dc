import type { Statement, SyntaxNode } from 'unbash';
import type { Tree } from './tree.ts';

/**
 * Finds the `!` whose failure nobody sees. Under `sh -e` a negated command never ends the block;
 * only as the last one does it give the block its status.
 *
 * @returns where these commands begin
 */
export function lostNegations(tree: Tree): readonly number[] {
	const found: number[] = [];
	for (const { node, foreign } of tree.visits) {
		// A script is the block or a command substitution: its last status is what comes out.
		if (node.type === 'Script' && !foreign) checkList(node.commands, true, found);
	}
	return found;
}

function checkList(statements: readonly Statement[], counts: boolean, found: number[]): void {
	statements.forEach((statement, index) => {
		const last = counts && index === statements.length - 1;
		if (statement.background) return;
		if (!last && isNegated(statement.command)) found.push(statement.pos);
		checkWithin(statement.command, last, found);
	});
}

/** A list of `&&` and `||` is as its last command is. */
function isNegated(node: SyntaxNode): boolean {
	if (node.type === 'AndOr') {
		const last = node.commands.at(-1);
		return last !== undefined && isNegated(last);
	}
	return (
		node.type === 'Pipeline' &&
		node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1
	);
}

function checkWithin(node: SyntaxNode, last: boolean, found: number[]): void {
	switch (node.type) {
		case 'AndOr':
		case 'Pipeline':
			for (const command of node.commands) checkWithin(command, last, found);
			break;
		case 'Redirected':
			checkWithin(node.command, last, found);
			break;
		case 'BraceGroup':
			checkList(node.body.commands, last, found);
			break;
		case 'Subshell':
			checkList(node.body.commands, true, found);
			break;
		case 'If':
			for (const { then } of [node, ...node.elif]) checkList(then.commands, last, found);
			checkList(node.else?.commands ?? [], last, found);
			break;
		case 'Case':
			for (const { body } of node.items) checkList(body.commands, last, found);
			break;
		case 'For':
		case 'While':
			// Only the last round gives the loop its status.
			checkList(node.body.commands, false, found);
			break;
		case 'Function':
			checkWithin(node.body, true, found);
			break;
		default:
	}
}
