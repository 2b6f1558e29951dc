/** Commands that do not do in a block what they do in a terminal. */
import type { Command, ParsedScript, PipelineNode } from 'unbash';
import { parseBlock, staticText, type Tree } from '../command/tree.ts';
import { positionInContent } from '../fences.ts';
import { tooMuchInCommand } from '../shell-guard.ts';
import { blocksOf } from '../steps.ts';
import type { Block } from '../types.ts';
import type { Checked } from './index.ts';
import { fileThatMayBeMissing } from './missing-file.ts';

const EDITORS = new Set(
	'vi vim nvim view nano pico emacs mcedit joe micro ed visudo vipw vigr sudoedit'.split(' '),
);

export function checkShellHabits(checked: Checked): void {
	for (const block of checked.steps.flatMap(blocksOf)) {
		if (block.file || block.purpose === 'example') continue;
		if (tooMuchInCommand(block.content.text) !== undefined) continue;
		const tree = parseBlock(block.content);
		if (tree.root.errors?.length) continue;
		checkLasting(block, tree.root, checked);
		if (!block.tty) checkTerminal(block, tree, checked);
		if (block.purpose === 'verify') checkMissingFile(block, tree, checked);
	}
}

/** Every block has a shell of its own. */
function checkLasting(block: Block, root: ParsedScript, { report, lines }: Checked): void {
	const last = lastCommand(root.commands.at(-1)?.command);
	if (!last) return;
	const name = last.name?.value;
	const isAssignment = !name && last.prefix.length > 0;
	if (name !== 'cd' && name !== 'export' && !isAssignment) return;
	report.add(
		'nothing-lasts',
		positionInContent(block, last.pos, lines),
		`This block ends with ${isAssignment ? 'an assignment' : `\`${name}\``}, and nothing of it lasts: the next block has a shell of its own.`,
		isAssignment
			? 'Print the value in a block with `capture=`, or use it in this block.'
			: 'Repeat it in the block that needs it.',
	);
}

function lastCommand(
	node: PipelineNode | ParsedScript['commands'][number]['command'] | undefined,
): Command | undefined {
	if (node?.type === 'AndOr') return lastCommand(node.commands.at(-1));
	return node?.type === 'Command' ? node : undefined;
}

/** A block without a terminal has no standard input: what asks waits for ever, or fails. */
function checkTerminal(block: Block, tree: Tree, { report, lines }: Checked): void {
	for (const { node, foreign } of tree.visits) {
		if (node.type !== 'Command' || !node.name) continue;
		const words = [node.name, ...node.args].map(word =>
			word.type === 'Word' ? (staticText(tree, word) ?? word.text) : word.text,
		);
		const asks = asking(words);
		if (!asks) continue;
		report.add(
			'needs-terminal',
			positionInContent(block, foreign ? 0 : node.pos, lines),
			`\`${asks.name}\` ${asks.why}, and this block has no terminal.`,
			asks.remedy,
		);
	}
}

type Asking = { readonly name: string; readonly why: string; readonly remedy: string };

/** Whether a command may ask; looks behind `env`, `timeout` and the like. */
function asking(words: readonly string[]): Asking | undefined {
	const [first = '', ...rest] = words;
	const name = first.slice(first.lastIndexOf('/') + 1);
	if (['env', 'nice', 'nohup', 'command', 'exec', 'setsid', 'time'].includes(name)) {
		const next = rest.findIndex(word => !word.startsWith('-') && !/^\w+=/.test(word));
		return next === -1 ? undefined : asking(rest.slice(next));
	}
	if (name === 'timeout') {
		const next = rest.findIndex(word => !word.startsWith('-'));
		return next === -1 ? undefined : asking(rest.slice(next + 1));
	}
	const tty = 'Add `tty` to the block.';
	if (name === 'sudo') {
		return {
			name,
			why: 'may ask for a password',
			remedy: 'Add `root` to the block instead of `sudo`, or `tty`.',
		};
	}
	if (
		name === 'passwd' &&
		!rest.some(word => /^(?:-[ldeuS]|--(?:lock|delete|expire|unlock|status|stdin))$/.test(word))
	) {
		return {
			name,
			why: 'asks for a password',
			remedy: `${tty.slice(0, -1)}, or use \`chpasswd\`.`,
		};
	}
	if (EDITORS.has(name) && !(name === 'visudo' && rest.some(word => /^-\w*c/.test(word)))) {
		return {
			name,
			why: 'is an editor',
			remedy: `${tty.slice(0, -1)}, or write the file with \`file=\`.`,
		};
	}
	if (name === 'ssh' && !rest.some(word => word.includes('BatchMode=yes'))) {
		return {
			name,
			why: 'may ask for a password or about a host key',
			remedy: 'Write `ssh -o BatchMode=yes`, or add `tty` to the block.',
		};
	}
	return undefined;
}

function checkMissingFile(block: Block, tree: Tree, { report, lines }: Checked): void {
	const found = fileThatMayBeMissing(tree);
	if (!found) return;
	report.add(
		'passes-without-file',
		positionInContent(block, found.pos, lines),
		`This gate also passes when \`${found.file}\` cannot be read: \`!\` turns that failure round, too.`,
		`Write \`test -r ${found.file} && ! …\`.`,
	);
}
