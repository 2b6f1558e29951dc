import type { SyntaxNode } from 'unbash';
import { hasHole, type Tree } from './tree.ts';
import type { CommandProblem } from './types.ts';

/** What only bash has, as it is written, and what to write for it; nothing for what every shell has. */
function bashSyntax(
	node: SyntaxNode,
	text: string,
	holed: boolean,
): readonly [string, string] | undefined {
	switch (node.type) {
		case 'TestCommand':
			return ['[[ … ]]', 'Write `[ … ]`, or `case`.'];
		case 'ArithmeticCommand':
			return ['(( … ))', 'Write `[ … -gt … ]`, or `name=$((…))`.'];
		case 'ArithmeticFor':
			return ['for (( … ))', 'Write `while [ … ]; do … done`.'];
		case 'Select':
			return ['select', 'Ask with a decision: a list of links.'];
		case 'Coproc':
			return ['coproc', 'Use a pipe.'];
		case 'Function':
			return text.startsWith('function') ? ['function', 'Write `name() { … }`.'] : undefined;
		case 'For':
			return /\bdone$/.test(text) ? undefined : ['for … { … }', 'Write `for … do … done`.'];
		case 'ArrayValue':
			return ['an array', 'Use `set -- …` and `"$@"`.'];
		case 'Assignment':
			if (node.index) return ['an array', 'Use `set -- …` and `"$@"`.'];
			return node.append ? ['+=', 'Write `name=$name…`.'] : undefined;
		case 'AnsiCQuoted':
			return ["$'…'", "Write `$(printf '…')`."];
		case 'LocaleString':
			return ['$"…"', 'Write `"…"`.'];
		case 'ExtendedGlob':
			return [`${node.operator}(…)`, 'Use `case` with patterns.'];
		case 'BraceExpansion':
			return ['{a,b}', 'Write the words out.'];
		case 'ProcessSubstitution':
			return [`${node.operator}(…)`, 'Use a pipe, or a file.'];
		case 'HereString':
			return ['<<<', "Write `printf '%s\\n' … |` before the command."];
		case 'FileDescriptorVariable':
			return ['{name}>', 'Write the number out.'];
		case 'CaseItem':
			if (node.terminator === undefined || node.terminator === ';;') return undefined;
			return [node.terminator, 'Write the commands in both branches.'];
		case 'Pipeline':
			return node.operators.includes('|&') ? ['|&', 'Write `2>&1 |`.'] : undefined;
		case 'Redirect': {
			if (node.operator.startsWith('&>')) return [node.operator, 'Write `> file 2>&1`.'];
			const target = node.target?.text ?? '';
			const isFile = node.operator === '>&' && !/^(\d+|-|"?\$\{?\w+\}?"?)$/.test(target);
			// A placeholder there has a rule of its own.
			return isFile && !holed ? ['>& file', 'Write `> file 2>&1`.'] : undefined;
		}
		case 'CommandExpansion':
			return /^\$\{/.test(text) ? ['${ …; }', 'Write `$( … )`.'] : undefined;
		case 'ArithmeticExpansion':
			return text.startsWith('$[') ? ['$[ … ]', 'Write `$(( … ))`.'] : undefined;
		case 'ParameterExpansion': {
			const type = node.operation?.type;
			const known = type === undefined || type === 'Default' || type === 'Remove';
			if (known && node.prefix !== '!' && !node.index) return undefined;
			return [text, 'Use `${name#…}`, `${name%…}`, or `sed`.'];
		}
		default:
			return undefined;
	}
}

/** @returns an error for each thing in a block of `sh` that only bash can read. */
export function bashOnly(tree: Tree): readonly CommandProblem[] {
	return tree.visits.flatMap(({ node, foreign, parent }): CommandProblem[] => {
		const text = foreign && 'text' in node ? node.text : tree.letters.slice(node.pos, node.end);
		const found = bashSyntax(node, text, !foreign && hasHole(tree, node));
		if (!found) return [];
		let at = parent;
		while (foreign && at?.foreign) at = at.parent;
		return [
			{
				offset: foreign ? (at?.node.pos ?? 0) : node.pos,
				severity: 'error',
				rule: 'bash-syntax-in-sh',
				message: `\`${found[0]}\` is not part of \`sh\`, only of bash.`,
				remedy: `${found[1]} Or begin the block with \`\`\`bash.`,
			},
		];
	});
}
