import type { Language } from '../types.ts';
import { bashOnly } from './bash-only.ts';
import { lostNegations } from './lost-negation.ts';
import type { Tree } from './tree.ts';
import type { CommandProblem } from './types.ts';

/**
 * Checks a block as a block, placeholders or not: whether it can be read, in its shell, and
 * whether it loses a failure.
 */
export function checkSyntax(tree: Tree, language: Language): readonly CommandProblem[] {
	const problems = tree.visits.flatMap((visit): CommandProblem[] => {
		const { node } = visit;
		if (node.type === 'Script' && 'errors' in node) {
			return (node.errors ?? []).map(({ message, pos }) =>
				error(
					visit.foreign ? (visit.parent?.node.pos ?? 0) : pos,
					'shell-syntax',
					`The shell cannot read this: ${message}.`,
					'Mend the command; `sh -n` says where a shell stops reading.',
				),
			);
		}
		if (node.type === 'HereDoc' && !node.closing) {
			const end = node.delimiter?.value ?? '';
			return [
				error(
					node.pos,
					'unclosed-here-document',
					`The here-document never ends: no line is \`${end}\`.`,
					`Write a line with \`${end}\` alone, at the very beginning of the line, behind the text.`,
				),
			];
		}
		return [];
	});
	// What comes after the first error is often only its echo.
	if (problems.length > 0) return problems.slice(0, 1);
	return [
		...(language === 'sh' ? bashOnly(tree) : []),
		...lostNegations(tree).map(offset =>
			error(
				offset,
				'lost-negation',
				'`!` before a line that is not the last loses its failure: the block goes on.',
				'Write `! command || exit 1`.',
			),
		),
	];
}

function error(offset: number, rule: string, message: string, remedy: string): CommandProblem {
	return { offset, severity: 'error', rule, message, remedy };
}
